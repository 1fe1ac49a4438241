// SPDX-License-Identifier: Apache-2.0
#include "analyzer/bounds/partition/bins.hpp"

#include <algorithm>
#include <numeric>

#include "analyzer/bounds/arithmetic/division.hpp"
#include "analyzer/bounds/uniprocessor/uniprocessor.hpp"

namespace pinstack {
namespace {

// About so many divisions in admission tests: a second or two.
constexpr std::int64_t kSteps = 200'000'000;
constexpr std::int64_t kUsualSteps = 4;  // of qpa, a task
constexpr std::int64_t kWholeCpu = std::int64_t{1} << 40;

/// C / T in units of 2^-40, rounded down; more than a CPU where it is more than a CPU.
std::int64_t load_of(const SporadicTask& task) {
    return static_cast<std::int64_t>(std::min<Int128>(Int128{task.wcet} * kWholeCpu / task.period, kWholeCpu + 1));
}

std::ptrdiff_t insertion_point(const std::vector<std::uint32_t>& places, std::uint32_t place) {
    return std::lower_bound(places.begin(), places.end(), place) - places.begin();
}

}  // namespace

Bins::Bins(const TaskSet& set)
    : tasks_(static_cast<std::size_t>(set.cpus)),
      places_(tasks_.size()),
      loads_(tasks_.size(), 0),
      steps_left_(kSteps) {
    for (TaskSet& tasks : tasks_) {
        tasks.order = set.order;
        tasks.fifo_ties = set.fifo_ties;
    }
}

void Bins::test(const TaskSet& tasks, Verdict& verdict, StepBudget& budget) {
    if (tasks.order == Order::fp) return run_rta_np(tasks, verdict);
    run_qpa(tasks, verdict, budget);
}

bool Bins::admits(CpuId cpu, std::uint32_t place, const SporadicTask& task) {
    if (loads_[at(cpu)] + load_of(task) > kWholeCpu) return false;  // rounded down, so surely above 1
    TaskSet& tasks = tasks_[at(cpu)];
    const auto size = static_cast<std::int64_t>(tasks.size() + 1);
    steps_left_ -= tasks.order == Order::fp ? size * size : kUsualSteps * size;
    if (gave_up()) return false;
    const auto point = tasks.tasks.begin() + insertion_point(places_[at(cpu)], place);
    const auto inserted = tasks.tasks.insert(point, task);
    StepBudget budget;
    const std::int64_t steps = budget.left();
    test(tasks, verdict_, budget);
    // Busy windows can be much longer than what was counted.
    steps_left_ -= positive(steps - budget.left() - kUsualSteps * size);
    tasks.tasks.erase(inserted);
    return verdict_.schedulable;
}

void Bins::add(CpuId cpu, std::uint32_t place, const SporadicTask& task) {
    std::vector<std::uint32_t>& places = places_[at(cpu)];
    const std::ptrdiff_t point = insertion_point(places, place);
    places.insert(places.begin() + point, place);
    tasks_[at(cpu)].tasks.insert(tasks_[at(cpu)].tasks.begin() + point, task);
    loads_[at(cpu)] += load_of(task);
}

std::vector<std::uint32_t> by_decreasing_density(const TaskSet& set) {
    std::vector<std::uint32_t> places(set.size());
    std::iota(places.begin(), places.end(), 0u);
    std::stable_sort(places.begin(), places.end(), [&](std::uint32_t a, std::uint32_t b) {
        const SporadicTask &x = set.tasks[a], &y = set.tasks[b];
        return Int128{x.wcet} * std::min(y.deadline, y.period) > Int128{y.wcet} * std::min(x.deadline, x.period);
    });
    return places;
}

}  // namespace pinstack
