// SPDX-License-Identifier: Apache-2.0
//
// pinstack explain TOPIC: what a word of the reports means.
#include <unistd.h>

#include <algorithm>
#include <array>

#include "analyzer/command/arguments.hpp"
#include "analyzer/command/command.hpp"
#include "analyzer/command/exit_code.hpp"
#include "analyzer/command/message.hpp"
#include "analyzer/explain/topic_text.hpp"
#include "analyzer/report/display_text.hpp"
#include "model/system/suggestion.hpp"

namespace pinstack {

namespace {

std::string joined(const std::vector<std::string>& words) {
    std::string out;
    for (const std::string& word : words) out += (out.empty() ? "" : " ") + word;
    return out;
}

/// The names of all topics as one word each.
std::vector<std::string> single_words() {
    std::vector<std::string> names;
    for (const Topic& topic : topics()) {
        std::string name(topic.name);
        std::ranges::replace(name, ' ', '-');
        names.push_back(std::move(name));
    }
    return names;
}

}  // namespace

int run_explain(const std::vector<std::string>& words) {
    std::vector<std::string> topic_words;
    std::string format = "text";
    Arguments arguments("explain", "[TOPIC]",
                        {"pinstack explain stacking_loss", "pinstack explain stack depth --format md"},
                        "Says what a word of the reports means, its exact rule, what happens in the kernel, and an "
                        "example to run. Without a topic: lists the topics.");
    arguments.optional_words(topic_words, single_words());
    arguments.option("--format", format, "FORMAT", "text (default) or md");
    if (const auto code = arguments.parse(words)) return *code;
    if (format != "text" && format != "md") {
        constexpr std::array<std::string_view, 2> kFormats = {"text", "md"};
        return usage_error("unknown format " + printable(format), suggest(format, kFormats, "supported formats"));
    }
    const bool is_text = format == "text";
    const Style style{.colour = wants_colour(STDOUT_FILENO)};
    if (topic_words.empty()) return print_to_stdout(is_text ? topic_list_text(style) : topic_list_markdown());

    const std::string word = joined(topic_words);
    const std::vector<const Topic*> found = find_topics(word);
    if (found.empty()) return usage_error("unknown topic " + printable(word), suggest_topic(word));
    std::string out;
    for (const Topic* topic : found) {
        if (!out.empty()) out += "\n";
        out += is_text ? topic_text(*topic, style) : std::string(topic->text);
    }
    return print_to_stdout(out);
}

}  // namespace pinstack
