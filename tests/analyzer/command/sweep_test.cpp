// SPDX-License-Identifier: Apache-2.0
//
// pinstack sweep and merge as a user runs them, ended by every means there is.
#include <cstdlib>
#include <filesystem>

#include "tests/analyzer/command/program.hpp"
#include "tests/support/catch.hpp"

using namespace pinstack::test;
using Catch::Matchers::Contains;

namespace {

std::string experiment(int samples) {
    return R"({ "sweep": 1, "name": "small", "samples": )" + std::to_string(samples) + R"(,
  "generate": { "cpus": 2, "tasks": 6, "periods": "log-uniform:10ms:50ms", "section_share": 0.5 },
  "grid": { "utilization": [1.0, 1.6] },
  "variants": [ "none/shift", "migrate_disable/idle-first" ],
  "compute": { "tests": ["pinned-shift", "pinned-unmitigated"], "simulate": true } })";
}

/// The results as CSV, and that they are complete: no set lost, none twice.
std::string csv_of(const Scratch& folder, const std::string& file, int samples) {
    const Ended ended = run_pinstack("merge " + file, folder.path());
    REQUIRE(ended.code == 0);
    REQUIRE(std::count(ended.out.begin(), ended.out.end(), '\n') == 1 + samples * 2 * 2);
    return ended.out;
}

}  // namespace

TEST_CASE("sweep: an estimate, a run, its results as CSV") {
    const Scratch folder;
    folder.write("s.json", experiment(5));
    const Ended dry = run_pinstack("sweep s.json --dry-run", folder.path());
    CHECK(dry.code == 0);
    CHECK_THAT(dry.out, Contains("small: 2 cells, 5 sets in each, 2 tests under each of 2 variants"));
    CHECK_THAT(dry.out, Contains("measured on 10 sets"));
    CHECK(folder.names() == std::vector<std::string>{"s.json"});
    const Ended ended = run_pinstack("sweep s.json --out r.sqlite", folder.path());
    CHECK(ended.code == 0);
    CHECK(ended.out.empty());
    CHECK(folder.names() == std::vector<std::string>{"r.sqlite", "s.json"});
    CHECK_THAT(csv_of(folder, "r.sqlite", 5),
               Contains("utilization,set,utilization_ppm,variant,pinned-unmitigated,pinned-shift,jobs,misses"));
    CHECK(run_pinstack("sweep - -o s.sqlite <s.json", folder.path()).code == 0);
    CHECK(csv_of(folder, "s.sqlite", 5) == csv_of(folder, "r.sqlite", 5));
}

TEST_CASE("sweep: what is wrong with the command line") {
    const Scratch folder;
    folder.write("s.json", experiment(5));
    const auto error = [&](const std::string& words) {
        const Ended ended = run_pinstack("sweep " + words, folder.path());
        CHECK(ended.code == 2);
        CHECK(ended.out.empty());
        return ended.err;
    };
    CHECK_THAT(error("s.json"), Contains("--out: error: found nothing, expected the file for the results"));
    CHECK_THAT(error("none.json --out r"), Contains("none.json"));
    CHECK_THAT(error("s.json --out none/r"), Contains("unable to open database file"));
    for (const char* bad : {"0", "x", "1025"})
        CHECK_THAT(error("s.json -o r --threads " + std::string(bad)), Contains("from 1 to"));
    for (const char* bad : {"0/2", "3/2", "1", "1/", "/2", "a/b"})
        CHECK_THAT(error("s.json -o r --shard " + std::string(bad)), Contains("I from 1 to N"));
    CHECK_THAT(error("s.json -o r --samples 0"), Contains("--samples"));
    CHECK_THAT(error("s.json -o r --seed -- -1"), Contains("--seed"));
    CHECK(folder.names() == std::vector<std::string>{"s.json"});
}

TEST_CASE("sweep: options make the experiment that a file would have") {
    const Scratch folder;
    folder.write("s.json", R"({"sweep": 1, "name": "o", "samples": 3, "generate": {"cpus": "2", "tasks": "6"},
        "grid": {"utilization": ["1", "1.5"]}, "variants": ["none/shift", "migrate_disable/shift"],
        "compute": {"tests": ["pinned-shift"], "simulate": true}})");
    const std::string options =
        "--name o --samples 3 --generate cpus=2 --generate tasks=6 --grid 'utilization=1;1.5' "
        "--variants none/shift,migrate_disable/shift --tests pinned-shift --simulate";
    REQUIRE(run_pinstack("sweep " + options + " --out r.sqlite", folder.path()).code == 0);
    // The same experiment: nothing is left to do, and no complaint.
    REQUIRE(run_pinstack("sweep s.json --out r.sqlite", folder.path()).code == 0);
    csv_of(folder, "r.sqlite", 3);
    const auto error = [&](const std::string& words) {
        const Ended ended = run_pinstack("sweep " + words + " -o x", folder.path());
        CHECK(ended.code == 2);
        return ended.err;
    };
    CHECK_THAT(error("s.json --simulate"), Contains("a file, and options beside it"));
    CHECK_THAT(error(""), Contains("SPEC: error: found nothing"));
    CHECK_THAT(error("--grid cpus --simulate"), Contains("expected KEY=VALUE;VALUE;..."));
    CHECK_THAT(error("--generate cpus=2 --simulate --variants none/shif"), Contains("did you mean `shift`?"));
}

TEST_CASE("sweep: killed at any moment, it goes on where it was and comes to the same bytes") {
    constexpr int kSamples = 400;
    const Scratch folder;
    folder.write("s.json", experiment(kSamples));
    REQUIRE(run_pinstack("sweep s.json --out wanted.sqlite", folder.path()).code == 0);
    const std::string wanted = csv_of(folder, "wanted.sqlite", kSamples);
    const char* const signals[] = {"KILL", "INT", "KILL", "TERM"};
    const int codes[] = {137, 130, 137, 143};
    int ended_by_signal = 0;
    // Later and later, so that it is struck while it makes the file, while it runs, and while it ends.
    for (int i = 0; i < 40; ++i) {
        const std::string wait = std::to_string(0.002 * (1 + i));
        if (i % 10 == 0) std::filesystem::remove(folder.path() / "r.sqlite");
        const Ended ended =
            shell("set -m; \"$PINSTACK\" sweep s.json --out r.sqlite --threads " + std::to_string(1 + i % 3) +
                      " 2>err & sleep " + wait + "; kill -" + signals[i % 4] + " $! 2>/dev/null; wait $!",
                  folder.path());
        CAPTURE(i, ended.err, folder.read("err"));
        if (ended.code != 0) {
            ++ended_by_signal;
            REQUIRE(ended.code == codes[i % 4]);
        }
    }
    CHECK(ended_by_signal > 0);
    REQUIRE(run_pinstack("sweep s.json --out r.sqlite", folder.path()).code == 0);
    CHECK(csv_of(folder, "r.sqlite", kSamples) == wanted);
}

TEST_CASE("sweep: a full disk ends it with a message, and it goes on when there is room") {
    const Scratch folder;
    folder.write("s.json", experiment(400));
    // A limit on the size of files instead of a disk; it is no fault to be told of by a signal.
    const Ended full = shell("trap '' XFSZ; ulimit -f 40; \"$PINSTACK\" sweep s.json --out r.sqlite", folder.path());
    CHECK(full.code == 2);
    CHECK_THAT(full.err, Contains("r.sqlite: ") && Contains("what was committed is kept; the same command goes on"));
    REQUIRE(run_pinstack("sweep s.json --out r.sqlite", folder.path()).code == 0);
    REQUIRE(run_pinstack("sweep s.json --out wanted.sqlite --threads 1", folder.path()).code == 0);
    CHECK(csv_of(folder, "r.sqlite", 400) == csv_of(folder, "wanted.sqlite", 400));
}

TEST_CASE("merge: shards, and what does not fit") {
    const Scratch folder;
    folder.write("s.json", experiment(7));
    for (const char* part : {"1", "2", "3"}) {
        REQUIRE(
            run_pinstack("sweep s.json --shard " + std::string(part) + "/3 --out " + part + ".sqlite", folder.path())
                .code == 0);
    }
    REQUIRE(run_pinstack("sweep s.json --out all.sqlite", folder.path()).code == 0);
    const std::string wanted = csv_of(folder, "all.sqlite", 7);
    REQUIRE(run_pinstack("merge 3.sqlite 1.sqlite 2.sqlite -o merged.sqlite", folder.path()).code == 0);
    CHECK(csv_of(folder, "merged.sqlite", 7) == wanted);
    REQUIRE(run_pinstack("merge 3.sqlite 1.sqlite 2.sqlite -o merged.csv", folder.path()).code == 0);
    CHECK(folder.read("merged.csv") == wanted);
    const Ended again = run_pinstack("merge 1.sqlite -o merged.sqlite", folder.path());
    CHECK(again.code == 2);
    CHECK_THAT(again.err, Contains("merged.sqlite: exists already"));
    REQUIRE(run_pinstack("sweep s.json --seed 2 --out other.sqlite", folder.path()).code == 0);
    const Ended mixed = run_pinstack("merge 1.sqlite other.sqlite", folder.path());
    CHECK(mixed.code == 2);
    CHECK_THAT(mixed.err, Contains("other.sqlite: holds another experiment than 1.sqlite"));
}

#ifdef PINSTACK_MPIRUN

namespace {

/// mpirun with `ranks` processes, as many as one likes and as root, where a test machine runs as root.
std::string mpirun(int ranks) {
    return "OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1 OMPI_MCA_rmaps_base_oversubscribe=1 "
           "OMPI_MCA_btl_vader_single_copy_mechanism=none " PINSTACK_MPIRUN " -n " +
           std::to_string(ranks) + " \"$PINSTACK\" ";
}

}  // namespace

TEST_CASE("sweep: under MPI the same bytes, for any number of ranks") {
    const Scratch folder;
    folder.write("s.json", experiment(50));
    REQUIRE(run_pinstack("sweep s.json --out wanted.sqlite", folder.path()).code == 0);
    const std::string wanted = csv_of(folder, "wanted.sqlite", 50);
    for (const int ranks : {1, 2, 4}) {
        const std::string file = std::to_string(ranks) + ".sqlite";
        const Ended ended = shell(mpirun(ranks) + "sweep s.json --out " + file, folder.path());
        CAPTURE(ranks, ended.err);
        REQUIRE(ended.code == 0);
        CHECK(csv_of(folder, file, 50) == wanted);
    }
    const Ended bad = shell(mpirun(3) + "sweep none.json --out x.sqlite", folder.path());
    CHECK(bad.code == 2);
    CHECK_THAT(bad.err, Contains("none.json"));
}

TEST_CASE("sweep: a rank that is killed ends the run, and it goes on from there") {
    const Scratch folder;
    folder.write("s.json", experiment(600));
    REQUIRE(run_pinstack("sweep s.json --out wanted.sqlite", folder.path()).code == 0);
    for (const char* victim : {"head", "tail"}) {  // the one that writes is the first
        std::filesystem::remove(folder.path() / "r.sqlite");
        // Struck when the first results are on the disk.
        const Ended ended = shell(mpirun(3) +
                                      "sweep s.json --out r.sqlite & "
                                      "while [ ! -s r.sqlite-wal ]; do sleep 0.01; done; sleep 0.1; "
                                      "kill -KILL $(pgrep -f 'pinstack-sweep-mpi s.json --out r.sqlite' | " +
                                      std::string(victim) + " -n 1); wait $!",
                                  folder.path());
        CAPTURE(victim, ended.err);
        CHECK(ended.code != 0);
        const Ended more = shell(mpirun(3) + "sweep s.json --out r.sqlite", folder.path());
        CAPTURE(more.err);
        REQUIRE(more.code == 0);
        CHECK(csv_of(folder, "r.sqlite", 600) == csv_of(folder, "wanted.sqlite", 600));
    }
}

#endif
