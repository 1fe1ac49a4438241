// SPDX-License-Identifier: Apache-2.0
//
// Push-aways that go round in circles: within an instant, which are refused, and from one instant to the next with
// nothing else happening (ping-pong), which are told as findings.
#pragma once

#include <algorithm>
#include <utility>

#include "model/linux_rt/kernel.hpp"

namespace pinstack::linux_rt {

template <bool kLean>
bool Kernel<kLean>::was_refused(TaskIndex task) const {
    return std::find(refused_.begin(), refused_.end(), task) != refused_.end();
}

template <bool kLean>
bool Kernel<kLean>::has_left(TaskIndex task, CpuId cpu) const {
    return std::any_of(departures_.begin(), departures_.end(),
                       [&](const Departure& departure) { return departure.task == task && departure.from == cpu; });
}

template <bool kLean>
bool Kernel<kLean>::refuses(TaskIndex task, CpuId to) {
    if (!has_left(task, to)) return false;
    refuse(task);
    if (findings_.total++ < Findings::kKept) {
        const Instant now{queues_.now()};
        findings_.kept.push_back(
            {Finding::Kind::push_away_cycle, now, now, plan_.tasks[at(task)].file_index, queues_.job(task).cpu, to, 0});
    }
    return true;
}

template <bool kLean>
void Kernel<kLean>::note_push_away(TaskIndex task, CpuId from, CpuId to) {
    const auto known =
        std::find_if(ping_pongs_.begin(), ping_pongs_.end(), [&](const PingPong& each) { return each.task == task; });
    const std::int64_t now = queues_.now();
    if (known != ping_pongs_.end()) {
        if (known->from == to && known->to == from && known->events == events_) {
            *known = {task, from, to, known->moves + 1, known->began, now, events_};
            return;
        }
        end_ping_pong(static_cast<std::size_t>(known - ping_pongs_.begin()));
    }
    ping_pongs_.push_back({task, from, to, 1, now, now, events_});
}

template <bool kLean>
void Kernel<kLean>::end_ping_pong(std::size_t place) {
    constexpr std::uint64_t kFewest = 4;  // moves; there and back again happens
    const PingPong it = ping_pongs_[place];
    ping_pongs_.erase(ping_pongs_.begin() + static_cast<std::ptrdiff_t>(place));
    if (it.moves < kFewest || findings_.total++ >= Findings::kKept) return;
    findings_.kept.push_back({Finding::Kind::ping_pong,
                              {it.began},
                              {it.last},
                              plan_.tasks[at(it.task)].file_index,
                              it.to,
                              it.from,
                              it.moves});
}

template <bool kLean>
Findings Kernel<kLean>::take_findings() {
    while (!ping_pongs_.empty()) end_ping_pong(0);
    return std::move(findings_);
}

}  // namespace pinstack::linux_rt
