// SPDX-License-Identifier: Apache-2.0
#include "tests/analyzer/command/program.hpp"
#include "tests/support/catch.hpp"

using namespace pinstack::test;
using Catch::Contains;

namespace {

using Names = std::vector<std::string>;

constexpr const char* kCamera = PINSTACK_SOURCE_DIR "/examples/convert/camera.json";
constexpr const char* kSets = PINSTACK_SOURCE_DIR "/tests/analyzer/convert/data/sets.xml";

struct Folder : Scratch {
    Folder() { write("s.json", sample_system()); }
    Ended convert(const std::string& words) const { return run_pinstack("convert " + words, path()); }
    Ended run(const std::string& words) const { return run_pinstack(words, path()); }
};

}  // namespace

TEST_CASE("what is converted can be simulated, and the trace of convert is that of simulate") {
    const Folder folder;
    const Ended in = folder.convert(std::string(kCamera) + " --cpus 2 --section stats=migrate -o camera.pinstack.json");
    CHECK(in.code == 0);
    CHECK(in.out == "");
    CHECK(in.err == "");
    CHECK_THAT(folder.read("camera.pinstack.json"), Contains("{\"migrate_disable\": [{\"run\": 200}]}"));
    CHECK(folder.run("simulate camera.pinstack.json").code == 0);
    CHECK(folder.convert("camera.pinstack.json -o camera.ftrace").code == 0);
    CHECK(folder.read("camera.ftrace") == folder.run("simulate camera.pinstack.json --format ftrace").out);
    CHECK(folder.convert("camera.pinstack.json -o camera.trace.json").code == 0);
    CHECK(folder.read("camera.trace.json") == folder.run("simulate camera.pinstack.json --format perfetto").out);
    CHECK_THAT(folder.convert("- --to dot -o - < s.json").out, Contains("digraph \"sample\""));
    CHECK_THAT(folder.convert("s.json -o s.rt-app.json").err, Contains("s.json: warning: /tasks/0/body/1/section"));
    const Ended back = folder.convert("s.rt-app.json --cpus 2 --to pinstack -o -");
    CHECK(back.err == "");
    CHECK_THAT(back.out, Contains("\"section\""));
}

TEST_CASE("several task sets go to a folder, or one of them to a file") {
    const Folder folder;
    const Ended many = folder.convert(std::string(kSets) + " -o all.pinstack.json");
    CHECK(many.code == 2);
    CHECK_THAT(many.err, Contains("2 task sets, and one file to write to") && Contains("--set N"));
    CHECK(folder.convert(std::string(kSets) + " -o sets/").code == 0);
    CHECK(folder.run("validate sets/sets-1.pinstack.json sets/sets-2.pinstack.json").code == 0);
    CHECK(folder.convert(std::string(kSets) + " --set 2 -o two.pinstack.json").code == 0);
    CHECK(folder.read("two.pinstack.json") == folder.read("sets/sets-2.pinstack.json"));
    CHECK_THAT(folder.convert(std::string(kSets) + " --set 3 -o three.pinstack.json").err, Contains("at most 2"));
    CHECK(folder.convert(std::string(kSets) + " --set 2 --to rt-app -o sets").code == 0);
    CHECK_THAT(folder.read("sets/sets.rt-app.json"), Contains("\"cpus\": [0]"));
}

TEST_CASE("convert: --strict makes errors of what cannot be carried over, and nothing is written") {
    const Folder folder;
    const Ended strict = folder.convert(std::string(kCamera) + " --strict -o camera.pinstack.json");
    CHECK(strict.code == 2);
    CHECK_THAT(strict.err, Contains("error: found no number of CPUs") && Contains("--cpus N"));
    CHECK(folder.convert("s.json --strict -o s.rt-app.json").code == 2);
    CHECK(folder.convert(std::string(kSets) + " --strict --to rt-app -o sets").code == 2);
    CHECK(folder.names() == Names{"s.json"});
    CHECK(folder.convert(std::string(kCamera) + " --strict --cpus 2 -o camera.pinstack.json").code == 0);
}

TEST_CASE("convert: what is not lost is no error under --strict") {
    const Folder folder;
    folder.write("np.json", R"({"pinstack": 1, "platform": {"cpus": 3}, "tasks": [
        {"name": "A", "releases": [0], "deadline": 9000, "body": [{"preempt_disable": [{"run": 2000}]}]}]})");
    const Ended strict = folder.convert("np.json --strict -o np.csv");
    CHECK(strict.code == 0);
    CHECK(strict.err == "pinstack: np.csv: a job set has no number of CPUs: give it to the tools, -m 3\n");
    CHECK_THAT(folder.read("np.csv"), Contains("1, 1, 0, 0, 2, 2, 9, "));
    CHECK(folder.convert("s.json --strict -o s.csv").code == 2);  // a body that can be preempted
    CHECK(folder.names() == Names{"np.csv", "np.json", "s.json"});
}

TEST_CASE("convert: --to says what a plain name holds") {
    const Folder folder;
    CHECK(folder.convert("s.json --to rt-app -o out.json").code == 0);
    CHECK(folder.convert("out.json --cpus 2 --to pinstack -o back.json").code == 0);
    CHECK(folder.run("validate back.json").code == 0);
    CHECK(folder.convert("s.json -o s.rig").code == 0);
    CHECK_THAT(folder.read("s.rig"), Contains("pinstack-rig 1\ncpus "));
}

TEST_CASE("bad words and bad files: exit 2, and nothing is written") {
    const Folder folder;
    folder.write("bad.json", "{\"tasks\": {\"a\": {\"run\": -1}}}");
    folder.write("odd.txt", "hello\n");
    folder.write("odd.xml", "<html/>\n");
    const std::pair<const char*, const char*> cases[] = {
        {"s.json", "no output"},
        {"-o x.csv", "FILE"},
        {"s.json -o x.json", "a name that tells the format"},
        {"s.json -o x.txt", "--to names the format"},
        {"s.json --to schedcat -o x", "--to: error: found \"schedcat\""},
        {"s.json --to rtapp -o x", "did you mean `rt-app`?"},
        {"s.json --from ftrace -o x.csv", "--from: error: found \"ftrace\""},
        {"s.json --cpus 0 -o x.csv", "--cpus"},
        {"s.json --cpus 2 -o x.csv", "a system file has its number of CPUs"},
        {"s.json --section L=migrate -o x.csv", "a system file has its sections"},
        {"bad.json --section L -o x.csv", "NAME=preempt"},
        {"bad.json --section L=x -o x.csv", "NAME=preempt"},
        {"bad.json --section L=preempt --section L=migrate -o x.csv", "each name once"},
        {"bad.json --time-unit h -o x.csv", "ns, us, ms or s"},
        {"bad.json --set 0 -o x.csv", "--set"},
        {"bad.json -o x.pinstack.json", "bad.json:1:18: error: /tasks/a/run: found \"-1\""},
        {"odd.txt -o x.csv", "a file of no known format"},
        {"odd.xml -o x.csv", "XML that begins with <html>"},
        {"missing.json -o x.csv", "missing.json"},
        {"s.json --from rt-app -o x.csv", "s.json"},
        {"s.json --to pinstack -o ./s.json", "would overwrite"},
    };
    for (const auto& [words, expected] : cases) {
        CAPTURE(words);
        const Ended ended = folder.convert(words);
        CHECK(ended.code == 2);
        CHECK(ended.out == "");
        CHECK_THAT(ended.err, Contains(expected));
    }
    CHECK(folder.names() == Names{"bad.json", "odd.txt", "odd.xml", "s.json"});
}

TEST_CASE("a trace in place of a report") {
    const Folder folder;
    for (const char* format : {"ftrace", "perfetto", "timehist"}) {
        CAPTURE(format);
        const Ended trace = folder.run(std::string("simulate s.json --fail-on miss --format ") + format);
        CHECK(trace.code == 1);
        CHECK_THAT(trace.err, Contains("--fail-on miss: migrate_disable/wake-previous: 1 deadline missed"));
        CHECK_THAT(trace.out, Contains("T0"));
        const Ended part = folder.run(std::string("simulate s.json --fail-on miss --window 0..3ms --format ") + format);
        CHECK(part.code == 1);  // the whole run decides
        CHECK(part.out.size() < trace.out.size());
    }
    CHECK_THAT(folder.run("simulate s.json --format timehist --sections none --balancer shift").out, Contains("migrations"));
    const std::pair<const char*, const char*> cases[] = {
        {"simulate s.json --format ftrace --jobs", "ftrace with --jobs"},
        {"simulate s.json --format perfetto --ties permute:2", "a trace holds events only"},
        {"simulate s.json --format ftrce", "did you mean `ftrace`?"},
        {"compare s.json --format ftrace", "text, md, html, csv, json, junit or svg"},
        {"simulate s.json --format ftrace -o s.json", "would overwrite"},
        {"simulate s.json --format ftrace --sections preempt --balancer shift", "preempt_disable"},
    };
    for (const auto& [words, expected] : cases) {
        CAPTURE(words);
        const Ended ended = folder.run(words);
        CHECK(ended.code == 2);
        CHECK(ended.out == "");
        CHECK_THAT(ended.err, Contains(expected));
    }
}
