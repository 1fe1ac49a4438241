// SPDX-License-Identifier: GPL-3.0-or-later
//
// The statistics of what is selected: of the job, else of the task, else of the machine; between the markers where
// both are set, else in the selected span, else over the whole run (of a job, whenever it was there).
#pragma once

#include <QObject>

#include "gui/models/results/share_table.hpp"
#include "gui/models/results/window_figures.hpp"

namespace pinstack::gui {

class SelectionStatistics : public QObject {
    Q_OBJECT

public:
    SelectionStatistics(const ViewState& view, QObject* parent = nullptr);

    void show(const RecordedRunPtr& run);
    /// While nobody looks nothing is computed.
    void set_watched(bool watched);

    ShareTable& table() { return table_; }
    /// "Between the markers, 5ms to 20ms: the machine".
    const QString& title() const { return title_; }

signals:
    void title_changed();

private:
    void refresh();
    void show_machine(Window window, const QString& where);
    void show_task(Window window, const QString& where, std::uint32_t task, std::optional<std::uint64_t> job);

    const ViewState& view_;
    RecordedRunPtr run_;
    bool is_watched_ = false;
    ShareTable table_;
    QString title_;
};

}  // namespace pinstack::gui
