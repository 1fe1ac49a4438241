// SPDX-License-Identifier: Apache-2.0
//
// What the CPUs did while time passes, and what was lost of it (docs/traces.md): with i idle CPUs and w tasks known to
// wait, min(i, w) CPUs are lost, to the waiting tasks in order of urgency; of equals who waits longer comes first. A
// task that is pinned loses to stacking. What is unknown is no loss.
//
// An event costs O(1); time that passes costs O(1) while nothing is lost, else O(w).
#pragma once

#include <cstdint>
#include <vector>

#include "analyzer/trace/trace_run.hpp"

namespace pinstack {

class LossAccount {
public:
    enum class CpuUse : std::uint8_t { unknown, idle, task, other };

    /// `looked_at`: by CPU; the others count for nothing. `gap`: times without a loss, up to so long, do not end an
    /// episode.
    LossAccount(std::vector<char> looked_at, std::size_t keep_episodes, Duration gap);

    void use_cpu(CpuId cpu, CpuUse use);
    /// The task waits on the run queue of the CPU from now on. `priority` is the kernel's: smaller is more urgent.
    void wait(std::uint32_t task, int priority, Pin pin, CpuId cpu);
    void stop_waiting(std::uint32_t task);
    /// Any thread: whether a CPU is overloaded.
    void queue_on(CpuId cpu, int threads);
    /// Tasks known to be pinned to the CPU, in any state.
    void pin_to(CpuId cpu, int tasks);

    /// Nothing changed for so long, up to `now`. REQUIRES: length > 0.
    void pass(Duration length, Instant now);
    /// The end: closes what is open.
    void finish();

    struct Losses {
        Duration stacking, unpinned, unclear;
    };
    Losses losses_of(std::uint32_t task) const;
    TraceCapacity capacity() const;  ///< of all CPUs looked at
    std::vector<CpuTime> by_cpu() const;
    const IdleWhileOverloaded& overloaded() const { return overloaded_; }
    Stacking take_stacking() { return std::move(stacking_); }

private:
    struct Cpu {
        CpuUse use = CpuUse::unknown;
        int queued = 0;  ///< threads that wait for it
        int pinned = 0;
        bool in_episode = false;
        std::int64_t loses = 0;  ///< CPUs that it costs at this moment
        Episode episode;
        std::uint64_t episode_number = 0;
        std::int64_t since = 0;              ///< it is used so: on clock_
        std::array<std::int64_t, 4> time{};  ///< by use, up to then
    };
    struct Waiting {
        std::uint32_t task;
        int priority;
        Pin pin;
        CpuId cpu;
        std::uint64_t order;  ///< who waits longer has the smaller one
    };

    bool counts(CpuId cpu) const {
        return cpu >= 0 && static_cast<std::size_t>(cpu) < looked_at_.size() &&
               looked_at_[static_cast<std::size_t>(cpu)];
    }
    Cpu& at(CpuId cpu) { return cpus_[static_cast<std::size_t>(cpu)]; }
    void note_overload(Cpu& cpu, int sign);
    void lose(Duration length, Instant now, std::int64_t lost);
    void lose_to_stack(std::uint32_t task, CpuId cpu, Instant from);
    void extend_episodes(Duration length, Instant now);
    void close_episode(Cpu& cpu);

    std::vector<char> looked_at_;
    std::size_t keep_episodes_;
    Duration gap_;
    std::vector<Cpu> cpus_;
    std::vector<Waiting> waiting_;
    std::vector<std::uint32_t> place_;  // of each task in waiting_, or kAbsent
    std::vector<Losses> losses_;
    std::vector<CpuId> open_;    // CPUs in an episode
    std::vector<CpuId> losing_;  // CPUs to which something is lost at this moment
    std::vector<std::uint32_t> by_urgency_;
    std::vector<std::uint64_t> episode_of_;  // of each task: the last one it is in
    std::vector<CpuId> newly_pinned_;        // CPUs whose depth grew since time passed
    std::uint64_t order_ = 0, episodes_ = 0;
    std::int64_t clock_ = 0;               // the time that has passed
    std::array<std::int64_t, 4> count_{};  // CPUs by use
    int overloaded_cpus_ = 0, overloaded_threads_ = 0;
    std::array<std::int64_t, 4> time_{};  // by use, CPUs together
    std::int64_t stacking_loss_ = 0, unpinned_loss_ = 0, unclear_loss_ = 0;
    IdleWhileOverloaded overloaded_;
    Stacking stacking_;
};

}  // namespace pinstack
