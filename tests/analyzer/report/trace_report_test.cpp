// SPDX-License-Identifier: Apache-2.0
#include "analyzer/report/trace/trace_report.hpp"

#include <nlohmann/json.hpp>

#include "analyzer/report/sink.hpp"
#include "analyzer/trace/read_trace.hpp"
#include "model/system/load.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/schema.hpp"

using namespace pinstack;
using namespace pinstack::test;
using Catch::Contains;

namespace {

const std::string kTrace = PINSTACK_SOURCE_DIR "/data/kernel-traces/raw/stack_md.6.1-rt.ftrace.txt.gz";

struct Read {
    TraceRun run;
    TraceComparison against;
};

Read read() {
    auto run = read_trace(kTrace);
    REQUIRE(run);
    const auto system = load_system(PINSTACK_SOURCE_DIR "/examples/02-stack-md.pinstack.json");
    REQUIRE(system);
    AgainstOptions options;
    options.scale = 25;
    auto against = compare_with_run(*run, *system, "02-stack-md", options);
    REQUIRE(against);
    return {std::move(*run), std::move(*against)};
}

std::string report(ReportFormat format, const TraceReport& what) {
    StringSink sink;
    write_trace(sink, format, what);
    return sink.text;
}

}  // namespace

TEST_CASE("the JSON report of a trace satisfies its schema, with and without a comparison") {
    const Read it = read();
    const Schema schema("trace.schema.json");
    for (const bool compared : {false, true}) {
        const auto json = nlohmann::json::parse(report(ReportFormat::json, {it.run, compared ? &it.against : nullptr}));
        CHECK(schema.complaint(json) == "");
        CHECK(json.contains("against") == compared);
        CHECK(json["stacking"]["max_depth"] == 4);
    }
}

TEST_CASE("every format says what was lost") {
    const Read it = read();
    const TraceReport both{it.run, &it.against};
    for (const ReportFormat format : {ReportFormat::text, ReportFormat::md, ReportFormat::html}) {
        CAPTURE(name_of(format));
        const std::string text = report(format, both);
        CHECK_THAT(text, Contains("lost to stacking") && Contains("98 % of the CPU time agrees") && Contains("T1"));
    }
    CHECK_THAT(report(ReportFormat::junit, both),
               Contains("T1: no stacking loss") && Contains("failures=\"3\"") && Contains("runs as simulated"));
    const std::string csv = report(ReportFormat::csv, both);
    CHECK(std::count(csv.begin(), csv.end(), '\n') == 8);
    CHECK(report(ReportFormat::html, both) == report(ReportFormat::html, both));
}
