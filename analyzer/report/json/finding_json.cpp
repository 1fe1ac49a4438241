// SPDX-License-Identifier: Apache-2.0
#include "analyzer/report/json/finding_json.hpp"

namespace pinstack {

namespace {

using Layout = JsonWriter::Layout;

void write_circle(JsonWriter& json, const System& system, const std::vector<WaitFor>& circle) {
    json.key("circle");
    json.begin_array(Layout::inlined);
    for (const WaitFor& each : circle) {
        json.begin_object(Layout::inlined);
        json.string("task", system.tasks[each.task].name);
        json.string("waits_for", system.locks[each.lock].name);
        if (each.cpu != kNoCpu) json.integer("cpu", each.cpu);
        json.end_object();
    }
    json.end_array();
}

void write_tasks(JsonWriter& json, const System& system, const std::vector<std::uint32_t>& tasks) {
    json.key("tasks");
    json.begin_array(Layout::inlined);
    for (const std::uint32_t task : tasks) json.string(system.tasks[task].name);
    json.end_array();
}

}  // namespace

void write_findings(JsonWriter& json, const System& system, const Findings& findings) {
    json.natural("findings_total", findings.total);
    json.key("findings");
    json.begin_array();
    for (const Finding& finding : findings.kept) {
        json.begin_object(Layout::inlined);
        json.string("kind", name_of(finding.kind));
        json.integer("from_ns", finding.from.ns);
        json.integer("to_ns", finding.to.ns);
        json.string("task", system.tasks[finding.task].name);
        if (finding.kind == Finding::Kind::deadlock) {
            write_circle(json, system, finding.circle);
        } else if (finding.kind == Finding::Kind::hotplug_blocked) {
            json.integer("cpu", finding.cpu);
            write_tasks(json, system, finding.tasks);
        } else if (finding.kind == Finding::Kind::never_done) {
            write_tasks(json, system, finding.tasks);
        } else if (finding.kind == Finding::Kind::affinity_broken) {
            if (finding.other != kNoCpu) json.integer("other_cpu", finding.other);
        } else if (finding.kind != Finding::Kind::no_progress) {
            json.integer("cpu", finding.cpu);
            json.integer("other_cpu", finding.other);
            json.natural("moves", finding.moves);
        }
        json.end_object();
    }
    json.end_array();
}

void write_throttling(JsonWriter& json, const ThrottlingResult& throttling) {
    json.key("throttling");
    json.begin_object(Layout::inlined);
    json.natural("throttlings", throttling.throttlings);
    json.integer("throttled_ns", throttling.time.ns);
    json.end_object();
}

void write_rcu(JsonWriter& json, const System& system, const RcuResult& rcu) {
    json.key("rcu");
    json.begin_object();
    json.natural("readers", rcu.readers.count());
    json.key("longest_reader");
    json.begin_object(Layout::inlined);
    if (rcu.readers.count() > 0) {
        json.string("task", system.tasks[rcu.longest_task].name);
        json.integer("length_ns", rcu.readers.max().ns);
    }
    json.end_object();
    json.natural("grace_periods", rcu.grace_periods);
    json.integer("grace_period_time_ns", rcu.grace_period_time.ns);
    json.integer("longest_grace_period_ns", rcu.longest_grace_period.ns);
    json.end_object();
}

}  // namespace pinstack
