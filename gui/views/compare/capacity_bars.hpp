// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "gui/models/compare/compared_runs.hpp"
#include "gui/views/compare/framed_chart.hpp"

namespace pinstack::gui {

/// The CPU time of each run as one bar, divided into its kinds, in shares of the whole; a tooltip says which.
class CapacityBars : public FramedChart {
    Q_OBJECT

public:
    explicit CapacityBars(const ComparedRuns& runs, QWidget* parent = nullptr);

    /// The runs that are shown, as they are now.
    void refresh();
    void clear();

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void redraw() override {}

private:
    void show_part(const CapacityKind& kind, std::size_t run);

    const ComparedRuns& runs_;
    int bars_ = 0;
};

}  // namespace pinstack::gui
