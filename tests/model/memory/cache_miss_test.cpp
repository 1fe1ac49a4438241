// SPDX-License-Identifier: Apache-2.0
//
// A cache miss under a lock: whoever waits for the lock waits along (docs/cache-misses.md).
#include "tests/model/engine/simulators.hpp"
#include "tests/support/system_builder.hpp"

namespace pinstack::test {
namespace {

constexpr std::int64_t kHold = 1000;

/// A task on each CPU; all take the lock at once.
System all_at_once(int cpus, LockKind kind) {
    std::vector<Task> tasks;
    for (int cpu = 0; cpu < cpus; ++cpu) {
        tasks.push_back(task(numbered("T", cpu), 50, {0}, 1'000'000, cpu, {run(10), lock(0, {run(kHold)}), run(10)}));
    }
    System system = with_costs(system_of("all at once", cpus, std::move(tasks)),
                               {{"llc_miss", 90}, {"llc_miss_remote", 150}, {"llc_miss_contended", 1500}});
    system.locks = locks({kind});
    return system;
}

Variant with_miss(const char* balancer, CacheMiss miss) {
    Variant out = variant(Protection::migrate_disable, balancer);
    out.mm.cache_miss = miss;
    return out;
}

std::int64_t lock_wait(const TaskResult& task) {
    return task.response_split[static_cast<std::size_t>(JobState::lock_wait)];
}

}  // namespace

TEST_CASE("cache miss: the i-th in line waits for i misses", "[memory]") {
    struct Setting {
        CacheMiss miss;
        std::int64_t length;
    };
    for (const Setting& setting : {Setting{CacheMiss::none, 0}, Setting{CacheMiss::local, 90},
                                   Setting{CacheMiss::remote, 150}, Setting{CacheMiss::contended, 1500}}) {
        for (const int cpus : {1, 2, 4, 8, 16, 32}) {
            CAPTURE(cpus, setting.length);
            for (const char* balancer : {"partitioned", "linux-rt-5.15"}) {
                const RunResult result = simulate(all_at_once(cpus, LockKind::raw_spinlock),
                                                  with_miss(balancer, setting.miss));
                std::vector<std::int64_t> waits;
                for (const TaskResult& task : result.tasks) waits.push_back(lock_wait(task));
                std::sort(waits.begin(), waits.end());
                for (int i = 0; i < cpus; ++i) {
                    CHECK(waits[static_cast<std::size_t>(i)] == i * (kHold + setting.length));
                }
                CHECK(result.cache_misses.has_value() == (setting.length > 0));
                if (!result.cache_misses) continue;
                CHECK(result.cache_misses->misses == static_cast<std::uint64_t>(cpus));
                CHECK(result.cache_misses->time.ns == cpus * setting.length);
            }
        }
    }
}

TEST_CASE("cache miss: it is a longer hold and nothing else", "[memory]") {
    const System system = all_at_once(4, LockKind::mutex);
    System longer = system;
    for (Task& each : longer.tasks) each.body[1].body[0] = run(kHold + 1500);
    for (const bool preempt_rt : {false, true}) {
        for (const LockKind kind : {LockKind::raw_spinlock, LockKind::spinlock, LockKind::mutex}) {
            System a = system, b = longer;
            a.locks = b.locks = locks({kind});
            for (const char* balancer : {"idle-first", "shift", "swap-on-entry", "linux-rt-5.15"}) {
                CAPTURE(preempt_rt, name_of(kind), balancer);
                Variant missing = with_miss(balancer, CacheMiss::contended), plain = with_miss(balancer, CacheMiss::none);
                missing.linux.preempt_rt = plain.linux.preempt_rt = preempt_rt;
                const RunResult found = simulate(a, missing), expected = simulate(b, plain);
                CHECK(found.capacity == expected.capacity);
                for (std::size_t i = 0; i < system.tasks.size(); ++i) {
                    CHECK(found.tasks[i].response_split == expected.tasks[i].response_split);
                }
            }
        }
    }
}

TEST_CASE("cache miss: the lock of CPU hotplug has none", "[memory]") {
    System system = all_at_once(1, LockKind::mutex);
    system.locks = locks({LockKind::mutex, LockKind::cpu_hotplug});
    system.tasks[0].body = {run(10), lock(0, {run(kHold)}), lock(1, {run(kHold)})};
    for (const char* balancer : {"partitioned", "linux-rt-5.15"}) {
        const RunResult result = simulate(system, with_miss(balancer, CacheMiss::local));
        REQUIRE(result.cache_misses.has_value());
        CHECK(result.cache_misses->misses == 1);
        CHECK(result.cache_misses->time.ns == 90);
        CHECK(result.tasks[0].response.max().ns == 10 + kHold + 90 + kHold);
    }
}

}  // namespace pinstack::test
