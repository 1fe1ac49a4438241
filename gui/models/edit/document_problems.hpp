// SPDX-License-Identifier: GPL-3.0-or-later
//
// What is wrong with the open document, and what is suspicious, by the cells of the editor. Follows the document.
#pragma once

#include <QObject>
#include <QString>
#include <array>
#include <map>
#include <vector>

#include "gui/models/document.hpp"
#include "gui/models/edit/edit_place.hpp"

namespace pinstack::gui {

enum class Severity : std::uint8_t { none, warning, error };

class DocumentProblems : public QObject {
    Q_OBJECT

public:
    explicit DocumentProblems(Document& document, QObject* parent = nullptr);

    const Problems& errors() const { return errors_; }
    /// Looked for where there are no errors, as the loader does.
    const Problems& warnings() const { return warnings_; }

    struct At {
        Severity severity = Severity::none;
        QString text;  ///< of all problems there, a paragraph each
    };
    At at_setting(std::size_t setting) const { return at({EditPlace::Part::setting, setting, TaskColumn::name, {}}); }
    At at_lock(std::size_t lock) const { return at({EditPlace::Part::lock, lock, TaskColumn::name, {}}); }
    /// At the execution time: those of the whole body too.
    At at_task(std::size_t task, TaskColumn column) const;
    At at_body(std::size_t task, const BodyPath& path) const;

signals:
    void changed();  ///< after each change of the document

private:
    void update(Document& document);
    void file(const Problems& problems, Severity severity, const System& system);
    At at(const EditPlace& place) const;

    Problems errors_, warnings_;
    std::map<std::array<std::size_t, 3>, std::vector<std::pair<BodyPath, At>>> places_;  // by part, index, column
};

}  // namespace pinstack::gui
