// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/views/timeline/timeline_legend.hpp"

#include <QPainter>
#include <algorithm>

#include "gui/models/timeline/timeline_index.hpp"
#include "gui/views/timeline/bar_painter.hpp"

namespace pinstack::gui {

TimelineLegend::TimelineLegend(QWidget* parent) : QWidget(parent) {
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Minimum);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    QFont small = font();
    small.setPointSizeF(small.pointSizeF() * 0.9);
    setFont(small);
    setAccessibleName(tr("Legend of the timeline"));
}

void TimelineLegend::show_signs_of(const RecordedRunPtr& run) {
    entries_.clear();
    run_ = run;
    if (run != nullptr && run->timeline != nullptr) {
        const OccurringSigns& signs = run->timeline->signs;
        if (signs.plain) add(Sign::runs, tr("runs"));
        if (signs.migrate_disabled) add(Sign::migrate_disabled, tr("migrate-disabled (MD)"));
        if (signs.non_preemptible) add(Sign::non_preemptible, tr("non-preemptible (NP)"));
        if (signs.overhead) add(Sign::overhead, tr("kernel work or spinning"));
        const auto waits = [&](JobState state, const QString& text) {
            if (!signs.waiting.test(static_cast<std::size_t>(state))) return;
            add(state == JobState::suspended ? Sign::sleeps : Sign::waits, text, state);
        };
        waits(JobState::interference, tr("waits: more urgent jobs run"));
        waits(JobState::np_blocking, tr("blocked by a less urgent NP job"));
        waits(JobState::pin_wait, tr("pinned, its CPU is taken"));
        waits(JobState::affinity_wait, tr("kept out by its mask"));
        waits(JobState::balancing_wait, tr("not yet moved"));
        waits(JobState::lock_wait, tr("waits for a lock"));
        waits(JobState::overhead, tr("waits for the kernel"));
        waits(JobState::suspended, tr("sleeps"));
        waits(JobState::throttled, tr("throttled"));
        const auto unused = [&](UnusedKind kind, const QString& text) {
            if (signs.unused.test(static_cast<std::size_t>(kind))) add(Sign::unused, text, JobState::running, kind);
        };
        unused(UnusedKind::stacking, tr("idle, lost to stacking"));
        unused(UnusedKind::other, tr("idle, lost otherwise"));
        unused(UnusedKind::throttled, tr("CPU throttled"));
        if (!signs.overhead) unused(UnusedKind::kernel, tr("kernel work"));
        unused(UnusedKind::some_kernel, tr("idle, or kernel work"));
        unused(UnusedKind::unknown, tr("not known: events are missing"));
        if (signs.stacks) add(Sign::depth, tr("stack depth; red: it costs CPUs"));
        if (!run->recording.releases.empty()) add(Sign::release, tr("release"));
        if (!run->recording.deadlines.empty()) add(Sign::deadline, tr("deadline"));
        if (signs.misses) add(Sign::miss, tr("missed"));
        if (!run->recording.completions.empty()) add(Sign::completion, tr("completion"));
        if (signs.migrations) add(Sign::migration, tr("migration"));
    }
    QStringList all = texts();
    setAccessibleDescription(all.join(", "));
    updateGeometry();
    update();
}

QStringList TimelineLegend::texts() const {
    QStringList texts;
    for (const Entry& entry : entries_) texts << entry.text;
    return texts;
}

int TimelineLegend::flow(int width, std::vector<QPoint>* places) const {
    const QFontMetrics metrics(font());
    const int line = metrics.height() + 4, sample = metrics.height() * 3 / 2, gap = metrics.height();
    int x = 4, y = 2;
    for (const Entry& entry : entries_) {
        const int wide = sample + 4 + metrics.horizontalAdvance(entry.text);
        if (x > 4 && x + wide > width - 4) {
            x = 4;
            y += line;
        }
        if (places != nullptr) places->emplace_back(x, y);
        x += wide + gap;
    }
    return entries_.empty() ? 0 : y + line;
}

int TimelineLegend::heightForWidth(int width) const { return flow(width, nullptr); }
QSize TimelineLegend::sizeHint() const { return {fontMetrics().averageCharWidth() * 60, flow(width(), nullptr)}; }

void TimelineLegend::paint_sample(QPainter& painter, BarPainter& bars, const BarStyle& style, const Entry& entry,
                                  const QRect& sample) const {
    const Theme& theme = style.theme();
    const auto colour_of_text = QColor(Qt::black);
    JobInterval waiting;
    waiting.state = entry.state;
    waiting.protections.migrate_disabled = entry.state == JobState::pin_wait;
    const QRect thin = sample.adjusted(0, 2, 0, -2);
    const int x = sample.center().x();
    const auto arrow = [&](bool up, const QColor& colour) {
        painter.fillRect(x, sample.top(), 1, sample.height(), colour);
        for (int row = 0; row <= 3; ++row) {
            painter.fillRect(x - row, up ? sample.top() + row : sample.bottom() - row, 2 * row + 1, 1, colour);
        }
    };
    switch (entry.sign) {
        case Sign::runs:
        case Sign::migrate_disabled:
        case Sign::non_preemptible:
            bars.fill(sample, theme.anybody);
            bars.sections(sample, {entry.sign == Sign::non_preemptible, entry.sign == Sign::migrate_disabled},
                          colour_of_text);
            return;
        case Sign::overhead:
            return bars.fill(sample, theme.overhead);
        case Sign::waits:
        case Sign::sleeps:
            return bars.waiting(thin, waiting, RowKind::task);
        case Sign::unused:
            return bars.unused(sample, entry.unused);
        case Sign::depth:
            bars.fill({sample.left(), sample.bottom() - 3, sample.width() / 2, 4},
                      mixed(theme.ground, theme.anybody, 600));
            return bars.fill({x, sample.top() + 2, sample.width() / 2, sample.height() - 2}, theme.loss);
        case Sign::release:
            return arrow(true, theme.text);
        case Sign::deadline:
            return arrow(false, theme.weak_text);
        case Sign::miss:
            return arrow(false, theme.miss);
        case Sign::completion:
            bars.fill({x - 1, sample.top() + 3, 2, sample.height() - 4}, theme.text);
            return bars.fill({x - 3, sample.bottom(), 6, 1}, theme.text);
        case Sign::migration:
            painter.setPen(theme.text);
            painter.drawLine(sample.left() + 4, sample.top(), sample.right() - 4, sample.bottom() - 1);
            return bars.fill({sample.right() - 5, sample.bottom() - 2, 3, 3}, theme.text);
    }
}

void TimelineLegend::paintEvent(QPaintEvent*) {
    if (run_ == nullptr || entries_.empty()) return;
    QPainter painter(this);
    Theme theme = Theme::of(palette());
    painter.fillRect(rect(), theme.ground);
    const BarStyle style(theme, neutral_, *run_->system);
    BarPainter bars(painter, style, rect());
    std::vector<QPoint> places;
    flow(width(), &places);
    const QFontMetrics metrics(font());
    const int wide = metrics.height() * 3 / 2;
    for (std::size_t i = 0; i < entries_.size(); ++i) {
        const QPoint at = places[i];
        paint_sample(painter, bars, style, entries_[i], QRect(at.x(), at.y() + 2, wide, metrics.height() - 3));
        painter.setPen(theme.text);
        painter.setFont(font());
        painter.drawText(at.x() + wide + 4, at.y() + metrics.ascent(), entries_[i].text);
    }
}

}  // namespace pinstack::gui
