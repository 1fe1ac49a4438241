// SPDX-License-Identifier: GPL-3.0-or-later
//
// The models of the editor: what they show, and that they follow the document by the smallest changes of rows.
#include <QSignalSpy>

#include "tests/gui/edit/edit_fixture.hpp"
#include "tests/gui/support/model_text.hpp"

using namespace pinstack;
using namespace pinstack::gui;

namespace {

constexpr const char* kBody = R"({"pinstack": 1, "time_unit": "ms", "platform": {"cpus": 2}, "horizon": 20,
    "locks": {"L": "mutex"}, "tasks": [{"name": "A", "period": 10, "body": [{"run": 1},
        {"section": [{"run": 2}, {"suspend": 1}, {"run": {"min": 1, "max": 2}}]},
        {"lock": {"name": "L", "body": [{"run": 1}]}}]}]})";

}  // namespace

class EditModelsTest : public QObject {
    Q_OBJECT

private slots:
    void tasks_as_text() {
        Editor editor;
        QVERIFY(editor.open("01-zijlstra-stacking.pinstack.json"));
        QCOMPARE(
            model_text(editor.tasks),
            "Task | Priority | Released | Every / at | Deadline | WCET | Utilization | Offset | Jitter | Home CPU | "
            "Affinity | Policy | Working set\n"
            "T0 | 10 | releases | 0, 100ms | 9ms | 5ms |  |  |  | 0 |  | fifo | \n"
            "T1 | 20 | releases | 2ms, 102ms | 9ms | 5ms |  |  |  | 0 |  | fifo | \n"
            "T2 | 30 | releases | 4ms, 104ms | 9ms | 5ms |  |  |  | 0 |  | fifo | \n"
            "T3 | 40 | releases | 6ms, 106ms | 9ms | 5ms |  |  |  | 0 |  | fifo | \n");
    }

    void a_body_as_text() {
        Editor editor;
        QVERIFY(editor.show(kBody));
        editor.body.set_task(0);
        QCOMPARE(model_text(editor.body),
                 "Operation | Length | Lock\n"
                 "run | 1ms | \n"
                 "section | 4ms | \n"
                 "  run | 2ms | \n"
                 "  suspend | 1ms | \n"
                 "  run | 1ms..2ms uniform | \n"
                 "lock | 1ms | L\n"
                 "  run | 1ms | \n");
        QCOMPARE(model_text(editor.locks), "Lock | Kind | Taken by\nL | mutex | A\n");
    }

    void settings_as_text() {
        Editor editor;
        QCOMPARE(editor.settings.rowCount(), 0);
        QVERIFY(editor.open("01-zijlstra-stacking.pinstack.json"));
        const QString text = model_text(editor.settings);
        QVERIFY(text.startsWith("Setting | Value\nSystem | \nname | zijlstra-stacking\n"));
        QVERIFY(
            text.contains("Platform | \nCPUs | 4\ntopology | \ncosts | none\nMechanisms | \nkmap | \n"
                          "lazy_mm | \npage_fault | \npage_tables | \ncache_miss | \nhotplug | \nKernel | \norder | fp\nsections | migrate_disable\nbalancer | wake-previous\n"));
        editor.document.close();
        QCOMPARE(editor.settings.rowCount(), 0);
    }

    void rows_come_and_go_where_tasks_do() {
        Editor editor;
        QVERIFY(editor.open("01-zijlstra-stacking.pinstack.json"));
        QSignalSpy inserted(&editor.tasks, &QAbstractItemModel::rowsInserted);
        QSignalSpy removed(&editor.tasks, &QAbstractItemModel::rowsRemoved);
        QSignalSpy reset(&editor.tasks, &QAbstractItemModel::modelReset);
        QCOMPARE(editor.tasks.duplicate(1), 2);
        QCOMPARE(inserted.takeFirst()[1].toInt(), 2);
        QCOMPARE(editor.cell(2, TaskColumn::name).data().toString(), "T4");
        QCOMPARE(editor.tasks.add(0), 0);
        QCOMPARE(inserted.takeFirst()[1].toInt(), 0);
        editor.tasks.remove({0, 2});
        QCOMPARE(removed.size(), 2);
        QCOMPARE(editor.tasks.rowCount(), 4);
        editor.document.history().undo();
        editor.document.history().undo();
        QCOMPARE(editor.tasks.move(0, true), 1);
        QCOMPARE(editor.cell(0, TaskColumn::name).data().toString(), "T1");
        QCOMPARE(editor.tasks.move(0, false), 0);
        QCOMPARE(reset.size(), 0);
        QVERIFY(editor.open("02-stack-md.pinstack.json"));
        QCOMPARE(reset.size(), 1);
    }

    void a_text_that_is_refused_changes_nothing() {
        Editor editor;
        QVERIFY(editor.open("16-random-arrivals.pinstack.json"));
        const QString before = model_text(editor.tasks);
        const int steps = editor.document.history().count();
        QVERIFY(!editor.tasks.setData(editor.cell(0, TaskColumn::deadline), "soon"));
        QCOMPARE(editor.tasks.refusal(editor.cell(0, TaskColumn::deadline), "soon").size(), std::size_t{1});
        QVERIFY(!editor.tasks.setData(editor.cell(0, TaskColumn::utilization), "0.5"));
        QVERIFY(editor.tasks.setData(editor.cell(0, TaskColumn::deadline),
                                     editor.cell(0, TaskColumn::deadline).data()));  // what it is: no step
        QCOMPARE(editor.document.history().count(), steps);
        QCOMPARE(model_text(editor.tasks), before);
        QVERIFY(editor.tasks.setData(editor.cell(0, TaskColumn::deadline), "3ms"));
        QCOMPARE(editor.document.history().count(), steps + 1);
        QCOMPARE(editor.cell(0, TaskColumn::deadline).data().toString(), "3ms");
    }

    void a_body_is_edited() {
        Editor editor;
        QVERIFY(editor.show(kBody));
        BodyModel& body = editor.body;
        body.set_task(0);
        QSignalSpy inserted(&body, &QAbstractItemModel::rowsInserted);
        QSignalSpy removed(&body, &QAbstractItemModel::rowsRemoved);
        QCOMPARE(body.path_of(body.wrap(body.index_of({1, 1}), OperationKind::migrate_disable)), (BodyPath{1, 1}));
        QCOMPARE(inserted.size(), 1);  // what was the operation holds it now
        QCOMPARE(removed.size(), 0);
        QCOMPARE(body.path_of(body.move(body.index_of({1, 1, 0}), true)), (BodyPath{1, 2}));
        QCOMPARE(editor.problems.errors().size(), std::size_t{1});  // an empty bracket
        QCOMPARE(body.index_of({1, 1}).data(kSeverityRole).toInt(), int(Severity::error));
        QCOMPARE(body.path_of(body.add(body.index_of({1, 1}), OperationKind::run)), (BodyPath{1, 1, 0}));
        QVERIFY(editor.problems.errors().empty());
        QVERIFY(body.setData(body.index_of({1, 1, 0}).siblingAtColumn(1), "3ms..5ms"));
        QVERIFY(body.setData(body.index_of({1, 1}), "preempt_disable"));
        QVERIFY(!body.setData(body.index_of({1, 1}), "run"));
        QVERIFY(!body.setData(body.index_of({0}).siblingAtColumn(1), "3 parsecs"));
        QVERIFY(!(body.flags(body.index_of({1}).siblingAtColumn(1)) & Qt::ItemIsEditable));
        QCOMPARE(model_text(body),
                 "Operation | Length | Lock\n"
                 "run | 1ms | \n"
                 "section | 9ms | \n"
                 "  run | 2ms | \n"
                 "  preempt_disable | 5ms | \n"
                 "    run | 3ms..5ms uniform | \n"
                 "  suspend | 1ms | \n"
                 "  run | 1ms..2ms uniform | \n"
                 "lock | 1ms | L\n"
                 "  run | 1ms | \n");
        QCOMPARE(body.path_of(body.unwrap(body.index_of({1}))), (BodyPath{1}));
        QCOMPARE(body.rowCount(), 6);
        QCOMPARE(body.path_of(body.remove(body.index_of({5}))), (BodyPath{4}));
        QVERIFY(body.setData(body.index_of({2}), "section"));
        QVERIFY(body.setData(body.index_of({2}), "lock"));
        QCOMPARE(editor.locks.index(0, 2).data().toString(), "A");
        QCOMPARE(editor.locks.remove(0).size(), std::size_t{1});
        while (editor.document.history().canUndo()) editor.document.history().undo();
        QCOMPARE(editor.saved(), save_system(*parse_system(kBody, "")));
    }

    void problems_of_a_file() {
        Editor editor;
        const Problems problems = parse_system("{\"pinstack\": 1, \"tasks\": []}", "bad.json").error();
        editor.list.set_problems(problems, {});
        QCOMPARE(model_text(editor.list),
                 "Severity | Place | Found | Expected | Hint\n"
                 "error | line 1:1 | a file without `platform` | `platform`, the machine | "
                 "write for example \"platform\": {\"cpus\": 4}\n"
                 "error | line 1:26, /tasks | an empty array | at least one task | "
                 "write for example [ {\"name\": \"A\", \"period\": 10, \"wcet\": 2} ]\n");
        QCOMPARE(editor.list.index(0, 0).data(Qt::ToolTipRole).toString().trimmed(),
                 QString::fromStdString(to_text(problems[0])).trimmed());
    }

    void locks_are_edited() {
        Editor editor;
        QVERIFY(editor.show(kBody));
        QCOMPARE(editor.locks.add(), 1);
        QVERIFY(!editor.locks.setData(editor.locks.index(1, 0), "L"));
        QVERIFY(editor.locks.setData(editor.locks.index(1, 0), "M"));
        QVERIFY(editor.locks.setData(editor.locks.index(1, 1), "raw_spinlock"));
        QCOMPARE(model_text(editor.locks), "Lock | Kind | Taken by\nL | mutex | A\nM | raw_spinlock | \n");
        QVERIFY(editor.locks.remove(1).empty());
        QCOMPARE(editor.locks.rowCount(), 1);
        editor.document.close();
        QCOMPARE(editor.locks.rowCount(), 0);
    }

    void settings_are_edited() {
        Editor editor;
        QVERIFY(editor.open("01-zijlstra-stacking.pinstack.json"));
        QVERIFY(editor.settings.setData(editor.setting("balancer"), "swap-on-entry"));
        QVERIFY(!editor.settings.setData(editor.setting("balancer"), "swap"));
        QVERIFY(editor.settings.setData(editor.setting("CPUs"), "2"));
        QCOMPARE(editor.document.system().kernel.balancer.name, "swap-on-entry");
        QCOMPARE(editor.document.system().platform.cpus, 2);
        QCOMPARE(editor.document.history().undoText(), "CPUs");
        QVERIFY(editor.settings.setData(editor.setting("balancer"), "partitioned"));
        QVERIFY(editor.settings.setData(editor.setting("order"), "edf"));
        QVERIFY(editor.settings.setData(editor.setting("balancer"), "linux-rt-5.15"));
        QCOMPARE(editor.setting("order").data(kSeverityRole).toInt(), int(Severity::error));
    }
};

QTEST_APPLESS_MAIN(EditModelsTest)
#include "edit_models_test.moc"
