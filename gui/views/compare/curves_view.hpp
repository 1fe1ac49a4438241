// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "gui/views/compare/compare_view.hpp"
#include "gui/views/compare/time_chart.hpp"

namespace pinstack::gui {

class ChartList;

/// Figures over time, a chart for each variant, all with the same scale.
class CurvesView : public CompareView {
    Q_OBJECT

public:
    enum class What : std::uint8_t {
        series,   ///< stack depth, and CPUs lost
        latency,  ///< of one task: first run - release, held until its next release
    };

    CurvesView(What what, ComparedRuns& runs, ViewState& view, QWidget* parent = nullptr);

    QWidget* picture() override;
    bool is_of_task() const override { return what_ == What::latency; }
    const std::vector<TimeChart*>& charts() const { return charts_; }

protected:
    void rebuild() override;
    void clear() override;

private:
    void add_series(double most, std::size_t run);
    void add_latency(double most, std::size_t run);

    What what_;
    ChartList* list_ = nullptr;
    std::vector<TimeChart*> charts_;
};

}  // namespace pinstack::gui
