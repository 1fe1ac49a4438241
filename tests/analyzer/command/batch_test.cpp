// SPDX-License-Identifier: Apache-2.0
//
// batch: a report each, an index, what is done again and what is not, what stops it and what does not.
#include <unistd.h>

#include <map>
#include <nlohmann/json.hpp>
#include <sstream>

#include "tests/analyzer/command/program.hpp"
#include "tests/support/catch.hpp"

using namespace pinstack::test;
using Catch::Contains;
using Json = nlohmann::json;

namespace {

namespace fs = std::filesystem;

/// The sample system with another name and length of section: 4 = both jobs in time under every variant but one.
std::string system_named(const std::string& name, int section = 4) {
    std::string text = sample_system();
    text.replace(text.find("sample"), 6, name);
    const std::string run = "\"run\": 4", wanted = "\"run\": " + std::to_string(section);
    for (std::size_t at = text.find(run); at != std::string::npos; at = text.find(run, at + wanted.size())) {
        text.replace(at, run.size(), wanted);
    }
    return text;
}

struct BatchFolder : Scratch {
    BatchFolder() {
        fs::create_directories(path() / "in/sub");
        write("in/a.pinstack.json", system_named("a"));
        write("in/b.pinstack.json", system_named("b", 5));
        write("in/sub/c.pinstack.json", system_named("c", 2));
    }
    Ended run(const std::string& words) const { return run_pinstack("batch " + words, path()); }
    Ended script(const std::string& command) const { return shell(command, path()); }

    /// Every file below, with its contents; the journal aside.
    std::map<std::string, std::string> files(const std::string& below) const {
        std::map<std::string, std::string> out;
        for (const auto& entry : fs::recursive_directory_iterator(path() / below)) {
            const std::string name = entry.path().lexically_relative(path() / below).string();
            if (entry.is_regular_file() && name != ".pinstack-batch.jsonl") out[name] = read(below + "/" + name);
        }
        return out;
    }
    /// Which file is the same one as before, and which a new one in its place.
    std::map<std::string, std::string> inodes(const std::string& below) const {
        std::map<std::string, std::string> out;
        for (const auto& [name, text] : files(below)) {
            out[name] = shell("stat -c %i '" + name + "'", path() / below).out;
        }
        return out;
    }
};

std::vector<std::string> names_in(const std::map<std::string, std::string>& files) {
    std::vector<std::string> out;
    for (const auto& [name, text] : files) out.push_back(name);
    return out;
}

using Names = std::vector<std::string>;

constexpr const char* kBad =
    R"({"pinstack": 1, "platform": {"cpus": 2}, "tasks": [{"name": "A", "period": 0, "wcet": 1}]})";

/// What compare writes is in the report of the batch, line by line and in this order; the analysis comes on top.
bool has_lines_of(const std::string& report, const std::string& compared, const std::string& format) {
    if (format == "csv") return report == compared;
    if (format == "json") {
        Json without = Json::parse(report);
        without.erase("analysis");
        return without == Json::parse(compared);
    }
    std::size_t at = 0;
    std::istringstream lines(compared);
    for (std::string line; std::getline(lines, line);) {
        if (line.starts_with("<testsuites")) continue;  // it counts the cases
        const std::size_t found = ("\n" + report).find("\n" + line + "\n", at);
        if (found == std::string::npos) return false;
        at = found + line.size();
    }
    return true;
}

/// Proved under its own variant.
constexpr const char* kProvable = R"({"pinstack": 1, "name": "provable", "time_unit": "us", "platform": {"cpus": 1},
 "kernel": {"balancer": "shift"}, "tasks": [{"name": "T", "priority": 10, "period": 10, "wcet": 3}]})";

}  // namespace

TEST_CASE(
    "batch: a report for each file, as compare writes it and with an analysis, an index, and the summary on standard "
    "output") {
    const BatchFolder folder;
    const Ended ended = folder.run("in -o out --format html,md,csv,json,junit,text");
    CHECK(ended.code == 0);
    CHECK(ended.err == "");
    const auto files = folder.files("out");
    Names wanted;
    for (const char* stem : {"a", "b", "index", "sub/c"}) {
        for (const char* extension : {".csv", ".html", ".json", ".md", ".txt", ".xml"}) {
            wanted.push_back(std::string(stem) + extension);
        }
    }
    CHECK(names_in(files) == wanted);
    for (const auto& [format, extension] : {std::pair{"html", "html"},
                                            {"md", "md"},
                                            {"csv", "csv"},
                                            {"json", "json"},
                                            {"junit", "xml"},
                                            {"text", "txt"}}) {
        CAPTURE(format);
        const Ended compare = run_pinstack(std::string("compare in/a.pinstack.json --format ") + format, folder.path());
        CHECK(has_lines_of(files.at(std::string("a.") + extension), compare.out, format));
    }
    CHECK_THAT(files.at("a.txt"), Contains("Schedulability tests\n  no test applies to its own variant"));
    CHECK_THAT(files.at("a.html"), Contains("<h2>Schedulability tests</h2>"));
    CHECK_THAT(files.at("a.xml"), Contains("sample analyzed under migrate_disable/wake-previous") ||
                                      Contains("a analyzed under migrate_disable/wake-previous"));
    CHECK(ended.out == files.at("index.txt"));
    CHECK_THAT(files.at("index.html"), Contains("<a href=\"sub/c.html\">sub/c</a>"));
    CHECK_THAT(files.at("index.md"), Contains("(<sub/c.md>)"));
    CHECK_THAT(ended.out, Contains("3 files simulated under 6 variants"));
}

TEST_CASE("batch: the index holds compare's figures") {
    const BatchFolder folder;
    REQUIRE(folder.run("in -o out --format json").code == 0);
    const Json index = Json::parse(folder.read("out/index.json"));
    REQUIRE(index.at("files").size() == 3);
    for (const Json& file : index.at("files")) {
        const Json report = Json::parse(folder.read("out/" + file.at("reports").at(0).get<std::string>()));
        REQUIRE(file.at("variants").size() == report.at("variants").size());
        for (std::size_t i = 0; i < file.at("variants").size(); ++i) {
            const Json& row = file.at("variants").at(i);
            const Json& run = report.at("variants").at(i);
            CHECK(row.at("deadline_misses") == run.at("deadline_misses"));
            CHECK(row.at("utilization_loss") == run.at("utilization_loss"));
            CHECK(row.at("max_depth") == run.at("stacking").at("max_depth"));
            CHECK(row.at("capacity_ns").at("stacking_loss") == run.at("capacity_ns").at("stacking_loss"));
            CHECK(row.at("capacity_ns").at("total") == run.at("capacity_ns").at("total"));
        }
    }
    for (const Json& totals : index.at("variants")) {
        std::size_t missing = 0;
        for (const Json& file : index.at("files")) {
            for (const Json& row : file.at("variants")) {
                if (row.at("variant") == totals.at("variant")) missing += row.at("deadline_misses") > 0 ? 1 : 0;
            }
        }
        CHECK(totals.at("with_misses") == missing);
        CHECK(totals.at("files") == 3);
    }
}

TEST_CASE("batch: a bad file does not stop the others and is listed; its old reports go") {
    const BatchFolder folder;
    REQUIRE(folder.run("in -o out --format html,junit").code == 0);
    folder.write("in/b.pinstack.json", kBad);
    const Ended ended = folder.run("in gone.json -o out --format html,junit");
    CHECK(ended.code == 2);
    CHECK_THAT(ended.err, Contains("in/b.pinstack.json:1:") && Contains("error: /tasks/0/period"));
    CHECK_THAT(ended.err, Contains("gone.json: error: found no file of this name"));
    CHECK_THAT(ended.out, Contains("2 files simulated") && Contains("2 of 4 files have problems") &&
                              Contains("in/b.pinstack.json:1:") && Contains("gone.json: found no file of this name"));
    CHECK(names_in(folder.files("out")) ==
          Names{"a.html", "a.xml", "index.html", "index.xml", "sub/c.html", "sub/c.xml"});
    CHECK_THAT(folder.read("out/index.html"), Contains("Files with problems") && Contains("/tasks/0/period"));
    CHECK_THAT(folder.read("out/index.xml"), Contains("<error") && Contains("/tasks/0/period"));
}

TEST_CASE("batch: an option that does not fit a file is told with the name of the file") {
    const BatchFolder folder;
    folder.write("in/b.pinstack.json",
                 R"({"pinstack": 1, "platform": {"cpus": 2}, "tasks": [{"name": "A", "period": 5, "wcet": 1}]})");
    const Ended ended = folder.run("in -o out --horizon drain");
    CHECK(ended.code == 2);
    CHECK_THAT(ended.err, Contains("in/b.pinstack.json: --horizon: error: found \"drain\""));
    CHECK_THAT(ended.out,
               Contains("1 of 3 files has problems") && Contains("in/b.pinstack.json: --horizon: found \"drain\""));
}

TEST_CASE("batch: --fail-on makes the exit code 1, and tells for how many files; a bad file comes first") {
    const BatchFolder folder;
    const auto code = [&](const std::string& words) { return folder.run("in -o out " + words).code; };
    CHECK(code("") == 0);
    CHECK(code("--fail-on miss") == 1);
    CHECK(code("--fail-on miss --variants none/shift") == 0);
    CHECK(code("--fail-on 'loss>5%'") == 1);
    CHECK(code("--fail-on 'loss>50%'") == 0);
    CHECK(code("--fail-on 'depth>1'") == 1);
    CHECK(code("--fail-on 'depth>2' --fail-on 'loss>99%'") == 0);
    CHECK_THAT(
        folder.run("in -o out --fail-on miss").err,
        Contains("pinstack: --fail-on miss: in/a.pinstack.json under migrate_disable/wake-previous: 1 deadline missed; "
                 "and in 1 more file\n"));
    folder.write("in/bad.pinstack.json", kBad);
    CHECK(code("--fail-on miss") == 2);
}

TEST_CASE("batch: --fail-on unschedulable holds where no test proves the file's own variant") {
    const BatchFolder folder;
    fs::create_directories(folder.path() / "good");
    folder.write("good/p.pinstack.json", kProvable);
    CHECK(folder.run("good -o out --fail-on unschedulable").code == 0);
    const Ended mixed = folder.run("good in -o out --format json,csv,junit,html --fail-on unschedulable");
    CHECK(mixed.code == 1);
    CHECK_THAT(mixed.err,
               Contains("--fail-on unschedulable: in/a.pinstack.json under migrate_disable/wake-previous: no "
                        "schedulability test applies; and in 2 more files"));
    CHECK_THAT(mixed.out, Contains("1 of 4 files is proved schedulable under its own variant; no test applies to "
                                   "3 of 4 files") &&
                              Contains("--fail-on unschedulable: holds in 3 of 4 files"));
    const Json index = Json::parse(folder.read("out/index.json"));
    const Json& proved = index.at("files").at(0).at("analysis");
    CHECK(proved.at("variant") == "migrate_disable/shift");
    CHECK(proved.at("schedulable") == true);
    CHECK(proved.at("proved_by").at(0) == "ll");
    CHECK(proved.at("bounds_exceeded") == 0);
    CHECK(index.at("files").at(1).at("analysis").at("tests_applicable") == 0);
    CHECK_THAT(folder.read("out/index.csv"), Contains(",migrate_disable/shift,") && Contains(",true,ll;"));
    CHECK_THAT(folder.read("out/index.html"), Contains("proved by") && Contains("ll and "));
    CHECK_THAT(folder.read("out/index.xml"),
               Contains("<testcase name=\"schedulability tests of migrate_disable/wake-previous\"") &&
                   Contains("unschedulable: no schedulability test applies"));

    // What is kept of an earlier batch says the same.
    const Ended again = folder.run("good in -o out --format json,csv,junit,html --fail-on unschedulable");
    CHECK(again.code == 1);
    CHECK(again.out == mixed.out);
    CHECK(Json::parse(folder.read("out/index.json")) == index);
}

TEST_CASE("batch: what has not changed is not run again") {
    const BatchFolder folder;
    const auto changed = [&](const std::string& words) {
        const auto before = folder.inodes("out");
        const bool has_format = words.find("--format") != std::string::npos;
        CHECK(folder.run("in -o out " + words + (has_format ? "" : " --format json")).code == 0);
        Names out;
        for (const auto& [name, inode] : folder.inodes("out")) {
            if (!name.starts_with("index.") && (before.count(name) == 0 || before.at(name) != inode))
                out.push_back(name);
        }
        return out;
    };
    fs::create_directories(folder.path() / "out");
    const Names all{"a.json", "b.json", "sub/c.json"};
    CHECK(changed("") == all);
    CHECK(changed("") == Names{});
    CHECK(changed("--threads 1") == Names{});
    CHECK(changed("--force") == all);
    folder.write("in/a.pinstack.json", system_named("a", 3));
    CHECK(changed("") == Names{"a.json"});
    folder.write("out/b.json", "damaged");
    CHECK(changed("") == Names{"b.json"});
    fs::remove(folder.path() / "out/sub/c.json");
    CHECK(changed("") == Names{"sub/c.json"});
    for (const char* option : {"--seed 7", "--order edf", "--horizon 9ms", "--jobs", "--episodes", "--series",
                               "--ties permute:2", "--variants none/shift", "--format json,csv"}) {
        CAPTURE(option);
        const auto first = changed(option);
        for (const std::string& name : all) CHECK(std::count(first.begin(), first.end(), name) == 1);
        CHECK(changed(option) == Names{});
    }
    fs::remove(folder.path() / "out/.pinstack-batch.jsonl");
    CHECK(changed("") == all);
}

TEST_CASE("batch: a second run says what the first one said") {
    const BatchFolder folder;
    const Ended first = folder.run("in -o out --format html,csv,json,junit --fail-on miss");
    const auto files = folder.files("out");
    const Ended second = folder.run("in -o out --format html,csv,json,junit --fail-on miss");
    CHECK(second.out == first.out);
    CHECK(second.err == first.err);
    CHECK(second.code == first.code);
    CHECK(folder.files("out") == files);
}

TEST_CASE("batch: the same bytes on any number of threads") {
    const BatchFolder folder;
    for (int i = 0; i < 40; ++i) {
        folder.write("in/many-" + std::to_string(i) + ".pinstack.json", system_named(std::to_string(i), 1 + i % 7));
    }
    const std::string words = "in --format html,md,csv,json,junit -o ";
    const Ended one = folder.run(words + "one --threads 1");
    for (const char* threads : {"2", "7"}) {
        const Ended more = folder.run(words + threads + " --threads " + threads);
        CHECK(more.out == one.out);
        CHECK(folder.files(threads) == folder.files("one"));
    }
}

TEST_CASE("batch: interrupted at any moment it leaves whole files only, and goes on where it was") {
    const BatchFolder folder;
    for (int i = 0; i < 60; ++i) {
        folder.write("in/many-" + std::to_string(i) + ".pinstack.json",
                     system_named(std::to_string(i), 1 + i % 7).insert(1, "\"horizon\": \"900ms\", "));
    }
    REQUIRE(folder.run("in -o wanted --format html,json").code == 0);
    const auto wanted = folder.files("wanted");
    int interrupted = 0;
    for (int i = 1; i <= 25; ++i) {
        const std::string wait = "0.0" + std::string(i < 10 ? "0" : "") + std::to_string(i);
        const std::string out = i % 5 == 1 ? "rm -rf out; " : "";  // then from where it is
        const Ended ended =
            folder.script(out + "set -m; \"$PINSTACK\" batch in -o out --format html,json >/dev/null & sleep " + wait +
                          "; kill -" + (i % 2 == 0 ? "INT" : "TERM") + " $! 2>/dev/null; wait $!");
        if (ended.code != 0) {
            ++interrupted;
            CHECK(ended.code == (i % 2 == 0 ? 130 : 143));
        }
        if (!fs::exists(folder.path() / "out")) continue;
        for (const auto& [name, text] : folder.files("out")) {
            CAPTURE(name, wait);
            REQUIRE(wanted.count(name) == 1);
            REQUIRE(text == wanted.at(name));
        }
    }
    CHECK(interrupted > 0);
    REQUIRE(folder.run("in -o out --format html,json").code == 0);
    CHECK(folder.files("out") == wanted);
}

TEST_CASE("batch: no report takes the place of a system file, and none of somebody else's goes") {
    const BatchFolder folder;
    folder.write("sys.json", system_named("sys"));
    folder.write("index.json", system_named("index"));
    folder.write("notes.html", "mine");
    folder.write("notes.pinstack.json", kBad);
    for (const char* words : {"sys.json -o . --format json", "index.json -o . --format json",
                              "in/../sys.json -o ./in/.. --format csv,json"}) {
        CAPTURE(words);
        const Ended ended = folder.run(words);
        CHECK(ended.code == 2);
        CHECK_THAT(ended.err, Contains("a report would overwrite this system file"));
        CHECK(folder.read("sys.json") == system_named("sys"));
        CHECK(folder.read("index.json") == system_named("index"));
    }
    CHECK(folder.run("notes.pinstack.json -o . --format html").code == 2);
    CHECK(folder.read("notes.html") == "mine");
    CHECK(folder.read("notes.pinstack.json") == kBad);
    folder.script("ln sys.json in/other.txt; ln -s ../sys.json in/linked.json");
    CHECK(folder.run("in/linked.json -o . --format json").code == 0);  // linked.json, another name
    CHECK(folder.read("sys.json") == system_named("sys"));
}

TEST_CASE("batch: two sets of files into one folder do not make each other stale") {
    const BatchFolder folder;
    REQUIRE(folder.run("in/a.pinstack.json -o out --format json").code == 0);
    REQUIRE(folder.run("in/b.pinstack.json -o out --format json").code == 0);
    const auto before = folder.inodes("out");
    REQUIRE(folder.run("in/a.pinstack.json in/b.pinstack.json -o out --format json").code == 0);
    const auto after = folder.inodes("out");
    CHECK(after.at("a.json") == before.at("a.json"));
    CHECK(after.at("b.json") == before.at("b.json"));
}

TEST_CASE("batch: what cannot be read or is no file is told; a pipe in a folder does not block") {
    const BatchFolder folder;
    folder.script("mkfifo in/p.pinstack.json; ln -s /dev/zero in/z.pinstack.json; ln -s .. in/loop");
    const Ended ended = folder.run("in -o out");
    CHECK(ended.code == 2);
    CHECK_THAT(ended.err, Contains("in/p.pinstack.json: error: found what is no regular file"));
    CHECK_THAT(ended.err, Contains("in/z.pinstack.json: error: found what is no regular file"));
    CHECK_THAT(ended.out, Contains("3 files simulated"));
    if (::geteuid() == 0) {  // to whom nothing is unreadable
        const Ended locked = folder.script(
            "rm in/p* in/z*; mkdir in/locked; chmod 000 in/locked; chmod 711 .; mkdir -m 777 o; "
            "setpriv --reuid 65534 --regid 65534 --clear-groups \"$PINSTACK\" batch in -o o");
        CHECK(locked.code == 2);
        CHECK_THAT(locked.err, Contains("in/locked: error: found Permission denied"));
    }
}

TEST_CASE("batch: conditions stand in the index, too") {
    const BatchFolder folder;
    CHECK(folder.run("in -o out --format json,html --fail-on miss --fail-on 'loss>90%'").code == 1);
    const Json index = Json::parse(folder.read("out/index.json"));
    CHECK(index.at("conditions") ==
          Json::parse(R"([{"condition": "miss", "files": 2}, {"condition": "loss>90%", "files": 0}])"));
    CHECK_THAT(folder.read("out/index.html"),
               Contains("--fail-on miss: holds in 2 of 3 files") && Contains("--fail-on loss&gt;90%: holds nowhere"));
}

TEST_CASE("batch: usage errors, each with a hint") {
    const BatchFolder folder;
    const std::vector<std::pair<std::string, std::string>> wrong = {
        {"in", "-o DIR"},
        {"-o out", "FILE"},
        {"in -o out --format svg", "a picture alone is made by compare"},
        {"in -o out --format html,jsn", "did you mean `json`?"},
        {"in -o out --format csv --jobs --series", "a csv file holds one table"},
        {"in -o out --variants migrate_disable/shft", "did you mean `shift`?"},
        {"in -o out --threads 0", "a whole number from 1 to 1024"},
        {"in -o out --fail-on misses", "miss, unschedulable, loss>PERCENT%"},
        {"in -o in/a.pinstack.json", "cannot be made a folder"},
        {"- -o out", "standard input cannot be part of a batch"},
    };
    for (const auto& [words, expected] : wrong) {
        CAPTURE(words);
        const Ended ended = folder.run(words);
        CHECK(ended.code == 2);
        CHECK(ended.out == "");
        CHECK_THAT(ended.err, Contains(expected));
    }
    CHECK(folder.names() == Names{"in"});
    fs::create_directories(folder.path() / "empty");
    const Ended ended = folder.run("empty -o out");
    CHECK(ended.code == 2);
    CHECK_THAT(ended.err, Contains("empty: error: found no system file"));
}

TEST_CASE("batch: a folder that cannot be written is told for every file, and nothing is half-written") {
    const BatchFolder folder;
    const Ended ended = folder.script("mkdir out; trap '' XFSZ; ulimit -f 1; \"$PINSTACK\" batch in -o out");
    CHECK(ended.code == 2);
    CHECK_THAT(ended.err, Contains("cannot write: "));
    CHECK(folder.files("out").empty());
}

TEST_CASE("batch: no progress bar where standard error is no terminal, one where it is") {
    const BatchFolder folder;
    CHECK(folder.run("in -o out").err == "");
    // Where no pseudo-terminal can be had (a bare chroot), there is nothing to look at.
    if (folder.script("script -qec true /dev/null").code != 0) {
        WARN("no pseudo-terminal here");
        return;
    }
    const Ended terminal = folder.script("script -qec '\"$PINSTACK\" batch in -o out --force >/dev/null' /dev/null");
    CHECK_THAT(terminal.out, Contains("/3 files"));
    CHECK(terminal.out.find("\033[K") != std::string::npos);
    const Ended again = folder.script("script -qec '\"$PINSTACK\" batch in -o out >/dev/null' /dev/null");
    CHECK_THAT(again.out, Contains("3 files, 3 unchanged"));
}
