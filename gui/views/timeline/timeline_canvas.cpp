// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/views/timeline/timeline_canvas.hpp"

#include <QCoreApplication>
#include <QFontMetrics>
#include <QPainter>
#include <algorithm>

#include "analyzer/report/chart/time_axis.hpp"
#include "analyzer/report/display_text.hpp"
#include "analyzer/run/outcome.hpp"
#include "gui/models/timeline/timeline_text.hpp"
#include "gui/views/timeline/migration_painter.hpp"
#include "gui/views/timeline/pixel_sheet.hpp"
#include "gui/views/timeline/row_painter.hpp"

namespace pinstack::gui {

namespace {

constexpr std::size_t kLongestName = 24;  // columns; the tooltip has the whole name
constexpr int kPadding = 6;

QString tr(const char* text) { return QCoreApplication::translate("Timeline", text); }

QString shown_name(const Task& task) { return QString::fromStdString(shortened_inside(task.name, kLongestName)); }

QString priority_text(const Task& task) { return task.priority ? tr("prio %1").arg(*task.priority) : QString(); }

QFont smaller(QFont font) {
    if (font.pointSizeF() > 0) {
        font.setPointSizeF(font.pointSizeF() * 0.85);
    } else {
        font.setPixelSize(std::max(1, font.pixelSize() * 85 / 100));
    }
    return font;
}

}  // namespace

void TimelineCanvas::lay_out(QSize size, const QFont& font, const QPalette& palette) {
    size_ = size;
    theme_ = Theme::of(palette);
    const QFontMetrics metrics(font);
    title_height_ = title_.isEmpty() ? 0 : metrics.height() + 4;
    header_ = title_height_ + (has_ruler_ ? metrics.height() + 6 : 0);
    // This is asked for at every frame, and there may be many tasks.
    const RowKey key{run_, font, view_.rows(), view_.filter(), compact_};
    if (!(key == row_key_)) {
        row_key_ = key;
        font_ = font;
        small_font_ = smaller(font);
        lay_out_rows(metrics);
    }
    const Window& window = view_.visible();
    const bool same = edges_ && edges_->columns() == plot_width() && edges_->map().window().from == window.from &&
                      edges_->map().window().to == window.to;
    if (!same) edges_.emplace(TimeMap(window, plot_width()));
}

void TimelineCanvas::lay_out_rows(const QFontMetrics& metrics) {
    left_ = 0;
    rows_ = {};
    labels_.reset();
    small_labels_.reset();
    if (!has_run()) return;
    left_ = head_width(metrics);
    rows_ =
        RowLayout(*run_->system, *run_->timeline, view_.rows(), view_.filter(), RowMetrics{metrics.height(), compact_});
    labels_.emplace(*run_->system, font_);
    small_labels_.emplace(*run_->system, small_font_);
}

int TimelineCanvas::head_width(const QFontMetrics& metrics) const {
    const System& system = *run_->system;
    const QFontMetrics small(small_font_);
    const int share = small.horizontalAdvance("100.00 %");
    int width = metrics.horizontalAdvance(tr("CPU %1").arg(system.platform.cpus - 1)) + share;
    const bool has_tasks = !compact_ && view_.rows() != Rows::cpus;
    for (std::size_t i = 0; has_tasks && i < system.tasks.size(); ++i) {
        const Task& task = system.tasks[i];
        const QString priority = priority_text(task);
        width = std::max(width, metrics.horizontalAdvance(shown_name(task)) + share +
                                    (priority.isEmpty() ? 0 : small.horizontalAdvance(priority) + kPadding));
    }
    return width + 4 * kPadding;
}

std::uint64_t TimelineCanvas::paint(QPainter& painter, int scroll) {
    PixelSheet sheet(painter);
    const QRect all(QPoint(), size_);
    if (sheet.is_usable()) {
        sheet.fill(all, theme_.ground);
    } else {
        painter.fillRect(all, theme_.ground);
    }
    if (!title_.isEmpty()) {
        QFont bold = font_;
        bold.setBold(true);
        painter.setFont(bold);
        painter.setPen(theme_.text);
        painter.drawText(QRect(kPadding, 0, size_.width() - 2 * kPadding, title_height_),
                         Qt::AlignVCenter | Qt::AlignLeft | Qt::TextSingleLine, title_);
    }
    if (!has_run()) {
        paint_nothing(painter);
        return 0;
    }
    const int bottom = std::min(size_.height(), header_ + rows_.height() - scroll);
    paint_ruler(painter, bottom);
    painter.save();
    painter.setClipRect(QRect(0, header_, size_.width(), size_.height() - header_));
    const std::uint64_t merged = paint_rows(painter, scroll);
    painter.restore();
    return merged;
}

void TimelineCanvas::paint_nothing(QPainter& painter) const {
    QString text = tr("Nothing has been run yet");
    if (run_ != nullptr && !run_->outcome.applicable()) {
        text = tr("This variant cannot run this system:\n%1")
                   .arg(QString::fromStdString(why_not_text(run_->outcome.why_not)));
    }
    painter.setFont(font_);
    painter.setPen(theme_.weak_text);
    painter.drawText(QRect(QPoint(0, title_height_), size_ - QSize(0, title_height_)).adjusted(20, 4, -20, -4),
                     Qt::AlignCenter | Qt::TextWordWrap, text);
}

void TimelineCanvas::paint_ruler(QPainter& painter, int bottom) const {
    const QFontMetrics metrics(font_);
    const int label = metrics.horizontalAdvance("0000.000") + 2 * kPadding;
    const std::vector<Instant> ticks = ticks_in(edges_->map().window(), std::max(1, plot_width() / label));
    const TickLabels labels = label_ticks(ticks);
    const int top = title_height_, height = header_ - title_height_;
    painter.setFont(font_);
    for (std::size_t i = 0; i < ticks.size(); ++i) {
        const int x = left_ + edges_->column_of(ticks[i]);
        painter.fillRect(x, header_ - (has_ruler_ ? 4 : 0), 1, bottom - header_ + (has_ruler_ ? 4 : 0), theme_.grid);
        if (!has_ruler_) continue;
        const QString text = QString::fromStdString(labels.texts[i]);
        const int width = metrics.horizontalAdvance(text);
        // The first and last would hang over.
        const int at = std::clamp(x - width / 2, left_ + 1, std::max(left_ + 1, size_.width() - width - 2));
        painter.setPen(theme_.weak_text);
        painter.drawText(at, top + metrics.ascent() + 1, text);
    }
    if (!has_ruler_) return;
    painter.setPen(theme_.weak_text);
    painter.drawText(QRect(kPadding, top, left_ - 2 * kPadding, height - 4), Qt::AlignRight | Qt::AlignVCenter,
                     QString::fromStdString(labels.unit));
    painter.fillRect(0, header_ - 1, size_.width(), 1, theme_.row_line);
}

void TimelineCanvas::paint_head(QPainter& painter, const TimelineRow& row, int top) const {
    const TimelineText text(*run_);
    const Selection& selection = view_.selection();
    const bool is_selected =
        row.is_cpu ? selection.cpu == static_cast<CpuId>(row.number) : selection.task == row.number;
    const QRect head(0, top, left_ - 1, row.height);
    if (is_selected) painter.fillRect(QRect(0, top, 3, row.height - 1), theme_.selection);
    const QRect line(kPadding, top + row.bar_top, left_ - 2 * kPadding, row.bar_height);
    painter.setFont(font_);
    painter.setPen(theme_.text);
    const auto cpu = static_cast<CpuId>(row.number);
    const QString name = row.is_cpu ? tr("CPU %1").arg(row.number) : shown_name(run_->system->tasks[row.number]);
    painter.drawText(line, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine, name);
    painter.setFont(small_font_);
    painter.setPen(theme_.weak_text);
    const QString share = row.is_cpu ? text.cpu_share(cpu) : text.task_share(row.number);
    painter.drawText(line, Qt::AlignRight | Qt::AlignVCenter | Qt::TextSingleLine, share);
    if (!row.is_cpu) {
        const int room = QFontMetrics(small_font_).horizontalAdvance("100.00 %") + kPadding;
        painter.drawText(line.adjusted(0, 0, -room, 0), Qt::AlignRight | Qt::AlignVCenter | Qt::TextSingleLine,
                         priority_text(run_->system->tasks[row.number]));
    }
    painter.fillRect(head.left(), head.bottom(), size_.width(), 1, theme_.row_line);
}

std::uint64_t TimelineCanvas::paint_rows(QPainter& painter, int scroll) {
    const QRect plot(left_, header_, plot_width(), size_.height() - header_);
    const BarStyle style(theme_, view_, *run_->system, run_->recording.nobodys_task);
    const TimelineScene scene{*run_, *edges_, style, *labels_, *small_labels_, compact_};
    paint_span(painter);
    RowPainter rows(painter, scene, left_, plot);
    const std::vector<TimelineRow>& all = rows_.rows();
    for (std::size_t i = rows_.first_from(scroll); i < all.size(); ++i) {
        const int top = header_ + all[i].top - scroll;
        if (top >= size_.height()) break;
        painter.setClipRect(plot);
        rows.paint(all[i], top);
        painter.setClipRect(QRect(0, header_, size_.width(), size_.height() - header_));
        paint_head(painter, all[i], top);
    }
    painter.fillRect(left_ - 1, header_, 1, std::min(rows_.height() - scroll, plot.height()), theme_.row_line);
    painter.setClipRect(plot);
    return rows.merged() + paint_migrations(painter, scene, rows_, QPoint(left_, header_ - scroll));
}

void TimelineCanvas::paint_span(QPainter& painter) const {
    const auto& span = view_.selection().span;
    if (!span) return;
    const int from = edges_->column_of(span->from), to = std::max(from + 1, edges_->column_of(span->to));
    QColor colour = theme_.selection;
    colour.setAlpha(theme_.is_dark ? 60 : 36);
    painter.fillRect(left_ + from, header_, to - from, size_.height() - header_, colour);
}

}  // namespace pinstack::gui
