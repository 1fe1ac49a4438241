// SPDX-License-Identifier: Apache-2.0
#include "analyzer/trace/loss_account.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

#include "model/engine/invariant.hpp"

namespace pinstack {

namespace {

constexpr std::uint32_t kAbsent = UINT32_MAX;

}  // namespace

LossAccount::LossAccount(std::vector<char> looked_at, std::size_t keep_episodes, Duration gap)
    : looked_at_(std::move(looked_at)), keep_episodes_(keep_episodes), gap_(gap), cpus_(looked_at_.size()) {
    count_[static_cast<std::size_t>(CpuUse::unknown)] = std::count(looked_at_.begin(), looked_at_.end(), char{1});
}

void LossAccount::note_overload(Cpu& cpu, int sign) {
    const bool busy = cpu.use == CpuUse::task || cpu.use == CpuUse::other;
    if (!busy || cpu.queued <= 0) return;
    overloaded_cpus_ += sign;
    overloaded_threads_ += sign * cpu.queued;
}

void LossAccount::use_cpu(CpuId cpu, CpuUse use) {
    if (!counts(cpu)) return;
    Cpu& here = at(cpu);
    if (here.use == use) return;
    note_overload(here, -1);
    here.time[static_cast<std::size_t>(here.use)] += clock_ - here.since;
    here.since = clock_;
    --count_[static_cast<std::size_t>(here.use)];
    ++count_[static_cast<std::size_t>(use)];
    here.use = use;
    note_overload(here, +1);
}

void LossAccount::queue_on(CpuId cpu, int threads) {
    if (!counts(cpu)) return;
    note_overload(at(cpu), -1);
    at(cpu).queued += threads;
    note_overload(at(cpu), +1);
}

void LossAccount::pin_to(CpuId cpu, int tasks) {
    if (!counts(cpu)) return;
    at(cpu).pinned += tasks;
    if (tasks > 0) newly_pinned_.push_back(cpu);
}

void LossAccount::wait(std::uint32_t task, int priority, Pin pin, CpuId cpu) {
    if (!counts(cpu)) return;
    if (task >= place_.size()) place_.resize(task + 1, kAbsent);
    place_[task] = static_cast<std::uint32_t>(waiting_.size());
    waiting_.push_back({task, priority, pin, cpu, order_++});
}

void LossAccount::stop_waiting(std::uint32_t task) {
    if (task >= place_.size() || place_[task] == kAbsent) return;
    const std::uint32_t place = std::exchange(place_[task], kAbsent);
    if (place + 1 != waiting_.size()) {
        waiting_[place] = waiting_.back();
        place_[waiting_[place].task] = place;
    }
    waiting_.pop_back();
}

void LossAccount::lose(Duration length, Instant now, std::int64_t lost) {
    by_urgency_.resize(waiting_.size());
    for (std::uint32_t i = 0; i < waiting_.size(); ++i) by_urgency_[i] = i;
    if (static_cast<std::size_t>(lost) < waiting_.size()) {
        std::nth_element(by_urgency_.begin(), by_urgency_.begin() + lost, by_urgency_.end(),
                         [&](std::uint32_t a, std::uint32_t b) {
                             return std::tuple(waiting_[a].priority, waiting_[a].order) <
                                    std::tuple(waiting_[b].priority, waiting_[b].order);
                         });
    }
    std::int64_t stacking = 0;
    for (std::int64_t i = 0; i < lost; ++i) {
        const Waiting& each = waiting_[by_urgency_[static_cast<std::size_t>(i)]];
        if (each.task >= losses_.size()) losses_.resize(each.task + 1);
        Losses& own = losses_[each.task];
        Duration& part = each.pin == Pin::yes ? own.stacking : each.pin == Pin::no ? own.unpinned : own.unclear;
        part = part + length;
        (each.pin == Pin::yes ? stacking_loss_ : each.pin == Pin::no ? unpinned_loss_ : unclear_loss_) += length.ns;
        if (each.pin != Pin::yes) continue;
        ++stacking;
        lose_to_stack(each.task, each.cpu, now - length);
    }
    stacking_.max_simultaneous_loss = std::max(stacking_.max_simultaneous_loss, static_cast<int>(stacking));
}

void LossAccount::lose_to_stack(std::uint32_t task, CpuId id, Instant from) {
    Cpu& cpu = at(id);
    if (cpu.loses++ == 0) losing_.push_back(id);
    if (cpu.in_episode && from - cpu.episode.to > gap_) {
        std::erase(open_, id);
        close_episode(cpu);
    }
    if (!cpu.in_episode) {
        cpu.in_episode = true;
        cpu.episode_number = ++episodes_;
        cpu.episode = {};
        cpu.episode.from = cpu.episode.to = from;
        cpu.episode.cpu = id;
        open_.push_back(id);
    }
    if (task >= episode_of_.size()) episode_of_.resize(task + 1, 0);
    if (std::exchange(episode_of_[task], cpu.episode_number) != cpu.episode_number) cpu.episode.tasks.push_back(task);
}

void LossAccount::extend_episodes(Duration length, Instant now) {
    for (const CpuId id : losing_) {
        Cpu& cpu = at(id);
        cpu.episode.to = now;
        cpu.episode.depth = std::max(cpu.episode.depth, cpu.pinned);
        cpu.episode.lost = cpu.episode.lost + cpu.loses * length;
    }
    std::erase_if(open_, [&](CpuId id) {
        Cpu& cpu = at(id);
        if (cpu.loses > 0 || now - cpu.episode.to <= gap_) return false;
        close_episode(cpu);
        return true;
    });
    for (const CpuId id : losing_) at(id).loses = 0;
    losing_.clear();
}

void LossAccount::close_episode(Cpu& cpu) {
    cpu.in_episode = false;
    Episode& episode = cpu.episode;
    std::sort(episode.tasks.begin(), episode.tasks.end());
    ++stacking_.episodes_total;
    const auto is_before = [](const Episode& a, const Episode& b) {
        return std::tuple(a.from, a.cpu) < std::tuple(b.from, b.cpu);
    };
    if (!stacking_.worst || episode.lost > stacking_.worst->lost ||
        (episode.lost == stacking_.worst->lost && is_before(episode, *stacking_.worst))) {
        stacking_.worst = episode;
    }
    // Those kept are the first by start, and they come by their end.
    auto& kept = stacking_.episodes;
    if (kept.size() < keep_episodes_ || (!kept.empty() && is_before(episode, kept.back()))) {
        kept.insert(std::upper_bound(kept.begin(), kept.end(), episode, is_before), episode);
        if (kept.size() > keep_episodes_) kept.pop_back();
    }
    episode = {};
}

void LossAccount::pass(Duration length, Instant now) {
    clock_ += length.ns;
    for (const CpuId cpu : newly_pinned_) stacking_.max_depth = std::max(stacking_.max_depth, at(cpu).pinned);
    newly_pinned_.clear();
    for (std::size_t i = 0; i < count_.size(); ++i) time_[i] += count_[i] * length.ns;
    const std::int64_t idle = count_[static_cast<std::size_t>(CpuUse::idle)];
    const std::int64_t lost = std::min<std::int64_t>(idle, static_cast<std::int64_t>(waiting_.size()));
    if (lost > 0) lose(length, now, lost);
    if (!open_.empty()) extend_episodes(length, now);
    if (idle > 0 && overloaded_cpus_ > 0) {
        overloaded_.wall += length.ns;
        overloaded_.per_cpu += std::min<std::int64_t>(idle, overloaded_cpus_) * length.ns;
        overloaded_.per_thread += std::min<std::int64_t>(idle, overloaded_threads_) * length.ns;
    }
}

void LossAccount::finish() {
    for (const CpuId cpu : std::exchange(open_, {})) close_episode(at(cpu));
}

LossAccount::Losses LossAccount::losses_of(std::uint32_t task) const {
    return task < losses_.size() ? losses_[task] : Losses{};
}

TraceCapacity LossAccount::capacity() const {
    const auto used = [&](CpuUse use) { return time_[static_cast<std::size_t>(use)]; };
    TraceCapacity out;
    out.task = used(CpuUse::task);
    out.other = used(CpuUse::other);
    out.unknown = used(CpuUse::unknown);
    out.stacking_loss = stacking_loss_;
    out.unpinned_loss = unpinned_loss_;
    out.unclear_loss = unclear_loss_;
    out.idle = used(CpuUse::idle) - out.lost();
    out.total = clock_ * std::count(looked_at_.begin(), looked_at_.end(), char{1});
    if (out.idle < 0 || out.task + out.other + out.idle + out.lost() + out.unknown != out.total) {
        invariant_broken("the capacity of a trace does not add up");
    }
    return out;
}

std::vector<CpuTime> LossAccount::by_cpu() const {
    std::vector<CpuTime> out;
    for (std::size_t i = 0; i < cpus_.size(); ++i) {
        if (!looked_at_[i]) continue;
        auto time = cpus_[i].time;
        time[static_cast<std::size_t>(cpus_[i].use)] += clock_ - cpus_[i].since;
        const auto used = [&](CpuUse use) { return time[static_cast<std::size_t>(use)]; };
        out.push_back({static_cast<CpuId>(i), used(CpuUse::task), used(CpuUse::other), used(CpuUse::idle),
                       used(CpuUse::unknown)});
    }
    return out;
}

}  // namespace pinstack
