// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/models/timeline/lost_cpus.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <functional>
#include <queue>
#include <utility>

namespace pinstack::gui {

namespace {

using Bits = std::vector<std::uint64_t>;

/// Walks through time with the sets of idle and of lost CPUs.
class LostSweep {
public:
    explicit LostSweep(std::size_t cpus)
        : lanes_(cpus),
          since_(cpus),
          users_(cpus),
          idle_((cpus + 63) / 64),
          lost_{Bits(idle_.size()), Bits(idle_.size())} {
        for (std::size_t cpu = 0; cpu < cpus; ++cpu) idle_[cpu / 64] |= std::uint64_t{1} << cpu % 64;
    }

    /// One job more, or less, that has the CPU or is throttled on it.
    void add_user(std::size_t cpu, int more) {
        const std::uint64_t bit = std::uint64_t{1} << cpu % 64;
        users_[cpu] += more;
        idle_[cpu / 64] = users_[cpu] == 0 ? idle_[cpu / 64] | bit : idle_[cpu / 64] & ~bit;
    }
    void set_counts(int stacking, int other) { counts_ = {stacking, other}; }

    /// What has been set holds from this instant on.
    void settle(Instant now) {
        if (counts_[0] + counts_[1] == 0 && !any_) return;
        any_ = counts_[0] + counts_[1] > 0;
        auto left = counts_;
        for (std::size_t word = 0; word < idle_.size(); ++word) {
            std::uint64_t free = idle_[word];
            for (std::size_t kind = 0; kind < 2; ++kind) {
                const std::uint64_t taken = lowest(free, left[kind]);
                left[kind] -= std::popcount(taken);
                free &= ~taken;
                change(word, kind, taken, now);
            }
        }
    }

    std::vector<SegmentLane> take() {
        for (SegmentLane& lane : lanes_) lane.finish();
        return std::move(lanes_);
    }

private:
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

    void change(std::size_t word, std::size_t kind, std::uint64_t now_lost, Instant now) {
        std::uint64_t changed = lost_[kind][word] ^ now_lost;
        // A CPU that goes from one kind to the other ends the one before it begins the other, whatever the order here.
        for (; changed != 0; changed &= changed - 1) {
            const std::size_t cpu = word * 64 + static_cast<std::size_t>(std::countr_zero(changed));
            Instant& since = since_[cpu][kind];
            if ((now_lost >> cpu % 64 & 1) != 0) {
                since = now;
            } else if (since < now) {
                const auto id = static_cast<std::uint32_t>(kind);
                const bool stacks = kind == static_cast<std::size_t>(LostKind::stacking);
                lanes_[cpu].add(since, now, id, {id, id}, true, stacks ? kStackingLossSign : SegmentSigns{0});
            }
        }
        lost_[kind][word] = now_lost;
    }

    std::vector<SegmentLane> lanes_;
    std::vector<std::array<Instant, 2>> since_;
    std::vector<int> users_;
    Bits idle_;
    std::array<Bits, 2> lost_;
    std::array<int, 2> counts_{};
    bool any_ = false;
};

}  // namespace

std::vector<SegmentLane> lost_lanes(const Recording& recording) {
    LostSweep sweep(recording.stacks.size());
    using End = std::pair<Instant, CpuId>;
    std::priority_queue<End, std::vector<End>, std::greater<>> ends;
    std::size_t interval = 0, step = 0;
    const auto& intervals = recording.intervals;
    const auto& steps = recording.series;
    // A CPU that is throttled is not lost: nobody could use it.
    const auto keeps_cpu = [](const JobInterval& each) { return each.has_cpu || each.state == JobState::throttled; };
    const auto skip_waiting = [&] {
        while (interval < intervals.size() && !keeps_cpu(intervals[interval])) ++interval;
    };
    skip_waiting();
    while (true) {
        Instant now = recording.end;
        if (!ends.empty()) now = std::min(now, ends.top().first);
        if (interval < intervals.size()) now = std::min(now, intervals[interval].from);
        if (step < steps.size()) now = std::min(now, steps[step].at);
        if (now >= recording.end) break;
        for (; !ends.empty() && ends.top().first == now; ends.pop()) {
            sweep.add_user(static_cast<std::size_t>(ends.top().second), -1);
        }
        for (; interval < intervals.size() && intervals[interval].from == now; ++interval, skip_waiting()) {
            sweep.add_user(static_cast<std::size_t>(intervals[interval].cpu), 1);
            ends.emplace(intervals[interval].to, intervals[interval].cpu);
        }
        for (; step < steps.size() && steps[step].at == now; ++step) {
            sweep.set_counts(steps[step].stacking_loss, steps[step].affinity_loss + steps[step].balancing_loss);
        }
        sweep.settle(now);
    }
    sweep.set_counts(0, 0);
    sweep.settle(recording.end);
    return sweep.take();
}

}  // namespace pinstack::gui
