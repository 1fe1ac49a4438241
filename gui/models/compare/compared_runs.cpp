// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/models/compare/compared_runs.hpp"

#include <algorithm>
#include <utility>

#include "analyzer/report/outcome_text.hpp"
#include "gui/models/table/figure_table.hpp"

namespace pinstack::gui {

namespace {

/// Without what grows with the run.
Outcome light(const Outcome& outcome) {
    Outcome copy;
    copy.variant = outcome.variant;
    copy.why_not = outcome.why_not;
    if (!outcome.applicable()) return copy;
    const RunResult& full = *outcome.result;
    RunResult& result = copy.result.emplace();
    result.span = full.span;
    result.capacity = full.capacity;
    result.stacking.max_depth = full.stacking.max_depth;
    result.stacking.max_simultaneous_loss = full.stacking.max_simultaneous_loss;
    result.stacking.episodes_total = full.stacking.episodes_total;
    result.stacking.worst = full.stacking.worst;
    result.tasks = full.tasks;
    result.first_miss = full.first_miss;
    result.findings = full.findings;
    result.rcu = full.rcu;
    return copy;
}

}  // namespace

void ComparedRuns::show(RecordedComparisonPtr comparison) {
    beginResetModel();
    // What is hidden stays so while the variants are the same ones.
    std::vector<Variant> hidden;
    for (std::size_t i = 0; i < hidden_.size(); ++i) {
        if (hidden_[i]) hidden.push_back(variant(i));
    }
    responses_ = nullptr;
    comparison_ = std::move(comparison);
    outcomes_ = {};
    hidden_.clear();
    if (comparison_ != nullptr) {
        outcomes_.baseline = comparison_->baseline;
        for (const RecordedRunPtr& run : comparison_->runs) {
            outcomes_.outcomes.push_back(light(run->outcome));
            hidden_.push_back(std::find(hidden.begin(), hidden.end(), run->outcome.variant) != hidden.end());
        }
        responses_ = std::make_unique<ResponseFigures>(outcomes_, false);
    }
    endResetModel();
    emit changed();
}

std::vector<std::size_t> ComparedRuns::shown() const {
    std::vector<std::size_t> runs;
    for (std::size_t i = 0; i < outcomes_.outcomes.size(); ++i) {
        if (outcomes_.outcomes[i].applicable() && !hidden_[i]) runs.push_back(i);
    }
    return runs;
}

int ComparedRuns::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(outcomes_.outcomes.size());
}

QVariant ComparedRuns::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    const auto run = static_cast<std::size_t>(index.row());
    const Outcome& outcome = outcomes_.outcomes[run];
    const bool is_base = run == outcomes_.baseline && outcome.applicable();
    switch (role) {
        case Qt::DisplayRole:
            return words(short_text(outcome.variant)) + (is_base ? " *" : "");
        case Qt::ToolTipRole:
            if (!outcome.applicable()) {
                return tr("%1\nimpossible: %2")
                    .arg(words(variant_text(outcome.variant)), words(why_not_text(outcome.why_not)));
            }
            return words(variant_text(outcome.variant)) +
                   (is_base ? tr("\nthe baseline, which differences count from") : QString());
        case Qt::CheckStateRole:
            return !outcome.applicable() ? QVariant() : hidden_[run] ? Qt::Unchecked : Qt::Checked;
        case FigureTable::kEmphasisRole:
            return static_cast<int>(outcome.applicable() ? Emphasis::none : Emphasis::faint);
        default:
            return {};
    }
}

bool ComparedRuns::setData(const QModelIndex& index, const QVariant& value, int role) {
    if (!index.isValid() || role != Qt::CheckStateRole) return false;
    hidden_[static_cast<std::size_t>(index.row())] = value.toInt() != Qt::Checked;
    emit dataChanged(index, index, {Qt::CheckStateRole});
    emit changed();
    return true;
}

Qt::ItemFlags ComparedRuns::flags(const QModelIndex& index) const {
    if (!index.isValid()) return Qt::NoItemFlags;
    const bool applies = outcomes_.outcomes[static_cast<std::size_t>(index.row())].applicable();
    return applies ? Qt::ItemIsEnabled | Qt::ItemIsUserCheckable : Qt::ItemIsEnabled;
}

}  // namespace pinstack::gui
