// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/models/what_if/before_after_model.hpp"

#include <algorithm>
#include <cmath>

#include "analyzer/report/time_scale.hpp"

namespace pinstack::gui {

namespace {

QString from(const std::string& text) { return QString::fromStdString(text); }

QString with_sign(int sign, const QString& magnitude) {
    if (sign == 0) return BeforeAfterModel::tr("same");
    return (sign > 0 ? "+" : "\u2212") + magnitude;
}

int sign_of(__int128 number) { return number > 0 ? 1 : number < 0 ? -1 : 0; }

}  // namespace

BeforeAfterModel::BeforeAfterModel(Session& session, QObject* parent) : QAbstractTableModel(parent), session_(session) {
    connect(&session.document(), &Document::opened, this, &BeforeAfterModel::document_opened);
    connect(&session.document(), &Document::changed, this, &BeforeAfterModel::document_changed);
    connect(&session, &Session::run_changed, this, &BeforeAfterModel::run_changed);
    opened_ = session.document().effective();
    run_changed();
}

void BeforeAfterModel::document_opened() {
    first_job_.cancel();
    opened_ = session_.document().effective();
    first_ = nullptr;
    tell();
}

void BeforeAfterModel::document_changed() {
    tell();
    // The session makes the run as opened, unless a change overtakes it.
    if (first_ != nullptr || opened_ == nullptr || session_.document().effective() == opened_) return;
    if (first_job_.is_busy()) return;
    first_job_.submit([this, system = opened_](const std::stop_token& stop, const LatestJob::Progress&) {
        RecordedRunPtr run = run_recorded(system, system->kernel, stop);
        if (run == nullptr) return LatestJob::Deliver{};
        return LatestJob::Deliver{[this, run = std::move(run)] { set_first(run); }};
    });
}

void BeforeAfterModel::run_changed() {
    const RecordedRunPtr& run = session_.run();
    if (run != nullptr && run->system == opened_) return set_first(run);
    tell();
}

void BeforeAfterModel::set_first(const RecordedRunPtr& run) {
    first_ = run;
    tell();
}

void BeforeAfterModel::set_task(const QString& name) {
    if (task_ == name) return;
    task_ = name;
    tell();
}

void BeforeAfterModel::tell() {
    emit dataChanged(index(0, 0), index(kRows - 1, kColumns - 1));
    emit headerDataChanged(Qt::Vertical, 0, kRows - 1);
}

int BeforeAfterModel::rowCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : kRows; }

int BeforeAfterModel::columnCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : kColumns; }

const RunResult* BeforeAfterModel::result(Column column) const {
    // What breaks a rule is not run, and the run before it answers nothing.
    if (column == Column::now && session_.document().effective() == nullptr) return nullptr;
    const RecordedRunPtr& run = column == Column::opened ? first_ : session_.run();
    return run != nullptr && run->outcome.applicable() ? &*run->outcome.result : nullptr;
}

std::optional<std::int64_t> BeforeAfterModel::figure(Row row, Column column) const {
    const RunResult* of = result(column);
    if (of == nullptr) return std::nullopt;
    switch (row) {
        case Row::misses:
            return static_cast<std::int64_t>(of->deadline_misses());
        case Row::loss:
            return of->capacity.lost();
        case Row::depth:
            return of->stacking.max_depth;
        case Row::response:
            break;
    }
    const auto& tasks = (column == Column::opened ? first_ : session_.run())->system->tasks;
    for (std::size_t i = 0; i < tasks.size(); ++i) {
        if (from(tasks[i].name) != task_ || of->tasks[i].completed == 0) continue;
        return of->tasks[i].response.max().ns;
    }
    return std::nullopt;
}

QString BeforeAfterModel::text(Row row, Column column) const {
    const auto value = figure(row, column);
    if (!value) return "\u2013";
    switch (row) {
        case Row::loss:
            return from(percent_text(*value, result(column)->capacity.total));
        case Row::response:
            return from(time_text(*value));
        default:
            return QString::number(*value);
    }
}

int BeforeAfterModel::judgement(Row row) const {
    const auto before = figure(row, Column::opened), now = figure(row, Column::now);
    if (!before || !now) return 0;
    if (row != Row::loss) return sign_of(*now - *before);
    // Shares of capacity, which is another one with another number of CPUs or another end.
    const __int128 of_before = result(Column::opened)->capacity.total, of_now = result(Column::now)->capacity.total;
    return sign_of(*now * of_before - *before * of_now);
}

QString BeforeAfterModel::change_text(Row row) const {
    const auto before = figure(row, Column::opened), now = figure(row, Column::now);
    if (!before || !now) return {};
    const std::int64_t magnitude = std::max(*before, *now) - std::min(*before, *now);
    switch (row) {
        case Row::loss: {
            const auto percent = [&](Column column) { return 100 * result(column)->capacity.utilization_loss(); };
            const QString points = QString::number(std::abs(percent(Column::now) - percent(Column::opened)), 'f', 2);
            return with_sign(judgement(row), tr("%1 pp").arg(points == "0.00" ? "<0.01" : points));
        }
        case Row::response:
            return with_sign(judgement(row), from(time_text(magnitude)));
        default:
            return with_sign(judgement(row), QString::number(magnitude));
    }
}

QVariant BeforeAfterModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid()) return {};
    const auto row = static_cast<Row>(index.row());
    const auto column = static_cast<Column>(index.column());
    if (role == Qt::DisplayRole) return column == Column::change ? change_text(row) : text(row, column);
    if (role == Qt::TextAlignmentRole) return QVariant(Qt::AlignRight | Qt::AlignVCenter);
    if (role == Qt::ToolTipRole && row == Row::loss && column != Column::change) {
        const auto lost = figure(row, column);
        return lost ? tr("%1 of CPU time lost to stacking, affinity and balancing").arg(from(time_text(*lost)))
                    : QString();
    }
    if (role == Qt::ToolTipRole && row == Row::loss) return tr("pp: percentage points");
    if (role == kJudgementRole && column == Column::change) return judgement(row);
    return {};
}

QVariant BeforeAfterModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation == Qt::Horizontal) {
        const auto column = static_cast<Column>(section);
        if (role != Qt::DisplayRole) return {};
        return column == Column::opened ? tr("as opened") : column == Column::now ? tr("now") : tr("change");
    }
    const bool is_long = role == Qt::ToolTipRole;
    if (role != Qt::DisplayRole && !is_long) return {};
    switch (static_cast<Row>(section)) {
        case Row::misses:
            return is_long ? tr("Deadlines missed") : tr("missed");
        case Row::loss:
            return is_long ? tr("Capacity lost to stacking, affinity and balancing") : tr("lost");
        case Row::depth:
            return is_long ? tr("The most unfinished jobs pinned to one CPU") : tr("depth");
        case Row::response:
            return is_long ? tr("The worst response of %1").arg(task_) : tr("worst %1").arg(task_);
    }
    return {};
}

}  // namespace pinstack::gui
