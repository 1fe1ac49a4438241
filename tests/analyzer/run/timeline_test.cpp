// SPDX-License-Identifier: Apache-2.0
#include "analyzer/run/timeline.hpp"

#include <algorithm>

#include "tests/support/catch.hpp"
#include "tests/support/families.hpp"
#include "tests/support/system_builder.hpp"

using namespace pinstack;
using namespace pinstack::test;

namespace {

constexpr std::size_t kPlenty = 1000;

Timeline record(const System& system, std::int64_t from, std::int64_t to, std::size_t bars = kPlenty) {
    return record_timeline(system, variant(Protection::migrate_disable, "wake-previous"), {{from}, {to}}, bars);
}

std::string text_of(const JobInterval& interval) {
    return "T" + std::to_string(interval.job.task) + " " + std::to_string(interval.from.ns) + ".." +
           std::to_string(interval.to.ns) + " " + std::string(name_of(interval.state)) +
           (interval.protections.migrate_disabled ? " MD" : "") + " " + std::to_string(interval.cpu);
}

}  // namespace

TEST_CASE("what happens in f1 on two CPUs, interval by interval") {
    // T0 p1 md4 at 0, T1 p1 md4 at 2, both on CPU 0, T1 more urgent: T0 waits 2..7 pinned while CPU 1 idles.
    const Timeline timeline = record(family_f1(2), 0, 12);
    std::vector<std::string> intervals;
    for (const JobInterval& interval : timeline.intervals) intervals.push_back(text_of(interval));
    CHECK(intervals == std::vector<std::string>{"T0 0..1 running 0", "T0 1..2 running MD 0", "T0 2..7 pin_wait MD 0",
                                                "T1 2..3 running 0", "T1 3..7 running MD 0", "T0 7..10 running MD 0"});
    REQUIRE(timeline.releases.size() == 2);
    CHECK(timeline.releases[1].at.ns == 2);
    REQUIRE(timeline.deadlines.size() == 2);
    CHECK(timeline.deadlines[0].at.ns == 9);
    CHECK(timeline.deadlines[0].missed);
    CHECK_FALSE(timeline.deadlines[1].missed);
    REQUIRE(timeline.completions.size() == 2);
    CHECK(timeline.completions[1].at.ns == 10);
    CHECK(timeline.completions[1].missed);
    CHECK_FALSE(timeline.cut);
}

TEST_CASE("intervals are clipped to the window, and a job that is open at its end has missed") {
    const Timeline timeline = record(family_f1(2), 4, 9);
    for (const JobInterval& interval : timeline.intervals) {
        CHECK(interval.from.ns >= 4);
        CHECK(interval.to.ns <= 9);
        CHECK(interval.from < interval.to);
    }
    CHECK(timeline.releases.empty());
    REQUIRE(timeline.deadlines.size() == 1);
    CHECK(timeline.deadlines[0].missed);
}

TEST_CASE("what waits pinned at the start of a window comes in the order of the pins") {
    // f1 on four CPUs: T0 is pinned first, then T1, T2, T3. In the file they stand the other way round.
    System system = family_f1(4);
    std::reverse(system.tasks.begin(), system.tasks.end());
    // Seen from far back as well: a short deadline is as far as the recorder looks at first.
    for (const std::int64_t deadline : {1000, 1}) {
        for (Task& task : system.tasks) task.deadline = Duration{deadline};
        std::vector<std::uint32_t> pile;
        for (const JobInterval& interval : record(system, 8, 10).intervals) {
            if (interval.from.ns == 8 && interval.state != JobState::running) pile.push_back(interval.job.task);
        }
        CAPTURE(deadline);
        CHECK(pile == std::vector<std::uint32_t>{3, 2, 1});
    }
}

TEST_CASE("a window that holds too much is cut, and everything in it ends there") {
    const Timeline whole = record(family_f1(4), 0, 200);
    const Timeline cut = record(family_f1(4), 0, 200, 8);
    CHECK_FALSE(whole.cut);
    REQUIRE(cut.cut);
    CHECK(cut.window.to < whole.window.to);
    std::size_t inside = 0;
    for (const JobInterval& interval : whole.intervals) inside += interval.from < cut.window.to ? 1u : 0u;
    CHECK(cut.intervals.size() == inside);
    for (const JobInterval& interval : cut.intervals) CHECK(interval.to <= cut.window.to);
    for (const CapacitySpan& span : cut.capacity) CHECK(span.to <= cut.window.to);
    for (const Mark& mark : cut.deadlines) CHECK(mark.at <= cut.window.to);
}

TEST_CASE("a part is the same as in the whole") {
    const Timeline whole = record(family_f4(4), 0, 60);
    const Timeline part = record(family_f4(4), 0, 7);
    for (std::size_t i = 0; i < part.intervals.size(); ++i) {
        const JobInterval& a = whole.intervals[i];
        const JobInterval& b = part.intervals[i];
        CHECK(a.job == b.job);
        CHECK(a.from == b.from);
        CHECK(std::min(a.to, Instant{7}) == b.to);
    }
}
