// SPDX-License-Identifier: Apache-2.0
//
// Lazy address spaces (model/memory/lazy_mm_state.hpp): what each scheme costs at switches and at exit, the saturation
// of the counted one, who is interrupted, and both engines on random systems.
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

Variant with_scheme(const char* balancer, LazyMm scheme) {
    Variant out = variant(Protection::migrate_disable, balancer);
    out.mm.lazy_mm = scheme;
    return out;
}

const NamedCosts kCosts = {{"ipi", 1200},
                           {"ipi_receive", 550},
                           {"tlb_shootdown", 1500},
                           {"tlb_flush_local", 100},
                           {"cache_line_transfer", 100},
                           {"cache_hit", 1},
                           {"hypercall", 1500},
                           {"tlbi_broadcast", 200}};

/// One task on each CPU: those on the others run until 1000, then their CPUs are lazy. The first one leaves at 20000.
System leaving_at_20000(int cpus) {
    std::vector<Task> tasks = {task("Leaver", 50, {0}, 999999, 0, {run(20000), exit_mm(), run(10)})};
    for (CpuId cpu = 1; cpu < cpus; ++cpu) tasks.push_back(task(numbered("T", cpu), 40, {0}, 999999, cpu, {run(1000)}));
    for (CpuId cpu = 0; cpu < cpus; ++cpu) {
        tasks[static_cast<std::size_t>(cpu)].affinity = cpu_set(cpus, {cpu});
        tasks[static_cast<std::size_t>(cpu)].mm = "all";
    }
    return with_costs(system_of("", cpus, std::move(tasks)), kCosts);
}

}  // namespace

TEST_CASE("lazy address spaces: what an exit takes under each scheme", "[memory]") {
    for (const char* balancer : kEngines) {
        for (const int cpus : {1, 2, 3, 8, 64}) {
            INFO(balancer << ", " << cpus << " CPUs");
            const System system = leaving_at_20000(cpus);
            const std::int64_t n = cpus - 1;
            const auto exit_of = [&](LazyMm scheme) { return *run_of(system, with_scheme(balancer, scheme)).lazy_mm; };

            LazyMmResult it = exit_of(LazyMm::refcount);
            CHECK(it.exit_time.ns == 100);
            CHECK(it.interrupted == 0);
            // The others go lazy at the same instant, one after the other.
            CHECK(it.atomics == static_cast<std::uint64_t>(n) + 2);  // the leaver goes lazy at its end
            CHECK(it.line_wait.ns == 100 * n * (n - 1) / 2);

            it = exit_of(LazyMm::shootdown);
            CHECK(it.exit_time.ns == (n == 0 ? 0 : 1500 + 250 * n));
            CHECK(it.interrupted == static_cast<std::uint64_t>(n));
            CHECK(it.interrupt_time.ns == 650 * n);
            CHECK(it.atomics == 0);

            it = exit_of(LazyMm::hazard_pointer);
            CHECK(it.exit_time.ns == 200 * n);  // each was written, and points here
            CHECK(it.interrupted == 0);

            it = exit_of(LazyMm::hypercall);
            CHECK(it.exit_time.ns == (n == 0 ? 0 : 1500 + 250 * n));
            CHECK(it.spared == 0);

            it = exit_of(LazyMm::broadcast);
            CHECK(it.exit_time.ns == 200 + 20 * cpus);
            CHECK(it.interrupted == 0);
            CHECK(it.to_lazy == static_cast<std::uint64_t>(n) + 1);
        }
    }
}

TEST_CASE("lazy address spaces: an exit looks at each hazard pointer, and asks for those that were written",
          "[memory]") {
    for (const char* balancer : kEngines) {
        for (const int cpus : {2, 3, 8}) {
            INFO(balancer << ", " << cpus << " CPUs");
            const std::int64_t n = cpus - 1;
            const Variant kernel = with_scheme(balancer, LazyMm::hazard_pointer);
            // Nobody wrote again since the first exit, and nobody has the new address space.
            System twice = leaving_at_20000(cpus);
            twice.tasks[0].body = {run(20000), exit_mm(), run(10), exit_mm(), run(10)};
            LazyMmResult it = *run_of(twice, kernel).lazy_mm;
            CHECK(it.exits == 2);
            CHECK(it.exit_time.ns == 200 * n + 1 * n);
            CHECK(it.longest_exit.ns == 200 * n);
            // Whoever runs in it has no pointer to it.
            System running = leaving_at_20000(cpus);
            for (std::size_t i = 1; i < running.tasks.size(); ++i) running.tasks[i].body = {run(60000)};
            it = *run_of(running, kernel).lazy_mm;
            CHECK(it.exit_time.ns == 1 * n);
        }
    }
}

TEST_CASE("lazy address spaces: one count gives no more than 1 / (2 line transfers) switches", "[memory]") {
    // Each CPU has a task that runs 1000 and sleeps 1000, and so on: a cycle takes 2000 and two operations of 100.
    for (const char* balancer : {"partitioned", "linux-rt-5.15"}) {
        for (const int cpus : {1, 4, 8, 16, 32, 64}) {
            INFO(balancer << ", " << cpus << " CPUs");
            std::vector<Task> tasks;
            for (CpuId cpu = 0; cpu < cpus; ++cpu) {
                Body body;
                for (int i = 0; i < 100; ++i) body.insert(body.end(), {run(1000), suspend(1000)});
                body.push_back(run(1));
                tasks.push_back(task(numbered("T", cpu), 50, {0}, 99999999, cpu, body));
                tasks.back().affinity = cpu_set(cpus, {cpu});
                tasks.back().mm = "all";
            }
            System system = with_costs(system_of("", cpus, std::move(tasks)), {{"cache_line_transfer", 100}});
            system.horizon = Duration{200'000};
            const RunResult result = run_of(system, with_scheme(balancer, LazyMm::refcount));
            const auto cycles = static_cast<double>(result.lazy_mm->from_lazy);
            const double most = 200'000.0 / (2 * 100);
            // The operation when it goes lazy overlaps with the sleep: a cycle takes 2100.
            const double unhindered = cpus * 200'000.0 / 2100;
            // Those that wait for the line at the end are counted already, one for each CPU.
            CHECK(result.lazy_mm->atomics <= static_cast<std::uint64_t>(2 * most + cpus));
            CHECK(cycles >= 0.97 * std::min(most, unhindered) - cpus);
            if (cpus == 1) CHECK(result.lazy_mm->line_wait.ns == 0);
            if (cpus >= 32) CHECK(cycles >= most - cpus);
        }
    }
}

TEST_CASE("lazy address spaces: the host's CPUs delay a shootdown, and a hypercall spares them", "[memory]") {
    for (const char* balancer : kEngines) {
        INFO(balancer);
        // CPU 1 of 2 is away from 50000 of every 100000 on, for 40000; the exit comes at 60000.
        std::vector<Task> tasks = {task("Leaver", 50, {0}, 999999, 0, {run(60000 - 40000), exit_mm(), run(10)}),
                                   task("T", 40, {0}, 999999, 1, {run(1000)})};
        for (CpuId cpu = 0; cpu < 2; ++cpu) {
            tasks[static_cast<std::size_t>(cpu)].affinity = cpu_set(2, {cpu});
            tasks[static_cast<std::size_t>(cpu)].mm = "all";
        }
        const System system = with_costs(system_of("", 2, std::move(tasks)), kCosts);
        Variant kernel = with_scheme(balancer, LazyMm::shootdown);
        kernel.mm.vcpu_steal = VcpuSteal{Duration{100'000}, Duration{40'000}};
        RunResult result = run_of(system, kernel);
        // CPU 0 is away from 0 to 40000, so the leaver is at its exit at 60000; CPU 1 comes back at 90000.
        CHECK(result.jobs[0].start->ns == 40'000);
        CHECK(result.lazy_mm->exit_time.ns == 30'000 + 300);
        CHECK(result.jobs[0].finish->ns == 90'000 + 300 + 10);
        kernel.mm.lazy_mm = LazyMm::hypercall;
        result = run_of(system, kernel);
        CHECK(result.lazy_mm->exit_time.ns == 1500);
        CHECK(result.lazy_mm->spared == 1);
        CHECK(result.lazy_mm->interrupted == 0);
        CHECK(result.jobs[0].finish->ns == 61'510);
    }
}

TEST_CASE("lazy address spaces: kernel threads borrow one", "[memory]") {
    for (const char* balancer : kEngines) {
        INFO(balancer);
        System system = with_costs(
            system_of("", 1,
                      {task("K", 9, {500, 2000}, 9999, 0, {run(10)}), task("U", 1, {0, 3000}, 9999, 0, {run(1000)})}),
            kCosts);
        system.tasks[0].is_kernel_thread = true;
        const LazyMmResult it = *run_of(system, with_scheme(balancer, LazyMm::refcount)).lazy_mm;
        // To K at 500 and back, to idle, to K and to idle again (no change), to U, to idle.
        CHECK(it.to_lazy == 3);
        CHECK(it.from_lazy == 2);
        CHECK(it.atomics == 5);
        CHECK(it.line_wait.ns == 0);
    }
}

TEST_CASE("lazy address spaces: among everything else, on random systems", "[memory]") {
    for (std::uint64_t seed = 0; seed < rounds(40); ++seed) {
        RandomSystemOptions options;
        options.costs = true;
        options.locks = seed % 2 == 0;
        options.finite = true;
        std::mt19937_64 random(seed);
        System system = random_system(seed, options);
        insert_operations(system, random, 20, exit_mm);
        for (Task& each : system.tasks) {
            each.is_kernel_thread = chance(random, 20);
            if (!each.is_kernel_thread && chance(random, 70)) each.mm = numbered("mm", pick(random, 0, 2));
        }
        for (const char* cost :
             {"tlb_shootdown", "tlb_flush_local", "cache_line_transfer", "cache_hit", "hypercall", "tlbi_broadcast"}) {
            set_cost(system, cost, pick(random, 0, 4));
        }
        for (const char* balancer : kBalancers) {
            for (std::size_t scheme = 0; scheme < kLazyMms.size(); ++scheme) {
                INFO("seed " << seed << ", " << balancer << ", " << kLazyMms[scheme]);
                Variant kernel = with_scheme(balancer, static_cast<LazyMm>(scheme));
                if (seed % 4 == 0) kernel.mm.vcpu_steal = VcpuSteal{Duration{40}, Duration{5}};
                if (!check_variant(system, kernel).empty()) continue;
                const RunResult result = run_of(system, kernel);  // throws where the accounts do not add up
                const RunResult again = run_of(system, kernel);
                CHECK(result.capacity == again.capacity);
                CHECK(result.lazy_mm == again.lazy_mm);
                const LazyMmResult& it = *result.lazy_mm;
                const bool counts = static_cast<LazyMm>(scheme) == LazyMm::refcount;

                if (counts) CHECK(it.to_lazy - it.from_lazy <= static_cast<std::uint64_t>(system.platform.cpus));
                CHECK(it.atomics == (counts ? it.to_lazy + it.from_lazy + it.exits : 0));
                if (result.findings.total > 0) continue;
                for (const TaskResult& task : result.tasks) CHECK(task.completed == task.jobs);
            }
        }
    }
}

}  // namespace pinstack::test
