// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "gui/models/compare/compared_runs.hpp"
#include "gui/models/view_state.hpp"

class QAbstractItemModel;

namespace pinstack::gui {

/// One way to look at a comparison. What it shows is made when it is seen, not when the comparison changes.
class CompareView : public QWidget {
    Q_OBJECT

public:
    /// Both must outlive it.
    CompareView(ComparedRuns& runs, ViewState& view, QWidget* parent = nullptr);

    /// As of a Page.
    virtual QWidget* picture() { return this; }
    virtual QAbstractItemModel* table() { return nullptr; }
    /// Does it show one task, which is to be chosen?
    virtual bool is_of_task() const { return false; }

    std::uint32_t task() const { return task_; }
    void set_task(std::uint32_t task);

protected:
    /// REQUIRES: !runs().is_empty(), task() is one of the system.
    virtual void rebuild() = 0;
    virtual void clear() = 0;

    ComparedRuns& runs() const { return runs_; }
    ViewState& view() const { return view_; }
    /// "MD/shift", for people: what the legend calls the run.
    QString name_of_run(std::size_t run) const;

    void mark_old();
    void showEvent(QShowEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void refresh();

    ComparedRuns& runs_;
    ViewState& view_;
    std::uint32_t task_ = 0;
    bool is_old_ = true;
};

}  // namespace pinstack::gui
