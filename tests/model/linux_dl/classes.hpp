// SPDX-License-Identifier: Apache-2.0
//
// Systems with tasks of several classes, and what their runs come to.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "model/engine/simulation.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/system_builder.hpp"

namespace pinstack::test {

inline constexpr std::int64_t kLate = 1000;

/// SCHED_DEADLINE: the deadline is the period too.
inline Task deadline_task(std::string name, const std::vector<std::int64_t>& releases, std::int64_t deadline,
                          std::optional<CpuId> home, Body body, std::optional<std::int64_t> runtime = std::nullopt) {
    Task out = task(std::move(name), std::nullopt, releases, deadline, home, std::move(body));
    out.policy = Policy::deadline;
    if (runtime) out.runtime = Duration{*runtime};
    return out;
}

inline Task fair_task(std::string name, const std::vector<std::int64_t>& releases, std::optional<CpuId> home, Body body,
                      int nice = 0) {
    Task out = task(std::move(name), std::nullopt, releases, kLate, home, std::move(body));
    out.policy = Policy::other;
    out.nice = nice;
    return out;
}

inline Variant classes(const char* balancer = "linux-dl") {
    Variant out = variant(Protection::migrate_disable, balancer, Order::linux);
    out.linux.fair_slice = Duration{3};
    return out;
}

inline RunResult run_of(const System& system, const Variant& kernel = classes()) {
    RunOptions options;
    options.keep_jobs = true;
    const Result<Simulation> simulation = Simulation::create(system, kernel, options);
    REQUIRE(simulation.has_value());
    const RunResult result = simulation->run();
    REQUIRE(result.findings.total == 0);
    return result;
}

using Finishes = std::vector<std::int64_t>;

/// By task, then number; -1 where a job does not finish.
inline Finishes finishes(const RunResult& result) {
    Finishes out;
    for (const JobRecord& job : result.jobs) out.push_back(job.finish ? job.finish->ns : -1);
    return out;
}

inline std::int64_t split(const RunResult& result, std::size_t task, JobState state) {
    return result.tasks[task].response_split[static_cast<std::size_t>(state)];
}

}  // namespace pinstack::test
