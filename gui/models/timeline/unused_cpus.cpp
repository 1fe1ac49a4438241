// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/models/timeline/unused_cpus.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <functional>
#include <queue>
#include <utility>

namespace pinstack::gui {

namespace {

using Bits = std::vector<std::uint64_t>;

constexpr std::size_t kKinds = 6;

/// CPUs in an instant.
struct Counts {
    int stacking = 0, other = 0;
    int kernel = 0;  ///< that serve the kernel, whether for a job or not
};

/// Walks through time with the sets of idle CPUs and of those of each kind.
class UnusedSweep {
public:
    explicit UnusedSweep(std::size_t cpus) : lanes_(cpus), since_(cpus), on_(cpus), idle_((cpus + 63) / 64) {
        for (Bits& kind : kinds_) kind.resize(idle_.size());
        for (std::size_t cpu = 0; cpu < cpus; ++cpu) idle_[cpu / 64] |= std::uint64_t{1} << cpu % 64;
    }

    /// The job is on its CPU, or is throttled there, or no more (by = -1).
    void add(const JobInterval& interval, int by) {
        const auto cpu = static_cast<std::size_t>(interval.cpu);
        On& on = on_[cpu];
        kernel_for_jobs_ -= on.served > 0 ? 1 : 0;
        throttled_ -= on.is_throttled() ? 1 : 0;
        if (!interval.has_cpu) {
            on.throttled += by;
        } else {
            on.jobs += by;
            on.served += interval.state == JobState::running ? 0 : by;
        }
        kernel_for_jobs_ += on.served > 0 ? 1 : 0;
        throttled_ += on.is_throttled() ? 1 : 0;
        note_idle(cpu);
    }
    /// What the CPU does is not known, or known again (by = -1).
    void add_unknown(CpuId cpu, int by) {
        On& on = on_[static_cast<std::size_t>(cpu)];
        on.unknown += by;
        unknown_ += by;
        note_idle(static_cast<std::size_t>(cpu));
    }
    void set_counts(Counts counts) { counts_ = counts; }

    /// What has been set holds from this instant on.
    void settle(Instant now) {
        const int kernel = std::max(0, counts_.kernel - kernel_for_jobs_ - throttled_);
        const bool any = counts_.stacking + counts_.other + kernel + throttled_ + unknown_ > 0;
        if (!any && !any_) return;
        any_ = any;
        std::array<int, 2> lost = {counts_.stacking, counts_.other};
        int left = 0;
        for (std::size_t word = 0; word < idle_.size(); ++word) {
            std::uint64_t free = idle_[word];
            for (std::size_t kind = 0; kind < 2; ++kind) {
                const std::uint64_t taken = lowest(free, lost[kind]);
                lost[kind] -= std::popcount(taken);
                free &= ~taken;
                change(word, kind, taken, now);
            }
            left += std::popcount(free);
        }
        for (std::size_t word = 0; word < idle_.size(); ++word) {
            const std::uint64_t free = idle_[word] & ~kinds_[0][word] & ~kinds_[1][word];
            change(word, place(UnusedKind::throttled), throttled_ == 0 ? 0 : bits(word, &On::is_throttled), now);
            change(word, place(UnusedKind::unknown), unknown_ == 0 ? 0 : bits(word, &On::is_unknown), now);
            change(word, place(UnusedKind::kernel), kernel >= left ? free : 0, now);
            change(word, place(UnusedKind::some_kernel), 0 < kernel && kernel < left ? free : 0, now);
        }
    }

    std::vector<SegmentLane> take(Instant end) {
        for (std::size_t word = 0; word < idle_.size(); ++word) {
            for (std::size_t kind = 0; kind < kKinds; ++kind) change(word, kind, 0, end);
        }
        for (SegmentLane& lane : lanes_) lane.finish();
        return std::move(lanes_);
    }

private:
    struct On {
        int jobs = 0;
        int served = 0;  // of the jobs, for whom the kernel works, or who spin
        int throttled = 0;
        int unknown = 0;
        bool is_throttled() const { return jobs == 0 && throttled > 0; }
        bool is_unknown() const { return jobs == 0 && throttled == 0 && unknown > 0; }
    };
    static constexpr std::size_t place(UnusedKind kind) { return static_cast<std::size_t>(kind); }

    void note_idle(std::size_t cpu) {
        const std::uint64_t bit = std::uint64_t{1} << cpu % 64;
        const On& on = on_[cpu];
        const bool idle = on.jobs == 0 && on.throttled == 0 && on.unknown == 0;
        idle_[cpu / 64] = idle ? idle_[cpu / 64] | bit : idle_[cpu / 64] & ~bit;
    }

    std::uint64_t bits(std::size_t word, bool (On::*holds)() const) const {
        std::uint64_t bits = 0;
        for (std::size_t cpu = word * 64; cpu < std::min(on_.size(), (word + 1) * 64); ++cpu) {
            if ((on_[cpu].*holds)()) bits |= std::uint64_t{1} << cpu % 64;
        }
        return bits;
    }

    static std::uint64_t lowest(std::uint64_t bits, int count) {
        if (std::popcount(bits) <= count) return bits;
        std::uint64_t taken = 0;
        for (; count > 0; --count) {
            const std::uint64_t bit = bits & -bits;
            taken |= bit;
            bits &= ~bit;
        }
        return taken;
    }

    void change(std::size_t word, std::size_t kind, std::uint64_t is_so, Instant now) {
        std::uint64_t changed = kinds_[kind][word] ^ is_so;
        // A CPU that goes from one kind to another ends the one at the instant at which it begins the other; whichever
        // is looked at first, only the one that ends is added.
        for (; changed != 0; changed &= changed - 1) {
            const std::size_t cpu = word * 64 + static_cast<std::size_t>(std::countr_zero(changed));
            Instant& since = since_[cpu][kind];
            if ((is_so >> cpu % 64 & 1) != 0) {
                since = now;
            } else if (since < now) {
                const auto id = static_cast<std::uint32_t>(kind);
                const bool stacks = kind == place(UnusedKind::stacking);
                lanes_[cpu].add(since, now, id, {id, id}, true, stacks ? kStackingLossSign : SegmentSigns{0});
            }
        }
        kinds_[kind][word] = is_so;
    }

    std::vector<SegmentLane> lanes_;
    std::vector<std::array<Instant, kKinds>> since_;
    std::vector<On> on_;
    Bits idle_;
    std::array<Bits, kKinds> kinds_;
    Counts counts_;
    int kernel_for_jobs_ = 0, throttled_ = 0, unknown_ = 0;  // CPUs
    bool any_ = false;
};

}  // namespace

std::vector<SegmentLane> unused_lanes(const Recording& recording) {
    UnusedSweep sweep(recording.stacks.size());
    using End = std::pair<Instant, std::size_t>;  // of the interval with that place
    std::priority_queue<End, std::vector<End>, std::greater<>> ends;
    std::priority_queue<End, std::vector<End>, std::greater<>> unknown_ends;
    std::size_t interval = 0, step = 0, work = 0, unknown = 0;
    Counts counts;
    const auto& intervals = recording.intervals;
    const auto& steps = recording.series;
    // A CPU that is throttled is not lost: nobody could use it.
    const auto keeps_cpu = [&](const JobInterval& each) {
        return each.has_cpu || (recording.has_rt_throttling && each.state == JobState::throttled);
    };
    const auto skip_waiting = [&] {
        while (interval < intervals.size() && !keeps_cpu(intervals[interval])) ++interval;
    };
    skip_waiting();
    while (true) {
        Instant now = recording.end;
        if (!ends.empty()) now = std::min(now, ends.top().first);
        if (!unknown_ends.empty()) now = std::min(now, unknown_ends.top().first);
        if (unknown < recording.unknown.size()) now = std::min(now, recording.unknown[unknown].from);
        if (interval < intervals.size()) now = std::min(now, intervals[interval].from);
        if (step < steps.size()) now = std::min(now, steps[step].at);
        if (work < recording.overhead.size()) now = std::min(now, recording.overhead[work].at);
        if (now >= recording.end) break;
        for (; !ends.empty() && ends.top().first == now; ends.pop()) {
            sweep.add(intervals[ends.top().second], -1);
        }
        for (; interval < intervals.size() && intervals[interval].from == now; ++interval, skip_waiting()) {
            sweep.add(intervals[interval], 1);
            ends.emplace(intervals[interval].to, interval);
        }
        for (; !unknown_ends.empty() && unknown_ends.top().first == now; unknown_ends.pop()) {
            sweep.add_unknown(recording.unknown[unknown_ends.top().second].cpu, -1);
        }
        for (; unknown < recording.unknown.size() && recording.unknown[unknown].from == now; ++unknown) {
            sweep.add_unknown(recording.unknown[unknown].cpu, 1);
            unknown_ends.emplace(recording.unknown[unknown].to, unknown);
        }
        for (; step < steps.size() && steps[step].at == now; ++step) {
            counts.stacking = steps[step].stacking_loss;
            counts.other = steps[step].affinity_loss + steps[step].balancing_loss;
        }
        for (; work < recording.overhead.size() && recording.overhead[work].at == now; ++work) {
            counts.kernel = recording.overhead[work].cpus;
        }
        sweep.set_counts(counts);
        sweep.settle(now);
    }
    return sweep.take(recording.end);
}

}  // namespace pinstack::gui
