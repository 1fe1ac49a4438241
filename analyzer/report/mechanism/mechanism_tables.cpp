// SPDX-License-Identifier: Apache-2.0
#include "analyzer/report/mechanism/mechanism_tables.hpp"

#include <algorithm>

#include "analyzer/report/mechanism/mechanism_figures.hpp"
#include "analyzer/report/outcome_text.hpp"
#include "analyzer/report/time_scale.hpp"
#include "model/platform/byte_size.hpp"

namespace pinstack {

namespace {

std::string value_text(const MechanismFigure& figure) {
    switch (figure.unit) {
        case FigureUnit::time:
            return time_text(figure.value);
        case FigureUnit::bytes:
            return byte_size_text(figure.value);
        case FigureUnit::count:
            break;
    }
    return std::to_string(figure.value);
}

struct Run {
    std::string heading;
    std::vector<MechanismFigures> mechanisms;

    const MechanismFigures* find(std::string_view name) const {
        const auto found = std::find_if(mechanisms.begin(), mechanisms.end(),
                                        [&](const MechanismFigures& each) { return each.name == name; });
        return found == mechanisms.end() ? nullptr : &*found;
    }
};

MechanismTable table_of(const MechanismFigures& mechanism, const std::vector<Run>& runs) {
    std::vector<Table::Column> columns{{std::string(mechanism.heading), Table::Align::left}};
    for (const Run& run : runs) columns.push_back({run.heading});
    Table table(std::move(columns));
    for (std::size_t i = 0; i < mechanism.figures.size(); ++i) {
        std::vector<Table::Cell> cells{std::string(mechanism.figures[i].label)};
        for (const Run& run : runs) {
            const MechanismFigures* figures = run.find(mechanism.name);
            cells.emplace_back(figures == nullptr ? "-" : value_text(figures->figures[i]));
        }
        table.add_row(std::move(cells));
    }
    return {std::string(mechanism.heading), std::move(table)};
}

std::vector<MechanismTable> tables_of(const std::vector<Run>& runs) {
    std::vector<MechanismTable> out;
    std::vector<std::string_view> done;
    for (const Run& run : runs) {
        for (const MechanismFigures& mechanism : run.mechanisms) {
            if (std::find(done.begin(), done.end(), mechanism.name) != done.end()) continue;
            done.push_back(mechanism.name);
            out.push_back(table_of(mechanism, runs));
        }
    }
    return out;
}

/// The name of a variant in lines, as the head of a column.
std::string column_heading(const Variant& variant) {
    std::string out;
    for (const char c : short_text(variant)) {
        if (c == '+') out += '\n';
        out += c;
        if (c == '/' || c == '=') out += '\n';
    }
    return out;
}

}  // namespace

std::vector<MechanismTable> mechanism_tables(const Comparison& comparison) {
    std::vector<Run> runs;
    for (const Outcome& outcome : comparison.outcomes) {
        if (outcome.applicable()) runs.push_back({column_heading(outcome.variant), mechanism_figures(*outcome.result)});
    }
    return tables_of(runs);
}

std::vector<MechanismTable> mechanism_tables(const RunResult& result) { return tables_of({{"", mechanism_figures(result)}}); }

}  // namespace pinstack
