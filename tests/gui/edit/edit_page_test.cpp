// SPDX-License-Identifier: GPL-3.0-or-later
//
// The editing page under the user's hands.
#include "gui/views/edit/edit_page.hpp"

#include <QAction>
#include <QComboBox>
#include <QLineEdit>
#include <QMenu>
#include <QTableView>
#include <QToolButton>
#include <QTreeView>

#include "gui/models/session.hpp"
#include "gui/models/view_state.hpp"
#include "gui/views/edit/message_line.hpp"
#include "gui/views/edit/problems_view.hpp"
#include "model/system/load.hpp"
#include "tests/gui/support/session_fixture.hpp"

using namespace pinstack;
using namespace pinstack::gui;

namespace {

struct Fixture {
    Session session;
    ViewState view;
    EditPage page{session, view};
    QTableView& tasks = *page.findChild<QTableView*>("tasks");
    QTreeView& body = *page.findChild<QTreeView*>("body");
    QTableView& settings = *page.findChild<QTableView*>("settings");
    QTableView& locks = *page.findChild<QTableView*>("locks");
    QTableView& problems = *page.findChild<QTableView*>("problems");
    MessageLine& line = *page.findChild<MessageLine*>();

    bool open(const char* name) {
        page.resize(1000, 700);
        page.show();
        return session.document().open(example(name)).empty() && QTest::qWaitForWindowExposed(&page);
    }
    Document& document() { return session.document(); }
    const Task& task(std::size_t index) { return document().system().tasks[index]; }
    QModelIndex cell(int row, TaskColumn column) { return tasks.model()->index(row, static_cast<int>(column)); }
    void click(const char* name) { page.findChild<QToolButton*>(name)->click(); }
    /// Begins to edit the current cell, and types: what is in the editor goes.
    QLineEdit* type(QAbstractItemView& view_of_cell, const QModelIndex& index, const QString& text) {
        view_of_cell.setCurrentIndex(index);
        view_of_cell.setFocus();
        QTest::keyClick(&view_of_cell, Qt::Key_F2);
        auto* editor = view_of_cell.viewport()->findChild<QLineEdit*>();
        if (editor == nullptr) return nullptr;
        editor->selectAll();
        QTest::keyClicks(editor, text);
        return editor;
    }
    /// By a menu of the page, as the user would.
    void choose(const char* button, const QString& entry) {
        QMenu* menu = page.findChild<QToolButton*>(button)->defaultAction()->menu();
        emit menu->aboutToShow();
        for (QAction* action : menu->actions()) {
            if (action->text() == entry) return action->trigger();
        }
        qFatal("no %s", qPrintable(entry));
    }
};

/// The delegate commits when the key has been dealt with.
void enter(QWidget* editor) {
    QTest::keyClick(editor, Qt::Key_Return);
    QCoreApplication::processEvents();
}

}  // namespace

class EditPageTest : public QObject {
    Q_OBJECT

private slots:
    void the_problems_of_a_refused_file_are_listed() {
        Fixture it;
        QVERIFY(it.open("02-stack-md.pinstack.json"));
        QVERIFY(!it.problems.isVisible());
        QVERIFY(!it.document().open(example("install")).empty());
        QVERIFY(it.problems.isVisible());
        QCOMPARE(it.problems.model()->rowCount(), 1);
        QVERIFY2(it.problems.model()->index(0, 1).data().toString().contains("line 1"),
                 qPrintable(it.problems.model()->index(0, 1).data().toString()));
        QVERIFY(it.line.text().startsWith("install was not opened"));
        // What was open can still be changed; then its own problems are listed again.
        it.document().change("another seed", [&] {
            System system = it.document().system();
            system.seed = 7;
            return system;
        }());
        QVERIFY(!it.problems.isVisible());
    }

    void a_cell_is_edited_by_keys() {
        Fixture fixture;
        QVERIFY(fixture.open("16-random-arrivals.pinstack.json"));
        const Duration before = fixture.task(0).deadline;
        QLineEdit* editor = fixture.type(fixture.tasks, fixture.cell(0, TaskColumn::deadline), "17ms");
        QVERIFY(editor != nullptr);
        enter(editor);
        QCOMPARE(fixture.task(0).deadline.ns, 17'000'000);
        fixture.document().history().undo();
        QCOMPARE(fixture.task(0).deadline, before);
        QVERIFY(wait_until_idle(fixture.session));
    }

    void a_bad_text_is_not_taken() {
        Fixture fixture;
        QVERIFY(fixture.open("16-random-arrivals.pinstack.json"));
        const std::string before = save_system(fixture.document().system());
        QLineEdit* editor = fixture.type(fixture.tasks, fixture.cell(0, TaskColumn::deadline), "17 parsecs");
        QVERIFY(
            fixture.line.text().startsWith("found the text \"17 parsecs\", which has white space in it, expected a "
                                           "deadline such as \"1.5ms\""));
        enter(editor);  // does not leave
        QVERIFY(fixture.tasks.viewport()->findChild<QLineEdit*>() == editor && editor->isVisible());
        QCOMPARE(save_system(fixture.document().system()), before);
        QCOMPARE(fixture.document().history().count(), 0);
        editor->selectAll();
        QTest::keyClicks(editor, "17us");
        QVERIFY(!fixture.line.text().startsWith("found"));
        enter(editor);
        QCOMPARE(fixture.task(0).deadline.ns, 17'000);
        editor = fixture.type(fixture.tasks, fixture.cell(0, TaskColumn::deadline), "junk");
        QTest::keyClick(editor, Qt::Key_Escape);
        QCOMPARE(fixture.document().history().count(), 1);
    }

    void a_broken_rule_colours_its_cell() {
        Fixture fixture;
        QVERIFY(fixture.open("01-zijlstra-stacking.pinstack.json"));
        QVERIFY(!fixture.problems.isVisible());
        enter(fixture.type(fixture.tasks, fixture.cell(2, TaskColumn::name), "T0"));
        QVERIFY(fixture.problems.isVisible());
        QCOMPARE(fixture.problems.model()->rowCount(), 1);
        fixture.tasks.setCurrentIndex(fixture.cell(0, TaskColumn::wcet));
        QVERIFY(!fixture.line.text().startsWith("found"));
        fixture.tasks.setCurrentIndex(fixture.cell(2, TaskColumn::name));
        QVERIFY(fixture.line.text().startsWith("found the name \"T0\", which /tasks/0 has"));
        fixture.tasks.setCurrentIndex(fixture.cell(0, TaskColumn::wcet));
        const QRect row = fixture.problems.visualRect(fixture.problems.model()->index(0, 2));
        QTest::mouseClick(fixture.problems.viewport(), Qt::LeftButton, {}, row.center());
        QTest::mouseDClick(fixture.problems.viewport(), Qt::LeftButton, {}, row.center());
        QCOMPARE(fixture.tasks.currentIndex(), fixture.cell(2, TaskColumn::name));
        QCOMPARE(fixture.view.selection().task, std::optional<std::uint32_t>(2));
        fixture.document().history().undo();
        QVERIFY(!fixture.problems.isVisible());
    }

    void a_section_around_an_operation() {
        Fixture fixture;
        QVERIFY(fixture.open("16-random-arrivals.pinstack.json"));
        fixture.tasks.setCurrentIndex(fixture.cell(1, TaskColumn::name));
        QCOMPARE(fixture.view.selection().task, std::optional<std::uint32_t>(1));
        const std::string before = save_system(fixture.document().system());
        fixture.body.setCurrentIndex(fixture.body.model()->index(0, 0));
        fixture.choose("wrap_operation", "migrate_disable");
        QCOMPARE(fixture.task(1).body[0].kind, OperationKind::migrate_disable);
        QVERIFY(fixture.document().effective() != nullptr);
        QVERIFY(wait_until_idle(fixture.session));
        QCOMPARE(fixture.session.run()->system->tasks[1].body[0].kind, OperationKind::migrate_disable);
        QVERIFY(fixture.body.isExpanded(fixture.body.model()->index(0, 0)));
        fixture.choose("add_operation", "suspend");
        QCOMPARE(fixture.task(1).body[1].kind, OperationKind::suspend);
        fixture.click("operation_up");  // a body does not begin with a suspension: told at once
        QVERIFY(!fixture.document().problems().empty());
        QVERIFY(fixture.line.text().startsWith("found a suspension as the first step"));
        fixture.click("remove_operation");
        fixture.body.setCurrentIndex(fixture.body.model()->index(0, 0));
        fixture.click("unwrap_operation");
        QCOMPARE(save_system(fixture.document().system()), before);
    }

    void tasks_come_and_go() {
        Fixture fixture;
        QVERIFY(fixture.open("01-zijlstra-stacking.pinstack.json"));
        fixture.tasks.setCurrentIndex(fixture.cell(1, TaskColumn::priority));
        fixture.click("duplicate_task");
        QCOMPARE(fixture.document().system().tasks.size(), std::size_t{5});
        QCOMPARE(fixture.tasks.currentIndex(), fixture.cell(2, TaskColumn::priority));
        fixture.click("task_up");
        QCOMPARE(fixture.task(1).name, "T4");
        fixture.click("remove_task");
        fixture.click("add_task");
        QVERIFY(fixture.document().problems().empty());
        while (fixture.document().history().canUndo()) fixture.document().history().undo();
        QCOMPARE(fixture.document().system().tasks.size(), std::size_t{4});
    }

    void a_choice_is_a_box() {
        Fixture fixture;
        QVERIFY(fixture.open("01-zijlstra-stacking.pinstack.json"));
        fixture.tasks.setCurrentIndex(fixture.cell(0, TaskColumn::policy));
        fixture.tasks.edit(fixture.cell(0, TaskColumn::policy));
        auto* box = fixture.tasks.viewport()->findChild<QComboBox*>();
        QVERIFY(box != nullptr);
        QCOMPARE(box->currentText(), "fifo");
        box->setCurrentIndex(1);
        emit box->activated(1);
        QCOMPARE(fixture.task(0).policy, Policy::rr);
    }

    void cpus_are_changed_and_run() {
        Fixture fixture;
        QVERIFY(fixture.open("01-zijlstra-stacking.pinstack.json"));
        QModelIndex cpus;
        for (int row = 0; row < fixture.settings.model()->rowCount(); ++row) {
            const QModelIndex name = fixture.settings.model()->index(row, 0);
            if (name.data() == "CPUs") cpus = name.siblingAtColumn(1);
        }
        enter(fixture.type(fixture.settings, cpus, "2"));
        QVERIFY(wait_until_idle(fixture.session));
        QCOMPARE(fixture.session.run()->system->platform.cpus, 2);
        enter(fixture.type(fixture.settings, cpus, "0"));
        QCOMPARE(fixture.document().system().platform.cpus, 2);
    }

    void locks() {
        Fixture fixture;
        QVERIFY(fixture.open("01-zijlstra-stacking.pinstack.json"));
        fixture.click("add_lock");
        enter(fixture.type(fixture.locks, fixture.locks.model()->index(0, 0), "M"));
        QCOMPARE(fixture.document().system().locks[0].name, "M");
        fixture.tasks.setCurrentIndex(fixture.cell(0, TaskColumn::name));
        fixture.body.setCurrentIndex(fixture.body.model()->index(0, 0));
        fixture.choose("wrap_operation", "lock M");
        fixture.locks.setCurrentIndex(fixture.locks.model()->index(0, 0));
        fixture.click("remove_lock");
        QCOMPARE(fixture.document().system().locks.size(), std::size_t{1});
        QCOMPARE(fixture.line.text().section('\n', 0, 0),
                 "found the lock \"M\", which T0 takes, expected a lock that no task takes");
    }

    void selection_and_documents() {
        Fixture fixture;
        QVERIFY(!fixture.page.isEnabled());
        QVERIFY(fixture.open("01-zijlstra-stacking.pinstack.json"));
        QVERIFY(fixture.page.isEnabled());
        QVERIFY(fixture.view.selection().is_empty());
        QCOMPARE(fixture.body.model()->rowCount(), 2);  // of the first task, which is not selected for that
        Selection selection;
        selection.task = 3;
        fixture.view.select(selection);
        QCOMPARE(fixture.tasks.currentIndex().row(), 3);
        QCOMPARE(fixture.page.table()->rowCount(), 4);
        QVERIFY(fixture.open("02-stack-md.pinstack.json"));
        QCOMPARE(fixture.page.table()->rowCount(), 7);
        fixture.document().close();
        QVERIFY(!fixture.page.isEnabled());
        QCOMPARE(fixture.page.table()->rowCount(), 0);
    }

    void problems_of_a_file_that_does_not_open() {
        Session session;
        ViewState view;
        ProblemsView problems(session, view);
        problems.model().set_problems(parse_system("{\"pinstack\": 1}", "bad.json").error(), {});
        problems.resize(700, problems.sizeHint().height());
        problems.show();
        QVERIFY(QTest::qWaitForWindowExposed(&problems));
        auto* table = problems.findChild<QTableView*>();
        const QRect row = table->visualRect(table->model()->index(1, 2));
        QTest::mouseDClick(table->viewport(), Qt::LeftButton, {}, row.center());  // leads nowhere
        QCOMPARE(table->model()->rowCount(), 2);
    }
};

QTEST_MAIN(EditPageTest)
#include "edit_page_test.moc"
