// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "analyzer/report/time_scale.hpp"
#include "gui/models/table/figure_table.hpp"

namespace pinstack::gui {

/// A time divided into its kinds, with the share and the meaning of each, and counts beside it.
class ShareTable : public FigureTable {
    Q_OBJECT

public:
    enum Column : int { kKind, kTime, kShare, kMeaning };

    struct Row {
        QString kind;
        std::int64_t part = 0;  ///< ns, or a count
        bool is_count = false;
        bool is_loss = false;
        QString meaning{};
    };

    using FigureTable::FigureTable;

    /// Shares are of `whole`. `what`: the heading of the first column.
    void set_rows(const QString& what, const QString& time, std::vector<Row> rows, std::int64_t whole);

protected:
    std::size_t count() const override { return rows_.size(); }
    Figure figure(std::size_t source, int column) const override;
    QString text(std::size_t source, int column) const override;
    QString tip(std::size_t source, int column) const override;
    Emphasis emphasis(std::size_t source, int column) const override;

private:
    std::vector<Row> rows_;
    std::int64_t whole_ = 0;
    TimeScale scale_;
};

}  // namespace pinstack::gui
