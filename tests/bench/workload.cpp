// SPDX-License-Identifier: Apache-2.0
#include "workload.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <random>
#include <string>
#include <vector>

namespace pinstack::bench {
namespace {

std::vector<double> uunifast_discard(std::mt19937_64& random, int tasks, double utilization) {
    const auto unit = [&] { return static_cast<double>(random() >> 11) * 0x1.0p-53; };
    for (;;) {
        std::vector<double> shares;
        double rest = utilization;
        for (int i = 1; i < tasks; ++i) {
            const double next = rest * std::pow(unit(), 1.0 / (tasks - i));
            shares.push_back(rest - next);
            rest = next;
        }
        shares.push_back(rest);
        if (*std::max_element(shares.begin(), shares.end()) <= 1.0) return shares;
    }
}

Operation run(Duration length) { return {OperationKind::run, {length, length}, {}}; }

}  // namespace

System make_workload(const WorkloadSpec& spec, Duration horizon) {
    constexpr int kPeriodsMs[] = {10, 12, 15, 20, 24, 25, 30, 40, 48, 50, 60, 75, 80, 100};
    std::mt19937_64 random(spec.seed);
    System system;
    system.name = "bench";
    system.platform.cpus = spec.cpus;
    system.horizon = horizon;
    int number = 0;
    for (double share : uunifast_discard(random, spec.tasks, spec.utilization)) {
        Task task;
        task.name = "T" + std::to_string(number++);
        const Duration period = milliseconds(kPeriodsMs[random() % std::size(kPeriodsMs)]);
        const auto us = std::max<std::int64_t>(4, static_cast<std::int64_t>(share * static_cast<double>(period.ns) / 1000));
        task.releases = Periodic{period, {}, {}};
        task.deadline = period;
        if (spec.sections) {
            const std::int64_t quarter = us / 4;
            Operation section{OperationKind::section, {}, {run(microseconds(us - 2 * quarter))}};
            task.body = {run(microseconds(quarter)), section, run(microseconds(quarter))};
        } else {
            task.body = {run(microseconds(us))};
        }
        system.tasks.push_back(task);
    }
    return system;
}

}  // namespace pinstack::bench
