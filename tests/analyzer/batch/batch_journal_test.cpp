// SPDX-License-Identifier: Apache-2.0
#include "analyzer/batch/batch_journal.hpp"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "analyzer/batch/batch_entry_json.hpp"
#include "tests/support/catch.hpp"

using namespace pinstack;

namespace {

namespace fs = std::filesystem;

class Folder {
public:
    Folder() {
        std::string pattern = (fs::temp_directory_path() / "pinstack-journal-XXXXXX").string();
        REQUIRE(::mkdtemp(pattern.data()) != nullptr);
        path_ = pattern;
    }
    ~Folder() {
        std::error_code ignored;
        fs::remove_all(path_, ignored);
    }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    std::string path() const { return path_.string(); }
    fs::path journal() const { return path_ / BatchJournal::kName; }
    std::string text() const {
        std::ifstream in(journal(), std::ios::binary);
        return {std::istreambuf_iterator<char>(in), {}};
    }

private:
    fs::path path_;
};

/// Every figure another one.
BatchEntry sample(const std::string& file) {
    BatchEntry entry;
    entry.file = file;
    entry.system = "a \"name\"\nwith everything";
    entry.order = "edf";
    entry.tasks = 7;
    entry.cpus = 4;
    entry.digest = "0123";
    entry.reports = {{"a b.html", "4567"}, {"a b.csv", "89ab"}};
    RunSummary run{.span_ns = 120,
                   .capacity = {101, 102, 103, 104, 105, 106, 107, 108, 836},
                   .jobs = 50,
                   .deadline_misses = 6,
                   .tasks_missing = 3,
                   .max_depth = 5,
                   .max_simultaneous_loss = 2,
                   .episodes = 9};
    entry.rows.push_back({"migrate_disable/shift", run, ""});
    entry.rows.push_back({"preempt_disable/idle-first", std::nullopt, "/tasks/0: no"});
    entry.analysis = {
        .variant = "none/shift", .applicable = 11, .proved_by = {"gfb", "bak"}, .cut_short = {"qpa"}, .exceeded = 12};
    entry.warnings = {"one", "another"};
    return entry;
}

bool same(const BatchEntry& a, const BatchEntry& b) {
    const auto same_row = [](const BatchRow& x, const BatchRow& y) {
        return x.variant == y.variant && x.summary == y.summary && x.why_not == y.why_not;
    };
    const auto same_report = [](const WrittenReport& x, const WrittenReport& y) {
        return x.path == y.path && x.digest == y.digest;
    };
    return a.file == b.file && a.system == b.system && a.order == b.order && a.tasks == b.tasks && a.cpus == b.cpus &&
           a.digest == b.digest && a.analysis == b.analysis && a.warnings == b.warnings &&
           std::equal(a.rows.begin(), a.rows.end(), b.rows.begin(), b.rows.end(), same_row) &&
           std::equal(a.reports.begin(), a.reports.end(), b.reports.begin(), b.reports.end(), same_report);
}

}  // namespace

TEST_CASE("a journal gives back what was appended; the last line of a file counts") {
    const Folder folder;
    {
        BatchJournal journal(folder.path());
        CHECK(journal.find("x") == nullptr);
        BatchEntry old = sample("x");
        old.tasks = 1;
        journal.append(old);
        journal.append(sample("y"));
        journal.append(sample("x"));
    }
    const BatchJournal journal(folder.path());
    REQUIRE(journal.find("x") != nullptr);
    CHECK(same(*journal.find("x"), sample("x")));
    CHECK(same(*journal.find("y"), sample("y")));
    CHECK(journal.find("z") == nullptr);
}

TEST_CASE("a line that is cut short at any byte, or damaged, counts as absent, and what follows is read") {
    const std::string line = batch_entry_line(sample("x"));
    REQUIRE(line.find('\n') == line.size() - 1);
    for (std::size_t cut = 0; cut < line.size(); ++cut) {
        const Folder folder;
        std::ofstream(folder.journal(), std::ios::binary) << batch_entry_line(sample("first")) << line.substr(0, cut);
        {
            BatchJournal journal(folder.path());
            REQUIRE(journal.find("first") != nullptr);
            REQUIRE(journal.find("x") == nullptr);
            journal.append(sample("next"));
        }
        REQUIRE(BatchJournal(folder.path()).find("next") != nullptr);
    }
    for (const std::string& junk : {std::string("null\n"), std::string("[]\n"), std::string("{\"format\": 3}\n"),
                                    std::string("\xff\xfe\n"), std::string("{\"format\": 2, \"file\": 3}\n")}) {
        CHECK(!read_batch_entry(junk));
    }
}

TEST_CASE("after a batch the journal holds its entries and no others; those with problems are not kept") {
    const Folder folder;
    BatchJournal journal(folder.path());
    journal.append(sample("gone"));
    BatchEntry bad = sample("bad");
    bad.problems.push_back({{}, "a", "b", ""});
    journal.replace_all({sample("x"), bad, sample("y")});
    CHECK(folder.text() == batch_entry_line(sample("x")) + batch_entry_line(sample("y")));
}

TEST_CASE("a folder that cannot be written is no reason to stop") {
    BatchJournal journal("/no/such/folder");
    journal.append(sample("x"));
    journal.replace_all({sample("x")});
    CHECK(journal.find("x") == nullptr);
}
