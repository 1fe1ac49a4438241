// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/models/compare/response_distribution.hpp"
#include "gui/views/compare/compare_view.hpp"

namespace pinstack::gui {

class ChartList;

/// The response times of one task: the cumulative distribution of all variants, and a histogram of each.
class ResponseView : public CompareView {
    Q_OBJECT

public:
    static constexpr int kBins = 100;

    ResponseView(ComparedRuns& runs, ViewState& view, QWidget* parent = nullptr);

    QWidget* picture() override;
    bool is_of_task() const override { return true; }
    void set_axis(AxisKind kind);

protected:
    void rebuild() override;
    void clear() override;

private:
    void add_cumulative(const ResponseDistribution& distribution);
    void add_histogram(const ResponseDistribution& distribution, const ResponseGroup& group);
    QString names_of(const ResponseGroup& group) const;

    ChartList* charts_ = nullptr;
    AxisKind kind_ = AxisKind::automatic;
};

}  // namespace pinstack::gui
