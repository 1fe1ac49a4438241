// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/views/timeline/timeline_view.hpp"

#include <QHelpEvent>
#include <QPaintEngine>
#include <QPaintEvent>
#include <QPainter>
#include <QPixmap>
#include <QScrollBar>
#include <QToolTip>
#include <QWheelEvent>
#include <utility>

#include "gui/models/timeline/timeline_text.hpp"
#include "gui/views/timeline/timeline_view_private.hpp"

namespace pinstack::gui {

TimelineView::TimelineView(ViewState& view, QWidget* parent)
    : QAbstractScrollArea(parent), d_(std::make_unique<Private>(view)) {
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::StrongFocus);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setAccessibleName(tr("Timeline"));
    viewport()->setMouseTracking(true);
    viewport()->setAttribute(Qt::WA_OpaquePaintEvent);
    connect(&view, &ViewState::visible_changed, this, &TimelineView::draw_again);
    connect(&view, &ViewState::appearance_changed, this, &TimelineView::draw_again);
    connect(&view, &ViewState::markers_changed, viewport(), qOverload<>(&QWidget::update));
    connect(&view, &ViewState::selection_changed, this, &TimelineView::follow_selection);
}

TimelineView::~TimelineView() = default;

void TimelineView::show(RecordedRunPtr run) {
    d_->canvas.set_run(std::move(run));
    draw_again();
    updateGeometry();
}

const RecordedRunPtr& TimelineView::run() const { return d_->canvas.run(); }

void TimelineView::set_compact(bool compact) {
    d_->canvas.set_compact(compact);
    draw_again();
    updateGeometry();
}

void TimelineView::set_title(const QString& title) {
    d_->canvas.set_title(title);
    setAccessibleName(title.isEmpty() ? tr("Timeline") : tr("Timeline of %1").arg(title));
    draw_again();
    updateGeometry();
}

void TimelineView::set_ruler_visible(bool visible) {
    d_->canvas.set_ruler_visible(visible);
    draw_again();
    updateGeometry();
}

int TimelineView::plot_left() const { return d_->canvas.plot_left(); }
std::uint64_t TimelineView::merged_events() const { return d_->merged; }

QSize TimelineView::sizeHint() const {
    TimelineCanvas& canvas = d_->laid_out(*this);
    return {fontMetrics().averageCharWidth() * 100, canvas.header_height() + canvas.rows().height() + 2};
}

QSize TimelineView::minimumSizeHint() const {
    TimelineCanvas& canvas = d_->laid_out(*this);
    return {fontMetrics().averageCharWidth() * 50, canvas.header_height() + fontMetrics().height() * 3};
}

void TimelineView::draw_again() {
    d_->is_old = true;
    TimelineCanvas& canvas = d_->laid_out(*this);
    const int room = viewport()->height() - canvas.header_height();
    verticalScrollBar()->setRange(0, std::max(0, canvas.rows().height() - room));
    verticalScrollBar()->setPageStep(room);
    verticalScrollBar()->setSingleStep(fontMetrics().height() * 2);
    if (std::exchange(d_->known_left, canvas.plot_left()) != canvas.plot_left()) emit plot_left_changed();
    viewport()->update();
}

void TimelineView::follow_selection() {
    draw_again();
    setAccessibleDescription(d_->canvas.has_run() ? TimelineText(*run()).selection(d_->view.selection()) : QString());
    // Of several views only one may move the window they share.
    if (!d_->canvas.is_compact() && isVisible() && !d_->is_selecting) reveal_selection();
}

void TimelineView::reveal_selection() {
    if (!d_->canvas.has_run()) return;
    const Selection& selection = d_->view.selection();
    const RowLayout& rows = d_->canvas.rows();
    const TimelineRow* row = selection.task ? rows.of_task(*selection.task) : nullptr;
    if (row == nullptr && selection.cpu) row = rows.of_cpu(*selection.cpu);
    if (row != nullptr) {
        const int top = verticalScrollBar()->value(), room = viewport()->height() - d_->canvas.header_height();
        if (row->top < top) verticalScrollBar()->setValue(row->top);
        if (row->top + row->height > top + room) verticalScrollBar()->setValue(row->top + row->height - room);
    }
    if (const auto window = d_->selected_window()) {
        const Window& visible = d_->view.visible();
        const bool is_seen =
            window->from < visible.to && visible.from < std::max(window->to, window->from + Duration{1});
        if (!is_seen) d_->view.bring_into_view(*window);
    }
}

void TimelineView::resizeEvent(QResizeEvent*) { draw_again(); }
void TimelineView::scrollContentsBy(int, int) {
    d_->is_old = true;
    viewport()->update();
}

void TimelineView::changeEvent(QEvent* event) {
    QAbstractScrollArea::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange) {
        draw_again();
        updateGeometry();
    }
}

void TimelineView::paintEvent(QPaintEvent* event) {
    QPainter painter(viewport());
    TimelineCanvas& canvas = d_->laid_out(*this);
    const int scroll = verticalScrollBar()->value();
    // An export to SVG or PDF gets lines and letters; the screen gets a picture, so that a pointer that moves over it
    // costs next to nothing.
    if (painter.paintEngine()->type() != QPaintEngine::Raster) {
        canvas.paint(painter, scroll);
        paint_markers(painter);
        return;
    }
    const qreal ratio = painter.device()->devicePixelRatioF();
    const QSize pixels = (QSizeF(viewport()->size()) * ratio).toSize();
    if (d_->is_old || d_->picture.size() != pixels || d_->picture.devicePixelRatio() != ratio) {
        if (d_->picture.size() != pixels) d_->picture = QImage(pixels, QImage::Format_RGB32);
        d_->picture.setDevicePixelRatio(ratio);
        QPainter drawing(&d_->picture);
        d_->merged = canvas.paint(drawing, scroll);
        d_->is_old = false;
        // Whoever listens may change what is laid out around this widget, which must not happen while it is painted.
        QMetaObject::invokeMethod(this, &TimelineView::painted, Qt::QueuedConnection);
    }
    painter.setClipRegion(event->region());
    painter.drawImage(0, 0, d_->picture);
    paint_markers(painter);
    paint_pointer(painter);
    if (hasFocus() && !canvas.is_compact()) {
        painter.setPen(canvas.theme().selection);
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(viewport()->rect().adjusted(0, 0, -1, -1));
    }
}

void TimelineView::paint_markers(QPainter& painter) const {
    const TimelineCanvas& canvas = d_->canvas;
    if (!canvas.has_run()) return;
    const ColumnEdges& edges = canvas.edges();
    const Window& window = edges.map().window();
    const int header = canvas.header_height(), high = fontMetrics().height();
    for (const Marker which : {Marker::a, Marker::b}) {
        const auto at = d_->view.marker(which);
        if (!at || *at < window.from || *at > window.to) continue;
        const bool is_a = which == Marker::a;
        const QColor& colour = is_a ? canvas.theme().marker_a : canvas.theme().marker_b;
        const int x = canvas.plot_left() + std::min(edges.column_of(*at), edges.columns() - 1);
        painter.fillRect(x, std::max(0, header - high / 3), 1, viewport()->height(), colour);
        if (header < high) continue;
        const QString name = is_a ? tr("A") : tr("B");
        const int wide = fontMetrics().horizontalAdvance(name) + 6;
        // That of A stands left of its line, so that both can be read where they are close to each other.
        const bool is_left = is_a && x - wide >= canvas.plot_left();
        const QRect flag(is_left ? x - wide + 1 : x, header - high - 1, wide, high);
        painter.fillRect(flag, colour);
        painter.setPen(canvas.theme().is_dark ? Qt::black : Qt::white);
        painter.setFont(font());
        painter.drawText(flag, Qt::AlignCenter, name);
    }
}

void TimelineView::paint_pointer(QPainter& painter) const {
    const TimelineCanvas& canvas = d_->canvas;
    const Theme& theme = canvas.theme();
    const int header = canvas.header_height(), bottom = viewport()->height();
    if (d_->drag == Private::Drag::zoom) {
        const int left = std::min(d_->pressed.x(), d_->pointer.x()), right = std::max(d_->pressed.x(), d_->pointer.x());
        const QRect span(std::max(left, canvas.plot_left()), header, right - std::max(left, canvas.plot_left()),
                         bottom - header);
        QColor inside = theme.selection;
        inside.setAlpha(50);
        painter.fillRect(span, inside);
        painter.fillRect(span.left(), header, 1, bottom, theme.selection);
        painter.fillRect(span.right(), header, 1, bottom, theme.selection);
        const QString length = exact_length(canvas.edges().at(d_->column(right)) - canvas.edges().at(d_->column(left)));
        painter.setPen(theme.text);
        painter.setFont(font());
        const int wide = fontMetrics().horizontalAdvance(length) + 8;
        const QRect label(std::clamp(span.center().x() - wide / 2, canvas.plot_left(),
                                     std::max(canvas.plot_left(), viewport()->width() - wide)),
                          header + 4, wide, fontMetrics().height() + 2);
        painter.fillRect(label, theme.ground);
        painter.drawText(label, Qt::AlignCenter, length);
    } else if (d_->pointer.x() >= canvas.plot_left() && canvas.has_run()) {
        QColor line = theme.text;
        line.setAlpha(90);
        painter.fillRect(d_->pointer.x(), header, 1, bottom, line);
    }
}

bool TimelineView::viewportEvent(QEvent* event) {
    if (event->type() == QEvent::ToolTip) {
        const auto& help = static_cast<QHelpEvent&>(*event);
        const QString text = d_->canvas.text(d_->hit(help.pos(), *this));
        // Names come from files: nothing in them is markup.
        const QString shown = "<p style='white-space:pre'>" + text.toHtmlEscaped() + "</p>";
        QToolTip::showText(help.globalPos(), text.isEmpty() ? QString() : shown, viewport());
        return true;
    }
    if (event->type() == QEvent::Leave) move_pointer({-1, -1});
    return QAbstractScrollArea::viewportEvent(event);
}

void TimelineView::move_pointer(QPoint to) {
    const auto strip = [&](int x) { viewport()->update(x - 1, 0, 3, viewport()->height()); };
    strip(d_->pointer.x());
    d_->pointer = to;
    strip(to.x());
    if (d_->drag == Private::Drag::zoom) viewport()->update();
    const bool is_in_plot = to.x() >= d_->canvas.plot_left() && d_->canvas.has_run();
    emit hovered(is_in_plot ? exact_time(d_->canvas.edges().at(d_->column(to.x()))) : QString());
}

}  // namespace pinstack::gui
