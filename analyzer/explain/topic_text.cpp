// SPDX-License-Identifier: Apache-2.0
#include "analyzer/explain/topic_text.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "analyzer/report/display_text.hpp"

namespace pinstack {

namespace {

constexpr std::string_view kHeading = "## ";
constexpr std::string_view kCommand = "    ";
constexpr std::size_t kIndent = 2;

/// A paragraph, every line indented alike.
std::string wrapped(std::string_view text, std::size_t indent) {
    std::string out;
    std::string line;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find(' '), text.size());
        const std::string_view word = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        if (!line.empty() && indent + display_width(line) + 1 + display_width(word) > kTextWidth) {
            out += std::string(indent, ' ') + line + "\n";
            line.clear();
        }
        if (!line.empty()) line += ' ';
        line += word;
    }
    return line.empty() ? out : out + std::string(indent, ' ') + line + "\n";
}

std::string joined(const std::vector<std::string_view>& names) {
    std::string out;
    for (const std::string_view name : names) out += (out.empty() ? "" : ", ") + std::string(name);
    return out;
}

/// What follows the lines of the head: paragraphs, headings and commands.
class TopicBody {
public:
    explicit TopicBody(const Style& style) : style_(style) {}

    void add(std::string_view line) {
        const bool is_heading = line.starts_with(kHeading);
        if (is_heading || line.empty() || line.starts_with(kCommand)) end_paragraph();
        if (is_heading) {
            indent_ = kIndent;
            out_ += style_(Emphasis::strong, line.substr(kHeading.size())) + "\n";
        } else if (line.empty() || line.starts_with(kCommand)) {
            out_ += std::string(line) + "\n";
        } else {
            paragraph_ += (paragraph_.empty() ? "" : " ") + std::string(line);
        }
    }

    std::string text() {
        end_paragraph();
        return out_;
    }

private:
    void end_paragraph() {
        out_ += wrapped(paragraph_, indent_);
        paragraph_.clear();
    }

    const Style& style_;
    std::size_t indent_ = 0;  // what it means, above the first heading, is not indented
    std::string paragraph_;
    std::string out_;
};

}  // namespace

std::string topic_text(const Topic& topic, const Style& style) {
    std::string out = style(Emphasis::strong, topic.name) + "\n";
    if (!topic.aliases.empty()) out += wrapped("also: " + joined(topic.aliases), kIndent);
    out += "\n";

    // The lines of name, aliases and group end with the second blank one.
    std::string_view rest = topic.text;
    rest.remove_prefix(rest.find("\n\n", rest.find("\ngroup: ")) + 2);
    TopicBody body(style);
    while (!rest.empty()) {
        const std::size_t end = std::min(rest.find('\n'), rest.size());
        body.add(rest.substr(0, end));
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return out + body.text();
}

std::string topic_list_text(const Style& style) {
    std::size_t widest = 0;
    for (const Topic& topic : topics()) widest = std::max(widest, topic.name.size());
    std::string out;
    std::string_view group;
    for (const Topic& topic : topics()) {
        if (topic.group != group) {
            group = topic.group;
            out += (out.empty() ? "" : "\n") + style(Emphasis::strong, group) + "\n";
        }
        std::string entry = folded(topic.gist, kTextWidth, kIndent + widest + 2);
        out += entry.replace(kIndent, topic.name.size(), topic.name);
    }
    return out + "\n`pinstack explain TOPIC` explains one.\n";
}

std::string topic_list_markdown() {
    std::string out = "# Topics\n";
    std::string_view group;
    for (const Topic& topic : topics()) {
        if (topic.group != group) {
            group = topic.group;
            out += fmt::format("\n## {}\n\n", group);
        }
        out += fmt::format("* **{}**: {}\n", topic.name, topic.gist);
    }
    return out;
}

}  // namespace pinstack
