// SPDX-License-Identifier: Apache-2.0
#include "model/system/events_reader.hpp"

#include <algorithm>
#include <array>
#include <span>
#include <string>
#include <unordered_map>
#include <utility>

#include <fmt/format.h>

#include "model/system/cpu_list_reader.hpp"
#include "model/system/quote.hpp"
#include "model/system/suggestion.hpp"

namespace pinstack {

namespace {

constexpr std::array<std::string_view, 4> kKeys = {"at", "offline", "online", "set_affinity"};
constexpr std::array<std::string_view, 2> kAffinityKeys = {"task", "cpus"};
constexpr std::string_view kOneEvent = "write for example {\"at\": \"5ms\", \"offline\": 2}";
constexpr std::string_view kOneAffinity = "write for example {\"task\": \"T0\", \"cpus\": [1, 2]}";
constexpr std::size_t kMostNames = 20;  // that a reader takes in

class EventsReader {
public:
    EventsReader(FieldReader& reader, std::optional<int> cpus, const std::vector<Task>& tasks)
        : reader_(reader), cpus_(cpus) {
        for (std::uint32_t i = 0; i < tasks.size(); ++i) {
            names_.push_back(tasks[i].name);
            places_.emplace(tasks[i].name, i);
        }
    }

    std::vector<SystemEvent> read(JsonId list) {
        if (!reader_.expect(list, JsonKind::array, "a list of events", "write [] or leave it out")) return {};
        for (JsonId id = document().first(list); id != kNoJson; id = reader_[id].next) {
            auto event = read_event(id);
            if (!event) {
                is_complete_ = false;
                continue;
            }
            ids_.push_back(id);
            events_.push_back(std::move(*event));
        }
        // Of events that cannot all be read nobody knows which CPUs are online when.
        if (is_complete_ && cpus_) {
            for (EventProblem& problem : check_events(events_, *cpus_)) {
                reader_.report(ids_[problem.event], std::move(problem.found), std::move(problem.expected),
                               std::move(problem.hint));
            }
        }
        return std::move(events_);
    }

private:
    const JsonDocument& document() const { return reader_.document(); }
    int most_cpus() const { return cpus_.value_or(kMaxCpus); }

    std::optional<SystemEvent> read_event(JsonId id) {
        if (!reader_.expect(id, JsonKind::object, "an event: an object", kOneEvent)) return std::nullopt;
        reader_.check_keys(id, kKeys, "an event");
        SystemEvent event;
        const JsonId at = document().find(id, "at");
        if (at == kNoJson) reader_.report(id, "no `at`", "`at`, the instant of the event", std::string(kOneEvent));
        const auto instant = at == kNoJson ? std::nullopt : reader_.duration(at, "an instant", 0);
        if (instant) event.at = {instant->ns};
        const auto what = find_kind(id, event.kind);
        if (!what) return std::nullopt;
        const bool is_good =
            event.kind == EventKind::set_affinity ? read_affinity(*what, event) : read_cpu(*what, event);
        return instant && is_good ? std::optional(std::move(event)) : std::nullopt;
    }

    std::optional<JsonId> find_kind(JsonId id, EventKind& kind) {
        constexpr std::string_view kExpected = "exactly one of `offline`, `online`, `set_affinity`";
        std::optional<JsonId> found;
        for (const EventKind each : {EventKind::offline, EventKind::online, EventKind::set_affinity}) {
            const JsonId value = document().find(id, name_of(each));
            if (value == kNoJson) continue;
            if (found) {
                reader_.report_at_key(std::max(*found, value),
                                      fmt::format("both `{}` and `{}`", name_of(kind), name_of(each)),
                                      std::string(kExpected), "write an event for each; they may share an instant");
                return std::nullopt;
            }
            found = value;
            kind = each;
        }
        if (!found) reader_.report(id, "an event that does nothing", std::string(kExpected), std::string(kOneEvent));
        return found;
    }

    bool read_cpu(JsonId id, SystemEvent& event) {
        const auto cpu = reader_.cpu(id, most_cpus());
        event.cpu = cpu.value_or(0);
        return cpu.has_value();
    }

    bool read_affinity(JsonId id, SystemEvent& event) {
        if (!reader_.expect(id, JsonKind::object, "an object with `task` and `cpus`", kOneAffinity)) return false;
        reader_.check_keys(id, kAffinityKeys, "`set_affinity`");
        const auto find = [&](std::string_view key, std::string_view what) {
            const JsonId value = document().find(id, key);
            if (value == kNoJson) {
                reader_.report(id, fmt::format("no `{}`", key), fmt::format("`{}`, {}", key, what),
                               std::string(kOneAffinity));
            }
            return value;
        };
        const JsonId task = find("task", "whose affinity is set");
        const JsonId cpus = find("cpus", "the CPUs on which it may run from then on");
        const bool is_known = task != kNoJson && read_task(task, event);
        if (cpus == kNoJson) return false;
        const CpuListReading reading =
            read_cpu_list(reader_, cpus, most_cpus(), "list all CPUs to allow every one of them");
        event.cpus = reading.cpus;
        return is_known && reading.good;
    }

    bool read_task(JsonId id, SystemEvent& event) {
        const auto name = reader_.text(id, "the name of a task");
        if (!name) return false;
        const auto found = places_.find(*name);
        if (found == places_.end()) {
            const std::span<const std::string_view> all(names_);
            reader_.report(id, fmt::format("the unknown task {}", quote(*name)), "the name of a task of this file",
                           suggest(*name, all.first(std::min(kMostNames, all.size())), "tasks"));
            return false;
        }
        event.task = found->second;
        return true;
    }

    FieldReader& reader_;
    std::optional<int> cpus_;
    std::vector<std::string_view> names_;
    std::unordered_map<std::string_view, std::uint32_t> places_;
    std::vector<JsonId> ids_;
    std::vector<SystemEvent> events_;
    bool is_complete_ = true;
};

}  // namespace

std::vector<SystemEvent> read_events(FieldReader& reader, JsonId list, std::optional<int> cpus,
                                     const std::vector<Task>& tasks) {
    return EventsReader(reader, cpus, tasks).read(list);
}

}  // namespace pinstack
