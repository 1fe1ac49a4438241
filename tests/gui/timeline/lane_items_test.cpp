// SPDX-License-Identifier: GPL-3.0-or-later
//
// Levels of detail against slow twins: who claims a pixel column is found by asking everybody, time by adding up
// nanoseconds.
#include "gui/models/timeline/lane_items.hpp"

#include <QTest>
#include <algorithm>
#include <map>
#include <numeric>
#include <random>

#include "gui/models/timeline/mark_lane.hpp"
#include "gui/models/timeline/step_curve.hpp"

using namespace pinstack;
using namespace pinstack::gui;

namespace {

class Dice {
public:
    explicit Dice(std::uint64_t seed) : random_(seed) {}
    /// 0 .. most.
    std::int64_t to(std::int64_t most) {
        return static_cast<std::int64_t>(random_() % static_cast<std::uint64_t>(most + 1));
    }

private:
    std::mt19937_64 random_;
};

SegmentLane random_lane(Dice& dice) {
    SegmentLane lane;
    const std::int64_t count = dice.to(60), longest = 1 + dice.to(40), gap = dice.to(30);
    std::int64_t at = dice.to(20);
    for (std::int64_t i = 0; i < count; ++i) {
        const std::int64_t to = at + 1 + dice.to(longest);
        lane.add({at}, {to}, static_cast<std::uint32_t>(i),
                 {static_cast<std::uint32_t>(dice.to(2)), static_cast<std::uint32_t>(dice.to(1))}, dice.to(3) > 0);
        at = to + dice.to(gap);
    }
    return lane;
}

/// By which random_lane() and crowded_lane() give signs: few have any.
SegmentSigns signs_of_id(std::uint32_t id) {
    return id % 37 == 0 ? kPinWaitSign : id % 23 == 0 ? kNonPreemptibleSign : SegmentSigns{0};
}

/// Short segments close together, some long ones and gaps: with levels.
SegmentLane crowded_lane(Dice& dice) {
    SegmentLane lane;
    const std::int64_t count = dice.to(400);
    std::int64_t at = dice.to(300);
    for (std::int64_t i = 0; i < count; ++i) {
        const std::int64_t to = at + 1 + (dice.to(50) == 0 ? dice.to(200) : dice.to(3));
        const auto id = static_cast<std::uint32_t>(i);
        lane.add({at}, {to}, id, {static_cast<std::uint32_t>(i / 17), static_cast<std::uint32_t>(i / 29 % 3)},
                 dice.to(3) > 0, signs_of_id(id));
        at = to + (dice.to(40) == 0 ? dice.to(150) : dice.to(1));
    }
    lane.finish();
    return lane;
}

ColumnEdges random_edges(Dice& dice) {
    const std::int64_t from = dice.to(300), length = 20 + dice.to(1000);
    return ColumnEdges(TimeMap({{from}, {from + length}}, 1 + static_cast<int>(dice.to(120))));
}

/// Of each column the segments that claim it, straight from the definition.
std::vector<std::vector<std::size_t>> claims(const SegmentLane& lane, const TimeMap& map) {
    std::vector<std::vector<std::size_t>> columns(static_cast<std::size_t>(map.pixels()));
    for (std::size_t i = 0; i < lane.size(); ++i) {
        if (lane.to(i) <= map.window().from || lane.from(i) >= map.window().to) continue;
        const int first = map.pixel_of(std::max(lane.from(i), map.window().from));
        const int end = std::max(first + 1, map.pixel_of(std::min(lane.to(i), map.window().to)));
        for (int x = first; x < end; ++x) columns[static_cast<std::size_t>(x)].push_back(i);
    }
    return columns;
}

}  // namespace

class LaneItemsTest : public QObject {
    Q_OBJECT

private slots:
    void every_column_shows_who_claims_it() {
        Dice dice(1);
        std::size_t merged = 0, bars = 0;
        for (int round = 0; round < 5000; ++round) {
            const SegmentLane lane = random_lane(dice);
            const ColumnEdges edges = random_edges(dice);
            const auto expected = claims(lane, edges.map());
            std::vector<std::vector<std::size_t>> shown(expected.size());
            int before = 0;
            for_each_item(lane, edges, [&](const LaneItem& item) {
                QVERIFY(item.left >= before && item.left < item.right && item.right <= edges.columns());
                QVERIFY(!item.is_merged() || item.right == item.left + 1);
                (item.is_merged() ? merged : bars) += 1;
                before = item.right;
                for (int x = item.left; x < item.right; ++x) {
                    for (std::size_t i = item.first; i < item.last; ++i)
                        shown[static_cast<std::size_t>(x)].push_back(i);
                }
            });
            QCOMPARE(shown, expected);
        }
        QVERIFY2(merged > 5'000 && bars > 5'000, qPrintable(QString("%1 %2").arg(merged).arg(bars)));
    }

    void a_part_of_the_columns_has_the_same_items() {
        Dice dice(2);
        for (int round = 0; round < 2000; ++round) {
            const SegmentLane lane = random_lane(dice);
            const ColumnEdges edges = random_edges(dice);
            const int from = static_cast<int>(dice.to(edges.columns() - 1));
            const int to = from + 1 + static_cast<int>(dice.to(edges.columns() - from - 1));
            std::vector<std::vector<std::size_t>> part, whole;
            const auto flat = [](const LaneItem& item) {
                return std::vector{static_cast<std::size_t>(item.left), static_cast<std::size_t>(item.right),
                                   item.first, item.last};
            };
            for_each_item(lane, edges, from, to, [&](const LaneItem& item) { part.push_back(flat(item)); });
            for_each_item(lane, edges, [&](const LaneItem& item) {
                if (item.right > from && item.left < to) whole.push_back(flat(item));
            });
            QCOMPARE(part, whole);
            const auto here = item_at(lane, edges, from);
            QCOMPARE(here.has_value(), !claims(lane, edges.map())[static_cast<std::size_t>(from)].empty());
        }
    }

    void busy_time_is_the_sum_of_its_nanoseconds() {
        Dice dice(3);
        for (int round = 0; round < 2000; ++round) {
            SegmentLane lane;
            std::vector<int> busy_at(3000);
            std::int64_t at = dice.to(9);
            while (at < 2000) {
                const std::int64_t to = at + 1 + dice.to(50);
                const bool busy = dice.to(1) == 1;
                lane.add({at}, {to}, 0, {}, busy);
                for (std::int64_t t = at; t < to; ++t) busy_at[static_cast<std::size_t>(t)] = busy ? 1 : 0;
                at = to + dice.to(20);
            }
            const std::int64_t from = dice.to(2400), to = from + dice.to(2400 - from);
            const auto expected = std::accumulate(busy_at.begin() + from, busy_at.begin() + to, std::int64_t{0});
            QCOMPARE(lane.busy_between({from}, {to}).ns, expected);
        }
    }

    // Where columns hold many segments levels are read in place of the segments: every segment is shown, by less than
    // half a column too early, and what is said of a merged column is true of the segments in it.
    void a_dense_drawing_tells_of_every_segment() {
        Dice dice(7);
        std::size_t dense = 0, merged_columns = 0;
        for (int round = 0; round < 3000; ++round) {
            const SegmentLane lane = crowded_lane(dice);
            if (lane.empty()) continue;
            const std::int64_t all = lane.to(lane.size() - 1).ns;
            const std::int64_t from = dice.to(all), to = from + 200 + dice.to(all);
            const ColumnEdges edges(TimeMap({{from}, {to}}, 1 + static_cast<int>(dice.to(60))));
            const bool is_dense = lane.level_for({(to - from) / edges.columns()}) != nullptr;
            if (is_dense) ++dense;
            const std::size_t begin = lane.first_after({from}), end = lane.next_from({to}, 0);
            std::size_t next = begin;
            int before = 0;
            const auto follow = [&](const LaneItem& item) {
                QVERIFY(before <= item.left && item.left < item.right && item.right <= edges.columns());
                before = item.right;
                // A bar behind a merged column is the last of its segments once more.
                const bool goes_on = item.first + 1 == next && item.last == next;
                QVERIFY(goes_on || item.first == next);
                next = item.last;
                for (std::size_t i = item.first; !goes_on && i < item.last; ++i) {
                    const int starts = edges.column_of(lane.from(i));
                    QVERIFY(item.left == starts || item.left + 1 == starts);
                    if (item.left == starts) continue;
                    QVERIFY(is_dense);
                    QVERIFY(2 * (lane.from(i) - edges.at(starts)).ns <= (to - from) / edges.columns() + 1);
                }
            };
            const auto merged = [&](const LaneItem& item, const ColumnSummary& summary) {
                follow(item);
                ++merged_columns;
                QVERIFY(item.is_merged() && item.right == item.left + 1);
                SegmentSigns signs = 0;
                bool same_key = true, same_state = true;
                for (std::size_t i = item.first; i < item.last; ++i) {
                    signs |= signs_of_id(lane.id(i));
                    same_key &= lane.look(i).key == lane.look(item.first).key;
                    same_state &= lane.look(i).state == lane.look(item.first).state;
                }
                QCOMPARE(summary.signs, signs);
                QCOMPARE(summary.same_key, same_key);
                QCOMPARE(summary.same_state, same_state);
                QCOMPARE(summary.look.key, lane.look(item.first).key);
                QCOMPARE(summary.look.state, lane.look(item.first).state);
                // Of the column, or of the time of its knots, which begin and end less than half a column later.
                const std::int64_t left = edges.at(item.left).ns, right = edges.at(item.right).ns;
                std::int64_t least = 1000, most = 0;
                const std::int64_t late = (to - from) / edges.columns() / 2;
                for (std::int64_t a = left; a <= left + (is_dense ? late : 0); ++a) {
                    for (std::int64_t b = right; b <= right + (is_dense ? late : 0); ++b) {
                        const int busy = thousandths(lane.busy_between({a}, {b}), {b - a});
                        least = std::min<std::int64_t>(least, busy);
                        most = std::max<std::int64_t>(most, busy);
                    }
                }
                QVERIFY(least <= summary.busy && summary.busy <= most);
            };
            for_each_drawn(lane, edges, follow, merged);
            QCOMPARE(next, std::max(begin, end));
        }
        QVERIFY2(dense > 300 && merged_columns > 3'000, qPrintable(QString("%1 %2").arg(dense).arg(merged_columns)));
    }

    void a_stretch_knows_whether_it_looks_alike() {
        Dice dice(4);
        for (int round = 0; round < 500; ++round) {
            SegmentLane lane;
            std::vector<SegmentLook> looks;
            for (int i = 0; i < 40; ++i) {
                const bool changes = dice.to(4) == 0;
                looks.push_back(changes || looks.empty() ? SegmentLook{static_cast<std::uint32_t>(dice.to(2)),
                                                                       static_cast<std::uint32_t>(dice.to(2))}
                                                         : looks.back());
                lane.add({i * 2}, {i * 2 + 1}, 0, looks.back(), true);
            }
            for (std::size_t i = 0; i < looks.size(); ++i) {
                QCOMPARE(lane.look(i).key, looks[i].key);
                QCOMPARE(lane.look(i).state, looks[i].state);
            }
            const auto first = static_cast<std::size_t>(dice.to(39));
            const auto last = first + 1 + static_cast<std::size_t>(dice.to(39 - static_cast<std::int64_t>(first)));
            const auto begin = looks.begin() + static_cast<std::ptrdiff_t>(first),
                       end = looks.begin() + static_cast<std::ptrdiff_t>(last);
            QCOMPARE(lane.same_key(first, last),
                     std::all_of(begin, end, [&](const SegmentLook& look) { return look.key == begin->key; }));
            QCOMPARE(lane.same_state(first, last),
                     std::all_of(begin, end, [&](const SegmentLook& look) { return look.state == begin->state; }));
        }
    }

    void marks_stand_in_their_columns() {
        Dice dice(5);
        for (int round = 0; round < 2000; ++round) {
            MarkLane lane;
            std::int64_t at = 0;
            const std::int64_t gap = dice.to(30);
            for (std::int64_t i = dice.to(80); i > 0; --i) {
                at += dice.to(gap);
                lane.add({at}, 0, dice.to(5) == 0);
            }
            const ColumnEdges edges = random_edges(dice);
            const Window& window = edges.map().window();
            std::map<int, std::pair<std::size_t, bool>> expected, shown;
            for (std::size_t i = 0; i < lane.size(); ++i) {
                if (lane.at(i) < window.from || lane.at(i) > window.to) continue;
                auto& column = expected[std::min(edges.map().pixel_of(lane.at(i)), edges.columns() - 1)];
                ++column.first;
                column.second |= lane.missed(i);
            }
            for (const MarkItem& item : lane.items(edges)) shown[item.column] = {item.last - item.first, item.missed};
            QCOMPARE(shown, expected);
            std::vector<int> missed;
            for (const auto& [column, marks] : expected) {
                if (marks.second) missed.push_back(column);
            }
            QCOMPARE(lane.missed_columns(edges), missed);
        }
    }

    void a_curve_shows_the_greatest_value_of_a_column() {
        Dice dice(6);
        for (int round = 0; round < 2000; ++round) {
            StepCurve curve;
            std::vector<std::int32_t> value_at(3000);
            const std::int64_t gap = 1 + dice.to(40);
            for (std::int64_t at = dice.to(30); at < 2000; at += 1 + dice.to(gap)) {
                const auto value = static_cast<std::int32_t>(dice.to(4));
                curve.add({at}, value);
                std::fill(value_at.begin() + at, value_at.end(), value);
            }
            curve.finish();
            const ColumnEdges edges = random_edges(dice);
            std::vector<std::int32_t> shown(static_cast<std::size_t>(edges.columns()));
            curve.for_each_run(edges, [&](int left, int right, std::int32_t value) {
                for (int x = left; x < right; ++x) shown[static_cast<std::size_t>(x)] = value;
            });
            for (int x = 0; x < edges.columns(); ++x) {
                // A column without a whole nanosecond shows what holds just before the next one.
                const std::int64_t from = std::min(edges.at(x).ns, edges.at(x + 1).ns - 1), to = edges.at(x + 1).ns;
                QCOMPARE(shown[static_cast<std::size_t>(x)],
                         *std::max_element(value_at.begin() + from, value_at.begin() + to));
            }
            const std::int64_t from = dice.to(2400), to = from + dice.to(2400 - from);
            QCOMPARE(static_cast<std::int64_t>(curve.integral({from}, {to})),
                     std::accumulate(value_at.begin() + from, value_at.begin() + to, std::int64_t{0}));
            QCOMPARE(curve.value_at({from}), value_at[static_cast<std::size_t>(from)]);
        }
    }
};

QTEST_APPLESS_MAIN(LaneItemsTest)
#include "lane_items_test.moc"
