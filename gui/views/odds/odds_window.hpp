// SPDX-License-Identifier: GPL-3.0-or-later
//
// How likely tasks stack by chance, over the number of CPUs or over the share of their run time that is pinned. Solved
// in the background at every change.
#pragma once

#include <QDialog>
#include <array>
#include <optional>

#include "gui/models/latest_job.hpp"
#include "gui/models/odds/odds_table.hpp"
#include "gui/models/view_state.hpp"

class QComboBox;
class QLabel;
class QLineEdit;
class QProgressBar;
class QPushButton;
class QSpinBox;

namespace pinstack::gui {

class OddsChart;

class OddsWindow : public QDialog {
    Q_OBJECT

public:
    explicit OddsWindow(QWidget* parent = nullptr);

    StackingOddsTable& table() { return table_; }
    bool is_busy() const { return job_.is_busy(); }

private:
    QWidget* make_question();
    /// Nothing where a word is wrong: then the message says so.
    std::optional<OddsSweep> sweep();
    void solve_again();
    void show_points(const OddsSweep& sweep, std::vector<OddsPoint> points);
    void say(const QString& text);

    StackingOddsTable table_;
    ViewState view_;  // of the table alone
    QComboBox* axis_ = nullptr;
    QSpinBox* first_ = nullptr;
    QSpinBox* last_ = nullptr;
    QSpinBox* extra_ = nullptr;
    QLineEdit* think_ = nullptr;
    QLineEdit* plain_ = nullptr;
    QLineEdit* section_ = nullptr;
    QComboBox* wake_ = nullptr;
    QLabel* message_ = nullptr;
    QWidget* answer_ = nullptr;
    std::array<OddsChart*, 3> charts_{};
    QProgressBar* progress_ = nullptr;
    QPushButton* cancel_ = nullptr;
    LatestJob job_;
};

}  // namespace pinstack::gui
