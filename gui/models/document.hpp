// SPDX-License-Identifier: GPL-3.0-or-later
//
// The system file that is open: its scenario, the history of changes, and what is wrong with it. All edits, from
// whatever view, go through change(), so that all can be undone.
#pragma once

#include <QObject>
#include <QString>
#include <QUndoStack>
#include <memory>

#include "gui/models/scenario.hpp"
#include "model/system/problem.hpp"

namespace pinstack::gui {

class Document : public QObject {
    Q_OBJECT

public:
    explicit Document(QObject* parent = nullptr);

    /// Reads the file. Where it is bad, all its problems are returned and what is open stays as it is.
    Problems open(const QString& file);
    /// From memory, without a file: `name` is what windows call it. An empty history.
    void show(const QString& name, System system);
    void close();
    /// Writes the system file of what is shown, as it is run: whole or not at all. Empty: it went well.
    /// REQUIRES: is_open().
    Problems save(const QString& file);

    bool is_open() const { return scenario_.system != nullptr; }
    const QString& file() const { return file_; }  ///< empty where there is none
    const QString& name() const { return name_; }  ///< of the file without folders, or of the example
    const Scenario& scenario() const { return scenario_; }
    const System& system() const { return *scenario_.system; }  ///< as edited. REQUIRES: is_open()
    /// As it is run. nullptr while there are problems.
    const std::shared_ptr<const System>& effective() const { return effective_; }
    /// Of the system as edited, those of its file; pointers say which value. Empty: it can be run.
    const Problems& problems() const { return problems_; }

    /// One step of the history; `words` name it ("Undo WORDS"). Steps with the same key (not empty) that follow each
    /// other become one: a slider that is being moved.
    void change(const QString& words, Scenario scenario, const QString& merge_key = {});
    void change(const QString& words, System system, const QString& merge_key = {});
    QUndoStack& history() { return history_; }

signals:
    void opened();   ///< another system is shown (or none): views forget what they remember of the old one
    void changed();  ///< scenario, effective system and problems; always after opened()
    void saved();    ///< under file()
    void refused(const QString& file, const Problems& problems);  ///< open() did not: what was open still is

private:
    friend class ScenarioChange;
    void start(Scenario scenario);    // another system
    void replace(Scenario scenario);  // the same one, changed
    void set(Scenario scenario);

    QString file_, name_;
    Scenario scenario_;
    std::shared_ptr<const System> effective_;
    Problems problems_;
    QUndoStack history_;
};

}  // namespace pinstack::gui
