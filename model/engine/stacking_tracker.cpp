// SPDX-License-Identifier: Apache-2.0
#include "model/engine/stacking_tracker.hpp"

namespace pinstack {

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
        if (open_[at(cpu)] == kNotOpen) {
            ++episodes_total_;
            open_[at(cpu)] = kOpenNotKept;
            if (episodes_.size() < plan_->options.keep_episodes) {
                open_[at(cpu)] = episodes_.size();
                Episode episode;
                episode.from = {now};
                episode.cpu = cpu;
                episodes_.push_back(episode);
            }
        }
        if (open_[at(cpu)] < episodes_.size()) {
            Episode& episode = episodes_[open_[at(cpu)]];
            episode.depth = std::max(episode.depth, depth_[at(cpu)]);
        }
    }
    for (const Charge& charge : jobs_) {
        if (open_[at(charge.cpu)] >= episodes_.size()) continue;
        std::vector<std::uint32_t>& tasks = episodes_[open_[at(charge.cpu)]].tasks;
        const std::uint32_t task = plan_->tasks[at(charge.task)].file_index;
        const auto place = std::lower_bound(tasks.begin(), tasks.end(), task);
        if (place == tasks.end() || *place != task) tasks.insert(place, task);
    }
}

void StackingTracker::close(CpuId cpu, std::int64_t now) {
    if (open_[at(cpu)] < episodes_.size()) episodes_[open_[at(cpu)]].to = {now};
    open_[at(cpu)] = kNotOpen;
}

Stacking StackingTracker::finish(std::int64_t end) {
    for (CpuId cpu : charged_) close(cpu, end);
    return {max_depth_, max_loss_, episodes_total_, episodes_};
}

}  // namespace pinstack
