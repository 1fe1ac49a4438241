// SPDX-License-Identifier: Apache-2.0
#include "analyzer/command/arguments.hpp"

#include <fmt/format.h>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

#include "analyzer/command/exit_code.hpp"
#include "analyzer/command/message.hpp"
#include "analyzer/report/display_text.hpp"
#include "analyzer/report/style.hpp"
#include "model/system/suggestion.hpp"

namespace pinstack {

struct Arguments::Parser {
    struct Entry {
        std::string left, help;
    };
    CLI::App app;
    std::string command;
    std::string start_of_help;
    std::vector<Entry> entries;      // of the help
    std::vector<std::string> names;  // of the options, for "did you mean"

    void add(const std::string& option_names, const std::string& placeholder, const std::string& help);
    std::string help() const;
};

namespace {

constexpr std::size_t kHelpColumn = 26;

}  // namespace

void Arguments::Parser::add(const std::string& option_names, const std::string& placeholder, const std::string& help) {
    const std::size_t comma = option_names.find(',');  // "-o,--output"
    std::string left = comma == std::string::npos
                           ? "    " + option_names
                           : option_names.substr(0, comma) + ", " + option_names.substr(comma + 1);
    if (!placeholder.empty()) left += " " + placeholder;
    entries.push_back({std::move(left), help});
    names.push_back(option_names.substr(option_names.find("--")));
}

std::string Arguments::Parser::help() const {
    std::string out = start_of_help + "\n";
    for (const Entry& entry : entries) {
        std::string text = folded(entry.help, kTextWidth, kHelpColumn);
        if (entry.left.size() + 3 <= kHelpColumn) {
            text.replace(2, entry.left.size(), entry.left);
        } else {
            out += "  " + entry.left + "\n";
        }
        out += text;
    }
    return out;
}

Arguments::Arguments(std::string_view command, std::string_view positional, const std::vector<std::string>& examples,
                     const std::string& summary)
    : parser_(std::make_unique<Parser>()) {
    parser_->command = command;
    parser_->app.allow_extras();  // what is not known is reported here, with a hint
    parser_->start_of_help = "Examples:\n";
    for (const std::string& example : examples) parser_->start_of_help += "  " + example + "\n";
    parser_->start_of_help += "\n" + folded(summary, kTextWidth, 0);
    parser_->start_of_help +=
        fmt::format("\nUsage: pinstack {} [OPTIONS] {}{}\n", command, positional,
                    positional.starts_with("FILE") && positional.find("DIR") == std::string_view::npos
                        ? "   (- reads standard input)"
                        : "");
    parser_->add("-h,--help", "", "Print this and exit");
}

Arguments::~Arguments() = default;

void Arguments::flag(const std::string& name, bool& value, const std::string& help) {
    parser_->app.add_flag(name, value, help)->disable_flag_override();
    parser_->add(name, "", help);
}

void Arguments::option(const std::string& name, std::string& value, const std::string& placeholder,
                       const std::string& help) {
    parser_->app.add_option(name, value, help);
    parser_->add(name, placeholder, help);
}

void Arguments::option(const std::string& name, std::optional<std::string>& value, const std::string& placeholder,
                       const std::string& help) {
    const auto store = [&value](const std::string& text) { value = text; };
    parser_->app.add_option_function<std::string>(name, store, help);
    parser_->add(name, placeholder, help);
}

void Arguments::repeated(const std::string& name, std::vector<std::string>& values, const std::string& placeholder,
                         const std::string& help) {
    parser_->app
        .add_option(name, values, help)

        ->expected(1)
        ->allow_extra_args(false)
        ->take_all();
    parser_->add(name, placeholder, help);
}

void Arguments::required_file(std::string& file) { parser_->app.add_option("FILE", file, "")->required(); }

void Arguments::required_files(std::vector<std::string>& files) {
    parser_->app.add_option("FILE", files, "")->required();
}

void Arguments::optional_words(std::vector<std::string>& words) { parser_->app.add_option("WORD", words, ""); }

std::optional<int> Arguments::parse(const std::vector<std::string>& words) {
    try {
        parser_->app.parse(std::vector<std::string>(words.rbegin(), words.rend()));
    } catch (const CLI::CallForHelp&) {
        return print_to_stdout(parser_->help());
    } catch (const CLI::ParseError& error) {
        return usage_error(printable(error.what()), "see pinstack " + parser_->command + " --help");
    }
    const std::vector<std::string> unknown = parser_->app.remaining();
    if (unknown.empty()) return std::nullopt;
    const std::string& word = unknown.front();
    if (!word.starts_with('-')) {
        return usage_error("unexpected argument " + printable(word), "see pinstack " + parser_->command + " --help");
    }
    const std::vector<std::string_view> known(parser_->names.begin(), parser_->names.end());
    return usage_error("unknown option " + printable(word), suggest(word.substr(0, word.find('=')), known, "options"));
}

}  // namespace pinstack
