// SPDX-License-Identifier: GPL-3.0-or-later
//
// The trace that is open and the simulation of a system file, one above the other over one axis of time: where they
// agree, and where they first diverge.
#pragma once

#include "gui/models/trace/agreement_table.hpp"
#include "gui/views/page.hpp"

class QDoubleSpinBox;
class QLabel;
class QLineEdit;
class QPushButton;

namespace pinstack::gui {

class FigureView;
class Session;
class TimelineView;
class ViewState;

class BesidePage : public Page {
    Q_OBJECT

public:
    BesidePage(Session& session, ViewState& view, QWidget* parent = nullptr);

    QWidget* picture() override { return picture_; }
    QAbstractItemModel* table() override { return &agreement_; }

    /// Asks for a system file, and compares with it.
    void ask_file();
    /// Zooms to the first divergence and marks it, if there is one.
    void show_divergence();

signals:
    void message(const QString& text);  ///< what is wrong with a word that was typed

private:
    QWidget* make_settings();
    void compare_again();
    void show_trace();
    void show_beside();

    Session& session_;
    ViewState& view_;
    AgreementTable agreement_;
    QString file_;
    QLabel* file_label_ = nullptr;
    QDoubleSpinBox* scale_ = nullptr;
    QLineEdit* start_ = nullptr;
    QWidget* picture_ = nullptr;
    TimelineView* trace_ = nullptr;
    TimelineView* run_ = nullptr;
    QLabel* findings_ = nullptr;
    QPushButton* show_divergence_ = nullptr;
    FigureView* figures_ = nullptr;
};

}  // namespace pinstack::gui
