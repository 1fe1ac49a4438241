// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <numeric>

#include "analyzer/report/outcome_text.hpp"
#include "analyzer/report/page/run_parts.hpp"
#include "analyzer/report/system_tables.hpp"
#include "analyzer/report/time_scale.hpp"
#include "model/system/load.hpp"

namespace pinstack {

namespace {

constexpr std::size_t kTaskRows = 200;
constexpr std::size_t kLongestFile = 64 * 1024;

std::size_t operations_in(const Body& body) {
    std::size_t count = body.size();
    for (const Operation& operation : body) count += operations_in(operation.body);
    return count;
}

/// Fewer characters than the file has, found without writing it.
std::size_t least_length(const System& system) {
    std::size_t length = system.description.size();
    for (const Task& task : system.tasks) {
        length += 30 + task.name.size() + 9 * operations_in(task.body);
        if (const auto* list = std::get_if<ExplicitReleases>(&task.releases)) length += 2 * list->instants.size();
    }
    return length;
}

}  // namespace

void write_system_part(Page& page, const System& system, Order order) {
    page.begin_section("System");
    page.table(platform_table(system));
    page.paragraph(utilization_text(system));
    std::vector<std::uint32_t> tasks(std::min(kTaskRows, system.tasks.size()));
    std::iota(tasks.begin(), tasks.end(), 0u);
    page.table(parameter_table(system, order, tasks));
    if (tasks.size() < system.tasks.size()) {
        page.paragraph(counted(system.tasks.size() - tasks.size(), "more task") + " not shown.", Page::Tone::soft);
    }
    if (least_length(system) <= kLongestFile) {
        const std::string file = save_system(system);
        if (file.size() <= kLongestFile) {
            page.begin_details("The system as a file", false);
            page.preformatted(file);
            page.end_details();
        }
    }
    page.end_section();
}

}  // namespace pinstack
