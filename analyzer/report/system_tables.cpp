// SPDX-License-Identifier: Apache-2.0
#include "analyzer/report/system_tables.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <numeric>
#include <optional>

#include "analyzer/report/body_text.hpp"
#include "analyzer/report/display_text.hpp"
#include "analyzer/report/outcome_tables.hpp"
#include "analyzer/report/outcome_text.hpp"
#include "analyzer/report/tie_rule.hpp"
#include "analyzer/report/time_scale.hpp"
#include "analyzer/run/utilization.hpp"
#include "model/platform/cpu_list.hpp"

namespace pinstack {

namespace {

using Align = Table::Align;

std::string releases_text(const Task& task) {
    if (const auto* periodic = std::get_if<Periodic>(&task.releases)) return "every " + to_text(periodic->period);
    if (const auto* sporadic = std::get_if<Sporadic>(&task.releases)) {
        const VariableDuration& distance = sporadic->interarrival;
        if (distance.min == distance.max) return "at least " + to_text(distance.min) + " apart";
        return variable_text(distance) + " apart";
    }
    constexpr std::size_t kListed = 6;
    const auto& instants = std::get<ExplicitReleases>(task.releases).instants;
    std::string out = "at ";
    for (std::size_t i = 0; i < std::min(kListed, instants.size()); ++i) {
        out += (i == 0 ? "" : ", ") + to_text(Duration{instants[i].ns});
    }
    if (instants.size() > kListed) out += fmt::format(" and {} more", instants.size() - kListed);
    return out;
}

std::pair<Duration, Duration> offset_and_jitter(const Task& task) {
    return std::visit([](const auto& releases) { return std::pair(releases.offset, releases.jitter); }, task.releases);
}

std::string horizon_text(const System& system) {
    const Result<std::optional<Instant>> end = resolve_horizon(system);
    if (!end) return "-";
    const std::string given = system.horizon ? "" : " (not given)";
    if (!*end) return "until all jobs are done" + given;
    const std::string at = instant_text((*end)->ns);
    if (system.horizon && std::holds_alternative<Duration>(*system.horizon)) return at;
    const auto* periods = system.horizon ? std::get_if<Hyperperiods>(&*system.horizon) : nullptr;
    return (periods == nullptr || periods->count == 1 ? "one hyperperiod, "
                                                      : fmt::format("{} hyperperiods, ", periods->count)) +
           at + given;
}

/// "x86-64, but ipi 2us".
std::string costs_text(const CostModel& costs) {
    std::string out = printable(costs.name);
    const char* joint = ", but ";
    for (const Cost& cost : costs.costs) {
        if (!cost.overridden) continue;
        out += joint + cost.name + " " + to_text(cost.value);
        joint = ", ";
    }
    return out;
}

/// "L: mutex, M: spinlock".
std::string locks_text(const System& system) {
    constexpr std::size_t kListed = 20;
    std::string out;
    for (std::size_t i = 0; i < std::min(kListed, system.locks.size()); ++i) {
        const Lock& lock = system.locks[i];
        out += fmt::format("{}{}: {}", i == 0 ? "" : ", ", shortened_inside(lock.name, kPageNameColumns),
                           name_of(lock.kind));
    }
    if (system.locks.size() > kListed) out += fmt::format(" and {} more", system.locks.size() - kListed);
    return out;
}

/// By relative deadline, 1 is the most urgent; equal deadlines share a rank.
std::vector<std::size_t> deadline_ranks(const System& system) {
    std::vector<std::int64_t> deadlines;
    for (const Task& task : system.tasks) deadlines.push_back(task.deadline.ns);
    std::sort(deadlines.begin(), deadlines.end());
    deadlines.erase(std::unique(deadlines.begin(), deadlines.end()), deadlines.end());
    std::vector<std::size_t> ranks;
    for (const Task& task : system.tasks) {
        const auto at = std::lower_bound(deadlines.begin(), deadlines.end(), task.deadline.ns);
        ranks.push_back(static_cast<std::size_t>(at - deadlines.begin()) + 1);
    }
    return ranks;
}

}  // namespace

Table platform_table(const System& system) {
    Table table({{"setting", Align::left}, {"value", Align::left, "", true}});
    const auto row = [&](const char* name, std::string value) { table.add_row({{name}, {std::move(value)}}); };
    row("CPUs", std::to_string(system.platform.cpus));
    if (system.platform.topology) row("topology", printable(system.platform.topology->text));
    row("costs of kernel operations", costs_text(system.platform.costs));
    row("order", order_text(system, system.kernel.order));
    row("variant of the file", variant_text(system.kernel));
    if (system.kernel.linux.preempt_rt || uses_locks_or_rcu(system)) {
        row("PREEMPT_RT", system.kernel.linux.preempt_rt ? "yes" : "no");
    }
    if (!system.locks.empty()) row("locks", locks_text(system));
    row("horizon", horizon_text(system));
    row("seed", std::to_string(system.seed));
    return table;
}

Table parameter_table(const System& system, Order order, const std::vector<std::uint32_t>& tasks) {
    constexpr std::size_t kBodyCharacters = 160;
    const bool has_priorities = !system.tasks.empty() && system.tasks.front().priority.has_value();
    const std::vector<std::size_t> ranks =
        order == Order::fp && !has_priorities ? deadline_ranks(system) : std::vector<std::size_t>{};
    struct Parameter {
        Table::Column column;
        std::function<std::string(std::uint32_t)> text;  // blank where the task has none
    };
    const auto& all = system.tasks;
    const auto unless_zero = [](Duration time) { return time.ns == 0 ? std::string() : to_text(time); };
    const std::vector<Parameter> parameters = {
        {{"task", Align::left}, [&](std::uint32_t i) { return shortened_inside(all[i].name, kPageNameColumns); }},
        {{"priority"},
         [&](std::uint32_t i) { return all[i].priority ? std::to_string(*all[i].priority) : std::string(); }},
        {{"policy", Align::left},
         [&](std::uint32_t i) {
             return order == Order::linux ? std::string(kPolicies[static_cast<std::size_t>(all[i].policy)])
                                          : std::string();
         }},
        {{"nice"}, [&](std::uint32_t i) { return all[i].nice != 0 ? std::to_string(all[i].nice) : std::string(); }},
        {{"runtime"}, [&](std::uint32_t i) { return all[i].runtime ? to_text(*all[i].runtime) : std::string(); }},
        {{"deadline-monotonic rank"},
         [&](std::uint32_t i) { return ranks.empty() ? std::string() : std::to_string(ranks[i]); }},
        {{"released", Align::left, "", true}, [&](std::uint32_t i) { return releases_text(all[i]); }},
        {{"offset"}, [&](std::uint32_t i) { return unless_zero(offset_and_jitter(all[i]).first); }},
        {{"jitter"}, [&](std::uint32_t i) { return unless_zero(offset_and_jitter(all[i]).second); }},
        {{"deadline"}, [&](std::uint32_t i) { return to_text(all[i].deadline); }},
        {{"WCET"}, [&](std::uint32_t i) { return to_text(worst_case_execution_time(all[i].body)); }},
        {{"utilization"},
         [&](std::uint32_t i) {
             const auto share = utilization_of(all[i]);
             return share ? fmt::format("{:.4f}", *share) : std::string();
         }},
        {{"home CPU"},
         [&](std::uint32_t i) { return all[i].home_cpu ? std::to_string(*all[i].home_cpu) : std::string(); }},
        {{"affinity"},
         [&](std::uint32_t i) { return all[i].affinity ? cpu_list_text(*all[i].affinity) : std::string(); }},
        {{"body", Align::left, "", true},
         [&](std::uint32_t i) { return body_text(all[i].body, system, kBodyCharacters); }},
    };
    std::vector<Table::Column> columns;
    std::vector<std::vector<Table::Cell>> rows(tasks.size());
    for (const Parameter& parameter : parameters) {
        std::vector<std::string> texts;
        for (const std::uint32_t task : tasks) texts.push_back(parameter.text(task));
        if (std::all_of(texts.begin(), texts.end(), [](const std::string& text) { return text.empty(); })) continue;
        columns.push_back(parameter.column);
        for (std::size_t i = 0; i < texts.size(); ++i) rows[i].emplace_back(std::move(texts[i]));
    }
    Table table(std::move(columns));
    for (auto& row : rows) table.add_row(std::move(row));
    return table;
}

std::string utilization_text(const System& system) {
    const TotalUtilization total = total_utilization(system);
    if (total.without == system.tasks.size()) return "No utilization: releases are given one by one.";
    std::string out = fmt::format("Total utilization {:.4f} on {} ({:.2f} % of the capacity)", total.sum,
                                  counted(static_cast<std::uint64_t>(system.platform.cpus), "CPU"),
                                  100 * total.sum / system.platform.cpus);
    if (total.without > 0) {
        out += fmt::format(", without {} whose releases are given one by one", counted(total.without, "task"));
    }
    return out + ". WCET counts sections, not suspensions; a suspension takes no CPU.";
}

std::string span_text(const Comparison& runs) {
    std::int64_t shortest = kTimeLimitNs, longest = 0;
    for (const Outcome& outcome : runs.outcomes) {
        if (!outcome.applicable()) continue;
        shortest = std::min(shortest, outcome.result->span.ns);
        longest = std::max(longest, outcome.result->span.ns);
    }
    if (shortest >= longest) return instant_text(longest) + " simulated";
    return fmt::format("{} to {} simulated, until all jobs are done", instant_text(shortest), instant_text(longest));
}

}  // namespace pinstack
