// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <limits>

#include <fmt/format.h>

#include "model/system/system.hpp"
#include "model/time/checked.hpp"

namespace pinstack {

namespace {

constexpr std::string_view kWriteOne = "give `horizon` a duration, such as \"10s\"";

tl::unexpected<Problems> wrong(const System& system, std::string found, std::string expected) {
    // Where the file names no horizon, the releases are what makes the default impossible.
    Place where{"", 0, 0, system.horizon ? "/horizon" : "/tasks"};
    return tl::unexpected<Problems>(
        Problems{Problem{std::move(where), std::move(found), std::move(expected), std::string(kWriteOne)}});
}

// The constant distance of a task's releases; 0 = it has finitely many, nothing = it varies.
std::optional<std::int64_t> spacing(const Task& task) {
    if (const auto* periodic = std::get_if<Periodic>(&task.releases)) return periodic->period.ns;
    if (const auto* sporadic = std::get_if<Sporadic>(&task.releases)) {
        const VariableDuration& gap = sporadic->interarrival;
        if (gap.distribution != Distribution::constant && gap.min != gap.max) return std::nullopt;
        return gap.max.ns;
    }
    return 0;
}

bool all_finite(const System& system) {
    return std::all_of(system.tasks.begin(), system.tasks.end(),
                       [](const Task& task) { return std::holds_alternative<ExplicitReleases>(task.releases); });
}

Result<Instant> end_of(const System& system, const Hyperperiods& hyperperiods) {
    std::int64_t lcm = 0;
    for (const Task& task : system.tasks) {
        const std::optional<std::int64_t> each = spacing(task);
        if (!each) {
            return wrong(system,
                         fmt::format("no hyperperiod: the releases of `{}` have no constant distance", task.name),
                         "a horizon that is a duration");
        }
        if (*each == 0) continue;
        const std::optional<std::int64_t> next = lcm == 0 ? *each : checked_lcm(lcm, *each);
        if (!next || *next >= kTimeLimitNs)
            return wrong(system, "a hyperperiod of 2^62 ns (146 years) or more", "a shorter horizon");
        lcm = *next;
    }
    if (lcm == 0) return wrong(system, "no hyperperiod: no task is periodic", "a duration or \"drain\"");
    const std::optional<std::int64_t> end = checked_multiply(lcm, hyperperiods.count);
    if (!end || *end >= kTimeLimitNs) {
        return wrong(system, fmt::format("{} hyperperiods of {}", hyperperiods.count, to_text(Duration{lcm})),
                     "a horizon below 2^62 ns (146 years)");
    }
    return Instant{*end};
}

Duration suspension_time(const Body& body) {
    Duration sum;
    for (const Operation& operation : body) {
        const bool suspends = operation.kind == OperationKind::suspend;
        sum = std::min(sum + (suspends ? operation.time.max : suspension_time(operation.body)), Duration{kTimeLimitNs});
    }
    return sum;
}

// No job is later than this: after the last release, some job runs or sleeps at every instant. Saturates.
std::int64_t latest_drain(const System& system) {
    std::int64_t last = 0;
    std::int64_t work = 0;
    constexpr std::int64_t kForever = std::numeric_limits<std::int64_t>::max();
    for (const Task& task : system.tasks) {
        const auto& releases = std::get<ExplicitReleases>(task.releases);
        if (releases.instants.empty()) continue;
        last = std::max(
            last, checked_add(releases.instants.back().ns, releases.offset.ns + releases.jitter.ns).value_or(kForever));
        const Duration each = worst_case_execution_time(task.body) + suspension_time(task.body);
        const auto total = checked_multiply(each.ns, static_cast<std::int64_t>(releases.instants.size()));
        work = checked_add(work, total.value_or(kForever)).value_or(kForever);
    }
    return checked_add(last, work).value_or(kForever);
}

}  // namespace

Result<std::optional<Instant>> resolve_horizon(const System& system) {
    const bool finite = all_finite(system);
    const Horizon horizon = system.horizon ? *system.horizon
                            : finite       ? Horizon(UntilDrained{})
                                           : Horizon(Hyperperiods{1});
    if (std::holds_alternative<UntilDrained>(horizon)) {
        if (!finite)
            return wrong(system, "\"drain\", while a task releases jobs for ever", "a duration or \"hyperperiod\"");
        const std::int64_t latest = latest_drain(system);
        if (latest >= kTimeLimitNs || !checked_multiply(latest, system.platform.cpus)) {
            return wrong(system, "releases and run times that may drain too late to count in 64 bits",
                         "an end below 2^62 ns (146 years), and CPUs times horizon below 2^63 ns");
        }
        return std::optional<Instant>();
    }
    Instant end;
    if (const auto* duration = std::get_if<Duration>(&horizon)) {
        end = Instant{duration->ns};
    } else {
        Result<Instant> hyperperiods = end_of(system, std::get<Hyperperiods>(horizon));
        if (!hyperperiods) return tl::unexpected<Problems>(std::move(hyperperiods.error()));
        end = *hyperperiods;
    }
    if (!checked_multiply(end.ns, system.platform.cpus)) {
        return wrong(system, fmt::format("a horizon of {} on {} CPUs", to_text(Duration{end.ns}), system.platform.cpus),
                     "CPUs times horizon below 2^63 ns");
    }
    return std::optional<Instant>(end);
}

}  // namespace pinstack
