// SPDX-License-Identifier: GPL-3.0-or-later
//
// The window with the trace of a kernel open, as a user meets it.
#include <QAbstractItemModelTester>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTabWidget>
#include <QTemporaryDir>

#include "gui/models/recent_files.hpp"
#include "gui/views/results/results_panel.hpp"
#include "gui/views/trace/beside_page.hpp"
#include "gui/views/window/file_commands.hpp"
#include "gui/views/window/main_window.hpp"
#include "gui/views/window/message_bar.hpp"
#include "tests/gui/support/model_text.hpp"
#include "tests/gui/support/session_fixture.hpp"
#include "tests/gui/support/window_fixture.hpp"

using namespace pinstack;
using namespace pinstack::gui;

namespace {

const QString kTrace = PINSTACK_SOURCE_DIR "/data/kernel-traces/raw/stack_md.6.1-rt.ftrace.txt.gz";

bool open(MainWindow& window, const QString& file) {
    window.show();
    return window.open(file) && wait_until_idle(window.session()) && !window.files().has_failed();
}

QTabWidget& views_of(MainWindow& window) {
    return *qobject_cast<QTabWidget*>(window.findChild<BesidePage*>()->parent()->parent());
}

}  // namespace

class TraceWindowTest : public QObject {
    Q_OBJECT

private:
    QTemporaryDir folder_;

private slots:
    void initTestCase() { keep_settings_in(folder_.path()); }
    void init() { QSettings().clear(); }

    void a_trace_is_shown_on_the_timeline_and_what_it_has_no_answer_to_is_off() {
        MainWindow window;
        QVERIFY(open(window, kTrace));
        QVERIFY(window.session().trace() != nullptr);
        QVERIFY(!window.session().document().is_open());
        QVERIFY(window.windowTitle().startsWith("stack_md.6.1-rt.ftrace.txt.gz"));
        QCOMPARE(window.view().end().ns, window.session().trace()->window.length().ns);
        QTabWidget& views = views_of(window);
        QCOMPARE(views.currentIndex(), 0);
        for (const int off : {1, 2, 3}) {
            QVERIFY(!views.isTabEnabled(off));
            QVERIFY(views.tabToolTip(off).contains("make a system of it"));
        }
        QVERIFY(views.isTabVisible(4));
        window.show_view("compare");
        QCOMPARE(views.currentIndex(), 0);
        QVERIFY(window.findChild<QPushButton*>("fit")->isVisible());
        QVERIFY(recent_files(QSettings()).contains(kTrace));
        // It cannot be saved, and the window says so.
        QVERIFY(!window.files().save());
        QVERIFY(window.findChild<MessageBar*>()->text().contains("A trace is not saved"));
    }

    void its_tables_and_its_report() {
        MainWindow window;
        QVERIFY(open(window, kTrace));
        auto& results = *window.findChild<ResultsPanel*>();
        FigureTable& tasks = results.table(ResultsPanel::Tab::trace_tasks);
        QAbstractItemModelTester tester(&tasks);
        QCOMPARE(tasks.rowCount(), 7);
        QCOMPARE(tasks.index(6, 0).data().toString(), QString("T1"));
        QCOMPARE(tasks.index(6, 2).data().toString(), QString("10"));
        results.show_tab(ResultsPanel::Tab::jobs);
        FigureTable& jobs = results.table(ResultsPanel::Tab::jobs);
        QCOMPARE(jobs.rowCount(), 7);
        const int deadline = JobTable::kDeadline, late = JobTable::kMissed;
        QCOMPARE(jobs.index(0, deadline).data().toString(), QString("-"));
        QVERIFY(!jobs.index(0, deadline).data(FigureTable::kFigureRole).isValid());
        QVERIFY(!jobs.index(0, late).data(FigureTable::kFigureRole).isValid());
        results.show_tab(ResultsPanel::Tab::report);
        const QString report = results.findChild<QPlainTextEdit*>("report")->toPlainText();
        QVERIFY2(report.contains("lost to stacking: 1 episode, up to 4 tasks pinned"), qPrintable(report.left(400)));
        // A system file has the tables of a run again.
        QVERIFY(open(window, example("02-stack-md.pinstack.json")));
        QVERIFY(window.session().trace() == nullptr);
        QVERIFY(views_of(window).isTabEnabled(1));
        QVERIFY(!views_of(window).isTabVisible(4));
        QCOMPARE(results.table(ResultsPanel::Tab::tasks).rowCount(), 7);
    }

    void beside_the_simulation_of_a_system_file() {
        MainWindow window;
        window.show();
        QVERIFY(window.open(kTrace));
        AgainstOptions options;
        options.scale = 24;
        window.set_beside(example("02-stack-md.pinstack.json"), options);
        window.show_view("beside");
        QVERIFY(QTest::qWaitFor([&] { return window.session().beside() != nullptr; }, 10'000));
        auto& page = *window.findChild<BesidePage*>();
        QVERIFY(page.isVisible());
        auto& table = dynamic_cast<FigureTable&>(*page.table());
        QAbstractItemModelTester tester(&table);
        QCOMPARE(table.rowCount(), 5);
        QCOMPARE(table.index(4, AgreementTable::kCpu).data().toString(), QString("all"));
        QCOMPARE(table.index(4, AgreementTable::kShare).data().toString(), QString("97.46 %"));
        const QString said = page.findChild<QLabel*>("findings")->text();
        QVERIFY2(said.contains("first divergence longer than 3.888ms: at 42.153873s"), qPrintable(said));
        QTest::mouseClick(page.findChild<QPushButton*>("show_divergence"), Qt::LeftButton);
        const auto marker = window.view().marker(Marker::a);
        QVERIFY(marker.has_value());
        QCOMPARE((window.session().trace()->window.from + (*marker - Instant{0})).ns, 42'153'873'000);
        QVERIFY(window.view().visible().from <= *marker && *marker <= window.view().visible().to);
        // A task has one colour in both: the runs have the trace's tasks.
        const System& trace = *window.session().run()->system;
        const System& run = *window.session().beside()->run->system;
        for (std::size_t i = 0; i + 1 < trace.tasks.size(); ++i) QCOMPARE(run.tasks[i].name, trace.tasks[i].name);
        // Another scale, typed, compares again.
        const QSignalSpy again(&window.session(), &Session::beside_changed);
        options.scale = 25;
        window.set_beside(example("02-stack-md.pinstack.json"), options);
        QVERIFY(QTest::qWaitFor([&] { return again.count() > 0; }, 10'000));
        QVERIFY(!window.session().beside()->comparison.first);
        QVERIFY(!page.findChild<QPushButton*>("show_divergence")->isVisible());
        // What cannot be compared is explained.
        window.set_beside(example("18-automotive.pinstack.json"), {});
        const auto& messages = *window.findChild<MessageBar*>();
        QVERIFY(QTest::qWaitFor([&] { return messages.isVisible(); }, 10'000));
        QVERIFY(messages.text().contains("cannot be compared with 18-automotive.pinstack.json"));
        QVERIFY(window.session().beside()->file.contains("02-"));
    }

    void a_system_is_made_of_it() {
        MainWindow window;
        QVERIFY(open(window, kTrace));
        QTest::mouseClick(window.findChild<QPushButton*>("fit"), Qt::LeftButton);
        QVERIFY(wait_until_idle(window.session()));
        QVERIFY(window.session().trace() == nullptr);
        const Document& document = window.session().document();
        QVERIFY(document.is_open() && document.problems().empty());
        QCOMPARE(document.system().tasks.size(), std::size_t{7});
        QVERIFY(window.session().run()->outcome.applicable());
        QVERIFY(document.name().contains("stack_md"));
        QVERIFY(views_of(window).isTabEnabled(3));
    }

    void a_bad_trace_changes_nothing() {
        const QString bad = folder_.filePath("bad.txt.gz");
        QFile file(bad);
        QVERIFY(file.open(QFile::WriteOnly));
        file.write("\x1f\x8b not packed at all");
        file.close();
        MainWindow window;
        QVERIFY(open(window, example("02-stack-md.pinstack.json")));
        QVERIFY(window.open(bad));
        QVERIFY(wait_until_idle(window.session()));
        QVERIFY(window.files().has_failed());
        QVERIFY(window.findChild<MessageBar*>()->isVisible());
        QVERIFY(window.findChild<MessageBar*>()->text().contains("bad.txt.gz cannot be opened"));
        QCOMPARE(window.session().document().name(), QString("02-stack-md.pinstack.json"));
        QVERIFY(open(window, kTrace));
        QVERIFY(!window.findChild<MessageBar*>()->isVisible());
    }

    void reading_can_be_cancelled() {
        MainWindow window;
        QVERIFY(open(window, example("02-stack-md.pinstack.json")));
        QVERIFY(window.open(kTrace));
        QVERIFY(window.session().is_reading_trace());
        window.session().cancel();
        QVERIFY(!window.session().is_busy());
        QTest::qWait(200);
        QVERIFY(window.session().trace() == nullptr);
        QCOMPARE(window.session().document().name(), QString("02-stack-md.pinstack.json"));
    }

    void a_trace_is_dropped_on_the_window() {
        MainWindow window;
        window.show();
        QVERIFY(drop_file(window, kTrace));
        QVERIFY(wait_until_idle(window.session()));
        QVERIFY(window.session().trace() != nullptr);
    }
};

QTEST_MAIN(TraceWindowTest)
#include "trace_window_test.moc"
