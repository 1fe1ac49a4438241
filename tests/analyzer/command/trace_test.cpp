// SPDX-License-Identifier: Apache-2.0
#include "tests/analyzer/command/program.hpp"
#include "tests/support/catch.hpp"

using namespace pinstack::test;
using Catch::Contains;

namespace {

const std::string kTrace = PINSTACK_SOURCE_DIR "/data/kernel-traces/raw/stack_md.6.1-rt.ftrace.txt.gz";
const std::string kSystem = PINSTACK_SOURCE_DIR "/examples/02-stack-md.pinstack.json";

}  // namespace

TEST_CASE("a trace from a file, a pipe and standard input gives the same") {
    const Ended file = shell("\"$PINSTACK\" trace " + kTrace + " --format csv | cut -d, -f2-");
    REQUIRE(file.code == 0);
    CHECK(file.err == "");
    const Ended input = shell("\"$PINSTACK\" trace - --format csv < " + kTrace + " | cut -d, -f2-");
    const Ended pipe = shell("zcat " + kTrace + " | \"$PINSTACK\" trace - --format csv | cut -d, -f2-");
    CHECK_THAT(file.out, Contains("T4,208,40,1,2,"));
    for (const Ended& other : {input, pipe}) {
        CHECK(other.code == 0);
        CHECK(other.out == file.out);
    }
}

TEST_CASE("a fitted file is valid and simulates; the report goes elsewhere") {
    const Scratch scratch;
    const Ended ended = run_pinstack("trace " + kTrace + " --fit fit.pinstack.json -o report.txt", scratch.path());
    CHECK(ended.code == 0);
    CHECK(ended.out == "");
    CHECK_THAT(ended.err, Contains("affinity"));
    CHECK_THAT(scratch.read("report.txt"), Contains("lost to stacking"));
    CHECK(run_pinstack("validate fit.pinstack.json", scratch.path()).code == 0);
    CHECK(run_pinstack("simulate fit.pinstack.json", scratch.path()).code == 0);
    const Ended piped = run_pinstack("trace " + kTrace + " --fit -", scratch.path());
    CHECK(piped.out == scratch.read("fit.pinstack.json"));
}

TEST_CASE("conditions and filters of a trace") {
    CHECK(run_pinstack("trace " + kTrace + " --fail-on 'loss>20%'").code == 1);
    CHECK(run_pinstack("trace " + kTrace + " --fail-on 'loss>50%' --fail-on 'depth>4'").code == 0);
    const Ended one = run_pinstack("trace " + kTrace + " --cpus 0 --tasks 'T?' --from 42s --to 43s --format csv");
    CHECK(one.code == 0);
    CHECK(std::count(one.out.begin(), one.out.end(), '\n') == 5);
}

TEST_CASE("stacking episodes of a trace as rows") {
    const Ended ended = run_pinstack("trace " + kTrace + " --from 42s --format csv --episodes");
    CHECK(ended.code == 0);
    CHECK_THAT(ended.out, Contains("file,from_ns,to_ns,cpu,depth,lost_ns,tasks\n"));
    CHECK_THAT(ended.out, Contains(",0,4,4487947000,T3;T2;T1\n"));
    CHECK(std::count(ended.out.begin(), ended.out.end(), '\n') == 2);
}

TEST_CASE("what is wrong with the words or the file of a trace") {
    const struct {
        const char *words, *what;
    } cases[] = {{"--format svg", "--format"},
                 {"--fail-on miss", "--fail-on"},
                 {"--cpus 3-1", "--cpus"},
                 {"--cpus 77", "--cpus"},
                 {"--from 9", "--from"},
                 {"--from 100s", "window"},
                 {"--scale 0 --against x.json", "--scale"},
                 {"--scale 25", "--against"},
                 {"--tick-hz x", "--tick-hz"},
                 {"--against /nonexistent.json", "/nonexistent.json"},
                 {"--tasks nobody --fit -", "no task with a whole job"}};
    for (const auto& each : cases) {
        CAPTURE(each.words);
        const Ended ended = run_pinstack("trace " + kTrace + " " + each.words);
        CHECK(ended.code == 2);
        CHECK(ended.out == "");
        CHECK_THAT(ended.err, Contains(each.what));
    }
    CHECK(run_pinstack("trace /dev/null").code == 2);
    CHECK(run_pinstack("trace " + kSystem).code == 2);
    CHECK(run_pinstack("trace").code == 2);
}
