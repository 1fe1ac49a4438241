// SPDX-License-Identifier: GPL-3.0-or-later
//
// The tables of a run, printed; and statistics of windows against the results of whole runs.
#include <QAbstractItemModelTester>
#include <QDirIterator>
#include <QTest>
#include <random>

#include "gui/models/results/capacity_rows.hpp"
#include "gui/models/results/episode_table.hpp"
#include "gui/models/results/finding_table.hpp"
#include "gui/models/results/job_table.hpp"
#include "gui/models/results/migration_table.hpp"
#include "gui/models/results/selection_statistics.hpp"
#include "gui/models/results/task_table.hpp"
#include "gui/models/results/window_figures.hpp"
#include "model/system/load.hpp"
#include "tests/gui/support/model_text.hpp"
#include "tests/gui/support/session_fixture.hpp"

using namespace pinstack;
using namespace pinstack::gui;

namespace {

RecordedRunPtr run_of(const QString& file) {
    auto system = load_system(file.toStdString());
    if (!system) return nullptr;
    const auto shared = std::make_shared<const System>(std::move(*system));
    return run_recorded(shared, shared->kernel, {});
}

QStringList examples() {
    QStringList files;
    QDirIterator folder(PINSTACK_SOURCE_DIR "/examples", {"*.pinstack.json"}, QDir::Files,
                        QDirIterator::Subdirectories);
    while (folder.hasNext()) files << folder.next();
    files.sort();
    return files;
}

/// A summand of one window each.
void add(CapacitySplit& sum, const CapacitySplit& part) {
    for (const auto member :
         {&CapacitySplit::useful, &CapacitySplit::inversion_np, &CapacitySplit::overhead, &CapacitySplit::stacking_loss,
          &CapacitySplit::affinity_loss, &CapacitySplit::balancing_loss, &CapacitySplit::idle, &CapacitySplit::total}) {
        sum.*member += part.*member;
    }
}

/// As figures_in() gives it.
CapacitySplit without_kinds(CapacitySplit capacity) {
    capacity.inversion_np = capacity.inversion();
    capacity.inversion_pin = 0;
    capacity.overhead_by_kind = {};
    return capacity;
}

}  // namespace

class ResultTablesTest : public QObject {
    Q_OBJECT

private slots:
    void every_table_is_a_sound_model() {
        JobTable jobs(JobTable::Which::all), misses(JobTable::Which::missed);
        TaskTable tasks;
        EpisodeTable episodes;
        MigrationTable migrations;
        FindingTable findings;
        const std::vector<RunTable*> tables{&jobs, &misses, &tasks, &episodes, &migrations, &findings};
        std::vector<std::unique_ptr<QAbstractItemModelTester>> testers;
        for (RunTable* table : tables) {
            testers.push_back(std::make_unique<QAbstractItemModelTester>(
                table, QAbstractItemModelTester::FailureReportingMode::QtTest));
        }
        const QStringList names{"01-zijlstra-stacking", "16-random-arrivals", "kernel/stack-plain", "18-automotive"};
        for (const QString& name : names) {
            const RecordedRunPtr run = run_of(example((name + ".pinstack.json").toUtf8()));
            QVERIFY(run != nullptr);
            for (RunTable* table : tables) {
                table->show(run);
                for (int column = 0; column < table->columnCount(); ++column) {
                    table->sort(column, column % 2 == 0 ? Qt::AscendingOrder : Qt::DescendingOrder);
                    for (int row = 0; row < std::min(50, table->rowCount()); ++row) {
                        const QModelIndex index = table->index(row, column);
                        for (const int role : {int{Qt::DisplayRole}, int{Qt::ToolTipRole},
                                               int{FigureTable::kFigureRole}, int{FigureTable::kEmphasisRole}}) {
                            index.data(role);
                        }
                    }
                }
                // What a row selects leads back to it.
                for (int row = 0; row < std::min(50, table->rowCount()); ++row) {
                    const int found = table->row_of(table->selection_of(row));
                    QVERIFY(found == row || table == &migrations || table == &findings);
                }
                table->set_filter("no such task");
                QCOMPARE(table->rowCount(), table == &findings ? static_cast<int>(table->rows_in_all()) : 0);
                table->set_filter({});
                table->sort(-1);
            }
        }
        for (RunTable* table : tables) {
            table->show(nullptr);
            QCOMPARE(table->rowCount(), 0);
            QCOMPARE(table->columnCount(), 0);
        }
    }

    // The kernel finishes T4 to T1 of stack-md at 54, 90, 126 and 162 ms, and 180 ms of CPU time are lost.
    void stack_md_is_that_of_the_kernel() {
        const RecordedRunPtr run = run_of(example("02-stack-md.pinstack.json"));
        JobTable jobs(JobTable::Which::all);
        jobs.show(run);
        jobs.sort(JobTable::kFinish);
        QStringList finished;
        for (int row = 0; row < jobs.rowCount(); ++row) {
            const QString task = jobs.index(row, JobTable::kTask).data().toString();
            if (task.startsWith('T')) finished << task + ' ' + jobs.index(row, JobTable::kFinish).data().toString();
        }
        QCOMPARE(finished.join(", "), QString("T4 54, T3 90, T2 126, T1 162"));
        EpisodeTable episodes;
        episodes.show(run);
        QCOMPARE(model_text(episodes),
                 QString("from\nms | to\nms | length\nms | CPU | depth | lost\nms | tasks that waited\n"
                         "30 | 126 | 96 | 0 | 4 | 180 | T1 T2 T3\n"));
    }

    void zijlstra_is_printed() {
        const RecordedRunPtr run = run_of(example("01-zijlstra-stacking.pinstack.json"));
        TaskTable tasks;
        tasks.show(run);
        QString text = model_text(tasks);
        QCOMPARE(text.mid(text.indexOf("T0 |")),
                 QString("T0 | 9 | 2 | 2 | 20 | 20 | 20 | 20 | 0 | 8.33 % | 2 | 0 | 15 pin_wait, 5 running\n"
                         "T1 | 9 | 2 | 2 | 15 | 15 | 15 | 15 | 0 | 8.33 % | 2 | 0 | 10 pin_wait, 5 running\n"
                         "T2 | 9 | 2 | 2 | 10 | 10 | 10 | 10 | 0 | 8.33 % | 2 | 0 | 5 running, 5 pin_wait\n"
                         "T3 | 9 | 2 | 0 | 5 | 5 | 5 | 5 | 0 | 8.33 % | 0 | 0 | 5 running\n"));
        JobTable misses(JobTable::Which::missed);
        misses.show(run);
        text = model_text(misses);
        QVERIFY(text.contains("\nT2 | 1 | 104 | 104 | 114 | 113 | 10 | 0 | 1 | missed\n"));
        QCOMPARE(misses.rowCount(), 6);
        ShareTable capacity;
        const CapacitySplit& split = run->outcome.result->capacity;
        capacity.set_rows("capacity", "CPU time", capacity_rows(split), split.total);
        QCOMPARE(model_text(capacity),
                 QString("capacity | CPU time\nms | share | meaning\n"
                         "useful | 40 | 8.33 % | the most urgent ready jobs run\n"
                         "stacking loss | 60 | 12.50 % | idle while a pinned job waits elsewhere\n"
                         "idle | 380 | 79.17 % | nobody waits\n"
                         "total | 480 | 100.00 % | all CPUs over the whole time\n"));
    }

    void a_whole_run_as_a_window_is_its_result() {
        for (const QString& file : examples()) {
            const RecordedRunPtr run = run_of(file);
            if (run == nullptr || !run->outcome.applicable()) continue;
            const RunResult& result = *run->outcome.result;
            const WindowFigures figures = figures_in(*run, {{0}, run->recording.end});
            QVERIFY2(figures.capacity == without_kinds(result.capacity), qPrintable(file));
            QCOMPARE(figures.max_depth, result.stacking.max_depth);
            // Who is in a deadlock when a run ends misses a deadline that may lie after it.
            const auto missed = std::count_if(result.jobs.begin(), result.jobs.end(), [&](const JobRecord& job) {
                return job.missed && job.deadline.ns <= result.span.ns;
            });
            QVERIFY2(figures.missed == static_cast<std::uint64_t>(missed), qPrintable(file));
            std::uint64_t jobs = 0, completed = 0, migrations = 0;
            for (std::uint32_t task = 0; task < result.tasks.size(); ++task) {
                jobs += result.tasks[task].jobs;
                completed += result.tasks[task].completed;
                migrations += result.tasks[task].migrations;
                if (result.tasks[task].completed == result.tasks[task].jobs) {
                    const ResponseSplit split = states_in(*run, {{0}, run->recording.end}, task, std::nullopt);
                    QVERIFY2(split == result.tasks[task].response_split, qPrintable(file));
                }
            }
            QCOMPARE(figures.released, jobs);
            QCOMPARE(figures.completed, completed);
            MigrationTable table;
            table.show(run);
            QVERIFY2(static_cast<std::uint64_t>(table.rowCount()) == migrations, qPrintable(file));
        }
    }

    // Windows that share a run out sum to it, wherever it is cut.
    void windows_add_up() {
        std::mt19937_64 random(5);
        for (const char* name : {"03-overload-then-stack", "16-random-arrivals", "costs/overheads"}) {
            const RecordedRunPtr run = run_of(example((QString(name) + ".pinstack.json").toUtf8()));
            QVERIFY(run != nullptr);
            for (int round = 0; round < 50; ++round) {
                std::vector<Instant> cuts{{0}, run->recording.end};
                for (int i = 0; i < 4; ++i) {
                    cuts.push_back(
                        {static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(run->recording.end.ns))});
                }
                std::sort(cuts.begin(), cuts.end());
                CapacitySplit sum;
                std::uint64_t released = 0;
                ResponseSplit states{};
                for (std::size_t i = 1; i < cuts.size(); ++i) {
                    const Window window{cuts[i - 1], cuts[i]};
                    const WindowFigures figures = figures_in(*run, window);
                    add(sum, figures.capacity);
                    released += figures.released;
                    const ResponseSplit part = states_in(*run, window, 0, std::nullopt);
                    for (std::size_t state = 0; state < kJobStates; ++state) states[state] += part[state];
                }
                QVERIFY(sum == without_kinds(run->outcome.result->capacity));
                QCOMPARE(released, run->recording.releases.size());
                QVERIFY(states == states_in(*run, {{0}, run->recording.end}, 0, std::nullopt));
            }
        }
    }

    void a_job_is_explained_by_its_response() {
        const RecordedRunPtr run = run_of(example("01-zijlstra-stacking.pinstack.json"));
        ViewState view;
        view.set_end(run->recording.end);
        SelectionStatistics statistics(view);
        const QAbstractItemModelTester tester(&statistics.table(),
                                              QAbstractItemModelTester::FailureReportingMode::QtTest);
        statistics.show(run);
        QCOMPARE(statistics.table().rowCount(), 0);  // nobody looks
        statistics.set_watched(true);
        QVERIFY(statistics.title().startsWith("In the whole run, 120ms"));
        Selection job;
        job.task = 0;
        job.job = 1;
        view.select(job);
        QCOMPARE(
            statistics.title(),
            QString("T0, job 1: released at 100ms, finished at 120ms, a response of 20ms; it misses its deadline at "
                    "109ms"));
        QCOMPARE(model_text(statistics.table()),
                 QString("state | time\nms | share | meaning\n"
                         "pin_wait | 15 | 75.00 % | pinned, and a more urgent job has its CPU\n"
                         "running | 5 | 25.00 % | runs\n"
                         "total | 20 | 100.00 % | from its release on\n"));
        view.clear_selection();
        view.set_marker(Marker::a, Instant{17'000'000});
        view.set_marker(Marker::b, Instant{2'000'000});
        QVERIFY(statistics.title().startsWith("Between the markers, 2ms to 17ms"));
        QVERIFY(model_text(statistics.table()).contains("stacking loss | 30 | 50.00 %"));
        QVERIFY(model_text(statistics.table()).contains("deepest stack | 4 "));
    }
};

QTEST_GUILESS_MAIN(ResultTablesTest)
#include "result_tables_test.moc"
