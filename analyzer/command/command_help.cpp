// SPDX-License-Identifier: Apache-2.0
#include "analyzer/command/command_help.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "analyzer/report/display_text.hpp"
#include "analyzer/report/style.hpp"

namespace pinstack {

namespace {

constexpr std::size_t kHelpColumn = 26;
constexpr std::string_view kWordLetters = "abcdefghijklmnopqrstuvwxyz0123456789_-.";

bool is_path(std::string_view placeholder) {
    constexpr std::array<std::string_view, 4> kPaths = {"FILE", "DIR", "SYSTEM", "OUT"};
    return std::ranges::any_of(kPaths, [&](std::string_view path) { return placeholder.starts_with(path); });
}

/// Takes one of these from the front of the text.
bool skip(std::string_view& text, std::initializer_list<std::string_view> candidates) {
    for (const std::string_view candidate : candidates) {
        if (!text.starts_with(candidate)) continue;
        text.remove_prefix(candidate.size());
        return true;
    }
    return false;
}

/// "a (default), b:K or c; and so on" -> a, b:, c. Of a sentence that is no list: fewer than two.
std::vector<std::string> leading_list(std::string_view text) {
    std::vector<std::string> items;
    while (true) {
        const std::size_t end = std::min(text.find_first_not_of(kWordLetters), text.size());
        std::string item(text.substr(0, end));
        text.remove_prefix(end);
        if (text.size() > 1 && text[0] == ':' && text[1] != ' ') {
            item += ':';
            text.remove_prefix(std::min(text.find_first_of(" ,;"), text.size()));
        }
        if (text.starts_with(" (")) text.remove_prefix(std::min(text.find(')'), text.size() - 1) + 1);
        const bool goes_on = skip(text, {", or ", ", ", " or "});
        // What is followed by anything else is a word of a sentence.
        if (item.empty() || !(goes_on || text.empty() || text.starts_with(';'))) return items;
        items.push_back(std::move(item));
        if (!goes_on) return items;
    }
}

}  // namespace

std::string OptionHelp::long_name() const { return names.substr(names.find("--")); }

std::string OptionHelp::short_name() const {
    const std::size_t comma = names.find(',');
    return comma == std::string::npos ? "" : names.substr(0, comma);
}

bool OptionHelp::takes_path() const { return is_path(placeholder); }

std::vector<std::string> OptionHelp::choices() const {
    std::vector<std::string> all;
    if (placeholder.empty() || placeholder.find('=') != std::string::npos) return all;  // a flag; NAME=VALUE
    std::string_view rest = help;
    while (true) {
        const std::vector<std::string> list = leading_list(rest);
        for (const std::string& word : list) {
            if (list.size() > 1 && std::ranges::find(all, word) == all.end()) all.push_back(word);
        }
        const std::size_t colon = rest.find(": ");
        if (colon == std::string_view::npos) return all;
        rest.remove_prefix(colon + 2);
    }
}

bool CommandHelp::takes_path() const {
    return positional.find("FILE") != std::string::npos || positional.find("SPEC") != std::string::npos;
}

bool CommandHelp::reads_stdin() const {
    return positional.starts_with("FILE") && positional.find("DIR") == std::string::npos;
}

std::string CommandHelp::text() const {
    std::string out = "Examples:\n";
    for (const std::string& example : examples) out += "  " + example + "\n";
    out += "\n" + folded(summary, kTextWidth, 0);
    out += fmt::format("\nUsage: pinstack {} [OPTIONS] {}{}\n\n", command, positional,
                       reads_stdin() ? "   (- reads standard input)" : "");
    for (const OptionHelp& option : options) {
        std::string left = option.short_name().empty() ? "    " : option.short_name() + ", ";
        left += option.long_name();
        if (!option.placeholder.empty()) left += " " + option.placeholder;
        std::string help = folded(option.help, kTextWidth, kHelpColumn);
        if (left.size() + 3 <= kHelpColumn) {
            help.replace(2, left.size(), left);
        } else {
            out += "  " + left + "\n";
        }
        out += help;
    }
    return out;
}

}  // namespace pinstack
