// SPDX-License-Identifier: GPL-3.0-or-later
//
// Stacking odds in a window: the figures of docs/odds.md, over CPUs and over the pinned share.
#include <QAbstractItemModelTester>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QLineSeries>
#include <QSpinBox>
#include <QTest>
#include <cmath>

#include "gui/views/odds/odds_chart.hpp"
#include "gui/views/odds/odds_window.hpp"

using namespace pinstack;
using namespace pinstack::gui;

namespace {

using Table = StackingOddsTable;

double figure(const FigureTable& table, int row, int column) {
    return table.index(row, column).data(FigureTable::kFigureRole).toDouble();
}

bool wait_until_solved(const OddsWindow& window) {
    return QTest::qWaitFor([&] { return !window.is_busy(); }, 30'000);
}

}  // namespace

class OddsTest : public QObject {
    Q_OBJECT

private slots:
    void over_the_number_of_cpus() {
        OddsSweep sweep;
        sweep.question.last_cpus = 4;
        int last_done = 0;
        const auto points = solve_sweep(sweep, {}, [&](int done, int all) {
            QCOMPARE(all, 3);
            last_done = done;
        });
        QVERIFY(points.has_value());
        QCOMPARE(last_done, 3);
        // Solved by hand for two, published for three and four (docs/odds.md).
        const double any[] = {0.125, 0.2210, 0.3043}, pushed[] = {0.125, 0.1610, 0.1842};
        for (std::size_t i = 0; i < 3; ++i) {
            QCOMPARE((*points)[i].at, static_cast<double>(i + 2));
            QVERIFY(std::abs((*points)[i].wake_previous.odds.long_run.any_stack - any[i]) < 5e-5);
            QVERIFY(std::abs((*points)[i].push_away.odds.long_run.any_stack - pushed[i]) < 5e-5);
        }
    }

    void over_the_pinned_share() {
        OddsSweep sweep;
        sweep.axis = OddsSweep::Axis::pinned_share;
        sweep.question.first_cpus = sweep.question.last_cpus = 2;
        const auto points = solve_sweep(sweep);
        QVERIFY(points.has_value());
        QCOMPARE(points->size(), pinned_shares().size());
        for (const OddsPoint& point : *points) {
            // docs/odds.md, by hand: (w / 2) P(one thinks, the other is in its section) (1/p + 1/s), in ms. The more
            // urgent of the two never waits; the point of equal lengths is the published 1/8.
            const double length = 1 / point.wake_previous.spec.leave_rate / 2e6;
            QVERIFY(std::abs(length - point.at) < 1e-6);
            QVERIFY(point.push_away.odds.long_run.any_stack <= point.wake_previous.odds.long_run.any_stack + 1e-12);
        }
        const auto half =
            std::find_if(points->begin(), points->end(), [](const OddsPoint& point) { return point.at == 0.5; });
        QVERIFY(half != points->end());
        QVERIFY(std::abs(half->wake_previous.odds.long_run.any_stack - 0.125) < 1e-9);
    }

    void it_stops_when_told() {
        std::stop_source stop;
        OddsSweep sweep;
        sweep.axis = OddsSweep::Axis::pinned_share;
        const auto points = solve_sweep(sweep, stop.get_token(), [&](int done, int) {
            if (done == 3) stop.request_stop();
        });
        QCOMPARE(points->size(), std::size_t{3});
    }

    void the_window_draws_what_is_asked() {
        OddsWindow window;
        window.findChild<QSpinBox*>("odds_last")->setValue(4);
        window.show();
        QVERIFY(wait_until_solved(window));
        FigureTable& table = window.table();
        QAbstractItemModelTester tester(&table);
        QCOMPARE(table.rowCount(), 6);
        QCOMPARE(table.index(0, Table::kAnyStack).data().toString(), QString("12.5 %"));
        QCOMPARE(table.index(4, Table::kRule).data().toString(), QString("wake-previous"));
        QVERIFY(std::abs(figure(table, 4, Table::kLostCpus) - 0.33042) < 5e-6);
        QVERIFY(std::abs(figure(table, 4, Table::kFullStack) - 3.108e-4) < 5e-8);
        const auto charts = window.findChildren<OddsChart*>();
        QCOMPARE(charts.size(), 3);
        const auto* line = dynamic_cast<QLineSeries*>(charts[0]->chart()->series().front());
        QCOMPARE(line->count(), 3);
        QCOMPARE(line->at(0), QPointF(0.5, 0.125));

        window.findChild<QComboBox*>("odds_axis")->setCurrentIndex(1);
        QVERIFY(wait_until_solved(window));
        QCOMPARE(table.rowCount(), 2 * static_cast<int>(pinned_shares().size()));
        QVERIFY(!window.findChild<QSpinBox*>("odds_last")->isEnabled());
    }

    void what_cannot_be_drawn_is_explained() {
        OddsWindow window;
        window.show();
        auto& message = *window.findChild<QLabel*>("odds_message");
        window.findChild<QComboBox*>("odds_wake")->setCurrentIndex(1);
        QVERIFY(message.text().contains("nothing stacks any more"));
        window.findChild<QSpinBox*>("odds_extra")->setValue(1);
        QVERIFY(message.text().isEmpty());
        window.findChild<QSpinBox*>("odds_last")->setValue(3);
        QVERIFY(wait_until_solved(window));
        QCOMPARE(window.table().rowCount(), 4);
        QVERIFY(std::abs(figure(window.table(), 0, Table::kLostCpus) - 0.10763) < 5e-6);
        auto& think = *window.findChild<QLineEdit*>("odds_think");
        think.setText("soon");
        emit think.editingFinished();
        QVERIFY(message.text().contains("\"soon\": expected a duration"));
        think.setText("2ms");
        emit think.editingFinished();
        QVERIFY(message.text().isEmpty());
        // More states than can be solved.
        window.findChild<QSpinBox*>("odds_first")->setValue(7);
        QVERIFY(message.text().contains("from more than to"));
    }
};

QTEST_MAIN(OddsTest)
#include "odds_test.moc"
