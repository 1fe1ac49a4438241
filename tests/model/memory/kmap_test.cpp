// SPDX-License-Identifier: Apache-2.0
//
// Maps of high memory (model/memory/kmap_state.hpp): the pool and the ASID slots against slow twins, scenarios worked
// out by hand, and both engines on random systems.
#include <map>
#include <string>

#include "model/engine/simulation.hpp"
#include "model/memory/asid_slots.hpp"
#include "model/memory/kmap_pool.hpp"
#include "model/system/load.hpp"
#include "tests/model/memory/memory_runs.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/random_memory.hpp"
#include "tests/support/rounds.hpp"
#include "tests/support/system_builder.hpp"

namespace pinstack::test {
namespace {

constexpr const char* kEngines[] = {"wake-previous", "shift", "linux-rt-5.15"};
constexpr Kmap kKinds[] = {Kmap::atomic, Kmap::local, Kmap::global, Kmap::percpu_pgd};

Operation kmap(Body body) { return {OperationKind::kmap, {}, std::move(body)}; }
Operation write(std::int64_t ticks) { return {OperationKind::mmap_write, constant(ticks), {}}; }

Variant with_kmap(const char* balancer, Kmap kind) {
    Variant out = variant(Protection::migrate_disable, balancer);
    out.mm.kmap = kind;
    return out;
}

std::int64_t finish(const RunResult& result, std::size_t job) { return result.jobs[job].finish->ns; }

}  // namespace

TEST_CASE("kmap pool: against a ring of words", "[memory]") {
    for (std::uint64_t seed = 0; seed < rounds(300); ++seed) {
        std::mt19937_64 random(seed);
        const auto slots = static_cast<std::size_t>(pick(random, 1, 9));
        KmapPool pool(slots);
        std::vector<std::string> ring(slots, "free");
        std::size_t index = 0;
        std::vector<std::size_t> held;
        for (int step = 0; step < 200; ++step) {
            if (!held.empty() && chance(random, 48)) {
                const auto which = static_cast<std::size_t>(pick(random, 0, std::ssize(held) - 1));
                pool.unmap(held[which]);
                ring[held[which]] = "stale";
                held.erase(held.begin() + static_cast<std::ptrdiff_t>(which));
                continue;
            }
            // What comes behind the index, then what comes from 0 on when all that is stale has been flushed.
            std::size_t found = index + 1;
            while (found < slots && ring[found] != "free") ++found;
            const bool wraps = found >= slots;
            bool flushes = false;
            if (wraps) {
                for (std::string& each : ring) {
                    flushes |= each == "stale";
                    if (each == "stale") each = "free";
                }
                found = 0;
                while (found < slots && ring[found] != "free") ++found;
            }
            const KmapPool::Attempt attempt = pool.map();
            CHECK(attempt.wraps == wraps);
            CHECK(attempt.flushes == flushes);
            REQUIRE(attempt.slot.has_value() == (found < slots));
            index = found < slots ? found : slots - 1;
            if (!attempt.slot) continue;
            CHECK(*attempt.slot == found);
            ring[found] = "mapped";
            held.push_back(found);
        }
    }
}

TEST_CASE("ASID slots: against a list of what was taken up last", "[memory]") {
    for (std::uint64_t seed = 0; seed < rounds(300); ++seed) {
        std::mt19937_64 random(seed);
        const auto asids = static_cast<std::size_t>(pick(random, 1, 5));
        AsidSlots slots(1, asids);
        std::vector<std::int64_t> order;  // of misses: the last `asids` of them are there
        std::map<std::int64_t, std::uint64_t> known, current;
        for (int step = 0; step < 300; ++step) {
            const std::int64_t space = pick(random, 0, 7);
            if (chance(random, 20)) ++current[space];
            const auto first = order.end() - std::min(std::ssize(order), static_cast<std::ptrdiff_t>(asids));
            const bool is_there = std::find(first, order.end(), space) != order.end();
            AsidLookup expected = AsidLookup::miss;
            if (is_there) expected = known[space] < current[space] ? AsidLookup::stale : AsidLookup::hit;
            if (!is_there) order.push_back(space);
            known[space] = current[space];
            CHECK(slots.take_up(0, space, current[space]) == expected);
        }
    }
}

TEST_CASE("kmap: what a map alone costs", "[memory]") {
    for (const char* balancer : kEngines) {
        const System system = with_costs(
            system_of("", 2, {task("A", 1, {0}, 9999, 0, {run(100), kmap({run(10)}), run(5)})}),
            {{"kmap_pte", 20}, {"tlb_flush_local", 100}, {"page_directory_copy", 150}, {"page_fault_minor", 700}});
        INFO(balancer);
        CHECK(finish(run_of(system, with_kmap(balancer, Kmap::atomic)), 0) == 115 + 20 + 120);
        CHECK(finish(run_of(system, with_kmap(balancer, Kmap::local)), 0) == 115 + 20 + 120);
        CHECK(finish(run_of(system, with_kmap(balancer, Kmap::global)), 0) == 115 + 20);
        // The copy when it is first there, the fault at the map.
        const RunResult result = run_of(system, with_kmap(balancer, Kmap::percpu_pgd));
        CHECK(finish(result, 0) == 115 + 20 + 120 + 150 + 700);
        KmapResult expected;
        expected.maps = 1;
        expected.longest = {10 + 720};
        expected.switch_time = {150};
        expected.asid_misses = expected.copies = expected.extra_faults = 1;
        expected.fault_bound = 2 * 256;
        expected.page_table_bytes = 2 * 6 * 4096;
        expected.longest = result.kmap->longest;
        CHECK(result.kmap == expected);
        CHECK(result.capacity.overhead_of(Overhead::kmap) == 20 + 120 + 150 + 700);
    }
}

TEST_CASE("kmap local: a switch clears and sets what the tasks hold", "[memory]") {
    for (const char* balancer : kEngines) {
        INFO(balancer);
        const System system = with_costs(system_of("", 1,
                                                   {task("High", 9, {50}, 9999, 0, {run(10)}),
                                                    task("Low", 1, {0}, 9999, 0, {kmap({kmap({kmap({run(100)})})})})}),
                                         {{"kmap_pte", 20}, {"tlb_flush_local", 100}});
        const RunResult result = run_of(system, with_kmap(balancer, Kmap::local));
        // The maps are set by 60, when the high one comes; 3 cleared, 3 set.
        CHECK(result.kmap->live_switches == 2);
        CHECK(result.kmap->switch_time.ns == 3 * 120 + 3 * 20);
        CHECK(finish(result, 0) == 60 + 360 + 10);
        CHECK(finish(result, 1) == 430 + 60 + 100);  // what unmapping costs comes behind
        const RunResult other = run_of(system, with_kmap(balancer, Kmap::percpu_pgd));
        CHECK(other.kmap->live_switches == 0);
    }
}

TEST_CASE("kmap global: a flush of all CPUs whenever the pool wraps", "[memory]") {
    for (const char* balancer : kEngines) {
        for (const int slots : {1, 2, 7, 64}) {
            for (const int cpus : {1, 2, 8}) {
                INFO(balancer << ", " << slots << " slots, " << cpus << " CPUs");
                Body body = {run(1)};
                for (int i = 0; i < 200; ++i) body.push_back(kmap({run(10)}));
                System system = with_costs(system_of("", cpus, {task("A", 1, {0}, 999999, 0, body)}),
                                           {{"kmap_pte", 20}, {"ipi", 1200}, {"tlb_shootdown", 1500}});
                Variant kernel = with_kmap(balancer, Kmap::global);
                kernel.mm.kmap_slots = slots;
                const RunResult result = run_of(system, kernel);
                // Slot 0 is the last one of a round.
                const std::uint64_t wraps = slots == 1 ? 200 : static_cast<std::uint64_t>(200 / slots);
                CHECK(result.kmap->wraps == wraps);
                const std::uint64_t flushes = slots == 1 ? 199 : wraps;
                CHECK(result.kmap->flushes == flushes);
                CHECK(result.kmap->interrupted == flushes * static_cast<std::uint64_t>(cpus - 1));
                const std::int64_t each = cpus == 1 ? 0 : 1500 + 250 * (cpus - 1);
                CHECK(finish(result, 0) == 1 + 200 * 30 + static_cast<std::int64_t>(flushes) * each);
            }
        }
    }
}

TEST_CASE("kmap global: sleeps while the pool is full", "[memory]") {
    for (const char* balancer : kEngines) {
        INFO(balancer);
        const System system = system_of("", 2,
                                        {task("A", 2, {0}, 999, 0, {run(1), kmap({run(20)}), run(3)}),
                                         task("B", 1, {0}, 999, 1, {run(2), kmap({run(5)}), run(1)})});
        Variant kernel = with_kmap(balancer, Kmap::global);
        kernel.mm.kmap_slots = 1;
        const RunResult result = run_of(system, kernel);
        CHECK(finish(result, 0) == 24);
        CHECK(finish(result, 1) == 27);
        CHECK(result.kmap->waits == 1);
        CHECK(result.kmap->waited.ns == 19);
        CHECK(result.kmap->longest_wait.ns == 19);
        CHECK(result.tasks[1].response_split[static_cast<std::size_t>(JobState::lock_wait)] == 19);
    }
}

TEST_CASE("kmap global: tasks that hold a map and wait for another for ever are a finding", "[memory]") {
    for (const char* balancer : kEngines) {
        INFO(balancer);
        const Body nested = {run(1), kmap({run(2), kmap({run(1)})})};
        const System system = system_of("", 2, {task("A", 2, {0}, 999, 0, nested), task("B", 1, {0}, 999, 1, nested)});
        Variant kernel = with_kmap(balancer, Kmap::global);
        kernel.mm.kmap_slots = 2;
        const RunResult result = run_of(system, kernel);
        REQUIRE(result.findings.total == 1);
        CHECK(result.findings.kept[0].kind == Finding::Kind::never_done);
        CHECK(result.findings.kept[0].tasks == std::vector<std::uint32_t>{0, 1});
        CHECK(result.findings.kept[0].from.ns == 3);
        kernel.mm.kmap_slots = 3;
        CHECK(run_of(system, kernel).findings.total == 0);
    }
}

TEST_CASE("kmap global: who tries again and finds the pool full waits on, once", "[memory]") {
    for (const char* balancer : kEngines) {
        INFO(balancer);
        const System system = system_of(
            "", 3,
            {task("A", 3, {0}, 999, 0, {run(1), kmap({run(20)})}), task("B", 2, {0}, 999, 1, {run(2), kmap({run(5)})}),
             task("C", 1, {0}, 999, 2, {run(3), kmap({run(5)})})});
        Variant kernel = with_kmap(balancer, Kmap::global);
        kernel.mm.kmap_slots = 1;
        const RunResult result = run_of(system, kernel);
        CHECK(finish(result, 1) == 26);
        CHECK(finish(result, 2) == 31);
        CHECK(result.kmap->waits == 2);
        CHECK(result.kmap->waited.ns == 19 + 23);
        CHECK(result.kmap->longest_wait.ns == 23);
    }
}

TEST_CASE("kmap percpu_pgd: a CPU faults once on an entry, and page tables are twice as large with PTI", "[memory]") {
    for (const char* balancer : kEngines) {
        INFO(balancer);
        const System system =
            with_costs(system_of("", 2, {task("A", 1, {0}, 9999, 0, {run(100), kmap({run(10)}), kmap({run(10)})})}),
                       {{"kmap_pte", 20}, {"page_fault_minor", 700}});
        Variant kernel = with_kmap(balancer, Kmap::percpu_pgd);
        kernel.mm.pti = true;
        const RunResult result = run_of(system, kernel);
        CHECK(result.kmap->extra_faults == 1);
        CHECK(finish(result, 0) == 120 + 3 * 20 + 700);  // the last unmapping comes behind
        CHECK(result.kmap->page_table_bytes == 2 * 6 * 8192);
    }
}

TEST_CASE("kmap percpu_pgd: a change comes to CPUs that have the address space, and to lazy ones when they take it up",
          "[memory]") {
    for (const char* balancer : kEngines) {
        INFO(balancer);
        // CPU 0 is lazy from 10 to 30; the write comes at 20.
        std::vector<Task> tasks = {task("Sleeper", 2, {0}, 9999, 0, {run(5), kmap({run(5)}), suspend(20), run(5)}),
                                   task("Writer", 1, {0}, 9999, 1, {run(20), write(1), run(50)})};
        for (CpuId cpu = 0; cpu < 2; ++cpu) {
            tasks[static_cast<std::size_t>(cpu)].affinity = cpu_set(2, {cpu});
            tasks[static_cast<std::size_t>(cpu)].mm = "all";
        }
        const RunResult result = run_of(system_of("", 2, std::move(tasks)), with_kmap(balancer, Kmap::percpu_pgd));
        CHECK(finish(result, 0) == 35);
        CHECK(result.kmap->asid_misses == 2);
        CHECK(result.kmap->asid_stale == 1);
        CHECK(result.kmap->asid_hits == 0);
        CHECK(result.kmap->copies == 3);
    }
}

TEST_CASE("kmap: what may not be", "[memory]") {
    const auto problems = [](Body body, Kmap kind, bool rt = false) {
        Variant kernel = with_kmap("shift", kind);
        kernel.linux.preempt_rt = rt;
        return check_variant(system_of("", 2, {task("A", 1, {0}, 99, 0, std::move(body))}), kernel).size();
    };
    CHECK(problems({np({kmap({run(1)})})}, Kmap::global) == 1);
    CHECK(problems({np({kmap({run(1)})})}, Kmap::local) == 0);
    CHECK(problems({kmap({run(1), suspend(1)})}, Kmap::atomic) == 1);
    CHECK(problems({kmap({run(1), suspend(1)})}, Kmap::atomic, true) == 0);
    CHECK(problems({kmap({run(1), suspend(1)})}, Kmap::local) == 0);
    Body deep = {run(1)};
    for (int i = 0; i < 16; ++i) deep = {kmap(deep)};
    CHECK(problems(deep, Kmap::local) == 0);
    deep = {kmap(deep)};
    CHECK(problems(deep, Kmap::local) == 1);
    CHECK(problems(deep, Kmap::global) == 0);
}

TEST_CASE("kmap: among everything else, on random systems", "[memory]") {
    for (std::uint64_t seed = 0; seed < rounds(80); ++seed) {
        RandomSystemOptions options;
        options.costs = seed % 3 != 0;
        options.locks = seed % 2 == 0;
        options.finite = true;
        std::mt19937_64 random(seed);
        System system = random_system(seed, options);
        insert_operations(system, random, 40, [&] {
            if (chance(random, 15)) return write(pick(random, 1, 4));
            Body body = {run(pick(random, 1, 5))};
            if (chance(random, 30)) body.push_back(kmap({run(pick(random, 1, 5))}));
            return kmap(std::move(body));
        });
        if (options.costs) {
            for (const char* cost :
                 {"tlb_shootdown", "tlb_flush_local", "kmap_pte", "page_directory_copy", "page_fault_minor"}) {
                set_cost(system, cost, pick(random, 0, 4));
            }
        }
        for (const char* balancer : kBalancers) {
            for (const Kmap kind : kKinds) {
                Variant kernel = with_kmap(balancer, kind);
                kernel.mm.kmap_slots = 2 + static_cast<int>(seed % 5);
                kernel.mm.asids = 1 + static_cast<int>(seed % 3);
                kernel.linux.preempt_rt = seed % 2 == 1;
                INFO("seed " << seed << ", " << balancer << ", " << kKmaps[static_cast<std::size_t>(kind)]);
                if (!check_variant(system, kernel).empty()) continue;
                const RunResult result = run_of(system, kernel);  // throws where the accounts do not add up
                const RunResult again = run_of(system, kernel);
                CHECK(result.capacity == again.capacity);
                CHECK(result.kmap == again.kmap);
                if (!result.kmap) continue;
                const KmapResult& it = *result.kmap;
                CHECK(it.copies == it.asid_stale + it.asid_misses);
                CHECK(static_cast<std::int64_t>(it.extra_faults) <= it.fault_bound);
                CHECK(it.flushes <= it.wraps);
                CHECK(it.switch_time.ns <= result.capacity.overhead_of(Overhead::kmap) + 100);
                if (kind != Kmap::local) CHECK(it.live_switches == 0);
                if (kind != Kmap::global) {
                    CHECK(it.waits == 0);
                    if (result.findings.total == 0) {
                        for (const TaskResult& task : result.tasks) CHECK(task.completed == task.jobs);
                    }
                }
            }
        }
    }
}

}  // namespace pinstack::test
