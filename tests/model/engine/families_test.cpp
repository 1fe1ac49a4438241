// SPDX-License-Identifier: Apache-2.0
//
// The canonical families f1 to f9 for m = 2..8 CPUs. The figures are those of the theory that comes with the project
// ("canonical cases"), each reproduced there by two independent simulators.
//   R = response time, S = stacking loss, V = inversion; NP = preempt_disable/idle-first, IDEAL = none/shift.
#include "tests/support/families.hpp"
#include "tests/model/engine/simulators.hpp"
#include "tests/support/system_builder.hpp"

namespace pinstack::test {
namespace {

const std::vector<std::string> kUnmitigated = {"wake-previous", "wake-previous-push", "idle-first", "shift"};

struct Outcome {
    RunResult result;

    /// Of a task that has responded the same in every job.
    std::int64_t response(std::size_t task) const {
        const TaskResult& it = result.tasks.at(task);
        REQUIRE(it.completed == it.jobs);
        REQUIRE(it.response.min() == it.response.max());
        return it.response.max().ns;
    }
    std::uint64_t misses() const { return result.deadline_misses(); }
    std::int64_t stacking() const { return result.capacity.stacking_loss; }
    std::int64_t inversion() const { return result.capacity.inversion(); }
};

Outcome under(const Simulator& simulator, const System& system, const Variant& variant) {
    return {simulator.run(system, variant, {})};
}
Outcome np_of(const Simulator& simulator, const System& system, Order order = Order::fp) {
    return under(simulator, system, variant(Protection::preempt_disable, "idle-first", order));
}
Outcome md_of(const Simulator& simulator, const System& system, const std::string& balancer, Order order = Order::fp) {
    return under(simulator, system, variant(Protection::migrate_disable, balancer, order));
}
Outcome ideal_of(const Simulator& simulator, const System& system, Order order = Order::fp) {
    return under(simulator, system, variant(Protection::none, "shift", order));
}

/// Calls check(simulator, m) for both schedulers and all m.
template <class Check>
void for_all(int last_m, Check check) {
    for (const Simulator& simulator : simulators()) {
        for (int m = 2; m <= last_m; ++m) {
            INFO(simulator.name << ", m = " << m);
            check(simulator, m);
        }
    }
}

}  // namespace

TEST_CASE("f1: as many tasks as CPUs stack where they are woken on the previous CPU", "[families]") {
    for_all(8, [](const Simulator& simulator, int m) {
        const System f1 = family_f1(m);
        for (const char* balancer : {"wake-previous", "wake-previous-push"}) {
            const Outcome it = md_of(simulator, f1, balancer);
            for (int i = 0; i < m; ++i) CHECK(it.response(static_cast<std::size_t>(i)) == 5 * (m - i));
            CHECK(it.misses() == 2 * static_cast<std::uint64_t>(m - 1));
            CHECK(it.stacking() == 5 * m * (m - 1));
            CHECK(it.result.stacking.max_simultaneous_loss == m - 1);
        }
        const auto all_well = [&](const Outcome& it) {
            for (int i = 0; i < m; ++i) CHECK(it.response(static_cast<std::size_t>(i)) == 5);
            CHECK(it.misses() == 0);
            CHECK(it.stacking() == 0);
        };
        all_well(np_of(simulator, f1));
        for (const char* balancer : {"idle-first", "shift", "swap-on-entry"}) all_well(md_of(simulator, f1, balancer));
    });
}

TEST_CASE("f2: a stack under fillers; only swap-on-entry avoids it", "[families]") {
    for_all(8, [](const Simulator& simulator, int m) {
        const System f2 = family_f2(m);
        for (const std::string& balancer : kUnmitigated) {
            INFO(balancer);
            const Outcome it = md_of(simulator, f2, balancer);
            CHECK(it.stacking() == 4 * (m - 1) + 3 * (m - 1) * (m - 2) / 2);
            for (int i = 0; i < m; ++i) CHECK(it.response(static_cast<std::size_t>(i)) == 5 * (m - i));
        }
        const Outcome np_result = np_of(simulator, f2);
        CHECK(np_result.inversion() > 0);
        CHECK(np_result.stacking() == 0);
        CHECK(np_result.response(1) == 2 * m + 2);  // 6 for m = 2, 10 for 4, 18 for 8

        const Outcome swap = md_of(simulator, f2, "swap-on-entry");
        const Outcome ideal = ideal_of(simulator, f2);
        CHECK(swap.stacking() == 0);
        for (std::size_t i = 0; i < f2.tasks.size(); ++i) CHECK(swap.response(i) == ideal.response(i));
    });
}

TEST_CASE("f3: one task more than CPUs, two with sections", "[families]") {
    for_all(8, [](const Simulator& simulator, int m) {
        const System f3 = family_f3(m);
        for (const std::string& balancer : kUnmitigated) {
            INFO(balancer);
            const Outcome it = md_of(simulator, f3, balancer);
            CHECK(it.response(0) == 17);
            CHECK(it.misses() == 1);
            CHECK(it.stacking() == 9);
        }
        const Outcome np_result = np_of(simulator, f3);
        CHECK(np_result.response(0) == 6);
        CHECK(np_result.response(1) == 13);
        CHECK(np_result.misses() == 0);

        const Outcome swap = md_of(simulator, f3, "swap-on-entry");
        CHECK(swap.response(0) == 8);
        CHECK(swap.stacking() == 0);
        CHECK(swap.misses() == 0);
    });
}

TEST_CASE("f4: m + 1 tasks with sections: no balancer can follow the ideal", "[families]") {
    for_all(8, [](const Simulator& simulator, int m) {
        const System f4 = family_f4(m);
        std::vector<std::string> balancers = kUnmitigated;
        balancers.push_back("swap-on-entry");
        for (const std::string& balancer : balancers) {
            INFO(balancer);
            const Outcome it = md_of(simulator, f4, balancer);
            CHECK(it.response(0) == 16);
            CHECK(it.misses() == 1);
            CHECK(it.stacking() == 7);
        }
        const Outcome np_result = np_of(simulator, f4);
        CHECK(np_result.response(0) == 7);
        CHECK(np_result.response(static_cast<std::size_t>(m)) == 11);
        CHECK(np_result.misses() == 0);
    });
}

TEST_CASE("f5: an urgent task misses only behind non-preemptible sections", "[families]") {
    for_all(8, [](const Simulator& simulator, int m) {
        const System f5 = family_f5(m);
        const auto urgent = static_cast<std::size_t>(m);
        std::vector<std::string> balancers = kUnmitigated;
        balancers.push_back("swap-on-entry");
        for (const std::string& balancer : balancers) CHECK(md_of(simulator, f5, balancer).response(urgent) == 1);
        const Outcome np_result = np_of(simulator, f5);
        CHECK(np_result.response(urgent) == 6);
        CHECK(np_result.result.tasks[urgent].misses == 1);
        CHECK(np_result.inversion() == 5);
    });
}

TEST_CASE("f6: two tasks are enough to lose a CPU", "[families]") {
    for_all(8, [](const Simulator& simulator, int m) {
        const System f6 = family_f6(m);
        for (const char* balancer : {"wake-previous", "wake-previous-push"}) {
            const Outcome it = md_of(simulator, f6, balancer);
            CHECK(it.response(0) == 6);
            CHECK(it.misses() == 1);
            CHECK(it.stacking() == 2);
        }
        for (const char* balancer : {"idle-first", "shift", "swap-on-entry"}) {
            CHECK(md_of(simulator, f6, balancer).response(0) == 4);
        }
        const Outcome np_result = np_of(simulator, f6);
        CHECK(np_result.response(0) == 4);
        CHECK(np_result.response(1) == 2);
    });
}

TEST_CASE("f7: a sleep inside a section stacks two tasks on two CPUs", "[families]") {
    for_all(2, [](const Simulator& simulator, int) {
        for (const std::string& balancer : kUnmitigated) {
            INFO(balancer);
            const Outcome it = md_of(simulator, family_f7(), balancer);
            CHECK(it.response(0) == 10);
            CHECK(it.result.tasks[0].misses == 1);
            CHECK(it.stacking() == 4);
        }
        const Outcome swap = md_of(simulator, family_f7(), "swap-on-entry");
        CHECK(swap.response(0) == 6);
        CHECK(swap.stacking() == 0);
    });
    CHECK_FALSE(Simulation::create(family_f7(), variant(Protection::preempt_disable, "idle-first")));
}

TEST_CASE("f8: f3 under EDF", "[families]") {
    for_all(8, [](const Simulator& simulator, int m) {
        const System f8 = family_f8(m);
        for (const std::string& balancer : kUnmitigated) {
            INFO(balancer);
            const Outcome it = md_of(simulator, f8, balancer, Order::edf);
            CHECK(it.response(0) == 17);
            CHECK(it.stacking() == 9);
        }
        const Outcome np_result = np_of(simulator, f8, Order::edf);
        CHECK(np_result.response(0) == 6);
        CHECK(np_result.response(1) == 13);
        const Outcome swap = md_of(simulator, f8, "swap-on-entry", Order::edf);
        CHECK(swap.response(0) == 8);
        CHECK(swap.stacking() == 0);
    });
}

TEST_CASE("f9: an interferer over m sections: the push away helps", "[families]") {
    for_all(8, [](const Simulator& simulator, int m) {
        const System f9 = family_f9(m);
        const auto last = static_cast<std::size_t>(m - 1);
        for (const char* balancer : {"wake-previous", "idle-first"}) {
            const Outcome it = md_of(simulator, f9, balancer);
            CHECK(it.response(last) == 16);
            CHECK(it.stacking() == 5);
        }
        for (const char* balancer : {"wake-previous-push", "shift", "swap-on-entry"}) {
            INFO(balancer);
            const Outcome it = md_of(simulator, f9, balancer);
            CHECK(it.response(last) == 11);
            CHECK(it.stacking() == 0);
        }
        CHECK(np_of(simulator, f9).inversion() == 2);
    });
}

}  // namespace pinstack::test
