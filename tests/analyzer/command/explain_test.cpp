// SPDX-License-Identifier: Apache-2.0
#include "tests/analyzer/command/program.hpp"
#include "tests/support/catch.hpp"

using namespace pinstack::test;
using Catch::Contains;
using Catch::StartsWith;

TEST_CASE("explain prints a topic") {
    const Ended ended = run_pinstack("explain stack depth");
    CHECK(ended.code == 0);
    CHECK(ended.err == "");
    CHECK_THAT(ended.out, StartsWith("stack depth\n  also: depth, max_depth\n"));
    CHECK_THAT(ended.out, Contains("\nIn the kernel\n  rq->nr_pinned"));
    CHECK_THAT(ended.out, !Contains("\033"));
    CHECK(run_pinstack("explain MAX-DEPTH").out == ended.out);
    CHECK(run_pinstack("explain max_depth --format text").out == ended.out);
}

TEST_CASE("explain prints a topic's file with --format md") {
    const Ended ended = run_pinstack("explain top --format md");
    CHECK(ended.code == 0);
    CHECK(ended.out == shell("cat " PINSTACK_SOURCE_DIR "/data/explain/top.md").out);
}

TEST_CASE("explain takes a variant apart") {
    const Ended ended = run_pinstack("explain migrate_disable/bounded-stack:2");
    CHECK(ended.code == 0);
    CHECK_THAT(ended.out, StartsWith("migrate_disable\n") && Contains("\n\nbounded-stack\n"));
}

TEST_CASE("explain alone lists the topics") {
    const Ended text = run_pinstack("explain");
    CHECK(text.code == 0);
    CHECK(text.err == "");
    CHECK_THAT(text.out, Contains("\nResponse time\n") && Contains("\n  pin_wait  ") && Contains("explain TOPIC"));
    const Ended markdown = run_pinstack("explain --format md");
    CHECK(markdown.code == 0);
    CHECK_THAT(markdown.out, StartsWith("# Topics\n"));
}

TEST_CASE("a wrong topic or format is a usage error with what is near") {
    const Ended near = run_pinstack("explain staking loss");
    CHECK(near.code == 2);
    CHECK(near.out == "");
    CHECK_THAT(near.err, Contains("unknown topic staking loss") && Contains("did you mean `stacking_loss`?"));
    const Ended far = run_pinstack("explain zzzzzzzzzzzz");
    CHECK(far.code == 2);
    CHECK_THAT(far.err, Contains("`pinstack explain` lists the topics"));
    CHECK(run_pinstack("explain \"\"").code == 2);
    CHECK(run_pinstack("explain $'a\\033b'").err.find('\033') == std::string::npos);
    const Ended format = run_pinstack("explain stack --format html");
    CHECK(format.code == 2);
    CHECK(format.out == "");
    CHECK_THAT(format.err, Contains("unknown format html"));
}
