// SPDX-License-Identifier: Apache-2.0
#include <string>
#include <vector>

#include "tests/analyzer/command/program.hpp"
#include "tests/support/catch.hpp"

using namespace pinstack::test;
using Catch::Contains;
using Catch::StartsWith;

namespace {

/// The two command lines that a help text starts with.
std::vector<std::string> examples_in(const std::string& help) {
    std::vector<std::string> examples;
    std::size_t at = help.find('\n') + 1;
    while (help.compare(at, 2, "  ") == 0) {
        const std::size_t end = help.find('\n', at);
        examples.push_back(help.substr(at + 2, end - at - 2));
        at = end + 1;
    }
    return examples;
}

}  // namespace

TEST_CASE("the help of every command starts with two examples, and they run") {
    for (const char* command : {"", "validate", "simulate", "compare", "analyze", "explore", "batch", "trace",
                                "generate", "sweep", "merge", "plot", "odds", "convert", "explain"}) {
        CAPTURE(command);
        const Ended help = run_pinstack(std::string(command) + " --help");
        CHECK(help.code == 0);
        CHECK(help.err == "");
        REQUIRE_THAT(help.out, StartsWith("Examples:\n  pinstack "));
        const std::vector<std::string> examples = examples_in(help.out);
        REQUIRE(examples.size() == 2);
        const Scratch scratch;
        scratch.write("system.json", sample_system());
        const Ended link =
            shell("ln -s " PINSTACK_SOURCE_DIR "/examples " PINSTACK_SOURCE_DIR "/data .", scratch.path());
        REQUIRE(link.code == 0);
        std::filesystem::create_directory(scratch.path() / "systems");
        scratch.write("systems/one.pinstack.json",
                      R"({"pinstack": 1, "platform": {"cpus": 1}, "tasks": [{"name": "A", "period": 9, "wcet": 2}]})");
        if (std::string(command) == "merge" || std::string(command) == "plot") {
            for (const char* out : {"small.sqlite", "part-1.sqlite --shard 1/2", "part-2.sqlite --shard 2/2"}) {
                const std::string words = "sweep examples/sweep-small.json --samples 2 --out " + std::string(out);
                REQUIRE(run_pinstack(words, scratch.path()).code == 0);
            }
        }
        for (const std::string& example : examples) {
            CAPTURE(example);
            const Ended ended = shell("pinstack() { \"$PINSTACK\" \"$@\"; }\n" + example, scratch.path());
            CHECK(ended.code == 0);
            CHECK(ended.err == "");
        }
    }
}

TEST_CASE("every option of the contract is in the help") {
    for (const char* command : {"simulate", "compare"}) {
        const std::string help = run_pinstack(std::string(command) + " --help").out;
        for (const char* option : {"--jobs", "--order", "--horizon", "--seed", "--episodes", "--series", "--ties",
                                   "--format", "--output", "--fail-on", "--window"}) {
            CHECK_THAT(help, Contains(option));
        }
    }
    CHECK_THAT(run_pinstack("simulate --help").out, Contains("--sections") && Contains("--balancer"));
    CHECK_THAT(run_pinstack("compare --help").out, Contains("--variants"));
}

TEST_CASE("version") {
    for (const char* word : {"--version", "-V"}) {
        const Ended ended = run_pinstack(word);
        CHECK(ended.code == 0);
        CHECK_THAT(ended.out, Catch::Matches("pinstack [0-9]+\\.[0-9]+\\.[0-9]+ "
                                             "\\(commit (unknown|[0-9a-f]{12}(-dirty)?)\\)\n"
                                             "(  [A-Za-z0-9:-]+ [0-9]+\\.[0-9.]+\n){13}"));
        for (const char* library : {"Boost", "CLI11", "Eigen", "fmt", "GLPK", "hwloc", "nlohmann-json", "oneTBB",
                                    "pugixml", "SQLite", "tl::expected", "xxHash", "zlib"}) {
            CHECK_THAT(ended.out, Contains("  " + std::string(library) + " "));
        }
    }
}

TEST_CASE("an unknown command is a usage error with what there is") {
    const Ended near = run_pinstack("simulat x.json");
    CHECK(near.code == 2);
    CHECK(near.out == "");
    CHECK_THAT(near.err, Contains("unknown command simulat") && Contains("did you mean `simulate`?"));
    for (const char* words : {"", "improve x.json", "--jobs", "\"\"", "--help-me"}) {
        CAPTURE(words);
        const Ended ended = run_pinstack(words);
        CHECK(ended.code == 2);
        CHECK(ended.out == "");
        CHECK_THAT(ended.err, Contains("validate") && Contains("simulate") && Contains("compare"));
    }
}
