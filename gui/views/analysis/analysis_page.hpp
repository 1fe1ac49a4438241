// SPDX-License-Identifier: GPL-3.0-or-later
//
// What the schedulability tests prove of the system, the bounds beside simulated maxima. Nothing is analyzed while the
// page is hidden.
#pragma once

#include "gui/models/analysis/bound_table.hpp"
#include "gui/models/analysis/test_table.hpp"
#include "gui/views/page.hpp"

class QLabel;
class QScrollArea;

namespace pinstack::gui {

class Session;
class ViewState;

class AnalysisPage : public Page {
    Q_OBJECT

public:
    AnalysisPage(Session& session, ViewState& view, QWidget* parent = nullptr);

    QAbstractItemModel* table() override { return &bounds_; }
    TestTable& tests() { return tests_; }
    BoundTable& bounds() { return bounds_; }

protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;
    void changeEvent(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void show_analysis();
    void show_findings();
    void fit_findings();

    Session& session_;
    TestTable tests_;
    BoundTable bounds_;
    QLabel* findings_ = nullptr;
    QScrollArea* sentences_ = nullptr;  // around it
};

}  // namespace pinstack::gui
