// SPDX-License-Identifier: Apache-2.0
//
// What the event loops are compiled for: runs of random systems under every balancer, most of them as plain as most
// runs are, some with costs, locks, masks or an observer. Built with -fprofile-generate, it leaves a profile from which
// GCC learns which branches are taken (CMakeLists.txt here). It prints nothing and decides nothing: a profile changes
// the layout of the code, never what it computes.
#include <algorithm>
#include <iterator>
#include <random>
#include <string>

#include "model/balancer/balancer.hpp"
#include "model/engine/simulation.hpp"
#include "model/platform/costs.hpp"

namespace pinstack {
namespace {

struct Shape {
    int tasks = 20;
    int cpus = 4;
    bool has_sections = true;
    bool has_costs = false;
    bool has_locks = false;
    bool has_masks = false;
    bool is_observed = false;
};

class Trainer {
public:
    void train(const Shape& shape, Duration horizon) {
        const System system = make_system(shape, horizon);
        Observer observer;
        for (const BalancerInfo& balancer : balancers()) {
            for (const Order order : {Order::fp, Order::edf}) {
                Variant variant;
                variant.order = order;
                variant.balancer.name = balancer.name;
                if (!balancer.parameter.empty()) variant.balancer.parameter = 2;
                // Not every balancer takes every system; those that do are enough.
                const auto simulation = Simulation::create(system, variant);
                if (simulation) simulation->run(shape.is_observed ? &observer : nullptr);
            }
        }
    }

private:
    std::int64_t below(std::int64_t limit) { return static_cast<std::int64_t>(random_() % static_cast<std::uint64_t>(limit)); }
    static Operation run(Duration length) { return {OperationKind::run, {length, length}, {}}; }

    Body make_body(const Shape& shape, std::int64_t us) {
        if (!shape.has_sections) return {run(microseconds(us))};
        const std::int64_t before = std::max<std::int64_t>(1, us / 4);
        const std::int64_t inside = std::max<std::int64_t>(1, us - 2 * before);
        const bool takes_lock = shape.has_locks && below(2) == 0;
        Operation section{takes_lock ? OperationKind::lock : OperationKind::section, {}, {run(microseconds(inside))}};
        return {run(microseconds(before)), std::move(section), run(microseconds(before))};
    }

    System make_system(const Shape& shape, Duration horizon) {
        constexpr std::int64_t kPeriodsMs[] = {10, 12, 15, 20, 24, 25, 30, 40, 48, 50, 60, 75, 80, 100};
        System system;
        system.platform.cpus = shape.cpus;
        system.horizon = horizon;
        if (shape.has_costs) system.platform.costs = find_cost_model("x86-64").value();
        if (shape.has_locks) system.locks = {{"L", LockKind::spinlock}};
        for (int i = 0; i < shape.tasks; ++i) {
            Task task;
            task.name = std::to_string(i);
            const Duration period = milliseconds(kPeriodsMs[below(std::ssize(kPeriodsMs))]);
            task.releases = Periodic{period, {}, {}};
            task.deadline = period;
            task.home_cpu = i % shape.cpus;
            // Shares between 0 and twice the mean: three quarters of the CPUs in sum.
            const std::int64_t most = period.ns / 1000 * 3 * shape.cpus / (2 * shape.tasks);
            task.body = make_body(shape, 4 + below(std::clamp<std::int64_t>(most, 1, period.ns / 1000)));
            if (shape.has_masks && below(3) == 0) {
                task.affinity = CpuSet(shape.cpus);
                task.affinity->insert(*task.home_cpu);
                task.affinity->insert(static_cast<CpuId>(below(shape.cpus)));
            }
            system.tasks.push_back(std::move(task));
        }
        return system;
    }

    std::mt19937_64 random_{1};
};

}  // namespace
}  // namespace pinstack

int main() {
    using namespace pinstack;
    Trainer trainer;
    for (const int tasks : {8, 16, 24}) {
        for (const int cpus : {2, 4, 8}) {
            for (const bool has_sections : {false, true, true}) {
                trainer.train({.tasks = tasks, .cpus = cpus, .has_sections = has_sections}, seconds(8));
            }
        }
    }
    trainer.train({.tasks = 100, .cpus = 16}, seconds(2));
    trainer.train({.tasks = 300, .cpus = 80}, seconds(1));
    trainer.train({.has_masks = true}, seconds(4));
    trainer.train({.has_costs = true}, seconds(4));
    trainer.train({.has_locks = true}, seconds(4));
    trainer.train({.has_costs = true, .has_locks = true}, seconds(4));
    trainer.train({.is_observed = true}, seconds(4));
}
