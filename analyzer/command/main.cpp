// SPDX-License-Identifier: Apache-2.0
//
// The program pinstack: finds the sub-command and guards its borders. Nothing but results reaches standard output.
#include <fmt/format.h>

#include <csignal>
#include <exception>
#include <new>
#include <string>
#include <vector>

#include "analyzer/command/arguments.hpp"
#include "analyzer/command/bash_completion.hpp"
#include "analyzer/command/command.hpp"
#include "analyzer/command/exit_code.hpp"
#include "analyzer/command/man_page.hpp"
#include "analyzer/command/message.hpp"
#include "analyzer/command/version_text.hpp"
#include "analyzer/file/output.hpp"
#include "analyzer/report/display_text.hpp"
#include "model/system/suggestion.hpp"

namespace pinstack {

namespace {

std::string help() {
    std::string out =
        "Examples:\n"
        "  pinstack compare examples/01-zijlstra-stacking.pinstack.json\n"
        "  pinstack simulate system.json --format json\n"
        "\n"
        "Real-time scheduling under migrate_disable and preempt_disable: capacity lost, deadlines missed.\n"
        "\n"
        "Usage: pinstack COMMAND [OPTIONS] ...\n"
        "\n";
    for (const Command& command : commands()) {
        out += fmt::format("  {:<28}{}\n", fmt::format("{} {}", command.name, command.arguments), command.summary);
    }
    return out +
           "\n"
           "  COMMAND --help              The options of a command, with examples\n"
           "  --version                   The version of the program, its commit and its libraries\n"
           "\n"
           "Exit codes: 0 done, 1 a --fail-on condition holds, 2 usage or input error, 3 internal error, 130 "
           "interrupted.\n";
}

std::string command_names() {
    std::string names;
    for (const Command& command : commands()) names += (names.empty() ? "" : ", ") + std::string(command.name);
    return names;
}

int print_completion() {
    int code = print_to_stdout(completion_begin(commands()));
    for (const Command& command : commands()) {
        if (code == kDone) code = command.run({std::string(kBashCompletion)});
    }
    return code == kDone ? print_to_stdout(completion_end()) : code;
}

int run(const std::vector<std::string>& words) {
    if (words.empty())
        return usage_error("no command", "the commands are " + command_names() + "; see pinstack --help");
    const std::string& name = words.front();
    if (name == "--help" || name == "-h" || name == "help") return print_to_stdout(help());
    if (name == "--version" || name == "-V") return print_to_stdout(version_text());
    if (name == kManPage) return print_to_stdout(man_page(commands()));
    if (name == kBashCompletion) return print_completion();
    std::vector<std::string_view> known;
    for (const Command& command : commands()) {
        if (command.name == name) return command.run({words.begin() + 1, words.end()});
        known.push_back(command.name);
    }
    const bool is_option = name.starts_with('-');
    return usage_error((is_option ? "unknown option " : "unknown command ") + printable(name),
                       is_option ? "a command comes first: " + command_names() : suggest(name, known, "commands"));
}

std::string out_of_memory(const std::vector<std::string>& words) {
    std::string line = "pinstack: error: out of memory:";
    for (const std::string& word : words) line += " " + printable(word);
    return line + "\n";
}

}  // namespace

}  // namespace pinstack

int main(int argc, char** argv) {
    // A reader that went away is an error of the write, not the death of the program.
    std::signal(SIGPIPE, SIG_IGN);
    for (const int signal_number : {SIGINT, SIGTERM}) {
        // Whoever started us may want it ignored (nohup, a background job).
        if (std::signal(signal_number, pinstack::end_interrupted) == SIG_IGN) std::signal(signal_number, SIG_IGN);
    }
    try {
        return pinstack::run(std::vector<std::string>(argv + 1, argv + argc));
    } catch (const std::bad_alloc&) {
        // What was being done has been taken down by now, so there is room for a line.
        pinstack::print_to_stderr(pinstack::out_of_memory({argv + 1, argv + argc}));
    } catch (const std::exception& error) {
        pinstack::print_to_stderr(fmt::format("pinstack: internal error: {}\n", error.what()));
    }
    return pinstack::kInternal;
}
