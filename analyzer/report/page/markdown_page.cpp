// SPDX-License-Identifier: Apache-2.0
#include "analyzer/report/page/markdown_page.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "analyzer/report/display_text.hpp"

namespace pinstack {

namespace {

/// Text at the beginning of a line, where '-', '+', '=' and "1." would begin a list or a rule, and blanks code.
std::string line_escaped(std::string_view text) {
    text.remove_prefix(std::min(text.find_first_not_of(" \n"), text.size()));
    std::string out = markdown_escaped(text);
    const std::size_t digits = std::min(out.find_first_not_of("0123456789"), out.size());
    if (!out.empty() && (out[0] == '-' || out[0] == '+' || out[0] == '=')) {
        out.insert(0, 1, '\\');
    } else if (digits > 0 && digits < out.size() && (out[digits] == '.' || out[digits] == ')')) {
        out.insert(digits, 1, '\\');
    }
    return out;
}

/// A fence longer than any run of backticks in the text.
std::string fence_for(std::string_view text) {
    std::size_t longest = 0, run = 0;
    for (const char c : text) {
        run = c == '`' ? run + 1 : 0;
        longest = std::max(longest, run);
    }
    return std::string(std::max<std::size_t>(3, longest + 1), '`');
}

}  // namespace

void MarkdownPage::begin(std::string_view title) { sink_.write(fmt::format("# {}\n\n", markdown_escaped(title))); }

void MarkdownPage::end(std::string_view footer) { sink_.write(fmt::format("---\n\n{}\n", markdown_escaped(footer))); }

void MarkdownPage::begin_section(std::string_view heading) {
    sink_.write(fmt::format("## {}\n\n", markdown_escaped(heading)));
}

void MarkdownPage::heading(std::string_view text) { sink_.write(fmt::format("### {}\n\n", markdown_escaped(text))); }

void MarkdownPage::paragraph(std::string_view text, Tone) { sink_.write(line_escaped(text) + "\n\n"); }

void MarkdownPage::list(const std::vector<std::string>& items) {
    for (const std::string& item : items) sink_.write("* " + line_escaped(item) + "\n");
    sink_.write("\n");
}

void MarkdownPage::table(const Table& table) { sink_.write(table.markdown() + "\n"); }

void MarkdownPage::preformatted(std::string_view text) {
    const std::string fence = fence_for(text);
    sink_.write(fmt::format("{}\n{}{}{}\n\n", fence, text, text.ends_with('\n') ? "" : "\n", fence));
}

void MarkdownPage::begin_details(std::string_view summary, bool) { heading(summary); }

}  // namespace pinstack
