// SPDX-License-Identifier: Apache-2.0
//
// Stacks: how many unfinished jobs are pinned to each CPU (running, waiting or suspended), and the episodes in
// which such jobs lose capacity. The work is proportional to the pins made and the CPUs charged.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

#include "model/engine/plan.hpp"
#include "model/engine/run_result.hpp"
#include "model/engine/urgency.hpp"
#include "model/platform/cpu_set.hpp"

namespace pinstack {

class StackingTracker {
public:
    explicit StackingTracker(const Plan& plan)
        : plan_(&plan),
          depth_(static_cast<std::size_t>(plan.cpus), 0),
          charges_(static_cast<std::size_t>(plan.cpus), 0),
          open_(static_cast<std::size_t>(plan.cpus)) {}

    void pinned(CpuId cpu) {
        ++depth_[at(cpu)];
        if (is_new_depth_ && cpu != deepened_) [[unlikely]]
            also_deepened_.push_back(deepened_);
        deepened_ = cpu;
        is_new_depth_ = has_pins_ = true;
    }
    void unpinned(CpuId cpu) { --depth_[at(cpu)]; }
    const std::vector<std::int32_t>& depth() const { return depth_; }

    /// The dispatch is complete: only now do depths count, since pins of one instant may come and go.
    void note_depths() {
        if (!has_pins_) return;
        // Of the last one without asking whether it was at this instant, which no predictor knows.
        note_depth(deepened_);
        is_new_depth_ = false;
        if (!also_deepened_.empty()) [[unlikely]]
            note_other_depths();
    }

    /// The same where the run is over: no time passes with these pins, so that they are of no episode.
    void note_last_depths() {
        for (const std::int32_t depth : depth_) max_depth_ = std::max(max_depth_, int{depth});
    }

    // The charges of the interval that begins: begin, one call per job that loses a CPU, end.
    void begin_charges();
    void charge(CpuId cpu, TaskIndex task);
    void end_charges(std::int64_t now);
    /// Stacking loss charged to each CPU, in CPUs.
    const std::vector<std::int32_t>& charges() const { return charges_; }

    void advance(std::int64_t length) {
        for (CpuId cpu : charged_) open_[at(cpu)].episode.lost.ns += charges_[at(cpu)] * length;
    }

    /// Closes open episodes at the end of the run.
    Stacking finish(std::int64_t end);

private:
    static constexpr std::size_t kNotKept = std::numeric_limits<std::size_t>::max();
    /// What a CPU's episode is so far; the memory of its task list serves the next one too.
    struct OpenEpisode {
        bool is_open = false;
        std::size_t place = kNotKept;  // in episodes_
        Episode episode;
    };
    static std::size_t at(std::int32_t index) { return static_cast<std::uint32_t>(index); }

    void note_depth(CpuId cpu) {
        const int depth = depth_[at(cpu)];
        max_depth_ = std::max(max_depth_, depth);
        int& of_episode = open_[at(cpu)].episode.depth;  // if none is open, the next one begins anew
        of_episode = std::max(of_episode, depth);
    }
    void note_other_depths();
    void open(CpuId cpu, std::int64_t now);
    void close(CpuId cpu, std::int64_t now);

    const Plan* plan_;
    std::vector<std::int32_t> depth_;
    CpuId deepened_ = 0;                // pinned to last
    std::vector<CpuId> also_deepened_;  // since the last dispatch
    bool is_new_depth_ = false;         // is deepened_ since the last dispatch?
    bool has_pins_ = false;             // was there ever any?
    int max_depth_ = 0;

    std::vector<std::int32_t> charges_;  // by CPU
    std::vector<CpuId> charged_;         // CPUs with a charge, ascending
    std::vector<CpuId> was_charged_;
    struct Charge {
        CpuId cpu;
        TaskIndex task;
    };
    std::vector<Charge> jobs_;  // of this interval
    int max_loss_ = 0;

    std::vector<OpenEpisode> open_;  // by CPU
    std::vector<Episode> episodes_;
    Episode worst_;
    std::uint64_t episodes_total_ = 0;
};

}  // namespace pinstack
