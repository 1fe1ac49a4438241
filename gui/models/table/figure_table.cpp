// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/models/table/figure_table.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

namespace pinstack::gui {

namespace {

bool has_value(const Figure& figure) { return figure.index() != 0; }

bool less(const Figure& a, const Figure& b) {
    const auto* left = std::get_if<QString>(&a);
    const auto* right = std::get_if<QString>(&b);
    return left != nullptr && right != nullptr ? left->localeAwareCompare(*right) < 0 : a < b;
}

template <class Key, class Less>
void append_sorted(std::vector<std::uint32_t>& order, std::vector<std::pair<Key, std::uint32_t>>& keys,
                   Qt::SortOrder direction, const Less& is_less) {
    const bool up = direction == Qt::AscendingOrder;
    std::stable_sort(keys.begin(), keys.end(), [&](const auto& a, const auto& b) {
        return up ? is_less(a.first, b.first) : is_less(b.first, a.first);
    });
    for (const auto& [key, source] : keys) order.push_back(source);
}

QVariant variant_of(const Figure& figure) {
    if (const auto* number = std::get_if<std::int64_t>(&figure)) return QVariant::fromValue(qlonglong{*number});
    if (const auto* number = std::get_if<double>(&figure)) return *number;
    if (const auto* text = std::get_if<QString>(&figure)) return *text;
    return {};
}

}  // namespace

int FigureTable::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(order_.size());
}

int FigureTable::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(columns_.size());
}

QVariant FigureTable::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid)) return {};
    const std::size_t source = source_of(index.row());
    switch (role) {
        case Qt::DisplayRole:
            return text(source, index.column());
        case Qt::ToolTipRole: {
            const QString more = tip(source, index.column());
            return more.isEmpty() ? QVariant() : more;
        }
        case Qt::TextAlignmentRole: {
            const bool is_text = columns_[static_cast<std::size_t>(index.column())].is_text;
            return QVariant::fromValue(Qt::Alignment((is_text ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter));
        }
        case kFigureRole:
            return variant_of(figure(source, index.column()));
        case kEmphasisRole:
            return static_cast<int>(emphasis(source, index.column()));
        default:
            return {};
    }
}

QVariant FigureTable::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || section < 0 || section >= columnCount()) return {};
    const FigureColumn& column = columns_[static_cast<std::size_t>(section)];
    switch (role) {
        case Qt::DisplayRole:
            return column.heading;
        case Qt::ToolTipRole:
            return column.meaning.isEmpty() ? QVariant() : column.meaning;
        case Qt::TextAlignmentRole:
            return QVariant::fromValue(
                Qt::Alignment((column.is_text ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter));
        case kFigureRole:
            return column.key;
        default:
            return {};
    }
}

void FigureTable::sort(int column, Qt::SortOrder order) {
    if (column >= columnCount()) return;
    sort_column_ = column;
    sort_order_ = order;
    rearrange();
}

void FigureTable::set_filter(const QString& text) {
    if (filter_ == text) return;
    filter_ = text;
    if (is_about_tasks()) rearrange();
}

int FigureTable::row_of(const Selection& selection) const {
    const std::optional<std::size_t> source = source_of_selection(selection);
    if (!source) return -1;
    const auto place = std::find(order_.begin(), order_.end(), static_cast<std::uint32_t>(*source));
    return place == order_.end() ? -1 : static_cast<int>(place - order_.begin());
}

void FigureTable::reset(std::shared_ptr<const System> system, const std::function<std::vector<FigureColumn>()>& make) {
    beginResetModel();
    system_ = std::move(system);
    columns_ = make();
    if (sort_column_ >= columnCount()) sort_column_ = -1;
    arrange();
    endResetModel();
}

QString FigureTable::task_name(std::uint32_t task) const { return words(system_->tasks[task].name); }

void FigureTable::arrange() {
    order_.resize(count());
    std::iota(order_.begin(), order_.end(), std::uint32_t{0});
    if (!filter_.isEmpty() && is_about_tasks() && system_ != nullptr) {
        std::vector<bool> shown;
        for (const Task& task : system_->tasks)
            shown.push_back(words(task.name).contains(filter_, Qt::CaseInsensitive));
        std::erase_if(order_, [&](std::uint32_t source) {
            const std::vector<std::uint32_t> tasks = tasks_of(source);
            return !tasks.empty() &&
                   std::none_of(tasks.begin(), tasks.end(), [&](std::uint32_t task) { return shown[task]; });
        });
    }
    if (sort_column_ >= 0) sort_sources();
}

void FigureTable::sort_sources() {
    // The keys are made once, not at each comparison; most are integers, and quick to compare.
    std::vector<std::pair<std::int64_t, std::uint32_t>> numbers;
    std::vector<std::pair<Figure, std::uint32_t>> figures;
    std::vector<std::uint32_t> without;
    numbers.reserve(order_.size());
    for (const std::uint32_t source : order_) {
        Figure key = sort_key(source, sort_column_);
        if (!has_value(key)) {
            without.push_back(source);
        } else if (const auto* number = std::get_if<std::int64_t>(&key)) {
            numbers.emplace_back(*number, source);
        } else {
            figures.emplace_back(std::move(key), source);
        }
    }
    order_.clear();
    // A column has keys of one kind.
    append_sorted(order_, numbers, sort_order_, std::less<>());
    append_sorted(order_, figures, sort_order_, less);
    order_.insert(order_.end(), without.begin(), without.end());
}

void FigureTable::rearrange() {
    emit layoutAboutToBeChanged({}, VerticalSortHint);
    const QModelIndexList before = persistentIndexList();
    std::vector<std::uint32_t> sources;
    for (const QModelIndex& index : before) sources.push_back(order_[static_cast<std::size_t>(index.row())]);
    arrange();
    // What views hold on to: few indexes in a table of any size, so one pass finds them all.
    std::vector<int> rows(sources.size(), -1);
    if (!sources.empty()) {
        std::vector<int> row_of_source(count(), -1);
        for (std::size_t row = 0; row < order_.size(); ++row) row_of_source[order_[row]] = static_cast<int>(row);
        for (std::size_t i = 0; i < sources.size(); ++i) rows[i] = row_of_source[sources[i]];
    }
    QModelIndexList after;
    for (qsizetype i = 0; i < before.size(); ++i) {
        const int row = rows[static_cast<std::size_t>(i)];
        after << (row < 0 ? QModelIndex() : index(row, before[i].column()));
    }
    changePersistentIndexList(before, after);
    emit layoutChanged({}, VerticalSortHint);
}

}  // namespace pinstack::gui
