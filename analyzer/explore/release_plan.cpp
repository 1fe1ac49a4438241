// SPDX-License-Identifier: Apache-2.0
#include "analyzer/explore/release_plan.hpp"

#include <algorithm>
#include <numeric>

namespace pinstack {

namespace {

struct BodyTimes {
    std::int64_t divisor = 0;
    std::int64_t before_section = 0;
    bool has_section = false;
};

void look_at(const Body& body, BodyTimes& times) {
    for (const Operation& operation : body) {
        if (is_bracket(operation.kind)) {
            times.has_section = true;
            look_at(operation.body, times);
            continue;
        }
        times.divisor = std::gcd(times.divisor, operation.time.max.ns);
        if (!times.has_section) times.before_section += operation.time.max.ns;
    }
}

void run_full_length(Body& body) {
    for (Operation& operation : body) {
        operation.time = {operation.time.max, operation.time.max, Distribution::constant};
        run_full_length(operation.body);
    }
}

struct Arrivals {
    std::int64_t distance = 0, offset = 0;
};

Arrivals arrivals_of(const Task& task) {
    if (const auto* periodic = std::get_if<Periodic>(&task.releases)) return {periodic->period.ns, periodic->offset.ns};
    if (const auto* sporadic = std::get_if<Sporadic>(&task.releases)) {
        return {sporadic->interarrival.min.ns, sporadic->offset.ns};
    }
    return {0, std::get<ExplicitReleases>(task.releases).offset.ns};
}

}  // namespace

PlanRules PlanRules::of(const System& system, Duration window) {
    PlanRules rules;
    rules.window = window.ns;
    std::int64_t grid = 0;
    for (const Task& task : system.tasks) {
        const Arrivals arrivals = arrivals_of(task);
        BodyTimes times;
        look_at(task.body, times);
        rules.tasks.push_back({arrivals.distance, times.has_section ? times.before_section : -1});
        for (const std::int64_t time : {arrivals.distance, arrivals.offset, task.deadline.ns, times.divisor}) {
            grid = std::gcd(grid, time);
        }
    }
    rules.grid = std::max<std::int64_t>(grid, 1);
    return rules;
}

ReleasePlan own_plan(const System& system, const PlanRules& rules) {
    ReleasePlan plan;
    for (std::size_t i = 0; i < system.tasks.size(); ++i) {
        auto& instants = plan.instants.emplace_back();
        const Arrivals arrivals = arrivals_of(system.tasks[i]);
        if (const auto* given = std::get_if<ExplicitReleases>(&system.tasks[i].releases)) {
            for (const Instant at : given->instants) instants.push_back(at.ns + arrivals.offset);
        } else {
            instants.push_back(arrivals.offset);
            repair(instants, rules.tasks[i], rules);
        }
    }
    return plan;
}

void repair(std::vector<std::int64_t>& instants, const PlanRules::TaskRules& task, const PlanRules& rules) {
    if (task.distance == 0) return;
    std::int64_t earliest = 0;
    for (std::int64_t& at : instants) {
        at = std::max(at - at % rules.grid, earliest);
        earliest = at + task.distance;
    }
    // One job at least: a task that never comes is not what was asked about.
    while (instants.size() > 1 && instants.back() >= rules.window) instants.pop_back();
    while (instants.back() + task.distance < rules.window) instants.push_back(instants.back() + task.distance);
}

System with_plan(const System& system, const ReleasePlan& plan) {
    System planned = system;
    planned.horizon = UntilDrained{};
    for (std::size_t i = 0; i < planned.tasks.size(); ++i) {
        ExplicitReleases releases;
        for (const std::int64_t at : plan.instants[i]) releases.instants.push_back({at});
        planned.tasks[i].releases = std::move(releases);
        run_full_length(planned.tasks[i].body);
    }
    return planned;
}

}  // namespace pinstack
