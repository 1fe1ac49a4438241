// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/models/compare/capacities_table.hpp"
#include "gui/views/compare/compare_view.hpp"

class QLabel;

namespace pinstack::gui {

class CapacityBars;

/// Where the CPU time went: a bar for each variant, divided into its kinds, and the exact times below.
class CapacityView : public CompareView {
    Q_OBJECT

public:
    CapacityView(ComparedRuns& runs, ViewState& view, QWidget* parent = nullptr);

    QWidget* picture() override;
    QAbstractItemModel* table() override { return &table_; }

protected:
    void rebuild() override;
    void clear() override;

private:
    CapacitiesTable table_;
    QWidget* top_ = nullptr;
    QLabel* legend_ = nullptr;
    CapacityBars* bars_ = nullptr;
};

}  // namespace pinstack::gui
