// SPDX-License-Identifier: GPL-3.0-or-later
//
// A list of problems and warnings: of a file that does not open, or of the open document. A double click goes to what
// the problem is about.
#pragma once

#include <QWidget>

#include "gui/models/edit/edit_place.hpp"
#include "gui/models/edit/problems_model.hpp"

class QTableView;

namespace pinstack::gui {

class Session;
class ViewState;

class ProblemsView : public QWidget {
    Q_OBJECT

public:
    ProblemsView(Session& session, ViewState& view, QWidget* parent = nullptr);

    /// What it shows: see ProblemsModel::set_problems().
    ProblemsModel& model() { return model_; }
    /// High enough for all rows, or for the first ones of many.
    QSize sizeHint() const override;

signals:
    /// Of a problem of the open document, one without a line of a file. Its task is selected already.
    void place_activated(const EditPlace& place);

private:
    void fit_rows();
    void activate(const QModelIndex& index);

    Session& session_;
    ViewState& view_;
    ProblemsModel model_;
    QTableView* table_;
};

}  // namespace pinstack::gui
