// SPDX-License-Identifier: Apache-2.0
#include "analyzer/report/hotplug_text.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "analyzer/report/display_text.hpp"
#include "analyzer/report/outcome_text.hpp"
#include "analyzer/report/time_scale.hpp"

namespace pinstack {

namespace {

using Align = Table::Align;
using Cell = Table::Cell;

/// Of an event, or of somebody whom it held up.
Duration wait_until(std::optional<Instant> end, Instant from, Duration span) {
    return end.value_or(Instant{} + span) - from;
}
Duration wait_of(const HotplugOperation& it, Duration span) { return wait_until(it.completed, it.asked, span); }
Duration wait_of(const AffinityCall& it, Duration span) { return wait_until(it.completed, it.asked, span); }
Duration wait_of(const HotplugSpan& it, Duration span) { return wait_until(it.to, it.from, span); }

/// The one that waited longest, the first of equals. REQUIRES: the list is not empty.
template <class T>
const T& longest(const std::vector<T>& all, Duration span) {
    return *std::max_element(all.begin(), all.end(),
                             [&](const T& a, const T& b) { return wait_of(a, span) < wait_of(b, span); });
}

/// Those who held it up to the last.
std::vector<std::uint32_t> last_holders(const HotplugOperation& operation) {
    std::vector<std::uint32_t> tasks;
    std::optional<Instant> last = Instant{};
    for (const HotplugSpan& holder : operation.holders) {
        const bool is_later = last && (!holder.to || *holder.to > *last);
        if (is_later) {
            tasks.clear();
            last = holder.to;
        }
        if (holder.to == last) tasks.push_back(holder.task);
    }
    return tasks;
}

std::string operations_sentence(const System& system, const std::vector<HotplugOperation>& operations, Duration span) {
    std::string line = "CPU hotplug: " + counted(operations.size(), "operation");
    const auto count = [&](auto&& holds, const char* what) {
        const auto n = std::count_if(operations.begin(), operations.end(), holds);
        if (n > 0) line += fmt::format(", {} {}", n, what);
    };
    count([](const HotplugOperation& it) { return !it.completed; }, "not done by the end");
    count([](const HotplugOperation& it) { return it.refused; }, "refused");
    const HotplugOperation& slowest = longest(operations, span);
    if (wait_of(slowest, span).ns > 0) {
        line += fmt::format("; the longest takes {} ({} of CPU {})", time_text(wait_of(slowest, span).ns),
                            name_of(slowest.kind), slowest.cpu);
        const std::vector<std::uint32_t> last = last_holders(slowest);
        if (!last.empty()) line += ", held up to the last by " + task_list(system, last, 40);
    }
    std::vector<HotplugSpan> readers;
    for (const HotplugOperation& each : operations) readers.insert(readers.end(), each.readers.begin(), each.readers.end());
    if (readers.empty()) return line;
    const HotplugSpan& reader = longest(readers, span);
    return line + fmt::format("; {} for the lock, the longest {} ({})", counted(readers.size(), "wait"),
                              time_text(wait_of(reader, span).ns), task_list(system, {reader.task}, 24));
}

std::string calls_sentence(const System& system, const std::vector<AffinityCall>& calls, Duration span) {
    const AffinityCall& slowest = longest(calls, span);
    const std::string line = "set_affinity: " + counted(calls.size(), "call");
    if (wait_of(slowest, span).ns == 0) return line + ", none of which has to wait";
    return line + fmt::format(", the longest takes {} (of {})", time_text(wait_of(slowest, span).ns),
                              task_list(system, {slowest.task}, 24));
}

}  // namespace

std::vector<std::string> hotplug_sentences(const System& system, const HotplugResult& hotplug, Duration span) {
    std::vector<std::string> lines;
    if (!hotplug.operations.empty()) lines.push_back(operations_sentence(system, hotplug.operations, span));
    if (!hotplug.calls.empty()) lines.push_back(calls_sentence(system, hotplug.calls, span));
    return lines;
}

UnitTable hotplug_table(const System& system, const HotplugResult& hotplug, std::size_t count) {
    TimeScale scale;
    const auto fit = [&](Instant asked, const std::optional<Instant>& completed) {
        scale.fit(asked.ns);
        if (completed) scale.fit(completed->ns);
        if (completed) scale.fit((*completed - asked).ns);
    };
    for (const HotplugOperation& each : hotplug.operations) {
        fit(each.asked, each.completed);
        if (each.began) scale.fit(each.began->ns);
    }
    for (const AffinityCall& each : hotplug.calls) fit(each.asked, each.completed);
    const auto instant = [&](const std::optional<Instant>& at) { return at ? scale.text(at->ns) : std::string("-"); };
    const auto took = [&](Instant asked, const std::optional<Instant>& completed) {
        return completed ? scale.text((*completed - asked).ns) : std::string("-");
    };
    const auto outcome = [](bool refused, const std::optional<Instant>& completed) {
        return refused ? " (refused)" : completed ? "" : " (not done)";
    };
    Table table({{"asked"},
                 {"event", Align::left},
                 {"began"},
                 {"done"},
                 {"took"},
                 {"held up to the last by", Align::left},
                 {"readers that waited", Align::left, "", true}});
    for (const HotplugOperation& each : hotplug.operations) {
        if (count == 0) break;
        --count;
        std::vector<std::uint32_t> readers;
        for (const HotplugSpan& reader : each.readers) readers.push_back(reader.task);
        const std::vector<std::uint32_t> last = last_holders(each);
        const std::string what =
            fmt::format("{} CPU {}{}", name_of(each.kind), each.cpu, outcome(each.refused, each.completed));
        table.add_row({{instant(each.asked)},
                       {what, each.completed ? Emphasis::none : Emphasis::bad},
                       {instant(each.began)},
                       {instant(each.completed)},
                       {took(each.asked, each.completed)},
                       {last.empty() ? "-" : task_list(system, last, 24)},
                       {readers.empty() ? "-" : task_list(system, readers, 24)}});
    }
    for (const AffinityCall& each : hotplug.calls) {
        if (count == 0) break;
        --count;
        const std::string what =
            fmt::format("affinity of {}{}", task_list(system, {each.task}, 20), outcome(each.refused, each.completed));
        table.add_row({{instant(each.asked)},
                       {what, each.completed ? Emphasis::none : Emphasis::bad},
                       {"-"},
                       {instant(each.completed)},
                       {took(each.asked, each.completed)},
                       {"-"},
                       {"-"}});
    }
    return {std::move(table), std::string(scale.unit_name())};
}

}  // namespace pinstack
