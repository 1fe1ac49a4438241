// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/models/time_map.hpp"

#include <QTest>
#include <random>

using namespace pinstack;
using gui::TimeMap;

class TimeMapTest : public QObject {
    Q_OBJECT

private slots:
    void a_column_is_a_pixel_of_the_window() {
        const TimeMap map({{100}, {200}}, 50);
        QCOMPARE(map.pixel_of({100}), 0);
        QCOMPARE(map.pixel_of({101}), 0);
        QCOMPARE(map.pixel_of({102}), 1);
        QCOMPARE(map.pixel_of({199}), 49);
        QCOMPARE(map.pixel_of({200}), 50);
        QCOMPARE(map.pixel_of({99}), -1);
        QCOMPARE(map.instant_of(0).ns, 100);
        QCOMPARE(map.instant_of(50).ns, 200);
        QCOMPARE(map.per_pixel().ns, 2);
        QCOMPARE(map.length_of(25).ns, 50);
    }

    void what_is_far_outside_stays_drawable() {
        const TimeMap map({{0}, {20}}, 1000);
        QCOMPARE(map.pixel_of({std::int64_t{1} << 61}), 1'000'000);
    }

    // Every instant lies in exactly one column: that between instant_of(x) and instant_of(x + 1).
    void columns_share_the_window_out() {
        std::mt19937_64 random(1);
        for (int round = 0; round < 20'000; ++round) {
            const auto from = static_cast<std::int64_t>(random() >> (2 + random() % 60));
            const auto length = static_cast<std::int64_t>(20 + (random() >> (3 + random() % 58)));
            const int pixels = 1 + static_cast<int>(random() % 4000);
            const TimeMap map({{from}, {from + length}}, pixels);
            const Instant at{from + static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(length))};
            const int x = map.pixel_of(at);
            QVERIFY(0 <= x && x < pixels);
            QVERIFY(map.instant_of(x) <= at);
            QVERIFY(at < map.instant_of(x + 1));
        }
    }
};

QTEST_APPLESS_MAIN(TimeMapTest)
#include "time_map_test.moc"
