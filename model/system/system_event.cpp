// SPDX-License-Identifier: Apache-2.0
#include "model/system/system_event.hpp"

#include <algorithm>
#include <numeric>

#include <fmt/format.h>

namespace pinstack {

std::string_view name_of(EventKind kind) {
    switch (kind) {
        case EventKind::offline:
            return "offline";
        case EventKind::online:
            return "online";
        case EventKind::set_affinity:
            return "set_affinity";
    }
    return "?";
}

std::vector<std::size_t> order_of(const std::vector<SystemEvent>& events) {
    std::vector<std::size_t> order(events.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return events[a].at < events[b].at; });
    return order;
}

std::vector<EventProblem> check_events(const std::vector<SystemEvent>& events, int cpus) {
    std::vector<EventProblem> problems;
    CpuSet online = CpuSet::all(cpus);
    std::vector<std::size_t> last(static_cast<std::size_t>(cpus), events.size());  // event of each CPU
    for (const std::size_t place : order_of(events)) {
        const SystemEvent& event = events[place];
        if (event.kind == EventKind::set_affinity) continue;
        const bool goes_online = event.kind == EventKind::online;
        std::size_t& before = last[static_cast<std::size_t>(event.cpu)];
        if (online.contains(event.cpu) == goes_online) {
            const std::string_view is = goes_online ? "online" : "offline";
            const std::string since =
                before == events.size() ? "from the beginning" : fmt::format("by /events/{}", before);
            problems.push_back({place, fmt::format("`{}` of CPU {}, which is {} {}", is, event.cpu, is, since),
                                fmt::format("a CPU that is {} then", goes_online ? "offline" : "online"),
                                "events count in the order of their instants"});
            continue;
        }
        if (!goes_online && !online.has_several()) {
            problems.push_back({place, fmt::format("`offline` of CPU {}, the last one that is online", event.cpu),
                                "a CPU beside which another one is online", "the last CPU cannot go offline"});
            continue;
        }
        online.set(event.cpu, goes_online);
        before = place;
    }
    return problems;
}

}  // namespace pinstack
