// SPDX-License-Identifier: Apache-2.0
#include "analyzer/sweep/sweep_csv.hpp"

#include "analyzer/report/csv_writer.hpp"
#include "analyzer/sweep/sweep_cells.hpp"

namespace pinstack {

DatabaseDone write_sweep_csv(Sink& sink, const ResultStore& store) {
    const SweepSpec& spec = store.spec();
    std::vector<std::string> columns;
    for (const SweepAxis& axis : spec.grid) columns.push_back(axis.key);
    columns.insert(columns.end(), {"set", "utilization_ppm", "variant"});
    for (const SchedulabilityTest* test : spec.tests) columns.emplace_back(test->id);
    for (const SweepFigure figure : sweep_figures()) columns.emplace_back(name_of(figure));
    CsvWriter csv(sink, columns);
    const auto write = [&](const SetRecord& set) {
        CsvRow head;
        for (const std::string& word : words_of_cell(spec, set.cell)) head.text(word);
        head.natural(set.number).integer(set.utilization);
        if (set.variants.empty()) csv.row(head);
        for (std::size_t i = 0; i < set.variants.size(); ++i) {
            const VariantRecord& own = set.variants[i];
            CsvRow row = head;
            row.text(spec.variants[i].name);
            for (std::size_t test = 0; test < spec.tests.size(); ++test) {
                const std::uint64_t bit = std::uint64_t{1} << test;
                if ((own.applicable & bit) == 0) {
                    row.empty();
                } else {
                    row.boolean((own.schedulable & bit) != 0);
                }
            }
            for (const auto& figure : own.figures) row.integer(figure);
            csv.row(row);
        }
        return true;
    };
    return store.for_each(write);
}

}  // namespace pinstack
