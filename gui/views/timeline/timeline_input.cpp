// SPDX-License-Identifier: GPL-3.0-or-later
//
// Mouse, wheel and keys of a TimelineView; timeline_keys.cpp says what they do.
#include <QApplication>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QWheelEvent>
#include <cmath>

#include "gui/models/timeline/lane_items.hpp"
#include "gui/views/timeline/timeline_view_private.hpp"

namespace pinstack::gui {

namespace {

constexpr double kZoomStep = 0.8;   // of a notch of the wheel, and of a key
constexpr int kPanParts = 8;        // a step of a pan is that part of the window
constexpr int kNotch = 120;         // QWheelEvent: eighths of a degree

}  // namespace

void TimelineView::select_at(const TimelineHit& hit) {
    d_->is_selecting = true;
    d_->view.select(d_->canvas.selection(hit));
    d_->is_selecting = false;
}

void TimelineView::select_and_reveal(const Selection& selection) {
    d_->view.select(selection);
    reveal_selection();
}

void TimelineView::mousePressEvent(QMouseEvent* event) {
    if (!d_->canvas.has_run()) return;
    const TimelineHit hit = d_->hit(event->pos(), *this);
    d_->pressed = event->pos();
    d_->pan_x = event->pos().x();
    const bool is_left = event->button() == Qt::LeftButton;
    if (event->button() == Qt::MiddleButton || (is_left && d_->has_space)) {
        d_->drag = Private::Drag::pan;
        viewport()->setCursor(Qt::ClosedHandCursor);
    } else if (is_left && (event->modifiers() & Qt::ShiftModifier) != 0) {
        d_->view.set_marker(Marker::b, d_->canvas.snapped(hit));
    } else if (is_left && (event->modifiers() & Qt::ControlModifier) != 0) {
        d_->view.set_marker(Marker::a, d_->canvas.snapped(hit));
    } else if (is_left && hit.part == TimelineHit::Part::ruler) {
        d_->drag = Private::Drag::measure;
        d_->view.set_marker(Marker::a, d_->canvas.snapped(hit));
    } else if (is_left) {
        d_->drag = hit.part == TimelineHit::Part::head ? Private::Drag::none : Private::Drag::press;
        if (hit.part == TimelineHit::Part::head) select_at(hit);
    }
}

void TimelineView::mouseMoveEvent(QMouseEvent* event) {
    if (!d_->canvas.has_run()) return;
    const int x = event->pos().x();
    const int moved = (event->pos() - d_->pressed).manhattanLength();
    if (d_->drag == Private::Drag::press && moved >= QApplication::startDragDistance()) {
        d_->drag = Private::Drag::zoom;
    } else if (d_->drag == Private::Drag::pan && x != d_->pan_x) {
        const TimeMap& map = d_->canvas.edges().map();
        d_->view.pan(x < d_->pan_x ? map.length_of(d_->pan_x - x) : Duration{} - map.length_of(x - d_->pan_x));
        d_->pan_x = x;
    } else if (d_->drag == Private::Drag::measure && moved >= QApplication::startDragDistance()) {
        d_->view.set_marker(Marker::b, d_->canvas.snapped(d_->hit(event->pos(), *this)));
    }
    move_pointer(event->pos());
}

void TimelineView::mouseReleaseEvent(QMouseEvent* event) {
    const auto drag = std::exchange(d_->drag, Private::Drag::none);
    viewport()->unsetCursor();
    if (!d_->canvas.has_run()) return;
    if (drag == Private::Drag::press) {
        select_at(d_->hit(event->pos(), *this));
    } else if (drag == Private::Drag::zoom) {
        const ColumnEdges& edges = d_->canvas.edges();
        const int a = d_->column(d_->pressed.x()), b = d_->column(event->pos().x());
        if (a != b) d_->view.zoom_to({edges.at(std::min(a, b)), edges.at(std::max(a, b))});
    }
    viewport()->update();
}

void TimelineView::wheelEvent(QWheelEvent* event) {
    const QPoint turned = event->angleDelta();
    const QPoint at = event->position().toPoint();
    const bool is_on_heads = at.x() < d_->canvas.plot_left();
    if (!d_->canvas.has_run() || (event->modifiers() & Qt::ControlModifier) != 0 || is_on_heads) {
        // What does not scroll here may scroll around it.
        if (verticalScrollBar()->maximum() == 0) return event->ignore();
        return QAbstractScrollArea::wheelEvent(event);
    }
    const Window& visible = d_->view.visible();
    const bool is_sideways = turned.x() != 0 && std::abs(turned.x()) > std::abs(turned.y());
    if (is_sideways || (event->modifiers() & Qt::ShiftModifier) != 0) {
        const int turn = is_sideways ? turned.x() : turned.y();
        d_->view.pan({-turn * (visible.length().ns / kPanParts) / kNotch});
    } else if (turned.y() != 0) {
        const Instant fixed = d_->canvas.edges().at(d_->column(at.x()));
        d_->view.zoom_around(fixed, std::pow(kZoomStep, static_cast<double>(turned.y()) / kNotch));
    }
    event->accept();
}

void TimelineView::zoom_by(double factor) {
    const Window& visible = d_->view.visible();
    const bool has_pointer = d_->pointer.x() >= d_->canvas.plot_left();
    const Instant middle = visible.from + Duration{visible.length().ns / 2};
    d_->view.zoom_around(has_pointer ? d_->canvas.edges().at(d_->column(d_->pointer.x())) : middle, factor);
}

void TimelineView::zoom_to_selection(bool with_room) {
    std::optional<Window> window = d_->selected_window();
    const auto a = d_->view.marker(Marker::a), b = d_->view.marker(Marker::b);
    if (!with_room && a && b && *a != *b) window = Window{std::min(*a, *b), std::max(*a, *b)};
    if (!window) return emit message(with_room ? tr("Nothing is selected") : tr("Neither two markers nor a selection"));
    const Duration room{with_room ? std::max<std::int64_t>(1, window->length().ns / 4) : 0};
    d_->view.zoom_to({window->from - room, window->to + room});
}

void TimelineView::go_to_attention(bool forward) {
    if (!d_->canvas.has_run()) return;
    const RecordedRun& shown = *run();
    const auto point = attention_point(shown, d_->view, forward ? Direction::next : Direction::previous);
    if (!point) {
        return emit message(forward ? tr("No further deadline miss or stacking episode")
                                    : tr("No earlier deadline miss or stacking episode"));
    }
    select_and_reveal(selection_of(shown, shown.timeline->attention[*point]));
}

bool TimelineView::find(const QString& text, bool forward) {
    if (!d_->canvas.has_run()) return false;
    const Selection& selected = d_->view.selection();
    std::optional<JobId> after;
    if (selected.task && selected.job) after = JobId{*selected.task, *selected.job};
    const auto found =
        find_job(*run(), JobQuery::parse(text), after, forward ? Direction::next : Direction::previous);
    if (!found) {
        emit message(tr("No job of that name: %1").arg(text));
        return false;
    }
    Selection selection;
    selection.task = found->job.task;
    selection.job = found->job.number;
    select_and_reveal(selection);
    return true;
}

void TimelineView::step(bool forward) {
    if (!d_->canvas.has_run()) return;
    const Selection& selected = d_->view.selection();
    const TimelineIndex& index = *run()->timeline;
    const bool by_task = selected.task.has_value();
    if (!by_task && !selected.cpu) return select_row(true);
    const SegmentLane& lane =
        by_task ? index.tasks[*selected.task].jobs : index.cpus[static_cast<std::size_t>(*selected.cpu)].running;
    const Instant at = selected.span                  ? selected.span->from
                       : forward                      ? d_->view.visible().from - Duration{1}
                                                      : d_->view.visible().to;
    const std::size_t next = lane.next_from(forward ? at + Duration{1} : at, 0);
    if (forward ? next == lane.size() : next == 0) return emit message(tr("No further bar in this row"));
    const std::size_t place = forward ? next : next - 1;
    const JobInterval& interval = run()->recording.intervals[lane.id(place)];
    Selection selection;
    if (by_task) {
        selection.task = interval.job.task;
        selection.job = interval.job.number;
    } else {
        selection.cpu = interval.cpu;
    }
    selection.span = Window{interval.from, interval.to};
    select_and_reveal(selection);
}

void TimelineView::select_row(bool down) {
    const std::vector<TimelineRow>& rows = d_->canvas.rows().rows();
    if (rows.empty()) return;
    const Selection& selected = d_->view.selection();
    const TimelineRow* row = selected.task ? d_->canvas.rows().of_task(*selected.task) : nullptr;
    if (row == nullptr && selected.cpu) row = d_->canvas.rows().of_cpu(*selected.cpu);
    if (row == nullptr) {
        row = &rows.front();
    } else if (down) {
        row = row == &rows.back() ? row : row + 1;
    } else {
        row = row == &rows.front() ? row : row - 1;
    }
    Selection selection;
    if (row->is_cpu) {
        selection.cpu = static_cast<CpuId>(row->number);
    } else {
        selection.task = row->number;
    }
    select_and_reveal(selection);
}

bool TimelineView::use_key(const QKeyEvent& event) {
    ViewState& view = d_->view;
    const Duration step_length{view.visible().length().ns / kPanParts};
    const auto modifiers = event.modifiers() & ~Qt::KeypadModifier;
    if (modifiers == Qt::AltModifier) {
        if (event.key() == Qt::Key_Left) return view.go_back(), true;
        if (event.key() == Qt::Key_Right) return view.go_forward(), true;
        return false;
    }
    if (modifiers == Qt::ControlModifier) {
        if (event.key() != Qt::Key_D) return false;
        view.set_marker(Marker::a, std::nullopt);
        view.set_marker(Marker::b, std::nullopt);
        return true;
    }
    // Shift may be what it takes to type a sign.
    if ((modifiers & ~Qt::ShiftModifier) != 0) return false;
    switch (event.key()) {
        case Qt::Key_W:
        case Qt::Key_Plus:
            return zoom_by(kZoomStep), true;
        case Qt::Key_S:
        case Qt::Key_Minus:
            return zoom_by(1 / kZoomStep), true;
        case Qt::Key_A:
            return view.pan(Duration{} - step_length), true;
        case Qt::Key_D:
            return view.pan(step_length), true;
        case Qt::Key_F:
            return zoom_to_selection(true), true;
        case Qt::Key_Z:
            return zoom_to_selection(false), true;
        case Qt::Key_R:
            return view.show_all(), true;
        case Qt::Key_Comma:
            return go_to_attention(false), true;
        case Qt::Key_Period:
            return go_to_attention(true), true;
        case Qt::Key_BracketLeft:
        case Qt::Key_BracketRight:
            if (const auto window = d_->selected_window()) {
                const bool is_a = event.key() == Qt::Key_BracketLeft;
                view.set_marker(is_a ? Marker::a : Marker::b, is_a ? window->from : window->to);
            }
            return true;
        case Qt::Key_Left:
            return step(false), true;
        case Qt::Key_Right:
            return step(true), true;
        case Qt::Key_Up:
            return select_row(false), true;
        case Qt::Key_Down:
            return select_row(true), true;
        case Qt::Key_PageUp:
            return verticalScrollBar()->triggerAction(QAbstractSlider::SliderPageStepSub), true;
        case Qt::Key_PageDown:
            return verticalScrollBar()->triggerAction(QAbstractSlider::SliderPageStepAdd), true;
        case Qt::Key_Space:
            return d_->has_space = true;
        case Qt::Key_Escape:
            if (d_->drag != Private::Drag::none) {
                d_->drag = Private::Drag::none;
                viewport()->update();
            } else {
                view.clear_selection();
            }
            return true;
        default:
            return false;
    }
}

void TimelineView::keyPressEvent(QKeyEvent* event) {
    // Not handed to QAbstractScrollArea: it would scroll by keys that have another meaning here.
    if (!use_key(*event)) event->ignore();
}

void TimelineView::keyReleaseEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Space && !event->isAutoRepeat()) d_->has_space = false;
    event->ignore();
}

void TimelineView::focusInEvent(QFocusEvent*) { viewport()->update(); }

void TimelineView::focusOutEvent(QFocusEvent*) {
    d_->has_space = false;
    viewport()->update();
}

}  // namespace pinstack::gui
