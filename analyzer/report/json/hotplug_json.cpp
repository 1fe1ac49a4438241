// SPDX-License-Identifier: Apache-2.0
#include "analyzer/report/json/hotplug_json.hpp"

#include "analyzer/report/mechanism/hotplug_figures.hpp"
namespace pinstack {

namespace {

using Layout = JsonWriter::Layout;

void write_instant(JsonWriter& json, std::string_view key, const std::optional<Instant>& instant) {
    json.key(key);
    if (instant) {
        json.integer(instant->ns);
    } else {
        json.null();
    }
}

void write_spans(JsonWriter& json, std::string_view key, const System& system, const std::vector<HotplugSpan>& spans) {
    json.key(key);
    json.begin_array(Layout::inlined);
    for (const HotplugSpan& span : spans) {
        json.begin_object(Layout::inlined);
        json.string("task", system.tasks[span.task].name);
        json.integer("from_ns", span.from.ns);
        write_instant(json, "to_ns", span.to);
        json.end_object();
    }
    json.end_array();
}

void write_end(JsonWriter& json, Instant asked, const std::optional<Instant>& completed, bool refused, Duration span) {
    write_instant(json, "completed_ns", completed);
    json.integer("waited_ns", (completed.value_or(Instant{} + span) - asked).ns);
    json.boolean("refused", refused);
}

}  // namespace

void write_hotplug(JsonWriter& json, const System& system, const HotplugResult& hotplug, Duration span) {
    json.key("hotplug");
    json.begin_object();
    for (const MechanismFigure& each : hotplug_figures(hotplug, span).figures) json.integer(each.key, each.value);
    json.key("operations");
    json.begin_array();
    for (const HotplugOperation& each : hotplug.operations) {
        json.begin_object();
        json.string("kind", name_of(each.kind));
        json.integer("cpu", each.cpu);
        json.integer("asked_ns", each.asked.ns);
        write_instant(json, "began_ns", each.began);
        write_end(json, each.asked, each.completed, each.refused, span);
        write_spans(json, "holders", system, each.holders);
        write_spans(json, "readers", system, each.readers);
        json.end_object();
    }
    json.end_array();
    json.key("set_affinity");
    json.begin_array();
    for (const AffinityCall& each : hotplug.calls) {
        json.begin_object(Layout::inlined);
        json.string("task", system.tasks[each.task].name);
        json.key("cpus");
        json.begin_array(Layout::inlined);
        for (CpuId cpu = each.cpus.first(); cpu != kNoCpu; cpu = each.cpus.next(cpu + 1)) json.integer(cpu);
        json.end_array();
        json.integer("asked_ns", each.asked.ns);
        write_end(json, each.asked, each.completed, each.refused, span);
        json.end_object();
    }
    json.end_array();
    json.end_object();
}

}  // namespace pinstack
