// SPDX-License-Identifier: Apache-2.0
//
// The engine against the reference with more tasks than a word has bits: other waiting queues, deeper trees, long
// backlogs. The tasks of a dozen small random systems run on the CPUs of the first.
#include "tests/model/engine/simulators.hpp"
#include "tests/support/random_system.hpp"
#include "tests/support/system_builder.hpp"

namespace pinstack::test {
namespace {

System crowd(std::uint64_t seed, std::size_t tasks) {
    RandomSystemOptions options;
    options.sections_may_suspend = false;  // so that every protection can run it
    options.finite = true;
    System system = random_system(seed, options);
    while (system.tasks.size() < tasks) {
        seed += 1'000'003;
        for (Task& task : random_system(seed, options).tasks) {
            task.name = "C" + std::to_string(system.tasks.size());
            task.home_cpu.reset();
            task.affinity.reset();
            // All tasks have a priority, or none does.
            task.priority = system.tasks.front().priority ? std::optional(task.priority.value_or(50)) : std::nullopt;
            system.tasks.push_back(task);
        }
    }
    return system;
}

}  // namespace

TEST_CASE("many tasks: the engine agrees with the reference", "[comparison]") {
    for (const Order order : {Order::fp, Order::edf}) {
        for (const char* balancer : {"idle-first", "wake-previous-push", "shift", "swap-on-entry", "bounded-stack:1"}) {
            for (const Protection sections : {Protection::preempt_disable, Protection::migrate_disable}) {
                for (std::uint64_t seed = 0; seed < rounds(3); ++seed) {
                    const System system = crowd(seed, 65 + 10 * seed);
                    const Variant it = variant(sections, balancer, order);
                    const auto found = difference(simulate_by_reference(system, it), simulate(system, it));
                    if (found) FAIL("seed " << seed << ", " << to_text(it) << "\n" << *found);
                }
            }
        }
    }
}

}  // namespace pinstack::test
