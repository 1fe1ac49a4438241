// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/models/edit/document_problems.hpp"

#include <algorithm>

#include "model/system/warnings.hpp"

namespace pinstack::gui {

namespace {

std::array<std::size_t, 3> key_of(const EditPlace& place) {
    const bool is_cell = place.part == EditPlace::Part::task;
    return {static_cast<std::size_t>(place.part), place.index, is_cell ? static_cast<std::size_t>(place.column) : 0};
}

}  // namespace

DocumentProblems::DocumentProblems(Document& document, QObject* parent) : QObject(parent) {
    connect(&document, &Document::changed, this, [this, &document] { update(document); });
    update(document);
}

void DocumentProblems::update(Document& document) {
    errors_ = document.problems();
    warnings_.clear();
    places_.clear();
    if (document.is_open()) {
        if (errors_.empty()) warnings_ = find_warnings(document.system());
        file(errors_, Severity::error, document.system());
        file(warnings_, Severity::warning, document.system());
    }
    emit changed();
}

void DocumentProblems::file(const Problems& problems, Severity severity, const System& system) {
    for (const Problem& problem : problems) {
        const EditPlace place = place_of(problem, system);
        auto& here = places_[key_of(place)];
        auto found = std::find_if(here.begin(), here.end(), [&](const auto& each) { return each.first == place.path; });
        if (found == here.end()) found = here.insert(here.end(), {place.path, {}});
        At& at = found->second;
        at.severity = std::max(at.severity, severity);
        if (!at.text.isEmpty()) at.text += "\n\n";
        at.text += problem_text(problem);
    }
}

DocumentProblems::At DocumentProblems::at(const EditPlace& place) const {
    const auto here = places_.find(key_of(place));
    if (here == places_.end()) return {};
    for (const auto& [path, at] : here->second) {
        if (path == place.path) return at;
    }
    return {};
}

DocumentProblems::At DocumentProblems::at_task(std::size_t task, TaskColumn column) const {
    At here = at({EditPlace::Part::task, task, column, {}});
    if (column != TaskColumn::wcet) return here;
    // The body has no row of its own, and its rows are not seen while another task is selected.
    const auto in_body = places_.find(key_of({EditPlace::Part::body, task, column, {}}));
    if (in_body == places_.end()) return here;
    for (const auto& [path, at] : in_body->second) {
        here.severity = std::max(here.severity, at.severity);
        if (!here.text.isEmpty()) here.text += "\n\n";
        here.text += at.text;
    }
    return here;
}

DocumentProblems::At DocumentProblems::at_body(std::size_t task, const BodyPath& path) const {
    return at({EditPlace::Part::body, task, TaskColumn::name, path});
}

}  // namespace pinstack::gui
