// SPDX-License-Identifier: Apache-2.0
#include "analyzer/explore/plan_moves.hpp"

#include <algorithm>

#include "model/random/counter_stream.hpp"
#include "model/random/distribution.hpp"

namespace pinstack {

namespace {

using Instants = std::vector<std::int64_t>;

std::int64_t on_grid(const PlanRules& rules, std::int64_t below, PlanDraws& draws) {
    const auto steps = static_cast<std::uint64_t>(std::max<std::int64_t>(below / rules.grid, 1));
    return static_cast<std::int64_t>(draws.below(steps)) * rules.grid;
}

/// Just after the section of a job released at the instant begins, if nothing delays it.
std::int64_t in_section(const PlanRules& rules, std::size_t task, std::int64_t released) {
    return released + std::max<std::int64_t>(rules.tasks[task].to_section, 0) + rules.grid;
}

void shift_all(Instants& instants, std::int64_t by) {
    for (std::int64_t& at : instants) at = std::max<std::int64_t>(at + by, 0);
}

}  // namespace

std::uint64_t PlanDraws::bits() {
    return CounterStream(seed_).bits(Stream::plan, static_cast<std::uint32_t>(stream_), drawn_++);
}

std::uint64_t PlanDraws::below(std::uint64_t count) {
    return static_cast<std::uint64_t>(uniform_up_to(bits(), static_cast<std::int64_t>(count - 1)));
}

ReleasePlan random_plan(const ReleasePlan& own, const PlanRules& rules, PlanDraws& draws) {
    ReleasePlan plan = own;
    for (std::size_t task = 0; task < plan.instants.size(); ++task) {
        const PlanRules::TaskRules& it = rules.tasks[task];
        if (it.distance == 0) continue;
        Instants& instants = plan.instants[task];
        instants = {on_grid(rules, std::min(it.distance, rules.window), draws)};
        while (instants.back() + it.distance < rules.window) {
            const bool is_late = draws.below(4) == 0;
            instants.push_back(instants.back() + it.distance + (is_late ? on_grid(rules, it.distance, draws) : 0));
        }
        repair(instants, it, rules);
    }
    return plan;
}

ReleasePlan chain_plan(const ReleasePlan& own, const PlanRules& rules, const std::vector<std::uint32_t>& by_urgency,
                       PlanDraws& draws) {
    ReleasePlan plan = random_plan(own, rules, draws);
    std::int64_t next = on_grid(rules, std::max<std::int64_t>(rules.window / 2, 1), draws);
    const bool takes_all = draws.below(3) == 0;
    for (const std::uint32_t task : by_urgency) {
        const PlanRules::TaskRules& it = rules.tasks[task];
        if (it.distance == 0 || it.to_section < 0 || (!takes_all && draws.below(2) == 0)) continue;
        plan.instants[task] = {next};
        repair(plan.instants[task], it, rules);
        next = in_section(rules, task, next);
    }
    return plan;
}

void move_something(ReleasePlan& plan, const PlanRules& rules, PlanDraws& draws) {
    std::vector<std::size_t> movable;
    for (std::size_t task = 0; task < plan.instants.size(); ++task) {
        if (rules.tasks[task].distance > 0) movable.push_back(task);
    }
    if (movable.empty()) return;
    const std::size_t task = movable[draws.below(movable.size())];
    const PlanRules::TaskRules& it = rules.tasks[task];
    Instants& instants = plan.instants[task];
    const std::size_t job = draws.below(instants.size());
    switch (draws.below(4)) {
        case 0: {  // all jobs, a little
            const std::int64_t by = rules.grid * static_cast<std::int64_t>(1 + draws.below(3));
            shift_all(instants, draws.below(2) == 0 ? by : -by);
            break;
        }
        case 1:  // all jobs, anywhere
            shift_all(instants, on_grid(rules, it.distance, draws) - instants.front());
            break;
        case 2:  // a gap before a job
            instants[job] += rules.grid * static_cast<std::int64_t>(1 + draws.below(4));
            break;
        default: {  // just after another task's section begins
            const std::size_t other = draws.below(plan.instants.size());
            const Instants& others = plan.instants[other];
            if (other == task || rules.tasks[other].to_section < 0) return;
            const std::int64_t at = in_section(rules, other, others[draws.below(others.size())]);
            shift_all(instants, at - instants[job]);
            break;
        }
    }
    repair(instants, it, rules);
}

}  // namespace pinstack
