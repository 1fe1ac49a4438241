// SPDX-License-Identifier: Apache-2.0
#include "analyzer/report/mechanism/mechanism_tables.hpp"
#include "analyzer/report/page/run_parts.hpp"

namespace pinstack {

void write_mechanism_part(Page& page, const RunReport& report) {
    const std::vector<MechanismTable> tables =
        report.is_comparison ? mechanism_tables(report.runs) : mechanism_tables(*report.single().result);
    if (tables.empty()) return;
    page.begin_section("Mechanisms");
    for (const MechanismTable& each : tables) page.table(each.table);
    page.end_section();
}

}  // namespace pinstack
