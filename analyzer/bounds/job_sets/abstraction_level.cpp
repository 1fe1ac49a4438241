// SPDX-License-Identifier: Apache-2.0
#include "analyzer/bounds/job_sets/abstraction_level.hpp"

#include <algorithm>

namespace pinstack {
namespace {

TimeRange hull(const TimeRange& a, const TimeRange& b) { return {std::min(a.min, b.min), std::max(a.max, b.max)}; }

bool contains(const TimeRange& outer, const TimeRange& inner) {
    return outer.min <= inner.min && inner.max <= outer.max;
}

bool touch(std::span<const TimeRange> a, std::span<const TimeRange> b) {
    for (std::size_t x = 0; x < a.size(); ++x) {
        if (a[x].min > b[x].max + 1 || b[x].min > a[x].max + 1) return false;
    }
    return true;
}

}  // namespace

void AbstractionLevel::clear() {
    groups_.clear();
    counts_.clear();
    states_.clear();
    available_.clear();
    delayed_.clear();
    slots_.assign(64, 0);
}

// A sum over the streams, so that one more dispatch is one term less and one more (splitmix64, Steele et al. 2014).
std::uint64_t AbstractionLevel::hash_of(std::uint32_t stream, std::uint32_t count) {
    std::uint64_t z = (std::uint64_t{stream} << 32 | count) + 0x9e3779b97f4a7c15u;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

std::uint64_t AbstractionLevel::hash_of(std::span<const std::uint32_t> counts) {
    std::uint64_t sum = 0;
    for (std::uint32_t stream = 0; stream < counts.size(); ++stream) sum += hash_of(stream, counts[stream]);
    return sum;
}

std::size_t AbstractionLevel::slot_of(std::span<const std::uint32_t> wanted, std::uint64_t hash) const {
    std::size_t slot = hash & (slots_.size() - 1);
    for (; slots_[slot] != 0; slot = (slot + 1) & (slots_.size() - 1)) {
        const std::uint32_t group = slots_[slot] - 1;
        if (groups_[group].hash == hash && std::equal(wanted.begin(), wanted.end(), counts(group).begin())) break;
    }
    return slot;
}

void AbstractionLevel::grow() {
    slots_.assign(2 * slots_.size(), 0);
    for (std::uint32_t group = 0; group < groups(); ++group) {
        std::size_t slot = groups_[group].hash & (slots_.size() - 1);
        while (slots_[slot] != 0) slot = (slot + 1) & (slots_.size() - 1);
        slots_[slot] = group + 1;
    }
}

AbstractionLevel::Added AbstractionLevel::add(std::span<const std::uint32_t> counts, std::uint64_t hash,
                                              std::span<const TimeRange> available,
                                              std::span<const DelayedStream> delayed) {
    std::size_t slot = slot_of(counts, hash);
    if (slots_[slot] == 0) {
        if (2 * groups_.size() >= slots_.size()) {
            grow();
            slot = slot_of(counts, hash);
        }
        groups_.push_back({hash, kNone});
        counts_.insert(counts_.end(), counts.begin(), counts.end());
        slots_[slot] = groups();
    }
    Group& group = groups_[slots_[slot] - 1];
    for (std::uint32_t state = group.first; state != kNone; state = states_[state].next) {
        if (!touch(this->available(state), available)) continue;
        widen(state, counts, available, delayed);
        return {state, false};
    }
    const std::uint32_t state = states();
    states_.push_back(
        {group.first, static_cast<std::uint32_t>(delayed_.size()), static_cast<std::uint32_t>(delayed.size())});
    group.first = state;
    available_.insert(available_.end(), available.begin(), available.end());
    delayed_.insert(delayed_.end(), delayed.begin(), delayed.end());
    return {state, true};
}

void AbstractionLevel::widen(std::uint32_t state, std::span<const std::uint32_t> counts,
                             std::span<const TimeRange> available, std::span<const DelayedStream> delayed) {
    TimeRange* const own = available_.data() + state * cpus();
    for (std::size_t x = 0; x < cpus(); ++x) own[x] = hull(own[x], available[x]);
    if (delayed.empty() && states_[state].delayed == 0) return;
    // Who is delayed in one of the two only is released in the other.
    std::vector<DelayedStream> both;
    for (const DelayedStream& mine : this->delayed(state)) both.push_back(mine);
    for (const DelayedStream& other : delayed) {
        const TimeRange range = hull(ready(state, other.stream, counts[other.stream]), other.ready);
        const auto at = std::find_if(both.begin(), both.end(),
                                     [&](const DelayedStream& each) { return each.stream >= other.stream; });
        if (at != both.end() && at->stream == other.stream) {
            at->ready = range;
        } else {
            both.insert(at, {other.stream, range});
        }
    }
    for (DelayedStream& each : both) {
        const bool is_in_both = std::any_of(delayed.begin(), delayed.end(),
                                            [&](const DelayedStream& other) { return other.stream == each.stream; });
        if (!is_in_both) each.ready = hull(each.ready, set_->streams[each.stream].release(counts[each.stream]));
    }
    states_[state].first_delayed = static_cast<std::uint32_t>(delayed_.size());
    states_[state].delayed = static_cast<std::uint32_t>(both.size());
    delayed_.insert(delayed_.end(), both.begin(), both.end());
}

TimeRange AbstractionLevel::ready(std::uint32_t state, std::uint32_t stream, std::uint32_t count) const {
    for (const DelayedStream& each : delayed(state)) {
        if (each.stream == stream) return each.ready;
    }
    return set_->streams[stream].release(count);
}

std::size_t AbstractionLevel::bytes() const {
    return groups_.capacity() * sizeof(Group) + counts_.capacity() * sizeof(std::uint32_t) +
           states_.capacity() * sizeof(State) + available_.capacity() * sizeof(TimeRange) +
           delayed_.capacity() * sizeof(DelayedStream) + slots_.capacity() * sizeof(std::uint32_t);
}

bool AbstractionLevel::repeats(const AbstractionLevel& earlier) const {
    std::vector<std::uint32_t> before;
    for (std::uint32_t group = 0; group < groups(); ++group) {
        before.assign(counts(group).begin(), counts(group).end());
        for (std::size_t s = 0; s < before.size(); ++s) {
            const JobStream& stream = set_->streams[s];
            if (stream.period == 0 ? before[s] < stream.jobs : before[s] < stream.jobs_in_hyperperiod) return false;
            before[s] -= stream.jobs_in_hyperperiod;
        }
        const std::size_t slot = earlier.slot_of(before, hash_of(before));
        if (earlier.slots_[slot] == 0) return false;
        for (std::uint32_t state = first_state(group); state != kNone; state = next_state(state)) {
            if (!is_covered(group, state, earlier, before, earlier.slots_[slot] - 1)) return false;
        }
    }
    return true;
}

bool AbstractionLevel::is_covered(std::uint32_t group, std::uint32_t state, const AbstractionLevel& earlier,
                                  std::span<const std::uint32_t> earlier_counts, std::uint32_t earlier_group) const {
    const auto shifted = [&](const TimeRange& range) {
        return TimeRange{range.min - set_->hyperperiod, range.max - set_->hyperperiod};
    };
    for (std::uint32_t it = earlier.first_state(earlier_group); it != kNone; it = earlier.next_state(it)) {
        bool is_within = true;
        for (std::size_t x = 0; x < cpus() && is_within; ++x) {
            is_within = contains(earlier.available(it)[x], shifted(available(state)[x]));
        }
        const auto is_ready_within = [&](std::uint32_t stream) {
            return set_->streams[stream].period == 0 || contains(earlier.ready(it, stream, earlier_counts[stream]),
                                                                 shifted(ready(state, stream, counts(group)[stream])));
        };
        for (const DelayedStream& each : delayed(state)) is_within = is_within && is_ready_within(each.stream);
        for (const DelayedStream& each : earlier.delayed(it)) is_within = is_within && is_ready_within(each.stream);
        if (is_within) return true;
    }
    return false;
}

}  // namespace pinstack
