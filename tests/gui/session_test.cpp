// SPDX-License-Identifier: GPL-3.0-or-later
//
// Documents, their history, and what is computed of them in the background.
#include "gui/models/session.hpp"

#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include "model/system/load.hpp"
#include "tests/gui/support/session_fixture.hpp"

using namespace pinstack;
using namespace pinstack::gui;

namespace {

System with_cpus(const System& system, int cpus) {
    System changed = system;
    changed.platform.cpus = cpus;
    return changed;
}

}  // namespace

class SessionTest : public QObject {
    Q_OBJECT

private slots:
    void a_document_is_run() {
        Session session;
        QVERIFY(session.document().open(example("01-zijlstra-stacking.pinstack.json")).empty());
        QVERIFY(wait_until_idle(session));
        QVERIFY(session.run() != nullptr);
        const RunResult& result = *session.run()->outcome.result;
        QCOMPARE(result.capacity.stacking_loss, 60'000'000);
        const Recording& recording = session.run()->recording;
        QCOMPARE(recording.end.ns, result.span.ns);
        QCOMPARE(recording.releases.size(), std::size_t{8});
        QCOMPARE(recording.completions.size(), std::size_t{8});
        QCOMPARE(std::count_if(recording.deadlines.begin(), recording.deadlines.end(),
                               [](const Mark& mark) { return mark.missed; }),
                 std::ptrdiff_t(result.deadline_misses()));
        // The loss is the integral of what the CPUs' stacks cost.
        std::int64_t lost = 0;
        for (const auto& steps : recording.stacks) {
            for (std::size_t i = 0; i < steps.size(); ++i) {
                const Instant to = i + 1 < steps.size() ? steps[i + 1].at : recording.end;
                lost += steps[i].lost * (to - steps[i].at).ns;
            }
        }
        QCOMPARE(lost, result.capacity.stacking_loss);
    }

    void changes_are_undone_and_redone() {
        Session session;
        Document& document = session.document();
        QVERIFY(document.open(example("01-zijlstra-stacking.pinstack.json")).empty());
        document.change("CPUs", with_cpus(document.system(), 3), "cpus");
        document.change("CPUs", with_cpus(document.system(), 2), "cpus");
        QCOMPARE(document.history().count(), 1);
        document.history().undo();
        QCOMPARE(document.system().platform.cpus, 4);
        document.history().redo();
        QVERIFY(wait_until_idle(session));
        QCOMPARE(session.run()->system->platform.cpus, 2);
    }

    void a_bad_file_leaves_what_is_open() {
        Session session;
        Document& document = session.document();
        QVERIFY(document.open(example("02-stack-md.pinstack.json")).empty());
        const Problems problems = document.open(example("install"));
        QVERIFY(!problems.empty());
        QCOMPARE(document.name(), QString("02-stack-md.pinstack.json"));
    }

    void a_broken_rule_is_a_problem_and_is_not_run() {
        Session session;
        Document& document = session.document();
        QVERIFY(document.open(example("01-zijlstra-stacking.pinstack.json")).empty());
        QVERIFY(wait_until_idle(session));
        const RecordedRunPtr before = session.run();
        document.change("CPUs", with_cpus(document.system(), 0));
        QCOMPARE(document.problems().size(), std::size_t{1});
        QCOMPARE(document.problems().front().where.pointer, std::string("/platform/cpus"));
        QVERIFY(document.effective() == nullptr);
        QVERIFY(wait_until_idle(session));
        QCOMPARE(session.run(), before);
    }

    void a_comparison_is_made_when_it_is_wanted() {
        Session session;
        QVERIFY(session.document().open(example("01-zijlstra-stacking.pinstack.json")).empty());
        QVERIFY(wait_until_idle(session));
        QVERIFY(session.comparison() == nullptr);
        session.want_comparison(true);
        QVERIFY(wait_until_idle(session));
        QCOMPARE(session.comparison()->runs.size(), session.variants().size());
        QVERIFY(is_ideal(session.comparison()->runs[session.comparison()->baseline]->outcome.variant));
    }

    void only_the_latest_work_is_delivered() {
        LatestJob job;
        QSignalSpy busy(&job, &LatestJob::busy_changed);
        std::vector<int> delivered;
        for (int i = 0; i < 200; ++i) {
            job.submit([&delivered, i](const std::stop_token&, const LatestJob::Progress&) {
                return [&delivered, i] { delivered.push_back(i); };
            });
        }
        QVERIFY(QTest::qWaitFor([&] { return !job.is_busy(); }));
        QCOMPARE(delivered, std::vector<int>{199});
        QCOMPARE(busy.count(), 2);
        job.submit([&delivered](const std::stop_token& stop, const LatestJob::Progress&) -> LatestJob::Deliver {
            while (!stop.stop_requested()) std::this_thread::yield();
            return [&delivered] { delivered.push_back(-1); };
        });
        job.cancel();
        QTest::qWait(20);
        QCOMPARE(delivered, std::vector<int>{199});
    }

    void the_scaled_system_is_what_is_saved() {
        QTemporaryDir folder;
        Document document;
        QVERIFY(document.open(example("01-zijlstra-stacking.pinstack.json")).empty());
        Scenario scenario = document.scenario();
        scenario.section_percent = 50;
        document.change("Sections", scenario);
        QVERIFY(document.save(folder.filePath("half.pinstack.json")).empty());
        QVERIFY(document.history().isClean());
        const auto saved = load_system(folder.filePath("half.pinstack.json").toStdString());
        QVERIFY(saved.has_value());
        QCOMPARE(worst_case_execution_time(saved->tasks[0].body).ns, 3'000'000);
        QVERIFY(!document.save(folder.filePath("no/folder.json")).empty());
    }
};

QTEST_GUILESS_MAIN(SessionTest)
#include "session_test.moc"
