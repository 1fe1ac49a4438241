// SPDX-License-Identifier: Apache-2.0
#include "analyzer/generate/set_generator.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "analyzer/generate/automotive.hpp"

namespace pinstack {

namespace {

constexpr std::int64_t kPeriodsSimulated = 10;

/// Deadline = C + x (T - C) for x of {low..high} / kWholeCpu, in units.
std::int64_t draw_deadline(Draws& draws, const DeadlineSpec& spec, std::int64_t wcet, std::int64_t period) {
    const std::int64_t x = spec.low == spec.high ? spec.low : spec.low + draws.up_to(spec.high - spec.low);
    return wcet + share_of(period - wcet, x);
}

/// A run operation of that many ns, in the worst case.
Operation run_of(const GeneratedTask& task, std::int64_t length, std::int64_t unit) {
    VariableDuration time{{length}, {length}, Distribution::constant};
    if (task.distribution != Distribution::constant) {
        time.min.ns = std::max(unit, share_of(length / unit, task.shortest_share) * unit);
        if (time.min < time.max) time.distribution = task.distribution;
    }
    return {OperationKind::run, time, {}, 0};
}

}  // namespace

SetGenerator::SetGenerator(const SetSpec& spec)
    : spec_(std::make_shared<SetSpec>(spec)),
      utilizations_(make_utilization_source(spec.utilization)),
      periods_(spec.periods, nanoseconds_per(spec.unit)),
      sections_(spec.sections, nanoseconds_per(spec.unit)),
      unit_(nanoseconds_per(spec.unit)) {}

Result<SetGenerator> SetGenerator::create(const SetSpec& spec) {
    if (Problems problems = check(spec); !problems.empty()) return tl::unexpected(std::move(problems));
    return SetGenerator(spec);
}

Result<GeneratedSet> SetGenerator::make(std::uint64_t number) const {
    const auto shares = draw_utilizations(*utilizations_, spec_->utilization, spec_->seed, number);
    if (!shares) return tl::unexpected(shares.error());
    GeneratedSet set;
    set.number = number;
    set.tasks.resize(shares->size());
    Draws periods(spec_->seed, number, Aspect::period), deadlines(spec_->seed, number, Aspect::deadline),
        run_times(spec_->seed, number, Aspect::run_time);
    for (std::size_t i = 0; i < shares->size(); ++i) {
        GeneratedTask& task = set.tasks[i];
        const PeriodSource::Period drawn = periods_.draw(periods);
        const std::int64_t period = drawn.ns / unit_;
        const std::int64_t wcet = std::clamp<std::int64_t>(share_of(period, (*shares)[i]), 1, period);
        set.utilization += static_cast<double>(wcet) / static_cast<double>(period);
        task.deadline = draw_deadline(deadlines, spec_->deadlines, wcet, period) * unit_;
        task.wcet = wcet * unit_;
        task.period = drawn.ns;
        draw_run_time(run_times, drawn.row, task);
    }
    draw_sections(set);
    set_homes_and_priorities(set);
    return set;
}

void SetGenerator::draw_run_time(Draws& draws, std::size_t row, GeneratedTask& task) const {
    if (spec_->run_times.kind == RunTimeSpec::Kind::automotive) {
        const AutomotivePeriod& factors = kAutomotivePeriods[row];
        constexpr std::int64_t kFine = 1'000'000;
        const std::int64_t best =
            factors.best_from * kFine + draws.up_to((factors.best_to - factors.best_from) * kFine);
        const std::int64_t worst =
            factors.worst_from * kFine + draws.up_to((factors.worst_to - factors.worst_from) * kFine);
        task.shortest_share = static_cast<std::int64_t>(static_cast<__int128>(kWholeCpu) * best / worst);
        task.distribution = Distribution::log_uniform;
    } else {
        task.shortest_share = spec_->run_times.share;
        task.distribution = spec_->run_times.distribution;
    }
}

void SetGenerator::draw_sections(GeneratedSet& set) const {
    const SectionSpec& spec = spec_->sections;
    const auto count = static_cast<std::int64_t>(set.tasks.size());
    std::size_t next = 0;
    const std::vector<std::uint32_t> order =
        Draws(spec_->seed, set.number, Aspect::sectioned_tasks).permutation(set.tasks.size());
    // The groups end where the summed shares say, so that rounding never gives more tasks than there are.
    const auto give = [&](std::int64_t summed_share, OperationKind bracket) {
        const auto end = static_cast<std::size_t>(share_of(count, summed_share));
        for (; next < end; ++next) set.tasks[order[next]].bracket = bracket;
    };
    give(spec.md_share, OperationKind::migrate_disable);
    give(spec.md_share + spec.np_share, OperationKind::preempt_disable);
    give(spec.md_share + spec.np_share + spec.neutral_share, OperationKind::section);
    if (next == 0) return;

    Draws draws(spec_->seed, set.number, Aspect::section);
    for (GeneratedTask& task : set.tasks) {
        if (task.bracket == OperationKind::run) continue;
        task.first_section = set.sections.size();
        sections_.draw(draws, task.wcet / unit_, set.sections);
        task.end_section = set.sections.size();
        for (std::size_t i = task.first_section; i < task.end_section; ++i) {
            set.sections[i].from *= unit_;
            set.sections[i].length *= unit_;
        }
    }
}

void SetGenerator::set_homes_and_priorities(GeneratedSet& set) const {
    Draws homes(spec_->seed, set.number, Aspect::home);
    for (std::size_t i = 0; i < set.tasks.size(); ++i) {
        if (spec_->homes == HomeCpus::round_robin)
            set.tasks[i].home = static_cast<CpuId>(i % static_cast<std::size_t>(spec_->cpus));
        if (spec_->homes == HomeCpus::random) set.tasks[i].home = static_cast<CpuId>(homes.up_to(spec_->cpus - 1));
    }
    if (spec_->priorities == Priorities::none) return;
    std::vector<std::uint32_t> order = Draws(spec_->seed, set.number, Aspect::priority).permutation(set.tasks.size());
    if (spec_->priorities != Priorities::random) {
        const auto key = [&](std::uint32_t i) {
            const GeneratedTask& task = set.tasks[i];
            return spec_->priorities == Priorities::rate_monotonic ? task.period : task.deadline;
        };
        std::sort(order.begin(), order.end(),
                  [&](std::uint32_t a, std::uint32_t b) { return std::pair(key(a), a) < std::pair(key(b), b); });
    }
    for (std::size_t rank = 0; rank < order.size(); ++rank)
        set.tasks[order[rank]].priority = static_cast<int>(order.size() - rank);
}

System SetGenerator::system_of(const GeneratedSet& set) const {
    System system;
    system.name = fmt::format("{}-{}", spec_->name, set.number);
    system.description = fmt::format("A random task set of utilization {:.6f}.", set.utilization);
    if (!spec_->origin.empty()) system.description += fmt::format(" Made by: {} --first {}", spec_->origin, set.number);
    system.time_unit = spec_->unit;
    system.platform.cpus = spec_->cpus;
    system.kernel.order = spec_->order;
    system.horizon = spec_->horizon.value_or(Duration{kPeriodsSimulated * periods_.longest()});
    system.seed = spec_->seed;
    for (std::size_t i = 0; i < set.tasks.size(); ++i) {
        const GeneratedTask& each = set.tasks[i];
        Task task;
        task.name = fmt::format("T{}", i);
        task.priority = each.priority;
        task.releases = Periodic{{each.period}, {}, {}};
        task.deadline = {each.deadline};
        task.home_cpu = each.home;
        std::int64_t done = 0;
        for (std::size_t s = each.first_section; s < each.end_section; ++s) {
            const GeneratedSection& section = set.sections[s];
            if (section.from > done) task.body.push_back(run_of(each, section.from - done, unit_));
            task.body.push_back({each.bracket, {}, {run_of(each, section.length, unit_)}, 0});
            done = section.from + section.length;
        }
        if (done < each.wcet) task.body.push_back(run_of(each, each.wcet - done, unit_));
        system.tasks.push_back(std::move(task));
    }
    return system;
}

}  // namespace pinstack
