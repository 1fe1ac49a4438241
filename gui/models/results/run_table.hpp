// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/models/recorded_run.hpp"
#include "gui/models/table/figure_table.hpp"

namespace pinstack::gui {

/// A table of one run. Empty where there is no run, or its variant is impossible.
class RunTable : public FigureTable {
    Q_OBJECT

public:
    using FigureTable::FigureTable;

    void show(const RecordedRunPtr& run);

protected:
    /// Computes what the rows need and gives the columns. Only called where has_run().
    virtual std::vector<FigureColumn> make() = 0;
    /// Forgets what make() computed.
    virtual void forget() {}

    bool has_run() const { return run_ != nullptr; }
    const RecordedRun& run() const { return *run_; }
    const RunResult& result() const { return *run_->outcome.result; }

private:
    RecordedRunPtr run_;
};

}  // namespace pinstack::gui
