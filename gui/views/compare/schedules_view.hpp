// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "gui/views/compare/compare_view.hpp"

class QGridLayout;
class QScrollArea;

namespace pinstack::gui {

class TimelineView;

/// The schedules of all variants over one axis of time.
class SchedulesView : public CompareView {
    Q_OBJECT

public:
    SchedulesView(ComparedRuns& runs, ViewState& view, QWidget* parent = nullptr);

    QWidget* picture() override;
    /// Side by side, in as many columns as there is room for, or one below the other.
    void set_side_by_side(bool side_by_side);
    std::size_t timelines() const { return timelines_.size(); }

protected:
    void rebuild() override;
    void clear() override;

private:
    void lay_out();

    QScrollArea* area_ = nullptr;
    QWidget* content_ = nullptr;
    QGridLayout* grid_ = nullptr;
    std::vector<TimelineView*> timelines_;
    bool side_by_side_ = false;
};

}  // namespace pinstack::gui
