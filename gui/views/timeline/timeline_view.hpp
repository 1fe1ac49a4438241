// SPDX-License-Identifier: GPL-3.0-or-later
//
// A run drawn over time: a row for each CPU and each task under a ruler. It follows and moves the ViewState, so that
// several of them over one ViewState share the window of time, the selection and the markers.
#pragma once

#include <QAbstractScrollArea>
#include <cstdint>
#include <memory>

#include "gui/models/recorded_run.hpp"

namespace pinstack::gui {

class ViewState;
struct Selection;
struct TimelineHit;

class TimelineView : public QAbstractScrollArea {
    Q_OBJECT

public:
    explicit TimelineView(ViewState& view, QWidget* parent = nullptr);
    ~TimelineView() override;

    using QWidget::show;
    /// nullptr, or a run of an impossible variant: nothing is drawn.
    void show(RecordedRunPtr run);
    const RecordedRunPtr& run() const;

    /// For several under each other: CPU rows only, without text in the lanes, small heads. Heads are as wide as those
    /// of every other compact view of the same system, so that their time axes stand under each other.
    void set_compact(bool compact);
    /// Above the ruler; empty = no line for it.
    void set_title(const QString& title);
    /// Of several under each other one ruler is enough.
    void set_ruler_visible(bool visible);

    /// Where the plot begins, right of the heads.
    int plot_left() const;
    /// Segments and marks that share a pixel column with another one, in what was painted last.
    std::uint64_t merged_events() const;

    /// All rows, without scrolling.
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

    /// Selects the next job that a search for the text finds (see JobQuery), and shows it. False: there is none.
    bool find(const QString& text, bool forward);
    /// To the next or the previous deadline miss or stacking episode.
    void go_to_attention(bool forward);

signals:
    void painted();              ///< what is drawn has changed: merged_events() is of now
    void plot_left_changed();
    void hovered(const QString& text);  ///< the instant under the pointer; empty where there is none
    void message(const QString& text);  ///< why a key had no effect: "no further deadline miss or stacking episode"

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;
    void scrollContentsBy(int dx, int dy) override;
    bool viewportEvent(QEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void keyReleaseEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;

private:
    class Private;
    void draw_again();
    void follow_selection();
    void select_and_reveal(const Selection& selection);
    void reveal_selection();
    void paint_markers(QPainter& painter) const;
    void paint_pointer(QPainter& painter) const;
    void move_pointer(QPoint to);
    void select_at(const TimelineHit& hit);
    void zoom_by(double factor);
    void zoom_to_selection(bool with_room);
    void step(bool forward);
    void select_row(bool down);
    bool use_key(const QKeyEvent& event);

    std::unique_ptr<Private> d_;
};

}  // namespace pinstack::gui
