// SPDX-License-Identifier: Apache-2.0
#include "analyzer/command/arguments.hpp"

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <algorithm>
#include <iostream>

#include "analyzer/command/exit_code.hpp"
#include "analyzer/command/message.hpp"
#include "analyzer/report/display_text.hpp"
#include "model/system/suggestion.hpp"

namespace pinstack {

struct Arguments::Parser {
    explicit Parser(const std::string& description) : app(description) {}
    CLI::App app;
    std::string command;
    std::vector<std::string> names;  // of the options, for "did you mean"
};

namespace {

std::string description_of(const std::vector<std::string>& examples, const std::string& summary) {
    std::string out = "Examples:\n";
    for (const std::string& example : examples) out += "  " + example + "\n";
    return out + "\n" + summary;
}

/// The long form of "-o,--output".
std::string long_name(const std::string& names) { return names.substr(names.find("--")); }

}  // namespace

Arguments::Arguments(std::string_view command, const std::vector<std::string>& examples, const std::string& summary)
    : parser_(std::make_unique<Parser>(description_of(examples, summary))) {
    parser_->command = command;
    parser_->app.name("pinstack " + parser_->command);
    parser_->app.allow_extras();  // what is not known is reported here, with a hint
    parser_->app.get_formatter()->column_width(34);
    parser_->names.push_back("--help");
}

Arguments::~Arguments() = default;

void Arguments::flag(const std::string& name, bool& value, const std::string& help) {
    parser_->app.add_flag(name, value, help)->disable_flag_override();
    parser_->names.push_back(long_name(name));
}

void Arguments::option(const std::string& name, std::string& value, const std::string& placeholder,
                       const std::string& help) {
    parser_->app.add_option(name, value, help)->type_name(placeholder);
    parser_->names.push_back(long_name(name));
}

void Arguments::option(const std::string& name, std::optional<std::string>& value, const std::string& placeholder,
                       const std::string& help) {
    const auto store = [&value](const std::string& text) { value = text; };
    parser_->app.add_option_function<std::string>(name, store, help)->type_name(placeholder);
    parser_->names.push_back(long_name(name));
}

void Arguments::repeated(const std::string& name, std::vector<std::string>& values, const std::string& placeholder,
                         const std::string& help) {
    parser_->app.add_option(name, values, help)
        ->type_name(placeholder)
        ->expected(1)
        ->allow_extra_args(false)
        ->take_all();
    parser_->names.push_back(long_name(name));
}

void Arguments::required_file(std::string& file) {
    parser_->app.add_option("FILE", file, "System file; - reads standard input")->required()->type_name("");
}

void Arguments::required_files(std::vector<std::string>& files) {
    parser_->app.add_option("FILE", files, "System files; - reads standard input")->required()->type_name("");
}

std::optional<int> Arguments::parse(const std::vector<std::string>& words) {
    try {
        parser_->app.parse(std::vector<std::string>(words.rbegin(), words.rend()));
    } catch (const CLI::CallForHelp&) {
        return print_to_stdout(parser_->app.help());
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
