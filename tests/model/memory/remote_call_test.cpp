// SPDX-License-Identifier: Apache-2.0
//
// Remote calls (model/memory/remote_call.hpp): the closed formula of a TLB shootdown, what delays one, and that both
// engines account for every nanosecond of random ones. exit_mm under `shootdown` makes them.
#include "model/engine/simulation.hpp"
#include "model/platform/kernel_costs.hpp"
#include "model/system/load.hpp"
#include "tests/model/memory/memory_runs.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/random_memory.hpp"
#include "tests/support/rounds.hpp"
#include "tests/support/system_builder.hpp"

namespace pinstack::test {
namespace {

constexpr const char* kEngines[] = {"wake-previous", "shift", "linux-rt-5.15"};

Operation exit_mm() { return {OperationKind::exit_mm, {}, {}}; }

Variant shootdown(const char* balancer) {
    Variant out = variant(Protection::migrate_disable, balancer);
    out.mm.lazy_mm = LazyMm::shootdown;
    return out;
}

System on_all_cpus(int cpus, Body own, Body others, std::int64_t own_release) {
    std::vector<Task> tasks = {task("Caller", 50, {own_release}, 100000, 0, std::move(own))};
    for (CpuId cpu = 1; cpu < cpus; ++cpu) tasks.push_back(task(numbered("T", cpu), 40, {0}, 100000, cpu, others));
    for (CpuId cpu = 0; cpu < cpus; ++cpu) {
        tasks[static_cast<std::size_t>(cpu)].affinity = cpu_set(cpus, {cpu});
        tasks[static_cast<std::size_t>(cpu)].mm = "all";
    }
    return system_of("", cpus, std::move(tasks));
}

}  // namespace

TEST_CASE("remote call: undisturbed it takes what the cost model says of a TLB shootdown", "[memory]") {
    for (const char* balancer : kEngines) {
        for (const int cpus : {2, 3, 8, 64, 100}) {
            INFO(balancer << ", " << cpus << " CPUs");
            System system = on_all_cpus(cpus, {run(100), exit_mm(), run(10)}, {run(60000)}, 0);
            system = with_costs(
                system, {{"ipi", 1200}, {"ipi_receive", 550}, {"tlb_shootdown", 1500}, {"tlb_flush_local", 100}});
            const RunResult result = run_of(system, shootdown(balancer));
            const int n = cpus - 1;
            CHECK(result.remote_calls ==
                  RemoteCallResult{1, static_cast<std::uint64_t>(n), {1500 + 250 * n}, {1500 + 250 * n}});
            CHECK(result.capacity.overhead_of(Overhead::tlb_shootdown) == 1500 + 250 * n);
            CHECK(result.capacity.overhead_of(Overhead::tlb_flush) == 650 * n);
            CHECK(result.jobs[0].finish->ns == 110 + 1500 + 250 * n);
            CHECK(result.jobs[1].finish->ns == 60000 + 650);
        }
    }
}

TEST_CASE("remote call: the longest one is not the last one", "[memory]") {
    for (const char* balancer : kEngines) {
        INFO(balancer);
        System system = on_all_cpus(3, {run(100), exit_mm(), run(10)}, {run(60000)}, 0);
        system.tasks[1].body = {run(5000), exit_mm(), run(50000)};
        system.tasks[2].body = {run(20000), exit_mm(), run(10)};
        system = with_costs(system,
                            {{"ipi", 1200}, {"ipi_receive", 550}, {"tlb_shootdown", 1500}, {"tlb_flush_local", 100}});
        // The second exit lets the address space go on CPU 0, which idles with it: the third one calls CPU 1 alone.
        CHECK(run_of(system, shootdown(balancer)).remote_calls == RemoteCallResult{3, 5, {2000 + 2000 + 1750}, {2000}});
    }
}

TEST_CASE("remote call: waits for a CPU that has interrupts off, at no cost too", "[memory]") {
    for (const char* balancer : kEngines) {
        INFO(balancer);
        System system = on_all_cpus(3, {run(1), exit_mm(), run(1)}, {run(1), irq_off({run(4)}), run(2)}, 2);
        RunResult result = run_of(system, shootdown(balancer));  // sent at 3, done at 5
        CHECK(result.remote_calls == RemoteCallResult{1, 2, {2}, {2}});
        CHECK(result.jobs[0].finish->ns == 6);
        CHECK(result.jobs[1].finish->ns == 7);
        CHECK(result.capacity.overhead == 2);
        CHECK(result.tasks[0].response_split[static_cast<std::size_t>(JobState::overhead)] == 2);

        // sent at 3 + 250 and 3 + 500, due 2 later; CPU 1 has interrupts off until 400, and handles it in 3, then 4.
        system = on_all_cpus(3, {run(1), exit_mm(), run(1)}, {run(1), irq_off({run(399)}), run(200)}, 2);
        system = with_costs(system, {{"ipi", 2}, {"ipi_receive", 7}, {"tlb_shootdown", 5}});
        result = run_of(system, shootdown(balancer));
        CHECK(result.remote_calls == RemoteCallResult{1, 2, {505}, {505}});
        CHECK(result.jobs[1].finish->ns == 607);
        CHECK(result.jobs[2].finish->ns == 607);
        system = on_all_cpus(2, {run(1), exit_mm(), run(1)}, {run(1), irq_off({run(399)}), run(200)}, 2);
        system = with_costs(system, {{"ipi", 2}, {"ipi_receive", 7}, {"tlb_shootdown", 5}});
        result = run_of(system, shootdown(balancer));
        CHECK(result.remote_calls == RemoteCallResult{1, 1, {400 + 3 - 3}, {400}});
    }
}

TEST_CASE("remote call: two that call each other both go on", "[memory]") {
    for (const char* balancer : kEngines) {
        INFO(balancer);
        const Body both = {run(100), exit_mm(), run(10)};
        System system = on_all_cpus(2, both, both, 0);
        system = with_costs(system,
                            {{"ipi", 1200}, {"ipi_receive", 550}, {"tlb_shootdown", 1500}, {"tlb_flush_local", 100}});
        const RunResult result = run_of(system, shootdown(balancer));
        // Each is done with the other's interrupt at 100 + 1450 + 650.
        CHECK(result.jobs[0].finish->ns == 2210);
        CHECK(result.jobs[1].finish->ns == 2210);
        CHECK(result.capacity.overhead_of(Overhead::tlb_flush) == 1300);
        CHECK(result.capacity.overhead_of(Overhead::tlb_shootdown) == 2900);
        const RunResult free = run_of(on_all_cpus(2, both, both, 0), shootdown(balancer));
        CHECK(free.jobs[0].finish->ns == 110);
        CHECK(free.remote_calls == RemoteCallResult{2, 2, {}, {}});
    }
}

namespace {

/// A on CPU 0 of 3 frees a page table at 25, which calls the other CPUs; CPU 2 goes offline.
RunResult with_cpu_2_offline(const char* balancer, std::int64_t at, const NamedCosts& costs) {
    System system = system_of("", 3, {task("A", 1, {0}, 9999, 0, {run(20), mmap_write(5, 0, 1), run(1)})});
    if (!costs.empty()) system = with_costs(std::move(system), costs);
    system.events = {{{at}, EventKind::offline, 2, 0, {}}};
    Variant kernel = variant(Protection::migrate_disable, balancer);
    kernel.mm.page_tables = PageTables::ipi;
    return run_of(system, kernel);
}

}  // namespace

TEST_CASE("remote call: a CPU that is offline is not called", "[memory]") {
    for (const char* balancer : kEngines) {
        INFO(balancer);
        const RunResult result = with_cpu_2_offline(balancer, 10, {});
        CHECK(result.remote_calls == RemoteCallResult{1, 1, {}, {}});
        CHECK(result.page_tables->interrupts == 1);
        CHECK(result.jobs[0].finish->ns == 26);
    }
}

TEST_CASE("remote call: a CPU that goes offline before the interrupt comes has done what was asked", "[memory]") {
    for (const char* balancer : kEngines) {
        INFO(balancer);
        // The machine is stopped from 100 to 3100. The interrupts come at 25 + 250 + 5000 and 25 + 500 + 5000; CPU 2 is
        // away by then, and pays nothing.
        const RunResult result =
            with_cpu_2_offline(balancer, 100, {{"ipi", 5000}, {"ipi_receive", 7}, {"tlb_shootdown", 5003}});
        CHECK(result.remote_calls == RemoteCallResult{1, 2, {5500}, {5500}});
        CHECK(result.jobs[0].finish->ns == 5526);
        CHECK(result.capacity.overhead_of(Overhead::tlb_flush) == 7);
    }
}

TEST_CASE("remote call: among everything else, on random systems", "[memory]") {
    for (std::uint64_t seed = 0; seed < rounds(600); ++seed) {
        RandomSystemOptions options;
        options.costs = seed % 3 != 0;
        options.locks = seed % 2 == 0;
        options.finite = true;
        std::mt19937_64 random(seed);
        System system = random_system(seed, options);
        insert_operations(system, random, 30, exit_mm);
        for (Task& each : system.tasks) each.mm = numbered("mm", pick(random, 0, 2));
        if (options.costs) {
            set_cost(system, "tlb_shootdown", pick(random, 0, 9));
            set_cost(system, "tlb_flush_local", pick(random, 0, 3));
            if (chance(random, 70)) {
                for (Cost& each : system.platform.costs.costs) each.per_cpu = {pick(random, 0, 2)};
            }
        }
        for (const char* balancer : kBalancers) {
            INFO("seed " << seed << ", " << balancer);
            const Variant kernel = shootdown(balancer);
            if (!check_variant(system, kernel).empty()) continue;
            const RunResult result = run_of(system, kernel);  // throws where the accounts do not add up
            const RunResult again = run_of(system, kernel);
            CHECK(result.capacity == again.capacity);
            if (!result.remote_calls) continue;  // nobody calls
            CHECK(result.remote_calls == again.remote_calls);
            if (result.findings.total > 0) continue;
            const KernelCosts costs = kernel_costs(system.platform.costs);
            const auto each = costs.call_acknowledge + costs.call_finish;
            // The run ends with the last completion, maybe before a CPU is back from what nobody waits for any more.
            const auto flushed = result.capacity.overhead_of(Overhead::tlb_flush);
            const auto expected = static_cast<std::int64_t>(result.remote_calls->interrupted) * each;
            CHECK(flushed <= expected);
            CHECK(flushed >=
                  expected - costs.call_finish * static_cast<std::int64_t>(result.remote_calls->interrupted));
            for (const TaskResult& task : result.tasks) CHECK(task.completed == task.jobs);
        }
    }
}

}  // namespace pinstack::test
