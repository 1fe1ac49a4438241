// SPDX-License-Identifier: Apache-2.0
//
// Text of any content is safe: files that are cut, flipped, nested without end, or noise. Most of the worth of these
// cases comes from running them under the sanitizers.
#include <fstream>
#include <iterator>
#include <random>
#include <string>

#include "model/system/load.hpp"
#include "tests/support/catch.hpp"

using namespace pinstack;

namespace {

// Uses every part of the format.
const std::string kWhole = R"({ // comment
  "$schema": "../data/schema/system.schema.json",
  "pinstack": 1,
  "name": "whole \u00e9\ud83d\ude00 caf\u00e9", "description": "a\tb /* no comment */",
  "time_unit": "us",
  "platform": { "topology": "pack:1 core:2 pu:2", "costs": "none" }, /* comment */
  "kernel": { "order": "fp", "sections": "migrate_disable", "balancer": "bounded-stack:2", "preempt_rt": true,
              "features": {"RT_PUSH_IPI": false, "SKIP_MD_HEAD": true}, "latencies": {"resched": "4us", "stopper": 2},
              "edge_source": {"period": 9, "jitter": "1.5us"}, "round_robin_state": [0, 1, 2, 3], "hybrid_below": "3us" },
  "locks": {"L": "spinlock", "M": "mutex"}, "events": [],
  "tasks": [
    { "name": "A", "priority": 10, "period": 100, "deadline": 90, "offset": 1, "jitter": "1.5us", "home_cpu": 1,
      "affinity": [1, 2], "body": [ {"run": {"max": 4, "min": 1, "distribution": "log-uniform"}},
        {"section": [ {"run": 1}, {"suspend": "2us"}, {"preempt_disable": [ {"run": 3} ]} ]},
        {"lock": {"name": "L", "body": [ {"lock": {"name": "M", "body": [ {"rcu_read": [ {"run": 1} ]} ]}} ]}} ] },
    { "name": "B", "priority": 20, "min_interarrival": {"min": 50, "max": 60}, "wcet": 5 },
    { "name": "C", "priority": 30, "releases": [0, 2, "1ms"], "deadline": 9, "wcet": 5 }
  ],
  "horizon": "20ms",
  "seed": 18446744073709551615
})";

// Every answer is fine, as long as an error has problems and can be printed.
void load_safely(const std::string& text) {
    const auto system = parse_system(text, "f");
    if (system) return;
    CHECK_FALSE(system.error().empty());
    CHECK_FALSE(to_text(system.error()).empty());
}

}  // namespace

TEST_CASE("the whole file loads") {
    const auto system = parse_system(kWhole, "f");
    if (!system) FAIL(to_text(system.error()));
    CHECK(system->name == "whole \u00e9\U0001F600 caf\u00e9");
    CHECK(system->description == "a\tb /* no comment */");
    CHECK(system->seed == 18446744073709551615u);
}

TEST_CASE("every beginning of a file is one problem, with its place") {
    for (std::size_t length = 0; length < kWhole.size(); ++length) {
        const auto system = parse_system(kWhole.substr(0, length), "f");
        CAPTURE(kWhole.substr(0, length));
        REQUIRE_FALSE(system);
        REQUIRE(system.error().size() == 1);
        const Problem& problem = system.error()[0];
        CHECK(problem.where.line >= 1);
        CHECK_FALSE(problem.hint.empty());
        // Where the text ends, or where the thing that is cut off starts.
        std::size_t offset = 0;
        for (std::uint32_t line = 1; line < problem.where.line; ++line) offset = kWhole.find('\n', offset) + 1;
        CHECK(offset + problem.where.column - 1 <= length);
    }
}

TEST_CASE("every end of a file is safe") {
    for (std::size_t from = 1; from < kWhole.size(); ++from) load_safely(kWhole.substr(from));
}

TEST_CASE("flipped, removed, doubled bytes are safe") {
    std::mt19937 random(1);  // any seed will do; the same one every time
    const auto below = [&](std::size_t n) { return static_cast<std::size_t>(random() % n); };
    for (int round = 0; round < 20'000; ++round) {
        std::string text = kWhole;
        for (std::size_t change = 1 + below(4); change > 0; --change) {
            const std::size_t at = below(text.size());
            switch (below(5)) {
                case 0:
                    text[at] = static_cast<char>(static_cast<unsigned char>(text[at]) ^ (1u << below(8)));
                    break;
                case 1:
                    text[at] = static_cast<char>(below(256));
                    break;
                case 2:
                    text.erase(at, 1 + below(10));
                    break;
                case 3:
                    text.insert(at, text.substr(below(text.size()), 1 + below(30)));
                    break;
                default:
                    text[at] = "{}[]\",:0159-.eE\\/* \n"[below(20)];
                    break;
            }
            if (text.empty()) text = " ";
        }
        load_safely(text);
    }
}

TEST_CASE("noise is safe") {
    std::mt19937 random(2);
    for (int round = 0; round < 5'000; ++round) {
        std::string text;
        for (std::size_t i = random() % 200; i > 0; --i) text += "{}[]\",:0159-.eEut\\/* \n\xc3\xa9\xff"[random() % 26];
        load_safely(text);
    }
}

TEST_CASE("arrays and objects nested 200,000 deep are one problem") {
    const std::size_t depth = 200'000;
    std::string objects;
    for (std::size_t i = 0; i < depth; ++i) objects += "{\"a\":";
    for (const std::string& text : {std::string(depth, '['), std::string(depth, '[') + std::string(depth, ']'), objects,
                                    "{\"pinstack\": 1, \"tasks\": " + std::string(depth, '[')}) {
        const auto system = parse_system(text, "f");
        REQUIRE_FALSE(system);
        REQUIRE(system.error().size() == 1);
        CHECK(system.error()[0].expected == "at most 256 levels");
        CHECK(to_text(system.error()).size() < 300);
    }
}

TEST_CASE("200,000 unknown keys, and a key of a million bytes, are reported in time") {
    std::string text = "{";
    for (int i = 0; i < 200'000; ++i) text += "\"key" + std::to_string(i) + "\": 1,\n";
    text += "\"" + std::string(1'000'000, 'x') + "\": 1}";
    const auto system = parse_system(text, "f");
    REQUIRE_FALSE(system);
    CHECK(system.error().size() == 200'004);  // three keys are missing
}
