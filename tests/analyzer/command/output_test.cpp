// SPDX-License-Identifier: Apache-2.0
//
// -o: whole or not at all. Standard output: never cut short in silence.
#include "tests/analyzer/command/program.hpp"
#include "tests/support/catch.hpp"

using namespace pinstack::test;
using Catch::Contains;

namespace {

using Names = std::vector<std::string>;

struct SampleFolder : Scratch {
    SampleFolder() { write("s.json", sample_system()); }
    Ended run(const std::string& words) const { return run_pinstack(words, path()); }
    Ended script(const std::string& command) const { return shell(command, path()); }
};

}  // namespace

TEST_CASE("the file holds what standard output would") {
    const SampleFolder folder;
    for (const char* format : {"text", "json", "html", "svg"}) {
        for (const char* command : {"simulate", "compare"}) {
            const std::string words = std::string(command) + " s.json --format " + format;
            const Ended to_stdout = folder.run(words);
            const Ended to_file = folder.run(words + " -o out");
            CHECK(to_file.code == 0);
            CHECK(to_file.out == "");
            CHECK(folder.read("out") == to_stdout.out);
            CHECK(folder.run(words + " -o -").out == to_stdout.out);
        }
    }
    CHECK(folder.names() == Names{"out", "s.json"});
}

TEST_CASE("a file that was there is replaced, with its permissions; what it linked to is, too") {
    const SampleFolder folder;
    folder.write("out", "old");
    const Ended ended = folder.script(
        "chmod 640 out; ln -s out link; \"$PINSTACK\" validate s.json -o link; stat -c %a out; readlink link");
    CHECK(ended.out == "640\nout\n");
    CHECK_THAT(folder.read("out"), Contains("valid"));
    CHECK(folder.script("umask 027; \"$PINSTACK\" validate s.json -o new; stat -c %a new").out == "640\n");
}

TEST_CASE("what cannot be written is told with path and reason, and nothing is left behind") {
    const SampleFolder folder;
    for (const char* target : {"no/such/folder/out", ".", "/dev/full"}) {
        CAPTURE(target);
        const Ended ended = folder.run(std::string("compare s.json -o ") + target);
        CHECK(ended.code == 2);
        CHECK(ended.out == "");
        CHECK_THAT(ended.err, Contains(target) && Contains("cannot write: "));
    }
    CHECK(folder.names() == Names{"s.json"});
    const Ended itself = folder.run("simulate s.json -o ./s.json");
    CHECK(itself.code == 2);
    CHECK_THAT(itself.err, Contains("would overwrite"));
    CHECK(folder.read("s.json") == sample_system());
}

TEST_CASE("a file too large for the disk: the old one stays") {
    const SampleFolder folder;
    folder.write("out", "old");
    // No file above 1 KiB; without SIGXFSZ the write fails as on a full disk.
    const Ended ended = folder.script("trap '' XFSZ; ulimit -f 1; \"$PINSTACK\" compare s.json --format json -o out");
    CHECK(ended.code == 2);
    CHECK_THAT(ended.err, Contains("out: cannot write: "));
    CHECK(folder.read("out") == "old");
    CHECK(folder.names() == Names{"out", "s.json"});
}

TEST_CASE("a full device or a closed pipe behind standard output is an error, not a crash") {
    const SampleFolder folder;
    for (const char* words : {"simulate s.json", "compare s.json --format json", "validate s.json", "--help",
                              "--version", "simulate --help"}) {
        CAPTURE(words);
        const Ended full = folder.script(std::string("\"$PINSTACK\" ") + words + " > /dev/full");
        CHECK(full.code == 2);
        CHECK_THAT(full.err, Contains("standard output: cannot write: No space left on device"));
        const Ended closed = folder.script(std::string("\"$PINSTACK\" ") + words + " >&-");
        CHECK(closed.code == 2);
        // The reader is gone before the program starts.
        const Ended pipe =
            folder.script(std::string("{ sleep 0.2; \"$PINSTACK\" ") + words + "; echo $? >&2; } | true");
        CHECK_THAT(pipe.err, Contains("Broken pipe\n2\n"));
    }
}

TEST_CASE("interrupted: 130, and no temporary file stays") {
    const SampleFolder folder;
    // A long run: it is still going when the signal comes.
    folder.write("long.json", R"({"pinstack": 1, "platform": {"cpus": 2}, "horizon": "2000s",
        "tasks": [{"name": "A", "period": "1us", "wcet": 100, "priority": 5}, {"name": "B", "period": "2us", "wcet": 300, "priority": 4}]})");
    const Ended ended =
        folder.script("set -m; \"$PINSTACK\" simulate long.json -o out & sleep 0.5; kill -INT $!; wait $!");
    CHECK(ended.code == 130);
    CHECK(folder.names() == Names{"long.json", "s.json"});
}
