// SPDX-License-Identifier: Apache-2.0
#include "analyzer/explain/topic.hpp"

#include <algorithm>
#include <array>
#include <cctype>

#include "analyzer/explain/built_in_topics.hpp"
#include "model/system/suggestion.hpp"

namespace pinstack {

namespace {

constexpr std::array<std::string_view, 11> kGroups = {
    "Capacity",  "Response time",           "Counts and statistics", "Stacking", "Protection", "Locks",
    "Balancers", "Variants and comparison", "System file",           "Traces",   "Theory"};
constexpr std::array<std::string_view, 4> kSections = {"Rule", "In the kernel", "Try", "See also"};

std::string_view next_line(std::string_view& rest) {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    const std::string_view line = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    return line;
}

std::vector<std::string_view> comma_separated(std::string_view text) {
    std::vector<std::string_view> parts;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find(", "), text.size());
        parts.push_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 2, text.size()));
    }
    return parts;
}

/// Two words that normalize alike are the same topic.
std::string normalized(std::string_view word) {
    std::string out;
    for (const char c : word) {
        if (c == '-' || c == '_' || c == ' ' || c == ',') {
            if (!out.empty() && out.back() != ' ') out += ' ';
        } else {
            out += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
        }
    }
    if (!out.empty() && out.back() == ' ') out.pop_back();
    return out;
}

bool is_called(const Topic& topic, const std::string& word) {
    return normalized(topic.name) == word || std::any_of(topic.aliases.begin(), topic.aliases.end(),
                                                         [&](auto alias) { return normalized(alias) == word; });
}

const Topic* called(const std::string& word) {
    const auto all = topics();
    const auto found = std::find_if(all.begin(), all.end(), [&](const Topic& topic) { return is_called(topic, word); });
    return found == all.end() ? nullptr : &*found;
}

std::vector<Topic> parse_built_in_topics() {
    std::vector<Topic> all;
    for (const std::string_view text : built_in_topics()) all.push_back(parse_topic(text).value());
    const auto place = [](const Topic& topic) { return std::find(kGroups.begin(), kGroups.end(), topic.group); };
    std::stable_sort(all.begin(), all.end(), [&](const Topic& a, const Topic& b) { return place(a) < place(b); });
    return all;
}

}  // namespace

tl::expected<Topic, std::string> parse_topic(std::string_view text) {
    const auto wrong = [](std::string what) { return tl::unexpected(std::move(what)); };
    Topic topic;
    topic.text = text;
    std::string_view rest = text;

    std::string_view line = next_line(rest);
    if (!line.starts_with("# ") || line.size() == 2) return wrong("it does not begin with `# NAME`");
    topic.name = line.substr(2);
    if (!next_line(rest).empty()) return wrong("no blank line after the name");

    line = next_line(rest);
    if (line.starts_with("aliases: ")) {
        topic.aliases = comma_separated(line.substr(9));
        line = next_line(rest);
    }
    if (!line.starts_with("group: ")) return wrong("no line `group: GROUP`");
    topic.group = line.substr(7);
    if (std::find(kGroups.begin(), kGroups.end(), topic.group) == kGroups.end()) {
        return wrong("unknown group " + std::string(topic.group));
    }
    if (!next_line(rest).empty()) return wrong("no blank line after the group");

    for (line = next_line(rest); !line.empty(); line = next_line(rest)) {
        if (!topic.gist.empty()) topic.gist += ' ';
        topic.gist += line;
    }
    if (topic.gist.empty() || topic.gist.front() == '#') return wrong("it does not say what it means");
    if (const std::size_t end = topic.gist.find(". "); end != std::string::npos) topic.gist.resize(end + 1);

    std::size_t section = 0;
    while (!rest.empty()) {
        line = next_line(rest);
        if (line.starts_with('#')) {
            if (section == kSections.size() || line != "## " + std::string(kSections[section])) {
                return wrong("unexpected heading " + std::string(line));
            }
            ++section;
        } else if (section == kSections.size()) {
            topic.see_also = comma_separated(line);
            if (!rest.empty()) return wrong("something after `See also`");
        }
    }
    if (section < kSections.size()) return wrong("no `## " + std::string(kSections[section]) + "`");
    if (topic.see_also.empty()) return wrong("`See also` is empty");
    return topic;
}

std::span<const Topic> topics() {
    static const std::vector<Topic> kTopics = parse_built_in_topics();
    return kTopics;
}

const Topic* find_topic(std::string_view word) {
    const std::string name = normalized(word);
    if (const Topic* topic = called(name)) return topic;
    if (name.ends_with(" ns")) return called(name.substr(0, name.size() - 3));
    if (const std::size_t colon = name.find(':'); colon != std::string::npos) return called(name.substr(0, colon));
    return nullptr;
}

std::vector<const Topic*> find_topics(std::string_view word) {
    if (const Topic* topic = find_topic(word)) return {topic};
    std::vector<const Topic*> found;
    const std::size_t slash = word.find('/');
    if (slash == std::string_view::npos) return found;
    for (const std::string_view part : {word.substr(0, slash), word.substr(slash + 1)}) {
        const Topic* topic = find_topic(part);
        if (topic == nullptr) return {};
        found.push_back(topic);
    }
    return found;
}

std::string suggest_topic(std::string_view word) {
    // "wait" is a part of pin_wait; else what is near in letters.
    const std::string part = normalized(word);
    std::string containing;
    std::vector<std::string_view> known;
    for (const Topic& topic : topics()) {
        if (part.size() >= 3 && normalized(topic.name).find(part) != std::string::npos) {
            containing += (containing.empty() ? "`" : ", `") + std::string(topic.name) + "`";
        }
        known.push_back(topic.name);
        known.insert(known.end(), topic.aliases.begin(), topic.aliases.end());
    }
    if (!containing.empty()) return "topics with that word: " + containing;
    std::string near = suggest(word, known, "topics");
    return near.starts_with("did you mean") ? near : "`pinstack explain` lists the topics";
}

}  // namespace pinstack
