// SPDX-License-Identifier: GPL-3.0-or-later
//
// What the user looks at, shared by all timelines, tables and charts of a window: the visible window of time with its
// history, two markers, the selection, which rows there are and how they are coloured.
#pragma once

#include <QObject>
#include <QString>
#include <array>
#include <cstdint>
#include <optional>
#include <set>
#include <vector>

#include "analyzer/run/timeline.hpp"
#include "model/engine/observer.hpp"

namespace pinstack::gui {

/// What is selected. Views show of it what they can: a timeline a job or a span, a table of tasks the task.
struct Selection {
    std::optional<std::uint32_t> task;  ///< file order
    std::optional<std::uint64_t> job;   ///< of the task
    std::optional<CpuId> cpu;
    std::optional<Window> span;  ///< an episode, an interval: what to draw attention to

    bool is_empty() const { return !task && !job && !cpu && !span; }
    bool operator==(const Selection& other) const;
};

enum class Rows : std::uint8_t { both, cpus, tasks };
enum class Colouring : std::uint8_t {
    by_other,  ///< CPU rows by task, task rows by CPU
    by_state,  ///< both by what the job does
};
enum class Marker : std::uint8_t { a, b };

class ViewState : public QObject {
    Q_OBJECT

public:
    explicit ViewState(QObject* parent = nullptr) : QObject(parent) {}

    /// The whole run: nothing outside can be looked at. REQUIRES: end > 0. Keeps what is visible as far as it lies in
    /// it.
    void set_end(Instant end);
    Instant end() const { return end_; }

    const Window& visible() const { return visible_; }
    /// Both clip to the run and to a least length. A zoom can be undone; small steps (a wheel, a pan) that follow each
    /// other are one step of the history.
    void zoom_to(Window window);
    void move_to(Window window);
    void zoom_around(Instant fixed, double factor);  ///< factor < 1: less is visible
    void pan(Duration by);
    void show_all();
    /// Moves as little as is needed, with room around, so that the window is visible.
    void bring_into_view(Window window);
    bool can_go_back() const { return !back_.empty(); }
    bool can_go_forward() const { return !forward_.empty(); }
    void go_back();
    void go_forward();

    std::optional<Instant> marker(Marker which) const { return markers_[static_cast<std::size_t>(which)]; }
    void set_marker(Marker which, std::optional<Instant> at);

    const Selection& selection() const { return selection_; }
    void select(const Selection& selection);
    void clear_selection() { select({}); }

    Rows rows() const { return rows_; }
    void set_rows(Rows rows);
    Colouring colouring() const { return colouring_; }
    void set_colouring(Colouring colouring);
    /// Rows and tables show the tasks whose name contains it, ignoring case; empty = all.
    const QString& filter() const { return filter_; }
    void set_filter(const QString& text);

    /// Forgets everything: another system is shown.
    void reset();

    static constexpr Duration kShortest{20};  ///< the least length that can be looked at

signals:
    void visible_changed();
    void history_changed();
    void markers_changed();
    void selection_changed();
    void appearance_changed();  ///< rows, colouring, filter

private:
    Window clipped(Window window) const;
    void set_visible(Window window);
    void remember();

    Instant end_{1'000'000};
    Window visible_{{0}, {1'000'000}};
    std::vector<Window> back_, forward_;
    bool in_small_steps_ = false;
    std::array<std::optional<Instant>, 2> markers_;
    Selection selection_;
    Rows rows_ = Rows::both;
    Colouring colouring_ = Colouring::by_other;
    QString filter_;
};

}  // namespace pinstack::gui
