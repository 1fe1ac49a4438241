// SPDX-License-Identifier: Apache-2.0
#include "analyzer/run/tie_check.hpp"

#include <algorithm>
#include <map>
#include <numeric>
#include <utility>

#include "model/engine/simulation.hpp"

namespace pinstack {

namespace {

using Groups = std::vector<std::vector<std::uint32_t>>;

/// SplitMix64 (Steele, Lea, Flood 2014): the standard library's shuffles differ from one library to the next.
struct SplitMix {
    std::uint64_t state;
    std::uint64_t next() {
        std::uint64_t z = (state += 0x9e3779b97f4a7c15u);
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
        z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
        return z ^ (z >> 31);
    }
    /// The bias of the modulo is below 2^-44 for any number of tasks a file can hold.
    std::size_t below(std::size_t n) { return static_cast<std::size_t>(next() % n); }
};

/// The number of orders, file order included, or limit + 1 where it is larger than that.
std::uint64_t count_orders(const Groups& groups, std::uint64_t limit) {
    std::uint64_t product = 1;
    for (const auto& group : groups) {
        for (std::uint64_t i = 2; i <= group.size(); ++i) {
            if (product > limit / i) return limit + 1;
            product *= i;
        }
    }
    return product;
}

/// Odometer over the permutations of all groups; false when it is back at the first one.
bool advance(Groups& arrangement) {
    for (auto& group : arrangement) {
        if (std::next_permutation(group.begin(), group.end())) return true;
    }
    return false;
}

void shuffle(Groups& arrangement, SplitMix& random) {
    for (auto& group : arrangement) {
        for (std::size_t i = group.size(); i > 1; --i) std::swap(group[i - 1], group[random.below(i)]);
    }
}

/// The places of all tasks: the k-th place of a group goes to the k-th task of its arrangement.
std::vector<std::uint32_t> tie_order_of(const Groups& groups, const Groups& arrangement, std::size_t tasks) {
    std::vector<std::uint32_t> order(tasks);
    std::iota(order.begin(), order.end(), 0u);
    for (std::size_t g = 0; g < groups.size(); ++g) {
        for (std::size_t k = 0; k < groups[g].size(); ++k) order[arrangement[g][k]] = groups[g][k];
    }
    return order;
}

}  // namespace

std::vector<std::vector<std::uint32_t>> groups_of_ties(const System& system, Order order) {
    std::map<std::pair<SchedClass, std::int64_t>, std::vector<std::uint32_t>> by_urgency;
    for (std::uint32_t i = 0; i < system.tasks.size(); ++i) {
        const Task& task = system.tasks[i];
        const SchedClass its = order == Order::linux ? class_of(task.policy) : SchedClass::realtime;
        const bool has_one = order != Order::edf && its == SchedClass::realtime;
        const std::int64_t urgency = !has_one ? 0 : task.priority ? *task.priority : task.deadline.ns;
        by_urgency[{its, urgency}].push_back(i);
    }
    Groups groups;
    for (auto& [urgency, tasks] : by_urgency) {
        if (tasks.size() > 1) groups.push_back(std::move(tasks));
    }
    return groups;
}

TieCheck check_ties(const System& system, const Variant& variant, const RunResult& file_order, std::uint64_t runs) {
    TieCheck check;
    check.fewest_misses = check.most_misses = file_order.deadline_misses();
    if (is_linux(variant)) return check;

    const Groups groups = groups_of_ties(system, variant.order);
    const std::size_t tasks = system.tasks.size();
    const std::uint64_t orders = count_orders(groups, runs + 1);
    check.exhaustive = orders <= runs + 1;
    std::vector<bool> differs(tasks, false);

    Groups arrangement = groups;
    SplitMix random{system.seed};
    while (check.orders < runs) {
        if (check.exhaustive) {
            if (!advance(arrangement)) break;
        } else {
            shuffle(arrangement, random);
        }
        RunOptions options;
        options.keep_episodes = 0;
        options.tie_order = tie_order_of(groups, arrangement, tasks);
        const auto simulation = Simulation::create(system, variant, std::move(options));
        if (!simulation) break;  // cannot be: the same system ran in file order
        const RunResult result = simulation->run();
        ++check.orders;
        const std::uint64_t misses = result.deadline_misses();
        check.fewest_misses = std::min(check.fewest_misses, misses);
        check.most_misses = std::max(check.most_misses, misses);
        for (std::size_t i = 0; i < tasks; ++i) {
            if ((result.tasks[i].misses > 0) != (file_order.tasks[i].misses > 0)) differs[i] = true;
        }
    }
    for (std::uint32_t i = 0; i < tasks; ++i) {
        if (differs[i]) check.tasks.push_back(i);
    }
    check.depends = !check.tasks.empty();
    return check;
}

}  // namespace pinstack
