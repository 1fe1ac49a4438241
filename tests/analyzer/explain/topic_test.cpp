// SPDX-License-Identifier: Apache-2.0
#include "analyzer/explain/topic.hpp"

#include "tests/support/catch.hpp"

using namespace pinstack;
using Catch::Contains;

namespace {

const std::string kHead =
    "# a word\n"
    "\n"
    "aliases: one, two words\n"
    "group: Stacking\n"
    "\n"
    "It means\n"
    "this. And that.\n"
    "\n";
const std::string kSections =
    "## Rule\n"
    "Exactly so.\n"
    "## In the kernel\n"
    "somewhere()\n"
    "## Try\n"
    "    pinstack explain stack\n"
    "## See also\n";

std::string without(std::string text, const std::string& part) {
    const std::size_t at = text.find(part);
    REQUIRE(at != std::string::npos);
    return text.erase(at, part.size());
}

std::string name_found(std::string_view word) {
    const Topic* topic = find_topic(word);
    return topic == nullptr ? "" : std::string(topic->name);
}

}  // namespace

TEST_CASE("the parts of a topic's file") {
    const std::string text = kHead + kSections + "stack, pinned\n";
    const auto topic = parse_topic(text);
    REQUIRE(topic.has_value());
    CHECK(topic->name == "a word");
    CHECK(topic->aliases == std::vector<std::string_view>{"one", "two words"});
    CHECK(topic->group == "Stacking");
    CHECK(topic->gist == "It means this.");
    CHECK(topic->see_also == std::vector<std::string_view>{"stack", "pinned"});
    CHECK(topic->text == text);

    const std::string plain = without(text, "aliases: one, two words\n");
    REQUIRE(parse_topic(plain).has_value());
    CHECK(parse_topic(plain)->aliases.empty());
}

TEST_CASE("a file that is no topic says what is wrong") {
    const std::string text = kHead + kSections + "stack, pinned\n";
    const auto complaint = [](const std::string& bad) {
        const auto topic = parse_topic(bad);
        return topic ? std::string("none") : topic.error();
    };
    CHECK(complaint(text) == "none");
    CHECK_THAT(complaint(""), Contains("# NAME"));
    CHECK_THAT(complaint(without(text, "# a word\n")), Contains("# NAME"));
    CHECK_THAT(complaint(without(text, "\n")), Contains("no blank line"));
    CHECK_THAT(complaint(without(text, "group: Stacking\n")), Contains("group"));
    CHECK_THAT(complaint(without(text, "Stack")), Contains("unknown group ing"));
    CHECK_THAT(complaint(without(text, "It means\nthis. And that.\n")), Contains("what it means"));
    CHECK_THAT(complaint(without(text, "## Rule\n")), Contains("unexpected heading ## In the kernel"));
    CHECK_THAT(complaint(without(text, "## In the kernel\n")), Contains("unexpected heading ## Try"));
    CHECK_THAT(complaint(without(text, "## Try\n")), Contains("unexpected heading ## See also"));
    CHECK_THAT(complaint(kHead + "## Rule\nSo.\n"), Contains("no `## In the kernel`"));
    CHECK_THAT(complaint(kHead + kSections), Contains("`See also` is empty"));
    CHECK_THAT(complaint(text + "more\n"), Contains("after `See also`"));
}

TEST_CASE("a topic is found by name and alias, however it is written") {
    CHECK(name_found("stack depth") == "stack depth");
    CHECK(name_found("Stack-Depth") == "stack depth");
    CHECK(name_found("STACK_DEPTH") == "stack depth");
    CHECK(name_found(" stack  depth ") == "stack depth");
    CHECK(name_found("max_depth") == "stack depth");
    CHECK(name_found("inversion, NP") == "inversion_np");
    CHECK(name_found("top") == "Top");
    CHECK(name_found("theorem-1") == "Theorem 1");
    CHECK(name_found("p99") == "percentile");
    CHECK(name_found("span_ns") == "span");
    CHECK(name_found("bounded-stack:2") == "bounded-stack");
    CHECK(name_found("bounded-stack:K") == "bounded-stack");
    for (const char* word : {"", " ", "ns", ":", ":2", "stackdepth", "nonsense", "stack depth x"}) {
        CAPTURE(word);
        CHECK(name_found(word) == "");
    }
}

TEST_CASE("a variant is both of its parts") {
    const auto names = [](std::string_view word) {
        std::vector<std::string> out;
        for (const Topic* topic : find_topics(word)) out.emplace_back(topic->name);
        return out;
    };
    CHECK(names("migrate_disable/bounded-stack:3") == std::vector<std::string>{"migrate_disable", "bounded-stack"});
    CHECK(names("preempt_disable/idle-first") == std::vector<std::string>{"preempt_disable", "idle-first"});
    CHECK(names("none/shift") == std::vector<std::string>{"ideal global scheduling"});
    CHECK(names("migrate_disable/shft").empty());
    CHECK(names("/").empty());
    CHECK(names("nonsense").empty());
}

TEST_CASE("what to try in place of a wrong topic") {
    CHECK(suggest_topic("stakc") == "did you mean `stack`?");
    CHECK(suggest_topic("pin-wiat") == "did you mean `pin_wait`?");
    CHECK_THAT(suggest_topic("wait"), Contains("`pin_wait`") && Contains("`affinity_wait`"));
    CHECK(suggest_topic("zzzzzzzzzzzz") == "`pinstack explain` lists the topics");
    CHECK(suggest_topic("") == "`pinstack explain` lists the topics");
}
