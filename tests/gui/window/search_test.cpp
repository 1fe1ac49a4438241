// SPDX-License-Identifier: GPL-3.0-or-later
//
// "Make it stack": a search in the background, and what it found as a document that runs to the same figure.
#include <QAction>
#include <QComboBox>
#include <QPushButton>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTemporaryDir>
#include <QTest>
#include <QToolBar>

#include "gui/dialogs/search_dialog.hpp"
#include "gui/views/window/main_window.hpp"
#include "gui/views/window/message_bar.hpp"
#include "gui/views/window/search_commands.hpp"
#include "tests/gui/support/session_fixture.hpp"
#include "tests/gui/support/window_fixture.hpp"

using namespace pinstack;
using namespace pinstack::gui;

namespace {

SearchSpec loss_in(std::uint64_t runs) {
    SearchSpec spec;
    spec.objective.kind = ObjectiveKind::loss;
    spec.evaluations = runs;
    return spec;
}

}  // namespace

class SearchTest : public QObject {
    Q_OBJECT

private:
    QTemporaryDir folder_;

private slots:
    void initTestCase() { keep_settings_in(folder_.path()); }
    void init() { QSettings().clear(); }

    void what_is_found_is_shown_and_runs_to_the_same_figure() {
        MainWindow window;
        window.show();
        QVERIFY(window.open(example("16-random-arrivals.pinstack.json")));
        const QSignalSpy progress(&window.session(), &Session::progressed);
        window.searches().search(loss_in(300));
        QVERIFY(window.session().is_busy());
        QVERIFY(QTest::qWaitFor([&] { return window.session().found() != nullptr; }, 60'000));
        const FoundCase& found = *window.session().found();
        QVERIFY(found.result.worst.value > 0);
        QVERIFY(found.result.worst.value >= found.result.own.value);
        QCOMPARE(window.session().document().name(), QString("16-random-arrivals.pinstack.json, worst case"));
        QVERIFY(window.session().document().file().isEmpty());
        QVERIFY(wait_until_idle(window.session()));
        QCOMPARE(window.session().run()->outcome.result->capacity.stacking_loss, found.result.worst.value);
        const auto& messages = *window.findChild<MessageBar*>();
        QVERIFY2(messages.text().contains("lost to stacking (the file's own releases: "), qPrintable(messages.text()));
        QVERIFY(messages.text().contains(QString("the most of %1 runs.").arg(found.result.evaluations)));
        QVERIFY(!messages.details().isEmpty());
        QVERIFY(progress.count() > 0);
    }

    void a_search_can_be_cancelled() {
        MainWindow window;
        window.show();
        QVERIFY(window.open(example("16-random-arrivals.pinstack.json")));
        QVERIFY(wait_until_idle(window.session()));
        window.searches().search(loss_in(1'000'000'000));
        QVERIFY(window.session().is_busy());
        auto* cancel = window.findChild<QPushButton*>("cancel");
        QVERIFY(QTest::qWaitFor([&] { return cancel->isVisible(); }, 10'000));
        QTest::mouseClick(cancel, Qt::LeftButton);
        QVERIFY(!window.session().is_busy());
        QTest::qWait(100);
        QVERIFY(window.session().found() == nullptr);
        QCOMPARE(window.session().document().name(), QString("16-random-arrivals.pinstack.json"));
    }

    void what_is_changed_meanwhile_is_not_replaced() {
        MainWindow window;
        window.show();
        QVERIFY(window.open(example("16-random-arrivals.pinstack.json")));
        window.searches().search(loss_in(1'000'000'000));
        System system = window.session().document().system();
        system.seed = 2;
        window.session().document().change("seed", std::move(system));
        QVERIFY(wait_until_idle(window.session()));
        QVERIFY(window.session().found() == nullptr);
        QVERIFY(window.session().document().history().canUndo());
    }

    void where_nothing_stacks_it_says_so() {
        MainWindow window;
        window.show();
        QVERIFY(window.open(example("16-random-arrivals.pinstack.json")));
        System system = window.session().document().system();
        system.kernel.sections = Protection::none;
        window.session().document().show("unprotected", std::move(system));
        window.searches().search(loss_in(50));
        QVERIFY2(QTest::qWaitFor([&] { return window.session().found() != nullptr; }, 20'000),
                 qPrintable(window.findChild<MessageBar*>()->text() + window.findChild<MessageBar*>()->details()));
        QVERIFY(window.findChild<MessageBar*>()->text().startsWith("Nothing stacks in"));
        QCOMPARE(window.session().document().name(), QString("unprotected"));
    }

    void given_releases_leave_nothing_to_search() {
        MainWindow window;
        window.show();
        QVERIFY(window.open(example("01-zijlstra-stacking.pinstack.json")));
        window.searches().make_it_stack();
        auto& messages = *window.findChild<MessageBar*>();
        QVERIFY(QTest::qWaitFor([&] { return messages.isVisible(); }, 20'000));
        QVERIFY(messages.details().contains("whose releases are all given"));
    }

    void there_is_a_button_and_it_is_off_without_a_system() {
        MainWindow window;
        window.show();
        auto* button = window.findChild<QAction*>("make_it_stack");
        QVERIFY(button != nullptr && !button->isEnabled());
        QVERIFY(window.open(example("16-random-arrivals.pinstack.json")));
        QVERIFY(button->isEnabled());
        button->trigger();
        QVERIFY(window.session().is_busy());
        window.session().cancel();
    }

    void the_dialog_says_what_to_search_for() {
        MainWindow window;
        QVERIFY(window.open(example("16-random-arrivals.pinstack.json")));
        SearchDialog dialog(window.session().document().system());
        auto& objective = *dialog.findChild<QComboBox*>("objective");
        auto& task = *dialog.findChild<QComboBox*>("task");
        QCOMPARE(dialog.spec().objective.kind, ObjectiveKind::loss);
        QVERIFY(!task.isEnabled());
        objective.setCurrentText("Response time");
        task.setCurrentIndex(2);
        dialog.findChild<QSpinBox*>("runs")->setValue(77);
        dialog.findChild<QSpinBox*>("seed")->setValue(5);
        const SearchSpec spec = dialog.spec();
        QCOMPARE(spec.objective.kind, ObjectiveKind::response);
        QCOMPARE(*spec.objective.task, 1U);
        QCOMPARE(spec.evaluations, std::uint64_t{77});
        QCOMPARE(spec.seed, std::uint64_t{5});
        objective.setCurrentText("Depth of a stack");
        QVERIFY(!dialog.spec().objective.task);
    }
};

QTEST_MAIN(SearchTest)
#include "search_test.moc"
