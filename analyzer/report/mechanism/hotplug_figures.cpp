// SPDX-License-Identifier: Apache-2.0
#include "analyzer/report/mechanism/hotplug_figures.hpp"

#include <optional>

namespace pinstack {

namespace {

std::int64_t length(Instant from, const std::optional<Instant>& to, Duration span) {
    return (to.value_or(Instant{span.ns}) - from).ns;
}

}  // namespace

MechanismFigures hotplug_figures(const HotplugResult& result, Duration span) {
    Spells operations, reads, calls;
    std::uint64_t refused = 0, not_done = 0, calls_not_done = 0;
    for (const HotplugOperation& each : result.operations) {
        operations.add(length(each.asked, each.completed, span));
        refused += each.refused;
        not_done += !each.completed;
        for (const HotplugSpan& reader : each.readers) reads.add(length(reader.from, reader.to, span));
    }
    for (const AffinityCall& each : result.calls) {
        calls.add(length(each.asked, each.completed, span));
        calls_not_done += !each.completed;
    }
    return {"hotplug",
            "CPU hotplug, affinities",
            {figure("operations_total", "operations", operations.number), figure("refused_total", "refused", refused),
             figure("not_done", "not done by the end", not_done),
             figure("operation_ns", "time of operations", operations.total),
             figure("longest_operation_ns", "longest operation", operations.longest),
             figure("reader_waits", "waits of readers", reads.number),
             figure("reader_wait_ns", "waited by readers", reads.total),
             figure("longest_reader_wait_ns", "longest of these", reads.longest),
             figure("calls_total", "calls of set_affinity", calls.number),
             figure("calls_not_done", "not done by the end", calls_not_done),
             figure("call_ns", "time of calls", calls.total),
             figure("longest_call_ns", "longest call", calls.longest)}};
}

}  // namespace pinstack
