// SPDX-License-Identifier: GPL-3.0-or-later
//
// Decimated step curves against a twin that looks at every nanosecond.
#include "gui/models/compare/step_curve.hpp"

#include <QTest>
#include <map>
#include <random>

using namespace pinstack;
using namespace pinstack::gui;

namespace {

struct Step {
    std::int64_t at;
    double value;
};

struct Curve {
    std::vector<Step> steps;
    Instant end;

    std::vector<StepColumn> columns(const TimeMap& map) const {
        return step_columns(
            steps.size(), [&](std::size_t i) { return Instant{steps[i].at}; },
            [&](std::size_t i) { return steps[i].value; }, end, map);
    }
    std::vector<QPointF> line(const TimeMap& map) const {
        return step_line(
            steps.size(), [&](std::size_t i) { return Instant{steps[i].at}; },
            [&](std::size_t i) { return steps[i].value; }, end, map);
    }
    double value_at(std::int64_t ns) const {
        double value = steps.front().value;
        for (const Step& step : steps) {
            if (step.at <= ns) value = step.value;
        }
        return value;
    }
};

Curve random_curve(std::mt19937_64& random, std::int64_t length, int percent_of_instants) {
    Curve curve;
    for (std::int64_t at = 0; at < length; ++at) {
        if (at == 0 || static_cast<int>(random() % 100) < percent_of_instants) {
            curve.steps.push_back({at, static_cast<double>(random() % 9)});
        }
    }
    curve.end = {length};
    return curve;
}

struct Extremes {
    double least = 1e9, most = -1e9;
    void add(double value) {
        least = std::min(least, value);
        most = std::max(most, value);
    }
    friend bool operator==(const Extremes&, const Extremes&) = default;
};

}  // namespace

class StepCurveTest : public QObject {
    Q_OBJECT

private slots:
    void every_column_keeps_its_least_and_most() {
        std::mt19937_64 random(1);
        for (int round = 0; round < 300; ++round) {
            const auto length = static_cast<std::int64_t>(40 + random() % 300);
            const Curve curve = random_curve(random, length, static_cast<int>(1 + random() % 100));
            const auto from = static_cast<std::int64_t>(random() % 20);
            const Window window{{from}, {from + 20 + static_cast<std::int64_t>(random() % 300)}};
            const TimeMap map(window, 1 + static_cast<int>(random() % 50));
            std::map<int, Extremes> slow, fast;
            for (std::int64_t ns = from; ns < std::min(window.to.ns, length); ++ns) {
                slow[map.pixel_of({ns})].add(curve.value_at(ns));
            }
            // Columns that are left out have the value the last one ended with.
            std::map<int, StepColumn> given;
            for (const StepColumn& column : curve.columns(map)) given[column.column] = column;
            double level = curve.value_at(from);
            for (const auto& [column, extremes] : slow) {
                const auto found = given.find(column);
                if (found == given.end()) {
                    fast[column].add(level);
                    continue;
                }
                fast[column].add(found->second.least);
                fast[column].add(found->second.most);
                level = found->second.leaves;
            }
            QVERIFY(slow == fast);
        }
    }

    // A line is upright or level, begins and ends at the borders, and reaches all that occurs.
    void a_line_is_bounded_and_reaches_every_peak() {
        std::mt19937_64 random(2);
        for (int round = 0; round < 300; ++round) {
            const Curve curve = random_curve(random, 400, static_cast<int>(1 + random() % 100));
            const auto from = static_cast<std::int64_t>(random() % 300);
            const TimeMap map({{from}, {from + 100}}, 1 + static_cast<int>(random() % 80));
            const std::vector<QPointF> line = curve.line(map);
            QVERIFY(line.size() >= 2);
            QVERIFY(line.size() <= static_cast<std::size_t>(map.pixels()) * 4 + 2);
            QCOMPARE(line.front().x(), 0.0);
            QCOMPARE(line.back().x(), static_cast<double>(map.pixels()));
            Extremes drawn, real;
            for (std::size_t i = 0; i < line.size(); ++i) {
                drawn.add(line[i].y());
                if (i == 0) continue;
                QVERIFY(line[i].x() >= line[i - 1].x());
                QVERIFY(line[i].x() == line[i - 1].x() || line[i].y() == line[i - 1].y());
            }
            for (std::int64_t ns = from; ns < std::min<std::int64_t>(from + 100, 400); ++ns)
                real.add(curve.value_at(ns));
            QVERIFY(drawn == real);
        }
    }

    void few_steps_are_exact() {
        const Curve curve{{{0, 1}, {25, 3}, {50, 2}}, {90}};
        const std::vector<QPointF> expected{{0, 1}, {2.5, 1}, {2.5, 3}, {5, 3}, {5, 2}, {9, 2}};
        QVERIFY(curve.line(TimeMap({{0}, {100}}, 10)) == expected);
        QVERIFY(curve.line(TimeMap({{90}, {190}}, 10)).empty());
        QVERIFY((Curve{{}, {90}}.line(TimeMap({{0}, {100}}, 10)).empty()));
    }

    void one_spike_of_a_million_steps_is_seen() {
        Curve curve{{}, {1'000'000}};
        for (std::int64_t at = 0; at < 1'000'000; ++at)
            curve.steps.push_back({at, at == 777'777 ? 9.0 : at % 2 == 0 ? 1.0 : 2.0});
        const std::vector<QPointF> line = curve.line(TimeMap({{0}, {1'000'000}}, 1000));
        QVERIFY(line.size() <= 4002);
        QVERIFY(std::any_of(line.begin(), line.end(),
                            [](const QPointF& point) { return point.x() == 777 && point.y() == 9; }));
    }
};

QTEST_APPLESS_MAIN(StepCurveTest)
#include "step_curve_test.moc"
