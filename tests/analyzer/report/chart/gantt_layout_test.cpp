// SPDX-License-Identifier: Apache-2.0
#include "analyzer/report/chart/gantt_layout.hpp"

#include "tests/support/catch.hpp"

using namespace pinstack;

namespace {

JobInterval pinned(std::uint32_t task, std::int64_t from, std::int64_t to, JobState state) {
    return {.job = {task, 0},
            .from = Instant{from},
            .to = Instant{to},
            .state = state,
            .protections = {.migrate_disabled = true},
            .cpu = 0};
}

}  // namespace

TEST_CASE("a job that comes when another one goes on waiting does not take its lane") {
    Timeline timeline;
    timeline.window = {Instant{0}, Instant{9}};
    // By start, then task: at 4 the one that comes stands before the one that goes on.
    timeline.intervals = {pinned(1, 0, 4, JobState::pin_wait), pinned(0, 4, 7, JobState::interference),
                          pinned(1, 4, 7, JobState::interference), pinned(0, 7, 9, JobState::pin_wait),
                          pinned(1, 7, 9, JobState::suspended)};
    const CpuTrack track = lay_out(timeline, 1, 1).tracks.front();

    CHECK(track.lanes == 2);
    REQUIRE(track.pinned.size() == 3);
    for (const GanttBar& bar : track.pinned) CHECK(bar.lane == (bar.job.task == 1 ? 0 : 1));
    CHECK(track.pinned[0].to == Instant{7});
    CHECK(track.pinned[1].to == Instant{9});
    CHECK(track.pinned[2].suspended);
}

TEST_CASE("a lane that is free is used again") {
    Timeline timeline;
    timeline.window = {Instant{0}, Instant{9}};
    timeline.intervals = {pinned(0, 0, 4, JobState::pin_wait), pinned(1, 4, 7, JobState::pin_wait)};
    const CpuTrack track = lay_out(timeline, 1, 1).tracks.front();

    CHECK(track.lanes == 1);
    CHECK(track.pinned.size() == 2);
}
