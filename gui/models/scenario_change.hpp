// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QUndoCommand>

#include "gui/models/scenario.hpp"

namespace pinstack::gui {

class Document;

/// One step of a document's history.
class ScenarioChange : public QUndoCommand {
public:
    ScenarioChange(Document& document, const QString& words, Scenario after, QString merge_key);

    void undo() override;
    void redo() override;
    int id() const override { return merge_key_.isEmpty() ? -1 : 1; }
    bool mergeWith(const QUndoCommand* next) override;

private:
    Document& document_;
    Scenario before_, after_;
    QString merge_key_;
};

}  // namespace pinstack::gui
