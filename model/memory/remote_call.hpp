// SPDX-License-Identifier: Apache-2.0
//
// A job has other CPUs do something and waits until all have done it: smp_call_function_many_cond() with `wait`
// (kernel/smp.c), as flush_tlb_mm_range() and tlb_remove_table_sync_one() call it. Who waits for whom; it knows no
// engine.
//
// The job interrupts the CPUs by number, `send` after each other, the first one after `send`; each interrupt arrives
// `ipi` later. There it is an interrupt item: it waits while interrupts are off or the kernel works. What the caller
// waits for is done `acknowledge` after the item has begun; the CPU itself is back `finish` later. From the first
// sending on the caller waits on its CPU, non-preemptible, with interrupts on: what interrupts it, another caller's
// call too, is handled, so two that call each other do not wait for ever. Sending goes on meanwhile.
//
// Undisturbed, a call to n CPUs takes n * send + ipi + acknowledge. The costs are chosen so that this is the
// `tlb_shootdown` of the cost model, value + n * per_cpu: see KernelCosts. With costs "none" it takes no time, but
// still waits for CPUs that have interrupts off.
//
// Left out: the queue of the target (call_single_queue: a second interrupt is not sent while one is on its way), and
// that the caller has nothing to send to CPUs that poll.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <queue>
#include <utility>
#include <vector>

#include "model/engine/instant_tree.hpp"
#include "model/engine/run_result.hpp"
#include "model/engine/urgency.hpp"
#include "model/platform/cpu_set.hpp"

namespace pinstack {

/// By task: what it waits for.
class RemoteCalls {
public:
    explicit RemoteCalls(std::size_t tasks) : calls_(tasks) {}

    /// REQUIRES: it has no call, and `targets` is not empty.
    void begin(TaskIndex task, const CpuSet& targets) {
        at(task) = {State::asked, targets, targets.count(), 0};
        result_.calls += 1;
        result_.interrupted += static_cast<std::uint64_t>(at(task).missing);
    }
    /// From begin() to end().
    bool has_call(TaskIndex task) const { return at(task).state != State::none; }
    bool is_sent(TaskIndex task) const { return at(task).state > State::asked; }
    bool is_done(TaskIndex task) const { return at(task).state == State::done; }
    /// The caller begins to wait. Returns the CPUs that it interrupts.
    const CpuSet& send(TaskIndex task, std::int64_t now) {
        at(task).state = State::sent;
        at(task).since = now;
        return at(task).targets;
    }
    /// One of the CPUs has done it. Returns whether it was the last one. REQUIRES: is_sent().
    bool acknowledge(TaskIndex task) {
        if (--at(task).missing > 0) return false;
        at(task).state = State::done;
        return true;
    }
    /// The caller goes on. Returns how long it waited. REQUIRES: is_done().
    std::int64_t end(TaskIndex task, std::int64_t now) {
        const std::int64_t waited = now - at(task).since;
        at(task).state = State::none;
        result_.waited.ns += waited;
        result_.longest.ns = std::max(result_.longest.ns, waited);
        return waited;
    }
    const RemoteCallResult& result() const { return result_; }

private:
    enum class State : std::uint8_t { none, asked, sent, done };
    struct Call {
        State state = State::none;
        CpuSet targets;
        int missing = 0;
        std::int64_t since = 0;
    };
    Call& at(TaskIndex task) { return calls_[static_cast<std::size_t>(task)]; }
    const Call& at(TaskIndex task) const { return calls_[static_cast<std::size_t>(task)]; }

    std::vector<Call> calls_;
    RemoteCallResult result_;
};

/// Interrupts of calls on their way, where the engine has no queue for such: the earliest first, of equals the one that
/// was sent first.
class CallInterrupts {
public:
    struct Interrupt {
        std::int64_t due;
        std::uint64_t number;
        CpuId cpu;
        TaskIndex caller;
        bool operator<(const Interrupt& other) const {  // the last one of a std::priority_queue comes first
            return due != other.due ? due > other.due : number > other.number;
        }
    };

    void send(std::int64_t due, CpuId cpu, TaskIndex caller) { queue_.push({due, sent_++, cpu, caller}); }
    std::int64_t next() const { return queue_.empty() ? kNever : queue_.top().due; }
    /// REQUIRES: there is one.
    Interrupt take() {
        const Interrupt first = queue_.top();
        queue_.pop();
        return first;
    }

private:
    std::priority_queue<Interrupt> queue_;
    std::uint64_t sent_ = 0;
};

}  // namespace pinstack
