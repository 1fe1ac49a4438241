// SPDX-License-Identifier: GPL-3.0-or-later
//
// What the signs of a timeline mean; only those that occur in the run.
#pragma once

#include <QWidget>
#include <cstdint>
#include <vector>

#include "gui/models/recorded_run.hpp"
#include "gui/models/timeline/unused_cpus.hpp"
#include "gui/models/view_state.hpp"

namespace pinstack::gui {

class BarPainter;
class BarStyle;

class TimelineLegend : public QWidget {
    Q_OBJECT

public:
    explicit TimelineLegend(QWidget* parent = nullptr);

    void show_signs_of(const RecordedRunPtr& run);
    /// The texts, in order.
    QStringList texts() const;

    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    enum class Sign : std::uint8_t {
        runs,
        migrate_disabled,
        non_preemptible,
        overhead,
        waits,
        sleeps,
        unused,
        depth,
        release,
        deadline,
        miss,
        completion,
        migration
    };
    struct Entry {
        Sign sign = Sign::runs;
        JobState state = JobState::running;  ///< of a waiting job
        QString text;
        UnusedKind unused = UnusedKind::stacking;
    };

    void add(Sign sign, const QString& text, JobState state = JobState::running, UnusedKind unused = {}) {
        entries_.push_back({sign, state, text, unused});
    }
    /// Where each entry stands, in lines as wide as given; returns the height.
    int flow(int width, std::vector<QPoint>* places) const;
    void paint_sample(QPainter& painter, BarPainter& bars, const BarStyle& style, const Entry& entry,
                      const QRect& sample) const;

    std::vector<Entry> entries_;
    RecordedRunPtr run_;
    ViewState neutral_;  // nothing is selected in a legend
};

}  // namespace pinstack::gui
