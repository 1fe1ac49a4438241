// SPDX-License-Identifier: Apache-2.0
#include "analyzer/command/message.hpp"

#include <unistd.h>

#include <cstdio>
#include <cstdlib>

#include "analyzer/command/exit_code.hpp"
#include "analyzer/file/output.hpp"

namespace pinstack {

namespace {

Problems about(Problems problems, std::string_view subject) {
    for (Problem& problem : problems) {
        if (problem.where.file.empty()) problem.where.file = subject;
    }
    return problems;
}

}  // namespace

int usage_error(std::string_view what, std::string_view hint) {
    std::string text = "pinstack: error: " + std::string(what) + "\n";
    if (!hint.empty()) text += "    hint: " + std::string(hint) + "\n";
    print_to_stderr(text);
    return kUsageOrInput;
}

int input_error(const Problems& problems, std::string_view subject) {
    print_to_stderr(to_text(about(problems, subject)));
    return kUsageOrInput;
}

void input_warning(const Problems& warnings, std::string_view subject) {
    print_to_stderr(to_text(about(warnings, subject), "warning"));
}

int print_to_stdout(std::string_view text) {
    Output output;
    if (const auto opened = output.open("-"); !opened) return usage_error(opened.error());
    output.write(text);
    if (const auto written = output.commit(); !written) return usage_error(written.error());
    return kDone;
}

void print_to_stderr(std::string_view text) {
    std::fwrite(text.data(), 1, text.size(), stderr);  // nowhere left to report a failure to
}

bool wants_colour(int descriptor) {
    const char* no_colour = std::getenv("NO_COLOR");
    const char* terminal = std::getenv("TERM");
    if (no_colour != nullptr && *no_colour != '\0') return false;
    if (terminal == nullptr || std::string_view(terminal) == "dumb") return false;
    return isatty(descriptor) == 1;
}

}  // namespace pinstack
