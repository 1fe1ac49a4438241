// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/models/scenario_change.hpp"

#include <utility>

#include "gui/models/document.hpp"

namespace pinstack::gui {

ScenarioChange::ScenarioChange(Document& document, const QString& words, Scenario after, QString merge_key)
    : QUndoCommand(words),
      document_(document),
      before_(document.scenario()),
      after_(std::move(after)),
      merge_key_(std::move(merge_key)) {}

void ScenarioChange::undo() { document_.replace(before_); }

void ScenarioChange::redo() { document_.replace(after_); }

bool ScenarioChange::mergeWith(const QUndoCommand* next) {
    const auto& change = static_cast<const ScenarioChange&>(*next);  // ids are equal, so it is one
    if (change.merge_key_ != merge_key_) return false;
    after_ = change.after_;
    return true;
}

}  // namespace pinstack::gui
