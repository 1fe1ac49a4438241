// SPDX-License-Identifier: GPL-3.0-or-later
//
// Random edits through every model: undoing all gives the system as it was, byte by byte, redoing all the edited one.
// Whatever the edits leave, what can be run is what its file says: it runs like the system read back from it.
#include "tests/gui/edit/edit_fixture.hpp"

#include <random>

#include "analyzer/run/run_summary.hpp"

using namespace pinstack;
using namespace pinstack::gui;

namespace {

class RandomEdits {
public:
    RandomEdits(Editor& editor, std::uint64_t seed) : editor_(editor), random_(seed) {}

    void step() {
        switch (below(10)) {
            case 0:
                return change_tasks();
            case 1:
            case 2:
            case 3:
                return change_body();
            case 4:
                return change_locks();
            case 5:
            case 6:
                return set(editor_.settings, editor_.settings.index(below(editor_.settings.rowCount()), 1));
            default:
                if (editor_.tasks.rowCount() > 0) {
                    set(editor_.tasks,
                        editor_.tasks.index(below(editor_.tasks.rowCount()), below(editor_.tasks.columnCount())));
                }
        }
    }

private:
    int below(int end) { return static_cast<int>(random_() % static_cast<unsigned>(end)); }

    QString text(const QModelIndex& index) {
        const QStringList choices = index.data(kChoicesRole).toStringList();
        if (!choices.isEmpty() && below(8) != 0) return choices[below(static_cast<int>(choices.size()))];
        static const QStringList kTexts = {
            "1ms",  "2ms",  "3",     "",         "0",          "7us..2ms", "1ms..2ms constant",
            "0-1",  "0,2",  "A",     "T1",       "0, 1, 5ms",  "64KiB",    "1",
            "junk", "\"",   "-1",    "4ms..1ms", "100ms",      "{}",       "[0, 1]",
            "99",   "true", "drain", "20ms",     "core:2 pu:2"};
        return kTexts[below(static_cast<int>(kTexts.size()))];
    }

    void set(QAbstractItemModel& model, const QModelIndex& index) { model.setData(index, text(index)); }

    void change_tasks() {
        TaskTableModel& tasks = editor_.tasks;
        const int rows = tasks.rowCount();
        if (rows == 0 || below(3) == 0) {
            tasks.add(below(rows + 1));
        } else if (below(3) == 0) {
            tasks.duplicate(below(rows));
        } else if (below(2) == 0) {
            tasks.remove({below(rows)});
        } else {
            tasks.move(below(rows), below(2) == 0);
        }
    }

    void change_locks() {
        LocksModel& locks = editor_.locks;
        if (locks.rowCount() == 0 || below(4) == 0) {
            locks.add();
        } else if (below(4) == 0) {
            locks.remove(below(locks.rowCount()));
        } else {
            set(locks, locks.index(below(locks.rowCount()), below(2)));
        }
    }

    void change_body() {
        if (editor_.tasks.rowCount() == 0) return;
        BodyModel& body = editor_.body;
        if (!body.task() || below(4) == 0) body.set_task(static_cast<std::size_t>(below(editor_.tasks.rowCount())));
        QModelIndex at;
        while (body.rowCount(at) > 0 && (!at.isValid() || below(2) == 0))
            at = body.index(below(body.rowCount(at)), 0, at);
        const bool has_lock = !editor_.document.system().locks.empty();
        const auto kind = static_cast<OperationKind>(below(has_lock ? 8 : 7));
        if (!at.isValid() || below(4) == 0) {
            body.add(at, kind);
        } else if (below(4) == 0 && is_bracket(kind)) {
            body.wrap(at, kind);
        } else if (below(4) == 0 && is_bracket(body.operation(at)->kind)) {
            body.unwrap(at);
        } else if (below(4) == 0) {
            body.remove(at);
        } else if (below(3) == 0) {
            body.move(at, below(2) == 0);
        } else {
            set(body, at.siblingAtColumn(below(3)));
        }
    }

    Editor& editor_;
    std::mt19937_64 random_;
};

}  // namespace

class EditHistoryTest : public QObject {
    Q_OBJECT

private slots:
    void random_edits_are_undone_and_redone_data() {
        QTest::addColumn<QString>("file");
        for (const char* file :
             {"01-zijlstra-stacking", "12-nested-brackets", "11-affinity-masks", "16-random-arrivals"}) {
            QTest::newRow(file) << QString(file) + ".pinstack.json";
        }
    }

    void random_edits_are_undone_and_redone() {
        QFETCH(QString, file);
        int runs = 0;
        for (std::uint64_t seed = 1; seed <= 15; ++seed) {
            Editor editor;
            QVERIFY(editor.open(qPrintable(file)));
            const std::string original = editor.saved();
            RandomEdits edits(editor, seed);
            std::vector<std::string> states{original};
            for (int i = 0; i < 40; ++i) {
                const int before = editor.document.history().count();
                edits.step();
                const int steps = editor.document.history().count() - before;
                QVERIFY(steps == 0 || steps == 1);
                if (steps == 1) states.push_back(editor.saved());
                QCOMPARE(editor.saved(), states.back());
                if (editor.document.effective() != nullptr && i % 10 == 9) {
                    compare_with_file(*editor.document.effective());
                    ++runs;
                }
            }
            QUndoStack& history = editor.document.history();
            QCOMPARE(history.count(), static_cast<int>(states.size()) - 1);
            for (std::size_t i = states.size() - 1; i-- > 0;) {
                history.undo();
                QCOMPARE(editor.saved(), states[i]);
            }
            QCOMPARE(editor.saved(), original);
            while (history.canRedo()) history.redo();
            QCOMPARE(editor.saved(), states.back());
        }
        QVERIFY(runs > 0);
    }

private:
    static void compare_with_file(const System& edited) {
        const auto read = parse_system(save_system(edited), "saved.json");
        QVERIFY(read.has_value());
        QCOMPARE(save_system(*read), save_system(edited));
        System a = edited, b = *read;
        a.horizon = b.horizon = milliseconds(40);
        const Outcome of_edited = run_variant(a, a.kernel), of_read = run_variant(b, b.kernel);
        QCOMPARE(of_edited.applicable(), of_read.applicable());
        if (!of_edited.applicable()) return;
        QVERIFY(summary_of(*of_edited.result) == summary_of(*of_read.result));
        for (std::size_t i = 0; i < a.tasks.size(); ++i) {
            QCOMPARE(of_edited.result->tasks[i].response.sum(), of_read.result->tasks[i].response.sum());
        }
    }
};

QTEST_APPLESS_MAIN(EditHistoryTest)
#include "edit_history_test.moc"
