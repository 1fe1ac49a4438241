// SPDX-License-Identifier: Apache-2.0
#include "model/engine/stacking_tracker.hpp"

#include <tuple>
#include <utility>

namespace pinstack {

void StackingTracker::note_other_depths() {
    for (CpuId cpu : also_deepened_) note_depth(cpu);
    also_deepened_.clear();
}

void StackingTracker::begin_charges() {
    was_charged_.swap(charged_);
    charged_.clear();
    for (CpuId cpu : was_charged_) charges_[at(cpu)] = 0;
    jobs_.clear();
}

void StackingTracker::charge(CpuId cpu, TaskIndex task) {
    if (charges_[at(cpu)]++ == 0) charged_.push_back(cpu);
    jobs_.push_back({cpu, task});
}

void StackingTracker::end_charges(std::int64_t now) {
    max_loss_ = std::max(max_loss_, static_cast<int>(jobs_.size()));
    for (CpuId cpu : was_charged_) {
        if (charges_[at(cpu)] == 0) close(cpu, now);
    }
    std::sort(charged_.begin(), charged_.end());  // episodes that begin together stand by CPU
    for (CpuId cpu : charged_) {
        if (!open_[at(cpu)].is_open) open(cpu, now);
        Episode& episode = open_[at(cpu)].episode;
        episode.depth = std::max(episode.depth, depth_[at(cpu)]);
    }
    for (const Charge& charge : jobs_) {
        std::vector<std::uint32_t>& tasks = open_[at(charge.cpu)].episode.tasks;
        const std::uint32_t task = plan_->tasks[at(charge.task)].file_index;
        const auto place = std::lower_bound(tasks.begin(), tasks.end(), task);
        if (place == tasks.end() || *place != task) tasks.insert(place, task);
    }
}

void StackingTracker::open(CpuId cpu, std::int64_t now) {
    OpenEpisode& open = open_[at(cpu)];
    open.is_open = true;
    open.place = kNotKept;
    open.episode.from = {now};
    open.episode.cpu = cpu;
    open.episode.depth = 0;
    open.episode.lost = {0};
    open.episode.tasks.clear();
    ++episodes_total_;
    if (episodes_.size() < plan_->options.keep_episodes) {
        open.place = episodes_.size();
        episodes_.emplace_back();  // its place is decided by its start, not by its end
    }
}

void StackingTracker::close(CpuId cpu, std::int64_t now) {
    OpenEpisode& open = open_[at(cpu)];
    open.is_open = false;
    open.episode.to = {now};
    // Which one ends first is not which one began first: of equals the earlier, then the lower CPU.
    const auto rank = [](const Episode& episode) { return std::tuple(-episode.lost.ns, episode.from, episode.cpu); };
    if (worst_.cpu == kNoCpu || rank(open.episode) < rank(worst_)) worst_ = open.episode;
    if (open.place != kNotKept) episodes_[open.place] = open.episode;
}

Stacking StackingTracker::finish(std::int64_t end) {
    for (CpuId cpu : charged_) close(cpu, end);
    Stacking stacking{max_depth_, max_loss_, episodes_total_, std::move(episodes_), std::nullopt};
    if (worst_.cpu != kNoCpu) stacking.worst = std::move(worst_);
    return stacking;
}

}  // namespace pinstack
