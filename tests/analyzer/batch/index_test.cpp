// SPDX-License-Identifier: Apache-2.0
#include "analyzer/batch/index_report.hpp"

#include <algorithm>

#include "analyzer/batch/index_tables.hpp"
#include "model/random/counter_stream.hpp"
#include "tests/support/catch.hpp"

using namespace pinstack;
using Catch::Contains;

namespace {

BatchRow row(const std::string& variant, std::int64_t lost, std::uint64_t misses, int depth = 1) {
    RunSummary run;
    run.capacity.stacking_loss = lost;
    run.capacity.useful = 1000 - lost;
    run.capacity.total = 1000;
    run.jobs = 50;
    run.deadline_misses = misses;
    run.max_depth = depth;
    return {variant, run, ""};
}

BatchEntry entry(const std::string& file, std::vector<BatchRow> rows) {
    BatchEntry out;
    out.file = file;
    out.tasks = out.cpus = 4;
    out.rows = std::move(rows);
    return out;
}

std::string text_of(const std::vector<BatchEntry>& entries, ReportFormat format) {
    const std::vector<Condition> conditions;
    StringSink sink;
    write_batch_index(sink, format, {entries, conditions});
    return sink.text;
}

}  // namespace

TEST_CASE("the totals of a variant, from rows counted one by one") {
    std::vector<BatchEntry> entries;
    const CounterStream random(7);
    for (std::uint64_t i = 0; i < 50; ++i) {
        const auto draw = [&](std::uint32_t what, std::uint64_t below) {
            return static_cast<std::int64_t>(random.bits(Stream::run_time, what, i) % below);
        };
        std::vector<BatchRow> rows{
            row("v", draw(0, 3) * draw(1, 300), static_cast<std::uint64_t>(draw(2, 2)), static_cast<int>(draw(3, 5)))};
        if (draw(4, 4) == 0) rows.push_back({"w", std::nullopt, "no"});
        entries.push_back(entry("f" + std::to_string(i), rows));
    }
    const std::vector<VariantTotals> all = totals_of(entries);
    REQUIRE(all.size() == 2);
    const VariantTotals& v = all[0];
    CHECK(v.files == 50);
    std::size_t losing = 0, missing = 0;
    double worst = 0, sum = 0;
    int depth = 0;
    for (const BatchEntry& each : entries) {
        const RunSummary& run = *each.rows[0].summary;
        losing += run.capacity.stacking_loss > 0 ? 1 : 0;
        missing += run.deadline_misses > 0 ? 1 : 0;
        worst = std::max(worst, static_cast<double>(run.capacity.stacking_loss) / 1000);
        sum += static_cast<double>(run.capacity.stacking_loss) / 1000;
        depth = std::max(depth, run.max_depth);
    }
    CHECK(v.with_loss == losing);
    CHECK(v.with_misses == missing);
    CHECK(v.worst_loss == worst);
    CHECK(v.worst->rows[0].summary->capacity.utilization_loss() == worst);
    CHECK(v.mean_loss == Approx(sum / 50));
    CHECK(v.max_depth == depth);
    CHECK(all[1].files == 0);
    CHECK(all[1].worst == nullptr);
}

TEST_CASE("an index tells what tests prove, where they were cut short, and a bound that a simulation exceeds") {
    std::vector<BatchEntry> entries{entry("d/proved", {row("v", 0, 0)}), entry("d/open", {row("v", 0, 0)}),
                                    entry("d/none", {row("v", 0, 0)})};
    entries[0].analysis = {
        .variant = "v", .applicable = 3, .proved_by = {"gfb", "bak"}, .cut_short = {}, .exceeded = 0};
    entries[1].analysis = {.variant = "v", .applicable = 3, .proved_by = {}, .cut_short = {"qpa"}, .exceeded = 2};
    const std::string text = text_of(entries, ReportFormat::text);
    CHECK_THAT(text,
               Contains("1 of 3 files is proved schedulable under its own variant; no test applies to 1 of 3 files"));
    CHECK_THAT(text, Contains("DEFECT: a simulated response exceeds a bound in 1 of 3 files; the first is open"));
    CHECK_THAT(text, Contains("the analysis of 1 of 3 files is cut short"));
    const std::string md = text_of(entries, ReportFormat::md);
    CHECK_THAT(md, Contains("**gfb and 1 more**") && Contains("not proved"));
    const std::string junit = text_of(entries, ReportFormat::junit);
    CHECK_THAT(junit, Contains("DEFECT: 2 bounds exceeded in the simulation"));
    const std::string csv = text_of(entries, ReportFormat::csv);
    CHECK_THAT(csv, Contains(",v,3,true,gfb;bak,\"\",0\n") && Contains(",v,3,false,\"\",qpa,2\n"));

    const Condition condition = *parse_condition("unschedulable");
    CHECK_FALSE(where_it_holds(condition, entries[0]));
    CHECK(where_it_holds(condition, entries[1])->why ==
          "none of the 3 schedulability tests that apply proves it; the budget of 1 more was used up");
    CHECK(where_it_holds(condition, entries[2])->why == "no schedulability test applies");
    CHECK(files_where_it_holds(condition, entries) == 2);
}

TEST_CASE("files are called by what tells them apart") {
    const auto names = [](const std::vector<std::string>& files) {
        std::vector<BatchEntry> entries;
        for (const std::string& file : files) entries.push_back(entry(file, {}));
        const FileNames called(entries);
        std::string out;
        for (const BatchEntry& each : entries) out += called.of(each) + "|";
        return out + called.note();
    };
    CHECK(names({"a/b/x.pinstack.json", "a/b/y.pinstack.json"}) == "x|y|Files below a/b/.");
    CHECK(names({"a/bc/x.pinstack.json", "a/bd/x.json"}) == "bc/x|bd/x.json|Files below a/.");
    CHECK(names({"x.pinstack.json", "y.json"}) == "x|y.json|");
    CHECK(names({"a/x.pinstack.json"}) == "a/x|");
    CHECK(names({"a/x", "a/x.pinstack.json"}) == "x|x|Files below a/.");
}

TEST_CASE("one file loses, two lose") {
    const BatchEntry bad = entry("in/a", {row("v", 500, 1)});
    const BatchEntry good = entry("in/b", {row("v", 0, 0)});
    CHECK_THAT(text_of({bad, good}, ReportFormat::md),
               Contains("1 of 2 files loses capacity") && Contains("1 of 2 files misses deadlines"));
    CHECK_THAT(text_of({bad, bad, good}, ReportFormat::md),
               Contains("2 of 3 files lose capacity") && Contains("2 of 3 files miss deadlines"));
}

TEST_CASE("files with warnings are counted, and the first warning is told") {
    BatchEntry first = entry("in/a", {row("v", 0, 0)});
    const BatchEntry good = entry("in/b", {row("v", 0, 0)});
    CHECK_THAT(text_of({first, good}, ReportFormat::md), !Contains("warning"));
    first.warnings = {"a potential deadlock: x", "another"};
    CHECK_THAT(text_of({good, first}, ReportFormat::md),
               Contains("1 of 2 files has warnings; the first in a: a potential deadlock: x") && !Contains("another"));
    CHECK_THAT(text_of({good, first}, ReportFormat::json), Contains("another"));
}

TEST_CASE("more files than a terminal shows: the worst, and the others are counted; a page has all") {
    std::vector<BatchEntry> entries;
    for (int i = 0; i < 100; ++i) {
        entries.push_back(entry("in/f" + std::to_string(i), {row("v", i == 70 ? 500 : 0, i == 30 ? 1 : 0)}));
    }
    const std::string text = text_of(entries, ReportFormat::text);
    CHECK_THAT(text, Contains("60 more files not shown") && Contains("  f70 ") && Contains("  f30 "));
    CHECK(text.find("  f30 ") < text.find("  f70 "));  // who misses comes before who loses
    CHECK_THAT(text, Contains("50.00 % of it in f70 under v"));
    const std::string page = text_of(entries, ReportFormat::html);
    for (int i = 0; i < 100; ++i) CHECK_THAT(page, Contains(">f" + std::to_string(i) + "<"));
}

TEST_CASE("names of files are text, in every format") {
    const std::vector<BatchEntry> entries{entry("in/<b>&\"|`\n.json", {row("v", 1, 0)}), entry("in/other", {})};
    CHECK_THAT(text_of(entries, ReportFormat::html), !Contains("<b>"));
    CHECK_THAT(text_of(entries, ReportFormat::md), !Contains("<b>"));
    CHECK_THAT(text_of(entries, ReportFormat::text), !Contains("`\n"));
    CHECK_THAT(text_of(entries, ReportFormat::junit), !Contains("<b>"));
}

TEST_CASE("junit: a case for each variant; a failure is a missed deadline, or what --fail-on says") {
    BatchEntry bad = entry("bad.json", {});
    bad.problems.push_back({{"bad.json", 3, 4, "/tasks"}, "nothing", "something", ""});
    const std::vector<BatchEntry> entries{
        entry("a.json", {row("v", 100, 0, 3), row("w", 0, 2), {"x", std::nullopt, "impossible"}}), bad};
    const auto junit = [&](const std::vector<Condition>& conditions) {
        StringSink sink;
        write_batch_index(sink, ReportFormat::junit, {entries, conditions});
        return sink.text;
    };
    CHECK_THAT(junit({}), Contains("tests=\"5\" failures=\"1\" errors=\"1\"") && Contains("miss: 2 deadlines missed"));
    const std::string both = junit({*parse_condition("loss>5%"), *parse_condition("depth>2")});
    CHECK_THAT(both, Contains("failures=\"1\"") && Contains("10.00 % of the capacity lost") && Contains("depth&gt;2"));
    CHECK_THAT(both, !Contains("miss: 2"));
}
