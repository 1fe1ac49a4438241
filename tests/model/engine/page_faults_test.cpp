// SPDX-License-Identifier: Apache-2.0
//
// Page faults and their writers in both engines: small systems worked out by hand, closed formulas, and what holds on
// random systems.
#include <array>
#include <optional>

#include "model/platform/kernel_costs.hpp"
#include "model/task/program.hpp"
#include "tests/model/engine/comparison.hpp"

namespace pinstack::test {
namespace {

constexpr std::array<PageFault, 4> kSettings = {PageFault::mmap_lock, PageFault::speculative_irqoff,
                                                PageFault::speculative_rcu, PageFault::per_vma_lock};
constexpr const char* kBoth[] = {"wake-previous", "linux-rt-5.15"};

Variant under(PageFault setting, const char* balancer) {
    Variant out = variant(Protection::migrate_disable, balancer);
    out.mm.page_fault = setting;
    return out;
}

System in_one_space(System system) {
    for (Task& task : system.tasks) task.mm = "shared";
    return system;
}

std::vector<std::int64_t> finishes(const RunResult& result) {
    std::vector<std::int64_t> out;
    for (const JobRecord& job : result.jobs) out.push_back(job.finish ? job.finish->ns : -1);
    return out;
}

RunResult run_of(const System& system, const Variant& variant) {
    RunOptions options;
    options.keep_jobs = true;
    return simulate(system, variant, options);
}

using Finishes = std::vector<std::int64_t>;

}  // namespace

TEST_CASE("page faults: without costs a fault takes no time, and waits for a writer inside", "[faults]") {
    const System system = in_one_space(system_of("", 2,
                                                 {task("W", 1, {0}, 99, 0, {mmap_write(10), run(1)}),
                                                  task("F", 1, {2}, 99, 1, {run(1), page_fault(3), run(1)})}));
    for (const char* balancer : kBoth) {
        for (const PageFault setting : kSettings) {
            INFO(balancer << " " << kPageFaults[static_cast<std::size_t>(setting)]);
            const RunResult result = run_of(system, under(setting, balancer));
            CHECK(finishes(result) == Finishes{11, 11});
            CHECK(result.tasks[1].response_split[static_cast<std::size_t>(JobState::lock_wait)] == 7);
            const PageFaultResult& it = result.page_faults.value();
            CHECK(it.faults == Spells{3, {7}, {7}});
            CHECK(it.read_waits == Spells{1, {7}, {7}});
            CHECK(it.writes == Spells{1, {10}, {10}});
            CHECK(it.speculations == (setting == PageFault::mmap_lock ? 0 : 3));
            CHECK(it.aborted == (setting == PageFault::mmap_lock ? 0 : 1));
            CHECK_FALSE(result.page_tables.has_value());
        }
    }
}

TEST_CASE("page faults: in another part, or another address space, nobody waits with a lock for each part",
          "[faults]") {
    const auto with = [](Operation fault, std::string mm) {
        System system = system_of(
            "", 2,
            {task("W", 1, {0}, 99, 0, {mmap_write(10)}), task("F", 1, {2}, 99, 1, {run(1), std::move(fault), run(1)})});
        system.tasks[0].mm = "shared";
        system.tasks[1].mm = std::move(mm);
        return system;
    };
    for (const char* balancer : kBoth) {
        for (const PageFault setting : kSettings) {
            const bool is_per_vma = setting == PageFault::per_vma_lock;
            CHECK(finishes(run_of(with(page_fault(1, 5), "shared"), under(setting, balancer))) ==
                  Finishes{10, is_per_vma ? 4 : 11});
            CHECK(finishes(run_of(with(page_fault(), ""), under(setting, balancer))) == Finishes{10, 4});
        }
    }
}

TEST_CASE("page faults: a writer keeps later faults out, and waits for those inside", "[faults]") {
    // F is inside from 0 to 10; W asks at 2, G at 4.
    const System system = with_costs(
        in_one_space(system_of("", 3,
                               {task("F", 1, {0}, 99, 0, {page_fault()}), task("W", 1, {2}, 99, 1, {mmap_write(5)}),
                                task("G", 1, {4}, 99, 2, {page_fault()})})),
        {{"page_fault_minor", 10}});
    for (const char* balancer : kBoth) {
        INFO(balancer);
        const RunResult locked = run_of(system, under(PageFault::mmap_lock, balancer));
        CHECK(finishes(locked) == Finishes{10, 15, 25});
        CHECK(locked.page_faults->write_waits == Spells{1, {8}, {8}});
        CHECK(locked.page_faults->read_waits == Spells{1, {11}, {11}});
        CHECK(locked.page_faults->faults == Spells{2, {31}, {21}});
        // The same, but that W waits with mmap_lock in its hands, and G comes to that.
        const RunResult per_vma = run_of(system, under(PageFault::per_vma_lock, balancer));
        CHECK(finishes(per_vma) == Finishes{10, 15, 25});
        CHECK(per_vma.page_faults->vma_waits == Spells{1, {8}, {8}});
        CHECK(per_vma.page_faults->writes == Spells{1, {13}, {13}});
        CHECK(per_vma.page_faults->aborted == 1);
        // Nobody waits for F, which has walked before W came.
        for (const PageFault setting : {PageFault::speculative_irqoff, PageFault::speculative_rcu}) {
            const RunResult speculative = run_of(system, under(setting, balancer));
            CHECK(finishes(speculative) == Finishes{10, 7, 17});
            CHECK(speculative.page_faults->write_waits.number == 0);
            CHECK(speculative.page_faults->aborted == 1);
        }
    }
}

TEST_CASE("page faults: a walk that a writer broke was in vain", "[faults]") {
    // The walk takes from 0 to 12; W is there from 5 to 8. Again under the lock from 12 to 22.
    const System system =
        with_costs(in_one_space(system_of(
                       "", 2, {task("F", 1, {0}, 99, 0, {page_fault()}), task("W", 1, {5}, 99, 1, {mmap_write(3)})})),
                   {{"page_fault_minor", 10}, {"llc_miss", 3}});
    for (const char* balancer : kBoth) {
        for (const PageFault setting : {PageFault::speculative_irqoff, PageFault::speculative_rcu}) {
            const RunResult result = run_of(system, under(setting, balancer));
            CHECK(finishes(result) == Finishes{22, 8});
            CHECK(result.page_faults->aborted == 1);
            CHECK(result.page_faults->faults == Spells{1, {22}, {22}});
            const bool is_irqoff = setting == PageFault::speculative_irqoff;
            CHECK(result.page_faults->walks_irqs_off == (is_irqoff ? Spells{1, {12}, {12}} : Spells{}));
            CHECK(result.rcu.has_value() != is_irqoff);
            if (!is_irqoff) CHECK(result.rcu->readers.max().ns == 12);
        }
    }
}

TEST_CASE("page faults: an urgent job interrupts a walk as an RCU reader, not one with interrupts off", "[faults]") {
    const System system =
        with_costs(system_of("", 1, {task("F", 1, {0}, 99, 0, {page_fault()}), task("U", 9, {5}, 99, 0, {run(4)})}),
                   {{"page_fault_minor", 10}, {"llc_miss", 3}});
    for (const char* balancer : kBoth) {
        INFO(balancer);
        CHECK(finishes(run_of(system, under(PageFault::speculative_rcu, balancer))) == Finishes{26, 9});
        CHECK(finishes(run_of(system, under(PageFault::speculative_irqoff, balancer))) == Finishes{26, 16});
    }
}

TEST_CASE("page faults: who is preempted inside mmap_lock keeps a writer waiting: nobody inherits", "[faults]") {
    const System system = with_costs(
        in_one_space(system_of("", 1,
                               {task("F", 1, {0}, 99, 0, {page_fault()}), task("M", 5, {2}, 99, 0, {run(20)}),
                                task("W", 9, {1}, 99, 0, {mmap_write(3)})})),
        {{"page_fault_minor", 10}});
    for (const char* balancer : kBoth) {
        INFO(balancer);
        const RunResult result = run_of(system, under(PageFault::mmap_lock, balancer));
        CHECK(finishes(result) == Finishes{30, 22, 33});
        CHECK(result.page_faults->write_waits == Spells{1, {29}, {29}});
    }
}

TEST_CASE("page faults: whoever comes back after a wait, is woken by the one who leaves, at his cost", "[faults]") {
    const System system = with_costs(in_one_space(system_of("", 2,
                                                            {task("W", 1, {0}, 99, 0, {mmap_write(10), run(1)}),
                                                             task("F", 1, {4}, 99, 1, {page_fault(), run(1)})})),
                                     {{"wake_up", 5}});
    for (const char* balancer : kBoth) {
        INFO(balancer);
        // Each release takes 5 on its CPU, too. The wake-up of F is done on W's, before W goes on.
        const RunResult result = run_of(system, under(PageFault::mmap_lock, balancer));
        CHECK(finishes(result) == Finishes{21, 16});
        CHECK(result.capacity.overhead_of(Overhead::wake_up) == 15);
    }
}

TEST_CASE("page faults: T CPUs take max(g + h + 2 t, 2 T t) for a fault each, where g is between two", "[faults]") {
    constexpr std::int64_t kBetween = 20;
    constexpr std::int64_t kHandling = 70;
    constexpr std::int64_t kTransfer = 10;
    constexpr std::int64_t kFaults = 200;
    constexpr std::int64_t kAlone = kBetween + kHandling;
    for (const char* balancer : kBoth) {
        for (int cpus = 2; cpus <= 10; ++cpus) {
            std::vector<Task> tasks;
            for (int i = 0; i < cpus; ++i) {
                Body body = {run(1 + i)};
                for (int fault = 0; fault < kFaults; ++fault) {
                    body.push_back(run(kBetween));
                    body.push_back(page_fault());
                }
                tasks.push_back(task(numbered("F", i), 1, {0}, 99, i, body));
            }
            const System system = with_costs(in_one_space(system_of("", cpus, tasks)),
                                             {{"page_fault_minor", kHandling}, {"cache_line_transfer", kTransfer}});
            INFO(balancer << ", " << cpus << " CPUs");
            // Of the whole; the first and the last faults are alone in part.
            const std::int64_t each = std::max(kAlone + 2 * kTransfer, 2 * cpus * kTransfer);
            const RunResult locked = run_of(system, under(PageFault::mmap_lock, balancer));
            CHECK(std::abs(locked.span.ns - kFaults * each) <= 2 * each);
            CHECK(locked.page_faults->faults.number == static_cast<std::uint64_t>(kFaults * cpus));
            CHECK(locked.capacity.overhead_of(Overhead::cache_line) ==
                  static_cast<std::int64_t>(locked.page_faults->transfers) * kTransfer +
                      locked.page_faults->line_waits.total.ns);
            // One part for all is no better. Parts of their own, and no lock at all, are.
            CHECK(run_of(system, under(PageFault::per_vma_lock, balancer)).span == locked.span);
            CHECK(run_of(system, under(PageFault::speculative_rcu, balancer)).span.ns == cpus + kFaults * kAlone);
            System apart = system;
            for (int i = 0; i < cpus; ++i) {
                for (Operation& each_one : apart.tasks[static_cast<std::size_t>(i)].body) {
                    each_one.vma = static_cast<std::uint32_t>(i);
                }
            }
            CHECK(run_of(apart, under(PageFault::per_vma_lock, balancer)).span.ns == cpus + kFaults * kAlone);
        }
    }
}

TEST_CASE("page faults: a speculation is aborted with the probability (hold + walk) / period of the writer",
          "[faults]") {
    // F begins once at each instant of the writer's period.
    constexpr std::int64_t kHold = 100;
    constexpr std::int64_t kWalk = 12;
    constexpr std::int64_t kPeriod = 1000;
    System system = in_one_space(system_of("", 2,
                                           {periodic("F", 1, {{997}, {0}, {0}}, 997, 0, {page_fault()}),
                                            periodic("W", 1, {{kPeriod}, {0}, {0}}, kPeriod, 1, {mmap_write(kHold)})}));
    system.horizon = Duration{997 * kPeriod};
    system = with_costs(system, {{"llc_miss", kWalk / kWalkLevels}});
    for (const char* balancer : kBoth) {
        for (const PageFault setting : {PageFault::speculative_irqoff, PageFault::speculative_rcu}) {
            const RunResult result = run_of(system, under(setting, balancer));
            CHECK(result.page_faults->faults.number == kPeriod);
            // Less one: a walk that ends when the writer comes is over, and one that begins when he goes is good.
            CHECK(result.page_faults->aborted == kHold + kWalk - 1);
        }
    }
}

TEST_CASE("page faults: one inside what cannot sleep is refused", "[faults]") {
    for (const Operation& access : {page_fault(), mmap_write(1)}) {
        Operation kmap = section({access});
        kmap.kind = OperationKind::kmap;
        Variant atomic = under(PageFault::mmap_lock, "wake-previous");
        atomic.mm.kmap = Kmap::atomic;
        CHECK(refused(system_of("", 1, {task("F", 1, {0}, 9, 0, {kmap})}), atomic));
        CHECK_FALSE(refused(system_of("", 1, {task("F", 1, {0}, 9, 0, {kmap})}), under({}, "wake-previous")));
        // With PREEMPT_RT it is migrate-disabled, and page faults are disabled all the same.
        atomic.linux.preempt_rt = true;
        const bool is_fault = access.kind == OperationKind::page_fault;
        CHECK(refused(system_of("", 1, {task("F", 1, {0}, 9, 0, {kmap})}), atomic) == is_fault);
        for (const Operation& outer : {np({access}), irq_off({access}), rcu_read({access}), md({access})}) {
            const System system = system_of("", 1, {task("F", 1, {0}, 9, 0, {outer})});
            CHECK(refused(system, under({}, "wake-previous")) == (outer.kind != OperationKind::migrate_disable));
            Variant rt = under({}, "wake-previous");
            rt.linux.preempt_rt = true;
            const bool is_np = outer.kind == OperationKind::preempt_disable || outer.kind == OperationKind::irq_disable;
            CHECK(refused(system, rt) == is_np);
        }
    }
}

TEST_CASE("page tables: an interrupt to all CPUs waits for those that have interrupts off", "[faults]") {
    const std::vector<Task> tasks = {task("W", 1, {0}, 99, 0, {mmap_write(10, 0, 3), run(1)}),
                                     task("K", 1, {4}, 99, 1, {irq_off({run(20)})})};
    for (const char* balancer : kBoth) {
        INFO(balancer);
        Variant it = under({}, balancer);
        it.mm.page_tables = PageTables::ipi;
        // Without costs it answers when K is done with its section, at 24.
        const RunResult free = run_of(system_of("", 3, tasks), it);
        CHECK(finishes(free) == Finishes{25, 24});
        CHECK(free.page_tables->tables == 3);
        CHECK(free.page_tables->calls == Spells{1, {14}, {14}});
        CHECK(free.page_tables->interrupts == 2);
        CHECK(free.page_faults->writes == Spells{1, {24}, {24}});
        CHECK(free.capacity.overhead_of(Overhead::tlb_shootdown) == 14);
        // After a grace period nobody waits.
        it.mm.page_tables = PageTables::rcu;
        it.rcu_scan = Duration{8};
        System system = system_of("", 3, tasks);
        system.horizon = Duration{40};
        const RunResult later = run_of(system, it);
        CHECK(finishes(later) == Finishes{11, 24});
        CHECK(later.page_tables->calls.number == 0);
        CHECK(later.page_tables->batches == 1);
        CHECK(later.page_tables->deferrals == Spells{1, {14}, {14}});  // the one from 16 on ends at 24
        CHECK(later.page_tables->peak_bytes == 3 * 4096);
    }
}

TEST_CASE("page tables: a call takes tlb_shootdown, and the walks of faults with interrupts off more", "[faults]") {
    // W calls at 100, F walks from 98 to 118 and again from 128 on.
    for (const char* balancer : kBoth) {
        for (const PageFault setting : {PageFault::speculative_irqoff, PageFault::speculative_rcu}) {
            INFO(balancer << " " << kPageFaults[static_cast<std::size_t>(setting)]);
            System system = system_of("", 2,
                                      {task("W", 1, {0}, 999, 0, {mmap_write(100, 0, 1)}),
                                       task("F", 1, {0}, 999, 1, {run(98), page_fault(3)})});
            system = with_costs(system, {{"page_fault_minor", 10}, {"llc_miss", 5}, {"tlb_shootdown", 7}});
            for (Cost& each : system.platform.costs.costs) each.per_cpu = {};
            Variant it = under(setting, balancer);
            it.mm.page_tables = PageTables::ipi;
            const bool is_off = setting == PageFault::speculative_irqoff;
            CHECK(run_of(system, it).page_tables->calls.total.ns == (is_off ? 18 + 7 : 7));
        }
    }
}

// -- Random systems -----------------------------------------------------------------------------------------------

namespace {

/// What the jobs that are done have done, by their bodies.
struct Done {
    std::uint64_t faults = 0;
    std::uint64_t writes = 0;
    std::uint64_t tables = 0;
};
void add(const Body& body, std::uint64_t jobs, Done& out) {
    for (const Operation& each : body) {
        const auto count = static_cast<std::uint64_t>(each.count);
        if (each.kind == OperationKind::page_fault) out.faults += jobs * count;
        if (each.kind == OperationKind::mmap_write) {
            out.writes += jobs;
            out.tables += jobs * count;
        }
        add(each.body, jobs, out);
    }
}

void check_run(const System& system, const Variant& it, const RunOptions& options) {
    const Result<Simulation> simulation = Simulation::create(system, it, options);
    if (!simulation) return;
    const RunResult result = simulation->run();
    Observer nobody;
    const RunResult watched = simulation->run(&nobody);
    if (const auto found = difference(result, watched)) FAIL(*found);
    CHECK(result.page_faults == watched.page_faults);
    CHECK(result.page_tables == watched.page_tables);
    if (!result.page_faults) return;
    const PageFaultResult& faults = *result.page_faults;
    CHECK(faults.aborted <= faults.speculations);
    if (it.mm.page_fault != PageFault::per_vma_lock) CHECK(faults.vma_waits.number == 0);
    const KernelCosts costs = kernel_costs(system.platform.costs);
    const bool is_done = result.findings.total == 0 && system.tasks.size() == result.tasks.size() &&
                         std::all_of(result.tasks.begin(), result.tasks.end(),
                                     [](const TaskResult& task) { return task.completed == task.jobs; });
    if (!is_done) return;
    Done done;
    for (std::size_t i = 0; i < system.tasks.size(); ++i) add(system.tasks[i].body, result.tasks[i].jobs, done);
    CHECK(faults.faults.number == done.faults);
    CHECK(faults.writes.number == done.writes);
    CHECK((result.page_tables ? result.page_tables->tables : 0) == done.tables);
    CHECK(faults.read_waits.total <= faults.faults.total);
    if (result.page_tables && it.mm.page_tables == PageTables::ipi) {
        const auto others = static_cast<std::uint64_t>(system.platform.cpus - 1);
        CHECK(result.page_tables->interrupts == others * result.page_tables->calls.number);
        CHECK(result.page_tables->deferrals.number == 0);
    }
    if (system.horizon && std::holds_alternative<UntilDrained>(*system.horizon)) {
        CHECK(result.capacity.overhead_of(Overhead::cache_line) ==
              static_cast<std::int64_t>(faults.transfers) * costs.cache_line_transfer + faults.line_waits.total.ns);
    }
}

void check_random_systems(const char* balancer, std::uint64_t systems) {
    for (std::uint64_t seed = 0; seed < rounds(systems); ++seed) {
        RandomSystemOptions kinds;
        kinds.memory = true;
        kinds.costs = seed % 3 != 0;
        kinds.locks = seed % 2 == 0;
        kinds.finite = seed % 5 < 3;
        kinds.sections_begin_with_suspend = std::string(balancer).find("linux") == std::string::npos;
        Variant it = under(kSettings[seed % 4], balancer);
        it.mm.page_tables = seed % 8 < 4 ? PageTables::rcu : PageTables::ipi;
        it.order = seed % 7 == 0 && kinds.sections_begin_with_suspend ? Order::edf : Order::fp;
        it.sections = kProtections[seed / 4 % 3];
        const Case made = make_case(seed, it, kinds);
        INFO(balancer << ", seed " << seed);
        check_run(made.system, made.variant, made.options);
    }
}

}  // namespace

TEST_CASE("page faults: random systems under every balancer", "[faults]") {
    for (const char* balancer : kBalancers) check_random_systems(balancer, 400);
    for (const char* balancer : {"linux-rt-nopush", "linux-rt-5.11", "linux-rt-5.15", "linux-rt-chained"}) {
        check_random_systems(balancer, 600);
    }
}

}  // namespace pinstack::test
