// SPDX-License-Identifier: Apache-2.0
//
// A scenario of examples/kernel-rig: docs/kernel-rig.md has the format. Every job is written out with what it executes,
// so that the runner neither draws nor counts: it runs the jobs that a simulation of the file runs.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <numeric>

#include "analyzer/convert/conversion_log.hpp"
#include "analyzer/convert/export.hpp"
#include "analyzer/export/text_buffer.hpp"
#include "analyzer/run/concrete_jobs.hpp"
#include "model/platform/cpu_list.hpp"
#include "model/random/counter_stream.hpp"
#include "model/system/quote.hpp"
#include "model/task/lock.hpp"
#include "model/task/program.hpp"

namespace pinstack {

namespace {

// Limits of the rig: of the names of threads (TASK_COMM_LEN), of priorities, of its module's locks of a kind.
constexpr std::size_t kLongestName = 15;
constexpr std::size_t kMostPriorities = 99;
constexpr std::uint32_t kLocksOfAKind = 16;
constexpr std::size_t kMostRigJobs = 100'000;

/// What protects a thread but its locks.
struct Held {
    bool migrate_disabled = false, non_preemptible = false, irqs_off = false;
};

/// spin_lock(), spin_unlock(), ...
std::string_view call_prefix(LockKind kind) {
    switch (kind) {
        case LockKind::spinlock:
            return "spin_";
        case LockKind::raw_spinlock:
            return "raw_spin_";
        case LockKind::mutex:
            return "mutex_";
        case LockKind::cpu_hotplug:  // which is refused
        case LockKind::local_lock:
            break;
    }
    return "local_";
}

bool suspends(const Body& body) {
    return std::any_of(body.begin(), body.end(),
                       [](const Operation& it) { return it.kind == OperationKind::suspend || suspends(it.body); });
}

/// One job as the calls that a kernel thread would make. Brackets of one kind that touch are one, as in the model: what
/// is held changes only where something happens.
class JobWriter {
public:
    JobWriter(TextBuffer& out, const System& system, const std::vector<std::uint32_t>& lock_numbers)
        : out_(out), system_(system), lock_numbers_(lock_numbers), random_(system.seed) {}

    void write(const ConcreteJob& job) {
        job_ = job.id;
        timed_ = 0;
        out_ << "job " << job.release.ns;
        write(system_.tasks[job.id.task].body, {});
        hold({});
        out_ << '\n';
    }

private:
    void write(const Body& body, Held held) {
        for (const Operation& it : body) write(it, held);
    }
    void write(const Operation& it, Held held) {
        switch (it.kind) {
            case OperationKind::run:
                return timed("run", it, held);
            case OperationKind::suspend:
                return timed("sleep", it, held);
            case OperationKind::section: {
                const Protection protection = protection_of(it, system_.kernel, system_.locks);
                held.migrate_disabled |= protection == Protection::migrate_disable;
                held.non_preemptible |= protection == Protection::preempt_disable;
                return write(it.body, held);
            }
            case OperationKind::migrate_disable:
                held.migrate_disabled = true;
                return write(it.body, held);
            case OperationKind::preempt_disable:
                held.non_preemptible = true;
                return write(it.body, held);
            case OperationKind::irq_disable:
                held.irqs_off = true;
                return write(it.body, held);
            case OperationKind::rcu_read:
                hold(held);
                out_ << " rcu_read_lock";
                write(it.body, held);
                hold(held);
                out_ << " rcu_read_unlock";
                return;
            case OperationKind::kmap:
            case OperationKind::page_fault:
            case OperationKind::mmap_write:
            case OperationKind::exit_mm:
            case OperationKind::wake:
                return;  // convert_system() refuses them
            case OperationKind::lock: {
                const std::string_view kind = call_prefix(system_.locks[it.lock].kind);
                hold(held);
                out_ << ' ' << kind << "lock:" << lock_numbers_[it.lock];
                write(it.body, held);
                hold(held);
                out_ << ' ' << kind << "unlock:" << lock_numbers_[it.lock];
                return;
            }
        }
    }
    void timed(std::string_view what, const Operation& it, Held held) {
        hold(held);
        out_ << ' ' << what << ':' << random_.draw(it.time, Stream::run_time, job_.task, job_.number, timed_++).ns;
    }
    /// What is left is left first, the innermost first; the order is always pin, preemption, interrupts.
    void hold(Held next) {
        if (held_.irqs_off && !next.irqs_off) out_ << " irq_enable";
        if (held_.non_preemptible && !next.non_preemptible) out_ << " preempt_enable";
        if (held_.migrate_disabled && !next.migrate_disabled) out_ << " migrate_enable";
        if (!held_.migrate_disabled && next.migrate_disabled) out_ << " migrate_disable";
        if (!held_.non_preemptible && next.non_preemptible) out_ << " preempt_disable";
        if (!held_.irqs_off && next.irqs_off) out_ << " irq_disable";
        held_ = next;
    }

    TextBuffer& out_;
    const System& system_;
    const std::vector<std::uint32_t>& lock_numbers_;
    CounterStream random_;
    JobId job_;
    std::uint32_t timed_ = 0;
    Held held_;
};

class RigWriter {
public:
    RigWriter(Sink& sink, const System& system) : sink_(sink), system_(system) {}

    Result<Exported> write() {
        check_platform();
        check_kernel();
        number_locks();
        check_priorities(priorities());
        for (std::size_t task = 0; task < system_.tasks.size(); ++task) check_task(task);
        if (log_.has_problems()) return tl::unexpected(log_.take_problems());
        const auto jobs = concrete_jobs(system_, system_.kernel, kMostRigJobs);
        if (!jobs) return tl::unexpected(jobs.error());
        if (jobs->size() > kMostRigJobs)
            log_.fail(at("/horizon"), fmt::format("more than {} jobs", kMostRigJobs), "fewer", "a shorter `horizon`");
        if (jobs->empty()) log_.fail(at("/horizon"), "no job up to the end", "at least one");
        if (log_.has_problems()) return tl::unexpected(log_.take_problems());
        {
            TextBuffer out(sink_);
            write_kernel(out);
            write_tasks(out, *jobs);
        }
        return Exported{log_.take_warnings(), {}};
    }

private:
    static Place at(std::string pointer) { return {"", 0, 0, std::move(pointer)}; }

    void check_platform() {
        if (!system_.platform.costs.is_none())
            log_.warn(at("/platform/costs"), "costs", "none: the kernel's own work takes the time it takes",
                      "they are left out");
        if (system_.platform.topology)
            log_.warn(at("/platform/topology"), "a topology", "CPUs that are all alike", "it is left out");
        if (!system_.events.empty())
            log_.fail(at("/events"), "events", "none: the runner leaves CPUs and affinities as they are");
        for (const Lock& lock : system_.locks) {
            if (lock.kind == LockKind::cpu_hotplug)
                log_.fail(at("/locks"), "a lock of kind cpu_hotplug", "another kind: the runner has locks of its own only");
        }
    }
    void check_kernel() {
        const Variant& kernel = system_.kernel;
        if (kernel.order != Order::fp)
            log_.fail(at("/kernel/order"), fmt::format("the order {}", name_of(kernel.order)),
                      "fp: the threads of the rig are SCHED_FIFO or SCHED_RR");
        if (uses_locks_or_rcu(system_) && !kernel.linux.preempt_rt)
            log_.warn(at("/kernel/preempt_rt"), "locks of a kernel without PREEMPT_RT",
                      "`preempt_rt` true, as the kernel of the rig",
                      "there they do what that kernel's do, unless it is given another kernel");
        if (!is_linux(kernel)) return;
        for (const LinuxChange& change : kLinuxChanges) {
            if (kernel.linux.*change.in_force)
                log_.warn(at("/kernel/features"), std::string(change.name), "features of Linux", "it is left out");
        }
        if (kernel.linux.edge_source || !kernel.linux.edges.empty())
            log_.warn(at("/kernel/edge_source"), "background activity", "that of the kernel of the rig",
                      "it is left out");
    }
    void number_locks() {
        std::array<std::uint32_t, 4> used{};
        for (const Lock& lock : system_.locks) {
            std::uint32_t& next = used[static_cast<std::size_t>(lock.kind)];
            if (next == kLocksOfAKind)
                log_.fail(at("/locks"),
                          fmt::format("more than {} locks of the kind {}", kLocksOfAKind, name_of(lock.kind)), "fewer");
            lock_numbers_.push_back(next++);
        }
    }
    void check_task(std::size_t index) {
        const Task& task = system_.tasks[index];
        const auto here = [&](const char* key) { return at(fmt::format("/tasks/{}/{}", index, key)); };
        const bool is_printable = std::none_of(task.name.begin(), task.name.end(),
                                               [](char c) { return static_cast<unsigned char>(c) < ' ' || c == 0x7f; });
        if (task.name.empty() || task.name.size() > kLongestName || !is_printable)
            log_.fail(here("name"), quote(task.name),
                      fmt::format("1 to {} bytes without control characters: the name of a thread", kLongestName));
        if (task.working_set > 0) log_.warn(here("working_set"), "a working set", "none", "it is left out");
        check_rcu(task.body, fmt::format("/tasks/{}/body", index));
    }
    void check_rcu(const Body& body, const std::string& pointer) {
        for (const Operation& it : body) {
            if (it.kind == OperationKind::rcu_read && suspends(it.body))
                log_.fail(at(pointer), "a suspension inside `rcu_read`",
                          "none: a reader must not sleep of its own will");
            check_rcu(it.body, pointer);
        }
    }

    void write_kernel(TextBuffer& out) {
        out << "pinstack-rig 1\ncpus " << system_.platform.cpus << '\n';
        if (!is_linux(system_.kernel)) return;
        const LinuxOptions& linux = system_.kernel.linux;
        out << "feature " << (linux.uses_push_ipi() ? "RT_PUSH_IPI\n" : "NO_RT_PUSH_IPI\n");
        out << "rr_slice " << linux.rr_slice.ns << '\n';
        if (linux.rt_throttling)
            out << "rt_throttling " << linux.rt_throttling->runtime.ns << ' ' << linux.rt_throttling->period.ns << '\n';
        const auto is_choice = [](int cpu) { return cpu != 0; };
        if (std::none_of(linux.round_robin_state.begin(), linux.round_robin_state.end(), is_choice)) return;
        out << "round_robin_state";
        for (const int cpu : linux.round_robin_state) out << ' ' << cpu;
        out << '\n';
    }

    /// As the file says; else by deadline, no two alike, because the file order breaks ties.
    std::vector<int> priorities() {
        std::vector<int> out;
        for (const Task& task : system_.tasks) out.push_back(task.priority.value_or(0));
        if (!system_.tasks.front().priority) {
            std::vector<std::size_t> order(out.size());
            std::iota(order.begin(), order.end(), std::size_t{0});
            std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
                return system_.tasks[a].deadline < system_.tasks[b].deadline;
            });
            for (std::size_t rank = 0; rank < order.size(); ++rank)
                out[order[rank]] = static_cast<int>(kMostPriorities - std::min(rank, kMostPriorities));
        }
        return out;
    }
    void check_priorities(std::vector<int> of_tasks) {
        if (of_tasks.size() > kMostPriorities && !system_.tasks.front().priority) {
            log_.fail(at("/tasks"), fmt::format("{} tasks without `priority`", of_tasks.size()),
                      fmt::format("at most {}, each of a priority of its own", kMostPriorities));
            return;
        }
        std::sort(of_tasks.begin(), of_tasks.end());
        const bool has_equal = std::adjacent_find(of_tasks.begin(), of_tasks.end()) != of_tasks.end();
        if (has_equal && !is_linux(system_.kernel))
            log_.warn(at("/tasks"), "tasks of equal priority", "file order, which breaks ties in a simulation",
                      "the kernel takes them first in, first out, as the balancers linux-rt-* do");
    }

    void write_tasks(TextBuffer& out, const std::vector<ConcreteJob>& jobs) {
        std::vector<std::vector<const ConcreteJob*>> of_task(system_.tasks.size());
        for (const ConcreteJob& job : jobs) of_task[job.id.task].push_back(&job);
        const std::vector<int> priority = priorities();
        JobWriter writer(out, system_, lock_numbers_);
        const bool stays_home = system_.kernel.balancer.name == "partitioned";
        for (std::size_t i = 0; i < system_.tasks.size(); ++i) {
            const Task& task = system_.tasks[i];
            const CpuId home = task.home_cpu.value_or(0);
            const std::string mask = stays_home      ? std::to_string(home)
                                     : task.affinity ? cpu_list_text(*task.affinity)
                                                     : cpu_list_text(CpuSet::all(system_.platform.cpus));
            out << "task " << (task.policy == Policy::rr ? "rr " : "fifo ") << priority[i] << ' ' << home << ' ' << mask
                << ' ' << task.name << '\n';
            for (const ConcreteJob* job : of_task[i]) writer.write(*job);
        }
        out << "end\n";
    }

    Sink& sink_;
    const System& system_;
    ConversionLog log_;
    std::vector<std::uint32_t> lock_numbers_;  // of each lock: among those of its kind
};

}  // namespace

Result<Exported> write_rig_scenario(Sink& sink, const System& system) { return RigWriter(sink, system).write(); }

}  // namespace pinstack
