// SPDX-License-Identifier: Apache-2.0
#include <optional>
#include <string>

#include "model/system/system.hpp"
#include "tests/support/catch.hpp"

using namespace pinstack;

namespace {

Task task(Releases releases, Duration wcet = {1}) {
    Task out;
    out.name = "A";
    out.releases = std::move(releases);
    out.deadline = {1};
    out.body.push_back({OperationKind::run, {wcet, wcet, Distribution::constant}, {}});
    return out;
}

Task periodic(std::int64_t period, std::int64_t offset = 0) { return task(Periodic{{period}, {offset}, {}}); }
Task sporadic(std::int64_t min, std::int64_t max, Distribution distribution) {
    return task(Sporadic{{{min}, {max}, distribution}, {}, {}});
}
Task released(std::int64_t last, Duration wcet = {1}) { return task(ExplicitReleases{{{0}, {last}}, {}, {}}, wcet); }

System system_of(std::vector<Task> tasks, std::optional<Horizon> horizon, int cpus = 1) {
    System system;
    system.platform.cpus = cpus;
    system.tasks = std::move(tasks);
    system.horizon = horizon;
    return system;
}

std::int64_t end_of(const System& system) {
    const auto end = resolve_horizon(system);
    if (!end) FAIL(to_text(end.error()));
    REQUIRE(*end);
    return (*end)->ns;
}

std::string problem_of(const System& system) {
    const auto end = resolve_horizon(system);
    REQUIRE_FALSE(end);
    REQUIRE(end.error().size() == 1);
    return end.error()[0].where.pointer + ": " + end.error()[0].found;
}

}  // namespace

TEST_CASE("a hyperperiod is the least common multiple from 0; offsets are not added") {
    CHECK(end_of(system_of({periodic(4), periodic(6, 3)}, Hyperperiods{1})) == 12);
    CHECK(end_of(system_of({periodic(4), periodic(6, 3)}, Hyperperiods{5})) == 60);
    CHECK(end_of(system_of({periodic(4), periodic(6)}, std::nullopt)) == 12);
    CHECK(end_of(system_of({periodic(4), sporadic(10, 10, Distribution::constant)}, std::nullopt)) == 20);
    // Listed releases have no part in it.
    CHECK(end_of(system_of({periodic(4), released(7)}, std::nullopt)) == 4);
}

TEST_CASE("a duration is an instant, and a drain is none") {
    CHECK(end_of(system_of({periodic(4)}, Duration{7})) == 7);
    const auto drain = resolve_horizon(system_of({released(4)}, UntilDrained{}));
    REQUIRE(drain);
    CHECK_FALSE(*drain);
    const auto by_default = resolve_horizon(system_of({released(4), released(9)}, std::nullopt));
    REQUIRE(by_default);
    CHECK_FALSE(*by_default);
}

TEST_CASE("a horizon that does not exist or is too far is a problem") {
    CHECK(problem_of(system_of({released(4)}, Hyperperiods{1})) == "/horizon: no hyperperiod: no task is periodic");
    CHECK(problem_of(system_of({sporadic(4, 5, Distribution::uniform)}, std::nullopt)) ==
          "/tasks: no hyperperiod: the releases of `A` have no constant distance");
    CHECK(problem_of(system_of({periodic(4), released(4)}, UntilDrained{})) ==
          "/horizon: \"drain\", while a task releases jobs for ever");
    CHECK(problem_of(system_of({periodic(4)}, Hyperperiods{kTimeLimitNs / 4})) ==
          "/horizon: 1152921504606846976 hyperperiods of 4ns");
    CHECK(end_of(system_of({periodic(4)}, Hyperperiods{kTimeLimitNs / 4 - 1})) == kTimeLimitNs - 4);
    CHECK(problem_of(system_of({periodic((std::int64_t{1} << 31) - 1), periodic(std::int64_t{1} << 31), periodic(3)},
                               std::nullopt)) == "/tasks: a hyperperiod of 2^62 ns (146 years) or more");
    // 2 CPUs * (2^62 - 1) fits; 3 do not.
    CHECK(end_of(system_of({periodic(4)}, Duration{kTimeLimitNs - 1}, 2)) == kTimeLimitNs - 1);
    CHECK(problem_of(system_of({periodic(4)}, Duration{kTimeLimitNs - 1}, 3)) ==
          "/horizon: a horizon of 4611686018427387.903us on 3 CPUs");
    CHECK(problem_of(system_of({released(5, {kTimeLimitNs - 1})}, std::nullopt)) ==
          "/tasks: releases and run times that may drain too late to count in 64 bits");
}
