// SPDX-License-Identifier: Apache-2.0
#include <filesystem>
#include <nlohmann/json.hpp>

#include "tests/analyzer/command/program.hpp"
#include "tests/support/catch.hpp"

using namespace pinstack::test;
using Catch::Contains;
using Json = nlohmann::json;

namespace {

using Names = std::vector<std::string>;
constexpr const char* kSmall = "generate --tasks 6 --cpus 2 --utilization 1.5 --md-share 0.5";

}  // namespace

TEST_CASE("generate: to standard output or a file, the same bytes, and they load") {
    const Scratch scratch;
    const Ended to_stdout = run_pinstack(kSmall, scratch.path());
    CHECK(to_stdout.code == 0);
    CHECK(to_stdout.err == "");
    const Json system = Json::parse(to_stdout.out);
    CHECK(system["tasks"].size() == 6);
    CHECK(system["platform"]["cpus"] == 2);
    CHECK(run_pinstack(std::string(kSmall) + " -o -", scratch.path()).out == to_stdout.out);
    const Ended to_file = run_pinstack(std::string(kSmall) + " -o set.json", scratch.path());
    CHECK(to_file.code == 0);
    CHECK(to_file.out == "");
    CHECK(scratch.read("set.json") == to_stdout.out);
    CHECK(run_pinstack("validate set.json", scratch.path()).out ==
          "set.json: valid: 6 tasks on 2 CPUs, migrate_disable/wake-previous\n");
    CHECK(run_pinstack("simulate set.json", scratch.path()).code == 0);
    CHECK(run_pinstack("analyze set.json", scratch.path()).code == 0);
}

TEST_CASE("generate: many files, each the same as made alone by the command in its description") {
    const Scratch scratch;
    const Ended ended =
        run_pinstack(std::string(kSmall) + " --seed 9 --name \"it's\" --count 5 --first 8 -o a/sets", scratch.path());
    CHECK(ended.code == 0);
    CHECK(ended.out == "");
    const Ended list = shell("ls a/sets", scratch.path());
    CHECK(list.out ==
          "it's-000008.pinstack.json\nit's-000009.pinstack.json\nit's-000010.pinstack.json\n"
          "it's-000011.pinstack.json\nit's-000012.pinstack.json\n");
    for (const std::string number : {"8", "12"}) {
        const std::string file = "a/sets/it's-" + std::string(6 - number.size(), '0') + number + ".pinstack.json";
        const std::string text = scratch.read(file);
        const Json system = Json::parse(text);
        CHECK(system["name"] == "it's-" + number);
        const std::string description = system["description"];
        const std::size_t command = description.find("pinstack generate");
        REQUIRE(command != std::string::npos);
        CHECK_THAT(description, !Contains("a/sets") && !Contains("--count"));
        const Ended again =
            shell("pinstack() { \"$PINSTACK\" \"$@\"; }\n" + description.substr(command), scratch.path());
        CHECK(again.err == "");
        CHECK(again.out == text);
    }
    const Ended valid = shell("\"$PINSTACK\" validate a/sets/* | grep -c ': valid: 6 tasks on 2 CPUs'", scratch.path());
    CHECK(valid.out == "5\n");
}

TEST_CASE("generate: what is wrong is told on standard error with exit code 2, and nothing is written") {
    const Scratch scratch;
    const auto fails = [&](const std::string& words) {
        const Ended ended = run_pinstack(words, scratch.path());
        CAPTURE(words);
        CHECK(ended.code == 2);
        CHECK(ended.out == "");
        CHECK(scratch.names() == Names{});
        return ended.err;
    };
    CHECK_THAT(fails("generate"),
               Contains("--tasks: error: found nothing") && Contains("hint: how many CPUs: --cpus M"));
    CHECK_THAT(fails(std::string(kSmall) + " --method drs2 -o x.json"),
               Contains("--method: error: found \"drs2\", expected uunifast, randfixedsum or drs") &&
                   Contains("did you mean `drs`?"));
    CHECK_THAT(fails(std::string(kSmall) + " --mdshare 1"), Contains("did you mean `--md-share`?"));
    CHECK_THAT(fails(std::string(kSmall) + " x.json"), Contains("unexpected argument x.json"));
    CHECK_THAT(fails(std::string(kSmall) + " --count 2"), Contains("-o DIR"));
    CHECK_THAT(fails(std::string(kSmall) + " --count 2 -o -"), Contains("-o DIR"));
    CHECK_THAT(fails(std::string(kSmall) + " --count 0 -o d"), Contains("--count") && Contains("from 1 to 1000000"));
    CHECK_THAT(fails(std::string(kSmall) + " --first -1"), Contains("--first"));
    CHECK_THAT(fails("generate --tasks 6 --cpus 2 --utilization 6.5"), Contains("expected from 0 to 6"));
    CHECK_THAT(fails("generate --tasks 40 --cpus 40 --utilization 38 -o x.json"),
               Contains("vectors discarded") && Contains("randfixedsum discards nothing"));
    CHECK_THAT(fails("generate --tasks 20 --cpus 4 --utilization 2 --time-unit ns --horizon hyperperiod -o x.json"),
               Contains("--horizon") && Contains("hyperperiod"));
    CHECK_THAT(fails(std::string(kSmall) + " -o no/such/x.json"), Contains("no/such/x.json: cannot write"));
}

TEST_CASE("generate: --count that fails midway says which files there are") {
    const Scratch scratch;
    std::filesystem::create_directories(scratch.path() / "d/set-000002.pinstack.json/in-the-way");
    const Ended ended = run_pinstack(std::string(kSmall) + " --count 4 -o d", scratch.path());
    CHECK(ended.code == 2);
    CHECK_THAT(ended.err, Contains("set-000002.pinstack.json") &&
                              Contains("pinstack: 2 files of 4 made before that, whole and kept in d\n"));
    const Ended valid =
        shell("\"$PINSTACK\" validate d/set-00000[01].pinstack.json | grep -c ': valid'", scratch.path());
    CHECK(valid.out == "2\n");
    const Ended first = run_pinstack(std::string(kSmall) + " --count 4 --first 2 -o d", scratch.path());
    CHECK_THAT(first.err, !Contains("made before that"));
}
