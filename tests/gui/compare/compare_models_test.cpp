// SPDX-License-Identifier: GPL-3.0-or-later
//
// The tables of a comparison, printed; the choice of variants; distributions of response times.
#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>
#include <numeric>

#include "gui/models/compare/capacities_table.hpp"
#include "gui/models/compare/difference_table.hpp"
#include "gui/models/compare/response_distribution.hpp"
#include "gui/models/compare/variant_grid.hpp"
#include "model/balancer/balancer.hpp"
#include "tests/gui/support/model_text.hpp"
#include "tests/gui/support/session_fixture.hpp"

using namespace pinstack;
using namespace pinstack::gui;

namespace {

bool compare(Session& session, const char* file) {
    session.want_comparison(true);
    return session.document().open(example(file)).empty() && wait_until_idle(session) &&
           session.comparison() != nullptr;
}

}  // namespace

class CompareModelsTest : public QObject {
    Q_OBJECT

private slots:
    void differences_are_printed() {
        Session session;
        ComparedRuns runs;
        DifferenceTable table(runs);
        CapacitiesTable capacities(runs);
        const auto mode = QAbstractItemModelTester::FailureReportingMode::QtTest;
        const QAbstractItemModelTester a(&runs, mode), b(&table, mode), c(&capacities, mode);
        QCOMPARE(table.rowCount(), 0);
        QVERIFY(compare(session, "02-stack-md.pinstack.json"));
        runs.show(session.comparison());
        QCOMPARE(
            model_text(table),
            QString(
                "variant | deadline\nmisses | utilization\nloss | lost\nms | max\ndepth | stacking\nepisodes | "
                "H1\nmax ms | H2\nmax ms | H3\nmax ms | T1\nmax ms | T2\nmax ms | T3\nmax ms | T4\nmax ms\n"
                "none/shift * | 0 | 0.00 % | 0 | 0 | 0 | 30 | 30 | 30 | 64 | 60 | 56 | 40\n"
                "preempt_disable/idle-first | 0 | 0.00 % | 0 | 0 | 0 | 30 | 30 | 30 | 40 (\u221224) | 64 (+4) | 60 "
                "(+4) | "
                "56 (+16)\n"
                "migrate_disable/wake-previous | 0 | 27.78 % (+27.78) | 180 (+180) | 4 (+4) | 1 (+1) | 30 | 30 | 30 | "
                "160 (+96) | 120 (+60) | 80 (+24) | 40\n"
                "migrate_disable/wake-previous-push | 0 | 27.78 % (+27.78) | 180 (+180) | 4 (+4) | 1 (+1) | 30 | 30 | "
                "30 | "
                "160 (+96) | 120 (+60) | 80 (+24) | 40\n"
                "migrate_disable/shift | 0 | 27.78 % (+27.78) | 180 (+180) | 4 (+4) | 1 (+1) | 30 | 30 | 30 | 160 "
                "(+96) | "
                "120 (+60) | 80 (+24) | 40\n"
                "migrate_disable/swap-on-entry | 0 | 0.00 % | 0 | 1 (+1) | 0 | 30 | 30 | 30 | 64 | 60 | 56 | 40\n"));
        QVERIFY(model_text(capacities).contains("migrate_disable/wake-previous | 250 | 0 | 180 | 218 | 648\n"));
        runs.show(nullptr);
        QCOMPARE(table.rowCount(), 0);
        QCOMPARE(capacities.rowCount(), 0);
    }

    void an_impossible_variant_says_why() {
        Session session;
        ComparedRuns runs;
        DifferenceTable table(runs);
        QVERIFY(compare(session, "08-sleep-in-section.pinstack.json"));
        runs.show(session.comparison());
        const QString text = model_text(table);
        QVERIFY(text.contains("preempt_disable/idle-first | impossible |"));
        QVERIFY(model_text(runs).contains("NP/idle-first\n"));
        for (int row = 0; row < runs.rowCount(); ++row) {
            const QModelIndex index = runs.index(row);
            const bool is_impossible = index.data().toString() == "NP/idle-first";
            QCOMPARE(index.data(Qt::ToolTipRole).toString().contains("impossible: "), is_impossible);
            QCOMPARE(index.data(Qt::CheckStateRole).isValid(), !is_impossible);
        }
        QCOMPARE(runs.shown().size(), static_cast<std::size_t>(runs.rowCount()) - 1);
    }

    void a_hidden_run_stays_hidden_while_it_is_compared() {
        Session session;
        ComparedRuns runs;
        QVERIFY(compare(session, "01-zijlstra-stacking.pinstack.json"));
        runs.show(session.comparison());
        const QSignalSpy changes(&runs, &ComparedRuns::changed);
        QVERIFY(runs.setData(runs.index(2), Qt::Unchecked, Qt::CheckStateRole));
        QCOMPARE(changes.count(), 1);
        runs.show(session.comparison());
        QVERIFY(runs.shown() == (std::vector<std::size_t>{0, 1, 3, 4, 5}));
    }

    void variants_are_ticked() {
        Session session;
        VariantGrid grid(session);
        const QAbstractItemModelTester tester(&grid, QAbstractItemModelTester::FailureReportingMode::QtTest);
        QCOMPARE(grid.columnCount(), 3);
        QCOMPARE(grid.rowCount(), static_cast<int>(balancers().size()));
        QVERIFY(session.document().open(example("01-zijlstra-stacking.pinstack.json")).empty());
        const auto ticked = [&] {
            int count = 0;
            for (int row = 0; row < grid.rowCount(); ++row) {
                for (int column = 0; column < 3; ++column) {
                    count += grid.index(row, column).data(Qt::CheckStateRole).toInt() == Qt::Checked ? 1 : 0;
                }
            }
            return count;
        };
        QCOMPARE(ticked(), 6);
        for (int row = 0; row < grid.rowCount(); ++row) {
            QVERIFY(grid.setData(grid.index(row, 0), Qt::Checked, Qt::CheckStateRole) ||
                    grid.headerData(row, Qt::Vertical).toString() == "shift");
        }
        QCOMPARE(ticked(), 6 + grid.rowCount() - 1);
        QCOMPARE(session.variants().size(), static_cast<std::size_t>(ticked()));
        grid.set_parameter(3);
        const auto variants = session.variants();
        QVERIFY(std::any_of(variants.begin(), variants.end(),
                            [](const Variant& each) { return to_text(each) == "none/bounded-stack:3"; }));
        // The last one cannot go: nothing would mean the default ones.
        session.set_variants({session.document().system().kernel});
        for (int row = 0; row < grid.rowCount(); ++row) {
            for (int column = 0; column < 3; ++column)
                grid.setData(grid.index(row, column), Qt::Unchecked, Qt::CheckStateRole);
        }
        QCOMPARE(ticked(), 1);
        session.set_variants({});
        QCOMPARE(ticked(), 6);
    }

    void histograms_have_every_job() {
        for (const char* file : {"16-random-arrivals.pinstack.json", "18-automotive.pinstack.json"}) {
            Session session;
            ComparedRuns runs;
            QVERIFY(compare(session, file));
            runs.show(session.comparison());
            for (std::uint32_t task = 0; task < runs.system().tasks.size(); ++task) {
                for (const AxisKind kind : {AxisKind::automatic, AxisKind::linear, AxisKind::logarithmic}) {
                    const ResponseDistribution distribution(runs, task, kind);
                    std::size_t outcomes = 0;
                    for (const ResponseGroup& group : distribution.groups()) {
                        outcomes += group.outcomes.size();
                        for (const int bins : {1, 7, 100}) {
                            const auto counts = distribution.histogram(group, bins);
                            QCOMPARE(counts.size(), static_cast<std::size_t>(bins));
                            QCOMPARE(std::accumulate(counts.begin(), counts.end(), std::uint64_t{0}),
                                     group.task->completed);
                        }
                        const std::vector<QPointF> line = distribution.cumulative(group);
                        QCOMPARE(line.back(), QPointF(ResponseDistribution::kWidth, 1));
                        for (std::size_t i = 1; i < line.size(); ++i) {
                            QVERIFY(line[i - 1].x() <= line[i].x() && line[i - 1].y() <= line[i].y());
                        }
                    }
                    QCOMPARE(outcomes, runs.shown().size());
                }
            }
        }
    }

    // The CDF against a count over all jobs: it rises to a value at most a column and 1/128 too far right.
    void a_cdf_is_that_of_the_jobs() {
        Session session;
        ComparedRuns runs;
        QVERIFY(compare(session, "16-random-arrivals.pinstack.json"));
        runs.show(session.comparison());
        const ResponseDistribution distribution(runs, 0, AxisKind::linear);
        for (const ResponseGroup& group : distribution.groups()) {
            const RunResult& result = *session.comparison()->runs[group.outcomes.front()]->outcome.result;
            std::vector<double> columns;
            for (const JobRecord& job : result.jobs) {
                if (job.task == 0 && job.finish)
                    columns.push_back(distribution.axis().x_of((*job.finish - job.release).ns));
            }
            const auto share_up_to = [&](double column) {
                const auto count =
                    std::count_if(columns.begin(), columns.end(), [&](double each) { return each <= column + 1e-6; });
                return static_cast<double>(count) / static_cast<double>(columns.size());
            };
            const std::vector<QPointF> line = distribution.cumulative(group);
            for (std::size_t i = 0; i + 1 < line.size(); ++i) {
                if (line[i].x() == line[i + 1].x()) continue;  // the foot of an upright piece
                QVERIFY(line[i].y() <= share_up_to(line[i].x()) + 1e-9);
                QVERIFY(line[i].y() >= share_up_to(line[i].x() * (1 - 1.0 / 64) - 1) - 1e-9);
            }
            QCOMPARE(group.response.max, result.tasks[0].response.max().ns);
        }
    }
};

QTEST_GUILESS_MAIN(CompareModelsTest)
#include "compare_models_test.moc"
