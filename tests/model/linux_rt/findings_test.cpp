// SPDX-License-Identifier: Apache-2.0
//
// What the modelled kernel reports of itself: a task that is pushed to and fro between two CPUs with waiting pinned
// tasks (examples/kernel/ping-pong, docs/what-linux-does.md).
#include <algorithm>
#include <numeric>
#include <vector>

#include "tests/model/engine/simulators.hpp"
#include "tests/support/system_builder.hpp"

namespace pinstack::test {
namespace {

constexpr std::int64_t kPeriod = 10'000;
constexpr std::size_t kX = 3;

/// X runs over A, which is pinned to CPU 0; H over B, pinned to CPU 1. When H ends, X is pushed away from A, onto B;
/// the end of the push makes CPU 0 look for work, and so on until X has run for `length`. The same in each of
/// `periods`.
System ping_pong(std::int64_t length, std::size_t periods = 1) {
    const auto from = [&](std::int64_t first) {
        std::vector<std::int64_t> out(periods, first);
        for (std::size_t i = 0; i < periods; ++i) out[i] += static_cast<std::int64_t>(i) * kPeriod;
        return out;
    };
    System system = system_of(
        "ping-pong", 2,
        {task("A", 10, from(0), kPeriod, 0, {section({run(600)})}),
         task("B", 20, from(0), kPeriod, 1, {section({run(600)})}), task("H", 40, from(100), kPeriod, 1, {run(500)}),
         task("X", 30, from(200), kPeriod, 0, {run(length)})});
    system.kernel = variant(Protection::migrate_disable, "linux-rt-5.15");
    system.kernel.linux.preempt_rt = true;
    system.kernel.linux.resched = {1};
    system.kernel.linux.ipi_hop = {2};
    system.kernel.linux.stopper = {3};
    return system;
}

RunResult result_of(const System& system) { return simulate(system, system.kernel); }

std::uint64_t moves_of(const Findings& findings) {
    return std::accumulate(findings.kept.begin(), findings.kept.end(), std::uint64_t{0},
                           [](std::uint64_t sum, const Finding& finding) { return sum + finding.moves; });
}

}  // namespace

TEST_CASE("linux: a ping-pong is reported from its fourth move on, with all its moves", "[linux]") {
    std::vector<std::uint64_t> reported, unreported;
    for (std::int64_t length = 400; length <= 425; ++length) {
        const RunResult result = result_of(ping_pong(length));
        const std::uint64_t moves = result.tasks[kX].migrations;
        CAPTURE(length, moves);
        CHECK(result.findings.total == (moves < 4 ? 0 : 1));
        CHECK(moves_of(result.findings) == (moves < 4 ? 0 : moves));
        (moves < 4 ? unreported : reported).push_back(moves);
    }
    REQUIRE_FALSE(reported.empty());
    REQUIRE_FALSE(unreported.empty());
    CHECK(*std::max_element(unreported.begin(), unreported.end()) == 3);
    CHECK(*std::min_element(reported.begin(), reported.end()) == 4);
}

TEST_CASE("linux: a ping-pong ends where something else happens, and another one begins", "[linux]") {
    System system = ping_pong(1000);
    REQUIRE(result_of(system).findings.total == 1);
    system.tasks.push_back(task("other", 1, {900}, kPeriod, 0, {run(1)}));
    const RunResult result = result_of(system);
    REQUIRE(result.findings.total == 2);
    CHECK(result.findings.kept[0].to <= Instant{900});
    CHECK(result.findings.kept[1].from >= Instant{900});
    CHECK(moves_of(result.findings) + 4 > result.tasks[kX].migrations);  // all but those of one that is too short
}

TEST_CASE("linux: findings beyond those that are kept are counted", "[linux]") {
    const RunResult result = result_of(ping_pong(1000, Findings::kKept + 20));
    CHECK(result.findings.total == Findings::kKept + 20);
    CHECK(result.findings.kept.size() == Findings::kKept);
}

}  // namespace pinstack::test
