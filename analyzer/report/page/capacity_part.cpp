// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "analyzer/report/capacity_kinds.hpp"
#include "analyzer/report/chart/capacity_bars.hpp"
#include "analyzer/report/outcome_tables.hpp"
#include "analyzer/report/page/run_parts.hpp"

namespace pinstack {

namespace {

/// What the columns of the table mean, for kinds that occur.
std::string meanings(const Comparison& runs) {
    std::string out;
    std::int64_t throttled = 0;
    for (const Outcome& outcome : runs.outcomes) {
        if (outcome.applicable()) throttled += outcome.result->capacity.overhead_of(Overhead::throttled);
    }
    for (const CapacityKind& kind : capacity_kinds()) {
        bool occurs = kind.always;
        for (const Outcome& outcome : runs.outcomes) {
            occurs = occurs || (outcome.applicable() && outcome.result->capacity.*kind.part > 0);
        }
        if (occurs) out += fmt::format("{}{}: {}", out.empty() ? "" : ". ", kind.name, meaning_of(kind, throttled));
    }
    return out + ".";
}

}  // namespace

void write_capacity_part(Page& page, const RunReport& report) {
    page.begin_section("Capacity");
    page.drawing(capacity_bars(report.runs));
    if (report.is_comparison) {
        const UnitTable capacities = capacities_table(report.runs);
        page.paragraph(fmt::format("CPU time in {}. ", capacities.unit) + meanings(report.runs), Page::Tone::soft);
        page.table(capacities.table);
    } else {
        page.table(capacity_table(*report.single().result));
    }
    page.end_section();
}

}  // namespace pinstack
