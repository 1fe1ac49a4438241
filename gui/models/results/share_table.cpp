// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/models/results/share_table.hpp"

#include <utility>

namespace pinstack::gui {

void ShareTable::set_rows(const QString& what, const QString& time, std::vector<Row> rows, std::int64_t whole) {
    reset(nullptr, [&]() -> std::vector<FigureColumn> {
        rows_ = std::move(rows);
        whole_ = whole;
        scale_ = {};
        for (const Row& row : rows_) {
            if (!row.is_count) scale_.fit(row.part);
        }
        if (rows_.empty()) return {};
        return {{what, {}, "kind", true},
                {time + '\n' + words(scale_.unit_name()), {}, "time_ns"},
                {tr("share"), {}, "share"},
                {tr("meaning"), {}, "meaning", true}};
    });
}

Figure ShareTable::figure(std::size_t source, int column) const {
    const Row& row = rows_[source];
    switch (column) {
        case kKind:
            return row.kind;
        case kTime:
            return row.part;
        case kShare:
            if (row.is_count) return {};
            return whole_ == 0 ? 0.0 : static_cast<double>(row.part) / static_cast<double>(whole_);
        default:
            return row.meaning;
    }
}

QString ShareTable::text(std::size_t source, int column) const {
    const Row& row = rows_[source];
    switch (column) {
        case kKind:
            return row.kind;
        case kTime:
            return row.is_count ? QString::number(row.part) : words(scale_.text(row.part));
        case kShare:
            return row.is_count ? QString() : words(percent_text(row.part, whole_));
        default:
            return row.meaning;
    }
}

QString ShareTable::tip(std::size_t source, int column) const {
    return column == kTime && !rows_[source].is_count ? words(instant_text(rows_[source].part)) : QString();
}

Emphasis ShareTable::emphasis(std::size_t source, int column) const {
    if (column == kMeaning) return Emphasis::faint;
    return rows_[source].is_loss && rows_[source].part > 0 ? Emphasis::bad : Emphasis::none;
}

}  // namespace pinstack::gui
