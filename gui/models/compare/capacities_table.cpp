// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/models/compare/capacities_table.hpp"

#include "analyzer/report/outcome_text.hpp"

namespace pinstack::gui {

std::vector<const CapacityKind*> kinds_in(const ComparedRuns& runs) {
    std::vector<const CapacityKind*> kinds;
    if (runs.is_empty()) return kinds;
    for (const CapacityKind& kind : capacity_kinds()) {
        bool occurs = kind.always;
        for (const Outcome& each : runs.outcomes().outcomes) {
            occurs = occurs || (each.applicable() && each.result->capacity.*kind.part > 0);
        }
        if (occurs) kinds.push_back(&kind);
    }
    return kinds;
}

CapacitiesTable::CapacitiesTable(const ComparedRuns& runs, QObject* parent) : FigureTable(parent), runs_(runs) {
    connect(&runs, &QAbstractItemModel::modelReset, this, &CapacitiesTable::refresh);
    refresh();
}

void CapacitiesTable::refresh() {
    reset(nullptr, [&]() -> std::vector<FigureColumn> {
        scale_ = {};
        kinds_ = kinds_in(runs_);
        if (runs_.is_empty()) return {};
        for (const Outcome& each : runs_.outcomes().outcomes) {
            if (!each.applicable()) continue;
            for (const CapacityKind* kind : kinds_) scale_.fit(each.result->capacity.*kind->part);
            scale_.fit(each.result->capacity.total);
        }
        const QString unit = words(scale_.unit_name());
        std::vector<FigureColumn> columns{{tr("variant"), {}, "variant", true}};
        for (const CapacityKind* kind : kinds_) {
            const QString name = words(kind->name);
            columns.push_back(
                {name + '\n' + unit, words(kind->meaning), QString(name).replace(", ", "_").replace(' ', '_') + "_ns"});
        }
        columns.push_back({tr("total") + '\n' + unit, tr("all CPUs over the whole run"), "total_ns"});
        return columns;
    });
}

const CapacityKind* CapacitiesTable::kind_of(int column) const {
    const auto place = static_cast<std::size_t>(column - 1);
    return place < kinds_.size() ? kinds_[place] : nullptr;
}

Figure CapacitiesTable::figure(std::size_t source, int column) const {
    const Outcome& row = outcome(source);
    if (column == 0) return words(to_text(row.variant));
    if (!row.applicable()) return {};
    const CapacityKind* kind = kind_of(column);
    return kind == nullptr ? row.result->capacity.total : row.result->capacity.*kind->part;
}

QString CapacitiesTable::text(std::size_t source, int column) const {
    const Figure value = figure(source, column);
    if (const auto* name = std::get_if<QString>(&value)) {
        return *name + (outcome(source).applicable() && source == runs_.outcomes().baseline ? " *" : "");
    }
    if (const auto* ns = std::get_if<std::int64_t>(&value)) return words(scale_.text(*ns));
    return column == 1 ? tr("impossible") : QString();
}

Emphasis CapacitiesTable::emphasis(std::size_t source, int column) const {
    const Outcome& row = outcome(source);
    if (!row.applicable()) return Emphasis::faint;
    const CapacityKind* kind = column == 0 ? nullptr : kind_of(column);
    return kind != nullptr && kind->is_loss && row.result->capacity.*kind->part > 0 ? Emphasis::bad : Emphasis::none;
}

QString CapacitiesTable::tip(std::size_t source, int column) const {
    const Outcome& row = outcome(source);
    if (!row.applicable()) return words(why_not_text(row.why_not));
    if (column == 0) return words(variant_text(row.variant));
    return words(share_text(std::get<std::int64_t>(figure(source, column)), row.result->capacity.total));
}

}  // namespace pinstack::gui
