// SPDX-License-Identifier: Apache-2.0
//
// The parts of Expansion.
#pragma once

#include "analyzer/explore/exact/expansion.hpp"

namespace pinstack {

template <int kWords, Scheme kScheme>
Expansion<kWords, kScheme>::Expansion(const SlotSystem& system, const StateLayout& layout, Lengths lengths)
    : system_(system),
      shortens_(lengths == Lengths::any),
      cpus_(system.cpus),
      all_cpus_((CpuWordSet{1} << system.cpus) - 1),
      is_edf_(system.order == Order::edf) {
    const bool pins_at_dispatch = system.balancer.name == "swap-on-entry";
    if constexpr (kIsBalanced) {
        dispatch_ = slot_dispatch_of(system.balancer);
        parameter_ = system.balancer.parameter.value_or(1);
        pushes_ = system.balancer.name == "wake-previous-push";
    }
    std::vector<std::vector<std::uint8_t>> all_stands;
    for (std::size_t i = 0; i < system.tasks.size(); ++i) {
        const SlotTask& task = system.tasks[i];
        auto& stands = all_stands.emplace_back(task.body.size() + 1, std::uint8_t{0});
        for (std::size_t done = 0; done < task.body.size(); ++done) {
            const auto [pins, blocks, ends] = task.body[done];
            const bool follows = done > 0;
            const bool is_pinned = pins && follows && (!pins_at_dispatch || task.body[done - 1].pinned);
            if (is_pinned) stands[done] |= kPinned;
            if (pins && !is_pinned) stands[done] |= kEnters;
            if (blocks && follows) stands[done] |= kHolds;
        }
        Constants& constants = tasks_.emplace_back();
        const TaskFields& fields = constants.fields = layout.tasks[i];
        constants.period = task.period;
        constants.deadline = task.deadline;
        constants.length = task.length();
        constants.run = std::uint64_t{1} << fields.progress;
        constants.release = (std::uint64_t{1} << fields.age) - (static_cast<std::uint64_t>(task.period) << fields.age) -
                            (static_cast<std::uint64_t>(task.length()) << fields.progress);
        has_ran_ = has_ran_ || fields.ran_mask != 0;
    }
    stands_ = std::make_shared<const std::vector<std::vector<std::uint8_t>>>(std::move(all_stands));
    for (std::size_t i = 0; i < tasks_.size(); ++i) tasks_[i].stands = (*stands_)[i].data();
}

template <int kWords, Scheme kScheme>
auto Expansion<kWords, kScheme>::initial() const -> State {
    State state;
    for (std::size_t i = 0; i < tasks_.size(); ++i) {
        const TaskFields& fields = tasks_[i].fields;
        state.add(fields.word, (static_cast<std::uint64_t>(tasks_[i].period) << fields.age) +
                                   (static_cast<std::uint64_t>(tasks_[i].length) << fields.progress));
        if (kIsBalanced && fields.cpu_mask != 0) {
            state.add(fields.word, static_cast<std::uint64_t>(system_.tasks[i].home) << fields.cpu);
        }
    }
    return state;
}

template <int kWords, Scheme kScheme>
template <class Sink>
void Expansion<kWords, kScheme>::expand(const State& state, StateId id, ExactFindings& findings, Sink&& sink) {
    look_at(state);
    RankSet released = 0;
    do {
        release(released, id, findings, sink);
        released = (released - may_release_) & may_release_;  // the next subset
    } while (released != 0);
}

template <int kWords, Scheme kScheme>
template <class IsIt>
std::uint32_t Expansion<kWords, kScheme>::releases_into(const State& state, IsIt is_it) {
    look_at(state);
    for (RankSet released = 0;; released = (released - may_release_) & may_release_) {
        ExactFindings findings(tasks_.size());
        release(released, 0, findings, [](const State&, std::uint32_t) {});
        if (!is_it(findings)) continue;
        std::uint32_t tasks = 0;
        for (; released != 0; released &= released - 1) tasks |= std::uint32_t{1} << local_[lowest(released)].task;
        return tasks;
    }
}

template <int kWords, Scheme kScheme>
void Expansion<kWords, kScheme>::look_at(const State& state) {
    const std::size_t count = tasks_.size();
    base_ = state;
    for (std::size_t i = 0; i < count; ++i) {
        const Constants& task = tasks_[i];
        const TaskFields& fields = task.fields;
        const std::uint64_t word = state.word(fields.word);
        Local& local = local_[i];
        local.task = static_cast<std::uint32_t>(i);
        local.age = static_cast<std::int32_t>((word >> fields.age) & fields.age_mask);
        const auto done = static_cast<std::int32_t>((word >> fields.progress) & fields.progress_mask);
        local.is_active = done < task.length;
        if (local.is_active || local.age < task.period) base_.add(fields.word, std::uint64_t{1} << fields.age);
        if constexpr (kHasPins) {
            local.cpu = static_cast<std::int8_t>((word >> fields.cpu) & fields.cpu_mask);
            // What is kept of CPUs is written anew when the slot has passed.
            if (kRenames) base_.add(fields.word, -(static_cast<std::uint64_t>(local.cpu) << fields.cpu));
            if (kIsBalanced && fields.cpu_mask == 0) local.cpu = static_cast<std::int8_t>(system_.tasks[i].home);
            if (kIsBalanced && has_ran_) {
                local.ran = ((word >> fields.ran) & 1) != 0;
                if (local.ran) base_.add(fields.word, -(std::uint64_t{1} << fields.ran));
            }
        }
        const bool may_release = !local.is_active && local.age == task.period;
        local.stands = task.stands[local.is_active ? done : 0];
        local.ends_next = (local.is_active ? done : 0) + 1 == task.length;
        local.stands_next = task.stands[(local.is_active ? done : may_release ? 0 : -1) + 1];
        if (shortens_ && (local.is_active || may_release)) look_at_early_end(local, local.is_active ? done : 0);
        if (is_edf_) local.key = task.deadline - (may_release ? 0 : local.age);
    }
    if (is_edf_) {
        std::sort(local_.begin(), local_.begin() + static_cast<std::ptrdiff_t>(count),
                  [](const Local& a, const Local& b) { return a.key != b.key ? a.key < b.key : a.task < b.task; });
    }
    active_ = may_release_ = holds_ = pinned_ = enters_ = 0;
    pinned_next_ = ends_next_ = enters_released_ = due_ = due_released_ = 0;
    may_end_early_ = pinned_early_ = ends_early_ = 0;
    occupied_ = 0;
    if (kRenames) top_.fill(kNowhere);
    for (std::size_t rank = 0; rank < count; ++rank) {
        const Local& local = local_[rank];
        const Constants& task = tasks_[local.task];
        const RankSet bit = rank_bit(rank);
        if (local.is_active) {
            active_ |= bit;
            if ((local.stands & kHolds) != 0) holds_ |= bit;
            if (local.age + 1 == task.period) due_ |= bit;
            if (kHasPins && (local.stands & kPinned) != 0) {
                pinned_ |= bit;
                occupied_ |= CpuWordSet{1} << local.cpu;
                std::int8_t& top = top_[static_cast<std::size_t>(local.cpu)];
                if (kRenames && top == kNowhere) top = static_cast<std::int8_t>(rank);
            }
            if (kHasPins && (local.stands & kEnters) != 0) enters_ |= bit;
        } else if (local.age == task.period) {
            may_release_ |= bit;
            if (task.period == 1) due_released_ |= bit;
            if (kHasPins && (local.stands & kEnters) != 0) enters_released_ |= bit;
        } else {
            continue;
        }
        if (local.ends_next) ends_next_ |= bit;
        if (kHasPins && (local.stands_next & kPinned) != 0) pinned_next_ |= bit;
        if constexpr (kHasPins) cpu_[rank] = local.cpu;
        if (shortens_ && local.early != 0) {
            may_end_early_ |= bit;
            if (local.ends_early) ends_early_ |= bit;
            if (kHasPins && (local.stands_early & kPinned) != 0) pinned_early_ |= bit;
        }
    }
    if constexpr (kIsBalanced) look_at_before();
}

template <int kWords, Scheme kScheme>
void Expansion<kWords, kScheme>::look_at_early_end(Local& local, std::int32_t done) const {
    const std::vector<SlotTask::Slot>& body = system_.tasks[local.task].body;
    std::int32_t end = done;
    while (!body[static_cast<std::size_t>(end)].ends_operation) ++end;
    local.early = static_cast<std::uint64_t>(end - done) << tasks_[local.task].fields.progress;
    local.stands_early = tasks_[local.task].stands[end + 1];
    local.ends_early = end + 1 == tasks_[local.task].length;
}

template <int kWords, Scheme kScheme>
void Expansion<kWords, kScheme>::look_at_before() {
    scene_.cpus = cpus_;
    scene_.pinned = pinned_;
    scene_.holds = holds_;
    scene_.ran = 0;
    scene_.before.fill(kRanNothing);
    const std::size_t count = tasks_.size();
    for (std::size_t rank = 0; rank < count; ++rank) {
        const Local& local = local_[rank];
        scene_.cpu[rank] = local.cpu;
        if (!local.ran) continue;
        if (local.is_active) scene_.ran |= rank_bit(rank);
        if (!pushes_) continue;
        std::size_t twice = 2 * rank;
        if (!local.is_active) {
            // Complete just now, so the age is not capped; its task may stand here for the next job.
            std::size_t more_urgent = 0;
            const std::int64_t key = is_edf_ ? tasks_[local.task].deadline - local.age : 0;
            for (std::size_t other = 0; other < count; ++other) {
                const Local& it = local_[other];
                more_urgent +=
                    is_edf_ ? (it.key < key || (it.key == key && it.task < local.task)) : it.task < local.task;
            }
            twice = 2 * more_urgent - 1;  // of the first of all: -1
        }
        scene_.before[static_cast<std::size_t>(local.cpu)] = static_cast<std::int8_t>(twice);
    }
}

template <int kWords, Scheme kScheme>
template <class Sink>
void Expansion<kWords, kScheme>::release(RankSet released, StateId id, ExactFindings& findings, Sink&& sink) {
    released_ = released;
    ready_ = active_ | released;
    if constexpr (kScheme == Scheme::pooled) {
        pass(pool(ready_), id, findings, sink);
    } else if constexpr (kScheme == Scheme::balanced) {
        run_balanced(ready_, released, id, findings, sink);
    } else if constexpr (kScheme == Scheme::any_unmitigated) {
        choose_unmitigated(ready_ & ~pinned_, 0, 0, id, findings, sink);
    } else {
        run_shifted(ready_, released, id, findings, sink);
    }
}

template <int kWords, Scheme kScheme>
RankSet Expansion<kWords, kScheme>::pool(RankSet ready) const {
    RankSet rest = ready & ~holds_;
    int room = cpus_ - std::popcount(holds_);
    if (std::popcount(rest) <= room) return ready;
    RankSet running = holds_;
    for (; room > 0; --room, rest &= rest - 1) running |= rest & -rest;
    return running;
}

template <int kWords, Scheme kScheme>
template <class Sink>
void Expansion<kWords, kScheme>::run_shifted(RankSet ready, RankSet released, StateId id, ExactFindings& findings,
                                             Sink&& sink) {
    RankSet running = 0;
    CpuWordSet held = 0;
    int room = cpus_;
    for (RankSet rest = ready; rest != 0 && room > 0; rest &= rest - 1) {
        const std::size_t rank = lowest(rest);
        if ((pinned_ & rank_bit(rank)) != 0) {
            const CpuWordSet cpu = CpuWordSet{1} << cpu_[rank];
            if ((held & cpu) != 0) continue;
            held |= cpu;
        }
        running |= rank_bit(rank);
        --room;
    }
    const RankSet enters = running & (enters_ | (enters_released_ & released));
    if constexpr (kScheme == Scheme::any_shift) {
        choose_cpus(running & ~pinned_ & (pinned_next_ | pinned_early_ | enters), held, running, id, findings, sink);
        return;
    }
    for (RankSet rest = enters; rest != 0; rest &= rest - 1) {
        const std::size_t rank = lowest(rest);
        const CpuWordSet open = all_cpus_ & ~held;
        std::size_t best = lowest(open);
        if ((open & ~occupied_) != 0) {
            best = lowest(open & ~occupied_);
        } else {
            for (CpuWordSet cpus = open; cpus != 0; cpus &= cpus - 1) {
                if (top_[lowest(cpus)] > top_[best]) best = lowest(cpus);
            }
        }
        held |= CpuWordSet{1} << best;
        cpu_[rank] = static_cast<std::int8_t>(best);
    }
    pass(running, id, findings, sink);
}

template <int kWords, Scheme kScheme>
template <class Sink>
void Expansion<kWords, kScheme>::choose_cpus(RankSet open, CpuWordSet used, RankSet running, StateId id,
                                             ExactFindings& findings, Sink&& sink) {
    if (open == 0) return pass(running, id, findings, sink);
    const std::size_t rank = lowest(open);
    bool has_blank = false;  // of CPUs that nobody is pinned to, one is as good as another
    for (CpuWordSet cpus = all_cpus_ & ~used; cpus != 0; cpus &= cpus - 1) {
        const CpuWordSet cpu = cpus & -cpus;
        if ((occupied_ & cpu) == 0 && std::exchange(has_blank, true)) continue;
        cpu_[rank] = static_cast<std::int8_t>(lowest(cpus));
        choose_cpus(open & (open - 1), used | cpu, running, id, findings, sink);
    }
}

template <int kWords, Scheme kScheme>
template <class Sink>
void Expansion<kWords, kScheme>::choose_unmitigated(RankSet open, CpuWordSet used, RankSet running, StateId id,
                                                    ExactFindings& findings, Sink&& sink) {
    // Nobody else who is not pinned runs: then the pinned ones do, wherever they can.
    RankSet all_running = running;
    bool is_full = true;
    const std::size_t next = open == 0 ? kMostRanks : lowest(open);
    for (CpuWordSet cpus = all_cpus_ & ~used; cpus != 0; cpus &= cpus - 1) {
        const std::int8_t top = top_[lowest(cpus)];
        if (top != kNowhere) all_running |= rank_bit(static_cast<std::size_t>(top));
        is_full = is_full && top != kNowhere && static_cast<std::size_t>(top) < next;
    }
    if (open == 0 || is_full) pass(all_running, id, findings, sink);
    if (open == 0) return;
    bool has_blank = false;
    for (CpuWordSet cpus = all_cpus_ & ~used; cpus != 0; cpus &= cpus - 1) {
        const CpuWordSet cpu = cpus & -cpus;
        const std::int8_t top = top_[lowest(cpus)];
        if (top != kNowhere && static_cast<std::size_t>(top) < next) continue;  // (A1)
        if (top == kNowhere && std::exchange(has_blank, true)) continue;
        cpu_[next] = static_cast<std::int8_t>(lowest(cpus));
        choose_unmitigated(open & (open - 1), used | cpu, running | rank_bit(next), id, findings, sink);
    }
}

template <int kWords, Scheme kScheme>
template <class Sink>
void Expansion<kWords, kScheme>::run_balanced(RankSet ready, RankSet released, StateId id, ExactFindings& findings,
                                              Sink&& sink) {
    scene_.ready = ready;
    scene_.fresh = released;
    scene_.enters = enters_ | (enters_released_ & released);
    dispatch_(scene_, parameter_, placed_);
    RankSet running = 0;
    for (RankSet rest = ready; rest != 0; rest &= rest - 1) {
        const std::size_t rank = lowest(rest);
        if (placed_[rank] == kNowhere) continue;
        running |= rank_bit(rank);
        cpu_[rank] = placed_[rank];
    }
    pass(running, id, findings, sink);
    // Whoever ran elsewhere than its own CPU does so in this child only.
    for (RankSet rest = running; rest != 0; rest &= rest - 1) cpu_[lowest(rest)] = local_[lowest(rest)].cpu;
}

template <int kWords, Scheme kScheme>
template <class Sink>
void Expansion<kWords, kScheme>::pass(RankSet running, StateId id, ExactFindings& findings, Sink&& sink) {
    const RankSet may_end = running & may_end_early_;
    RankSet early = 0;
    do {
        pass(running, early, id, findings, sink);
        early = (early - may_end) & may_end;
    } while (early != 0);
}

template <int kWords, Scheme kScheme>
template <class Sink>
void Expansion<kWords, kScheme>::pass(RankSet running, RankSet early, StateId id, ExactFindings& findings, Sink&& sink) {
    State child = base_;
    std::uint32_t released_tasks = 0;
    for (RankSet rest = released_; rest != 0; rest &= rest - 1) {
        const std::uint32_t task = local_[lowest(rest)].task;
        released_tasks |= std::uint32_t{1} << task;
        child.add(tasks_[task].fields.word, tasks_[task].release);
    }
    for (RankSet rest = running; rest != 0; rest &= rest - 1) {
        const Constants& task = tasks_[local_[lowest(rest)].task];
        child.add(task.fields.word, task.run);
    }
    for (RankSet rest = early; rest != 0; rest &= rest - 1) {
        const Local& local = local_[lowest(rest)];
        child.add(tasks_[local.task].fields.word, local.early);
    }
    const RankSet ending = (running & ~early & ends_next_) | (early & ends_early_);
    for (RankSet rest = ending; rest != 0; rest &= rest - 1) {
        const std::size_t rank = lowest(rest);
        const std::int32_t age = local_[rank].is_active ? local_[rank].age : 0;
        findings.responses[local_[rank].task].note(age + 1, id);
    }
    if constexpr (kHasPins) note_depth(running, id, findings);
    const RankSet overrun = (due_ | (due_released_ & released_)) & ~ending;
    if (overrun != 0) {
        for (RankSet rest = overrun; rest != 0; rest &= rest - 1) {
            findings.overruns[local_[lowest(rest)].task].note(1, id);
        }
        return;
    }
    if constexpr (kRenames) {
        std::array<std::int8_t, kMostRanks> renamed;
        CpuWordSet named = 0;
        std::int8_t names = 0;
        RankSet pinned = (running & ~early & pinned_next_) | (early & pinned_early_) | (ready_ & ~running & pinned_);
        std::array<std::int8_t, kMostRanks> rank_of;
        if (is_edf_) {  // the first task, not the most urgent one
            RankSet tasks = 0;
            for (; pinned != 0; pinned &= pinned - 1) {
                const std::size_t rank = lowest(pinned);
                rank_of[local_[rank].task] = static_cast<std::int8_t>(rank);
                tasks |= rank_bit(local_[rank].task);
            }
            pinned = tasks;
        }
        for (; pinned != 0; pinned &= pinned - 1) {
            const std::size_t task = lowest(pinned);
            const auto cpu = static_cast<std::size_t>(cpu_[is_edf_ ? static_cast<std::size_t>(rank_of[task]) : task]);
            if ((named & (CpuWordSet{1} << cpu)) == 0) {
                named |= CpuWordSet{1} << cpu;
                renamed[cpu] = names++;
            }
            const TaskFields& fields = tasks_[task].fields;
            child.add(fields.word, static_cast<std::uint64_t>(renamed[cpu]) << fields.cpu);
        }
    }
    if constexpr (kIsBalanced) {
        for (RankSet rest = running; rest != 0; rest &= rest - 1) {
            const std::size_t rank = lowest(rest);
            const TaskFields& fields = tasks_[local_[rank].task].fields;
            if (fields.cpu_mask != 0) {
                child.add(fields.word, static_cast<std::uint64_t>(cpu_[rank]) << fields.cpu);
                child.add(fields.word, -(static_cast<std::uint64_t>(local_[rank].cpu) << fields.cpu));
            }
            const bool is_over = (ending & rank_bit(rank)) != 0;
            if (has_ran_ && (!is_over || pushes_)) child.add(fields.word, std::uint64_t{1} << fields.ran);
        }
    }
    sink(child, released_tasks);
}

template <int kWords, Scheme kScheme>
void Expansion<kWords, kScheme>::note_depth(RankSet running, StateId id, ExactFindings& findings) const {
    const RankSet enters = running & (enters_ | (enters_released_ & released_));
    std::array<std::int8_t, kMostRanks> count{};
    std::int8_t depth = 0;
    for (RankSet rest = pinned_ | enters; rest != 0; rest &= rest - 1) {
        depth = std::max(depth, ++count[static_cast<std::size_t>(cpu_[lowest(rest)])]);
    }
    findings.depth.note(depth, id);
}

}  // namespace pinstack
