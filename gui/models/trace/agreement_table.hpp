// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <vector>

#include "analyzer/report/time_scale.hpp"
#include "analyzer/trace/against.hpp"
#include "gui/models/table/figure_table.hpp"

namespace pinstack::gui {

/// Where a trace and a simulation agree: a row for each CPU, and one for all of them.
class AgreementTable : public FigureTable {
    Q_OBJECT

public:
    enum Column : int { kCpu, kShare, kSameTask, kBothFree, kOtherTask, kOnlyTrace, kOnlyRun, kUnknown };
    using FigureTable::FigureTable;

    void show(const TraceComparison* comparison);

protected:
    std::size_t count() const override { return rows_.size(); }
    Figure figure(std::size_t source, int column) const override;
    QString text(std::size_t source, int column) const override;
    Selection selected_by(std::size_t source) const override;

private:
    struct Row {
        std::optional<CpuId> cpu;  ///< nothing: all
        Agreement agreement;
    };
    std::int64_t time(std::size_t source, int column) const;

    std::vector<Row> rows_;
    TimeScale scale_;
};

}  // namespace pinstack::gui
