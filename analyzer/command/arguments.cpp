// SPDX-License-Identifier: Apache-2.0
#include "analyzer/command/arguments.hpp"

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

#include "analyzer/command/bash_completion.hpp"
#include "analyzer/command/command_help.hpp"
#include "analyzer/command/man_page.hpp"
#include "analyzer/command/message.hpp"
#include "analyzer/report/display_text.hpp"
#include "model/system/suggestion.hpp"

namespace pinstack {

struct Arguments::Parser {
    CLI::App app;
    CommandHelp help;

    void add(const std::string& names, const std::string& placeholder, const std::string& help_text) {
        help.options.push_back({names, placeholder, help_text});
    }
};

Arguments::Arguments(std::string_view command, std::string_view positional, const std::vector<std::string>& examples,
                     const std::string& summary)
    : parser_(std::make_unique<Parser>()) {
    parser_->help = {std::string(command), std::string(positional), examples, summary, {}, {}};
    parser_->app.allow_extras();  // what is not known is reported here, with a hint
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

void Arguments::optional_words(std::vector<std::string>& words, std::vector<std::string> known) {
    parser_->app.add_option("WORD", words, "");
    parser_->help.known_words = std::move(known);
}

std::optional<int> Arguments::parse(const std::vector<std::string>& words) {
    const std::string see_help = "see pinstack " + parser_->help.command + " --help";
    if (words.size() == 1 && words.front() == kManPage) return print_to_stdout(man_page(parser_->help));
    if (words.size() == 1 && words.front() == kBashCompletion) return print_to_stdout(completion_of(parser_->help));
    try {
        parser_->app.parse(std::vector<std::string>(words.rbegin(), words.rend()));
    } catch (const CLI::CallForHelp&) {
        return print_to_stdout(parser_->help.text());
    } catch (const CLI::ParseError& error) {
        return usage_error(printable(error.what()), see_help);
    }
    const std::vector<std::string> unknown = parser_->app.remaining();
    if (unknown.empty()) return std::nullopt;
    const std::string& word = unknown.front();
    if (!word.starts_with('-')) {
        return usage_error("unexpected argument " + printable(word), see_help);
    }
    std::vector<std::string> names;
    for (const OptionHelp& option : parser_->help.options) names.push_back(option.long_name());
    const std::vector<std::string_view> known(names.begin(), names.end());
    return usage_error("unknown option " + printable(word), suggest(word.substr(0, word.find('=')), known, "options"));
}

}  // namespace pinstack
