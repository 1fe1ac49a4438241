// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/models/view_state.hpp"

#include <algorithm>
#include <cmath>

namespace pinstack::gui {

namespace {

constexpr std::size_t kHistory = 100;

bool same(const Window& a, const Window& b) { return a.from == b.from && a.to == b.to; }

}  // namespace

bool Selection::operator==(const Selection& other) const {
    const bool same_span = span.has_value() == other.span.has_value() && (!span || same(*span, *other.span));
    return task == other.task && job == other.job && cpu == other.cpu && same_span;
}

Window ViewState::clipped(Window window) const {
    const std::int64_t whole = std::max(end_.ns, kShortest.ns);
    const std::int64_t length = std::clamp(window.length().ns, kShortest.ns, whole);
    const std::int64_t from = std::clamp(window.from.ns, std::int64_t{0}, whole - length);
    return {{from}, {from + length}};
}

void ViewState::set_visible(Window window) {
    window = clipped(window);
    if (same(window, visible_)) return;
    visible_ = window;
    emit visible_changed();
}

void ViewState::remember() {
    if (back_.size() == kHistory) back_.erase(back_.begin());
    back_.push_back(visible_);
    forward_.clear();
    emit history_changed();
}

void ViewState::set_end(Instant end) {
    if (end_ == end) return;
    const bool showed_all = visible_.from.ns == 0 && visible_.to >= end_;
    end_ = end;
    set_visible(showed_all ? Window{{0}, end} : visible_);
}

void ViewState::zoom_to(Window window) {
    if (same(clipped(window), visible_)) return;
    remember();
    in_small_steps_ = false;
    set_visible(window);
}

void ViewState::move_to(Window window) {
    if (same(clipped(window), visible_)) return;
    if (!in_small_steps_) remember();
    in_small_steps_ = true;
    set_visible(window);
}

void ViewState::zoom_around(Instant fixed, double factor) {
    const auto scaled = [&](Duration length) {
        return Duration{static_cast<std::int64_t>(std::llround(static_cast<double>(length.ns) * factor))};
    };
    const std::int64_t length = std::clamp(scaled(visible_.length()).ns, kShortest.ns, std::max(end_.ns, kShortest.ns));
    // The share of the window before the fixed instant stays, also where the length is at its limit.
    const double share = static_cast<double>((fixed - visible_.from).ns) / static_cast<double>(visible_.length().ns);
    const Instant from = fixed - Duration{static_cast<std::int64_t>(std::llround(static_cast<double>(length) * share))};
    move_to({from, from + Duration{length}});
}

void ViewState::pan(Duration by) { move_to({visible_.from + by, visible_.to + by}); }

void ViewState::show_all() { zoom_to({{0}, end_}); }

void ViewState::bring_into_view(Window window) {
    if (visible_.from <= window.from && window.to <= visible_.to) return;
    const Duration room{window.length().ns / 4};
    const Duration length = std::max(visible_.length(), window.length() + room + room);
    const Instant middle = window.from + Duration{window.length().ns / 2};
    const Instant from = middle - Duration{length.ns / 2};
    zoom_to({from, from + length});
}

void ViewState::go_back() {
    if (back_.empty()) return;
    forward_.push_back(visible_);
    const Window window = back_.back();
    back_.pop_back();
    in_small_steps_ = false;
    set_visible(window);
    emit history_changed();
}

void ViewState::go_forward() {
    if (forward_.empty()) return;
    back_.push_back(visible_);
    const Window window = forward_.back();
    forward_.pop_back();
    in_small_steps_ = false;
    set_visible(window);
    emit history_changed();
}

void ViewState::set_marker(Marker which, std::optional<Instant> at) {
    auto& marker = markers_[static_cast<std::size_t>(which)];
    if (marker == at) return;
    marker = at;
    emit markers_changed();
}

void ViewState::select(const Selection& selection) {
    if (selection_ == selection) return;
    selection_ = selection;
    emit selection_changed();
}

void ViewState::set_rows(Rows rows) {
    if (rows_ == rows) return;
    rows_ = rows;
    emit appearance_changed();
}

void ViewState::set_colouring(Colouring colouring) {
    if (colouring_ == colouring) return;
    colouring_ = colouring;
    emit appearance_changed();
}

void ViewState::set_filter(const QString& text) {
    if (filter_ == text) return;
    filter_ = text;
    emit appearance_changed();
}

void ViewState::reset() {
    back_.clear();
    forward_.clear();
    in_small_steps_ = false;
    emit history_changed();
    set_visible({{0}, end_});
    set_marker(Marker::a, std::nullopt);
    set_marker(Marker::b, std::nullopt);
    clear_selection();
    set_filter({});
}

}  // namespace pinstack::gui
