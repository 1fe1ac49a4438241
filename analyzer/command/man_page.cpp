// SPDX-License-Identifier: Apache-2.0
#include "analyzer/command/man_page.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "analyzer/report/version.hpp"

namespace pinstack {

namespace {

/// As roff reads it: a backslash and a hyphen are themselves, and no line is a request.
std::string roff(std::string_view text) {
    std::string out;
    if (text.starts_with('.') || text.starts_with('\'')) out += "\\&";
    for (const char c : text) {
        if (c == '\\') {
            out += "\\e";
        } else if (c == '-') {
            out += "\\-";
        } else {
            out += c;
        }
    }
    return out;
}

std::string upper(std::string text) {
    std::ranges::transform(text, text.begin(), [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
    return text;
}

std::string head(const std::string& name, std::string_view gist) {
    return fmt::format(
        ".\\\" Made by pinstack itself from what --help says.\n"
        ".TH {} 1 \"\" \"pinstack {}\" \"pinstack\"\n"
        ".SH NAME\n{} \\- {}\n",
        roff(upper(name)), version(), roff(name), roff(gist));
}

std::string example(std::string_view command_line) { return fmt::format(".PP\n.nf\n.B {}\n.fi\n", roff(command_line)); }

constexpr std::string_view kExitStatus =
    ".SH EXIT STATUS\n"
    ".TP\n.B 0\nDone.\n"
    ".TP\n.B 1\nA condition of\n.B \\-\\-fail\\-on\nholds.\n"
    ".TP\n.B 2\nUsage or input error, or an output that cannot be written.\n"
    ".TP\n.B 3\nInternal error, or out of memory.\n"
    ".TP\n.B 130\nInterrupted.\n";

}  // namespace

std::string man_page(std::span<const Command> commands) {
    std::string out = head("pinstack", "real-time scheduling under migrate_disable and preempt_disable");
    out +=
        ".SH SYNOPSIS\n.B pinstack\n.I COMMAND\n[\\fIOPTIONS\\fR] ...\n"
        ".SH DESCRIPTION\n"
        "Simulates multiprocessor real\\-time task sets and measures, exactly, what it costs to protect per\\-CPU code "
        "with migrate_disable() in place of preempt_disable(): the capacity lost to stacking, the deadlines missed, "
        "and "
        "what each balancing scheme takes away of it.\n"
        ".SH COMMANDS\n";
    std::string also;
    for (const Command& command : commands) {
        out += fmt::format(".TP\n.B {} \\fR\\fI{}\\fR\n{}.\n", roff(command.name), roff(command.arguments),
                           roff(command.summary));
        also += fmt::format(".BR pinstack\\-{} (1),\n", roff(command.name));
    }
    out +=
        ".SH OPTIONS\n"
        ".TP\n.BR \\-h \", \" \\-\\-help\nThe commands; behind a command its options, with examples.\n"
        ".TP\n.BR \\-V \", \" \\-\\-version\nThe version of the program, its commit, and the libraries it uses.\n";
    out += kExitStatus;
    out += ".SH EXAMPLES\n";
    out += example("pinstack compare examples/01-zijlstra-stacking.pinstack.json");
    out += example("pinstack simulate system.json --format json");
    return out + ".SH SEE ALSO\n" + also + ".BR pinstack\\-gui (1)\n";
}

std::string man_page(const CommandHelp& help) {
    const std::string name = "pinstack-" + help.command;
    const std::string_view summary = help.summary;
    std::string gist(summary.substr(0, summary.find_first_of(".:;")));
    gist[0] = static_cast<char>(std::tolower(static_cast<unsigned char>(gist[0])));
    std::string out = head(name, gist);
    out +=
        fmt::format(".SH SYNOPSIS\n.B pinstack {}\n[\\fIOPTIONS\\fR] {}\n", roff(help.command), roff(help.positional));
    out += ".SH DESCRIPTION\n" + roff(summary) + "\n";
    if (help.reads_stdin()) out += ".PP\nA\n.I FILE\nof \\- is standard input.\n";
    out += ".SH OPTIONS\n";
    for (const OptionHelp& option : help.options) {
        out += ".TP\n";
        if (const std::string letter = option.short_name(); !letter.empty()) out += "\\fB" + roff(letter) + "\\fR, ";
        out += "\\fB" + roff(option.long_name()) + "\\fR";
        if (!option.placeholder.empty()) out += " \\fI" + roff(option.placeholder) + "\\fR";
        out += "\n" + roff(option.help) + "\n";
    }
    out += kExitStatus;
    out += ".SH EXAMPLES\n";
    for (const std::string& line : help.examples) out += example(line);
    return out + ".SH SEE ALSO\n.BR pinstack (1)\n";
}

}  // namespace pinstack
