// SPDX-License-Identifier: GPL-3.0-or-later
//
// An open document with all models of the editor over it, each watched by a QAbstractItemModelTester.
#pragma once

#include <QAbstractItemModelTester>
#include <QTest>

#include "gui/models/edit/body_model.hpp"
#include "gui/models/edit/locks_model.hpp"
#include "gui/models/edit/problems_model.hpp"
#include "gui/models/edit/settings_model.hpp"
#include "gui/models/edit/task_table_model.hpp"
#include "model/system/load.hpp"
#include "tests/gui/support/session_fixture.hpp"

namespace pinstack::gui {

struct Editor {
    Document document;
    DocumentProblems problems{document};
    TaskTableModel tasks{document, problems};
    BodyModel body{document, problems};
    SettingsModel settings{document, problems};
    LocksModel locks{document, problems};
    ProblemsModel list;

    Editor() {
        QObject::connect(&problems, &DocumentProblems::changed, &list, [this] {
            list.set_problems(problems.errors(), problems.warnings(), document.scenario().system);
        });
    }

    bool open(const char* name) { return document.open(example(name)).empty(); }
    bool show(const std::string& text) {
        auto system = parse_system(text, "test.json");
        if (!system) {
            qWarning("%s", to_text(system.error()).c_str());
            return false;
        }
        document.show("test", std::move(*system));
        return true;
    }
    /// By the text in the first column.
    QModelIndex setting(const QString& label) const {
        for (int row = 0; row < settings.rowCount(); ++row) {
            if (settings.index(row, 0).data() == label && settings.flags(settings.index(row, 1)) & Qt::ItemIsEditable) {
                return settings.index(row, 1);
            }
        }
        return {};
    }
    QModelIndex cell(int row, TaskColumn column) const { return tasks.index(row, static_cast<int>(column)); }
    std::string saved() const { return save_system(document.system()); }

private:
    static constexpr auto kFail = QAbstractItemModelTester::FailureReportingMode::QtTest;
    QAbstractItemModelTester test_tasks_{&tasks, kFail}, test_body_{&body, kFail}, test_settings_{&settings, kFail},
        test_locks_{&locks, kFail}, test_list_{&list, kFail};
};

}  // namespace pinstack::gui
