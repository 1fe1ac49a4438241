// SPDX-License-Identifier: Apache-2.0
#include "analyzer/explain/topic_text.hpp"

#include "analyzer/report/display_text.hpp"
#include "tests/support/catch.hpp"

using namespace pinstack;
using Catch::Contains;
using Catch::StartsWith;

namespace {

constexpr Style kPlain{};
constexpr Style kColour{.colour = true};

Topic sample() {
    return parse_topic(
               "# a word\n\naliases: one, two\ngroup: Stacking\n\nIt means\nthis.\n\n## Rule\n"
               "A paragraph of more than a hundred columns, which is broken between two words so that every line "
               "of it\nstands under the first one.\n\nAnother one.\n\n## In the kernel\nsomewhere()\n\n"
               "## Try\n    pinstack explain stack\nLook there.\n\n## See also\nstack\n")
        .value();
}

}  // namespace

TEST_CASE("a topic for the terminal") {
    CHECK(topic_text(sample(), kPlain) ==
          "a word\n"
          "  also: one, two\n"
          "\n"
          "It means this.\n"
          "\n"
          "Rule\n"
          "  A paragraph of more than a hundred columns, which is broken between two words so that every line\n"
          "  of it stands under the first one.\n"
          "\n"
          "  Another one.\n"
          "\n"
          "In the kernel\n"
          "  somewhere()\n"
          "\n"
          "Try\n"
          "    pinstack explain stack\n"
          "  Look there.\n"
          "\n"
          "See also\n"
          "  stack\n");
}

TEST_CASE("headings stand out where there is colour, and nothing else does") {
    const std::string text = topic_text(sample(), kColour);
    CHECK_THAT(text, StartsWith("\033[1ma word\033[0m\n"));
    CHECK_THAT(text, Contains("\033[1mIn the kernel\033[0m\n  somewhere()\n"));
    std::size_t escapes = 0;
    for (const char c : text) escapes += c == '\033' ? 1 : 0;
    CHECK(escapes == 2 * 5);
}

TEST_CASE("no line of a topic or of the list is wider than the terminal") {
    std::string all = topic_list_text(kPlain);
    for (const Topic& topic : topics()) all += topic_text(topic, kPlain);
    std::size_t from = 0;
    while (from < all.size()) {
        const std::size_t end = all.find('\n', from);
        REQUIRE(end != std::string::npos);
        const std::string line = all.substr(from, end - from);
        INFO(line);
        // A command is never broken: it is there to be copied.
        if (!line.starts_with("    pinstack ")) CHECK(display_width(line) <= kTextWidth);
        from = end + 1;
    }
}

TEST_CASE("the list has every topic under its group") {
    const std::string text = topic_list_text(kPlain);
    const std::string markdown = topic_list_markdown();
    for (const Topic& topic : topics()) {
        CAPTURE(topic.name);
        CHECK_THAT(text, Contains("\n  " + std::string(topic.name) + "  "));
        CHECK_THAT(markdown, Contains("* **" + std::string(topic.name) + "**: " + topic.gist + "\n"));
        CHECK_THAT(markdown, Contains("\n## " + std::string(topic.group) + "\n"));
    }
    CHECK_THAT(text, StartsWith("Capacity\n  capacity "));
}
