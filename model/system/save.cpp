// SPDX-License-Identifier: Apache-2.0
//
// Writes a system file. nlohmann escapes the texts; the layout is our own, because a file that people read and edit
// has one operation, one list of CPUs, one short task on a line and not one number.
#include <algorithm>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "model/platform/byte_size.hpp"
#include "model/system/load.hpp"
#include "model/system/mechanism.hpp"

namespace pinstack {

namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kWidth = 120;

std::string dump(const Json& json) { return json.dump(-1, ' ', false, Json::error_handler_t::replace); }

// The value on one line, with the spaces a person would put.
std::string one_line(const Json& json) {
    if (!json.is_structured()) return dump(json);
    if (json.empty()) return json.is_array() ? "[]" : "{}";
    std::string out;
    for (const auto& [key, value] : json.items()) {
        if (!out.empty()) out += ", ";
        if (json.is_object()) out += fmt::format("{}: ", dump(key));
        out += one_line(value);
    }
    return json.is_array() ? fmt::format("[{}]", out) : fmt::format("{{{}}}", out);
}

// One line where that is short enough, else one member a line. `used`: columns taken before the value.
void write(const Json& json, std::size_t indent, std::size_t used, std::string& out) {
    if (indent > 0) {  // the outermost object always takes a line for each key
        const std::string line = one_line(json);
        if (!json.is_structured() || used + line.size() <= kWidth) {
            out += line;
            return;
        }
    }
    out += json.is_array() ? "[" : "{";
    bool first = true;
    for (const auto& [key, value] : json.items()) {
        out += first ? "\n" : ",\n";
        first = false;
        const std::string label = json.is_object() ? fmt::format("{}: ", dump(key)) : "";
        out.append(indent + 2, ' ').append(label);
        write(value, indent + 2, indent + 2 + label.size(), out);
    }
    out.append("\n").append(indent, ' ').append(json.is_array() ? "]" : "}");
}

class SystemWriter {
public:
    explicit SystemWriter(const System& system) : system_(system), unit_(system.time_unit) {}

    Json write_system() const {
        Json out;
        out["pinstack"] = 1;
        out["name"] = system_.name;
        if (!system_.description.empty()) out["description"] = system_.description;
        out["time_unit"] = name_of(unit_);
        out["platform"] = write_platform();
        out["kernel"] = write_kernel();
        for (const Lock& lock : system_.locks) out["locks"][lock.name] = name_of(lock.kind);
        out["tasks"] = Json::array();
        for (const Task& task : system_.tasks) out["tasks"].push_back(write_task(task));
        for (const SystemEvent& event : system_.events) out["events"].push_back(write_event(event));
        if (system_.horizon) out["horizon"] = write_horizon(*system_.horizon);
        out["seed"] = system_.seed;
        return out;
    }

private:
    Json write_duration(Duration duration) const {
        const std::int64_t unit = nanoseconds_per(unit_);
        if (duration.ns % unit == 0) return duration.ns / unit;
        return to_text(duration);
    }

    Json write_variable(const VariableDuration& time, bool needs_min) const {
        if (time.min == time.max && time.distribution == Distribution::constant) return write_duration(time.max);
        Json out;
        // A distribution that varies needs `min`, and uniform is what the reader takes where only that is given.
        if (needs_min || time.min != time.max || time.distribution != Distribution::constant)
            out["min"] = write_duration(time.min);
        out["max"] = write_duration(time.max);
        if (time.distribution != Distribution::uniform) out["distribution"] = name_of(time.distribution);
        return out;
    }

    Json write_platform() const {
        const Platform& platform = system_.platform;
        Json out;
        if (platform.topology) {
            out["topology"] = platform.topology->text;
        } else {
            out["cpus"] = platform.cpus;
        }
        Json overrides;
        for (const Cost& cost : platform.costs.costs) {
            if (cost.overridden) overrides[cost.name] = write_duration(cost.value);
        }
        if (overrides.empty()) {
            out["costs"] = platform.costs.name;
        } else {
            out["costs"]["extends"] = platform.costs.name;
            out["costs"].update(overrides);
        }
        if (Json mm = write_mm_options(system_.kernel); !mm.empty()) out["mm"] = std::move(mm);
        return out;
    }

    // What has its default is left out.
    Json write_mm_options(const Variant& kernel) const {
        Json out = Json::object();
        for (const Mechanism& mechanism : mechanisms()) {
            const auto setting = mechanism.setting(kernel);
            if (setting && mechanism.pointer.starts_with("/platform/mm/")) {
                out[std::string(mechanism.name)] = mechanism.settings[*setting];
            }
        }
        const MmOptions usual;
        if (kernel.mm.kmap_slots != usual.kmap_slots) out["kmap_slots"] = kernel.mm.kmap_slots;
        if (kernel.mm.asids != usual.asids) out["asids"] = kernel.mm.asids;
        if (kernel.mm.pti) out["pti"] = true;
        if (kernel.mm.vcpu_steal) {
            out["vcpu_steal"]["period"] = write_duration(kernel.mm.vcpu_steal->period);
            out["vcpu_steal"]["length"] = write_duration(kernel.mm.vcpu_steal->length);
        }
        return out;
    }

    Json write_kernel() const {
        const Variant& kernel = system_.kernel;
        Json out;
        out["order"] = name_of(kernel.order);
        out["sections"] = name_of(kernel.sections);
        out["balancer"] = to_text(kernel.balancer);
        if (kernel.hybrid_below) out["hybrid_below"] = write_duration(*kernel.hybrid_below);
        if (kernel.rcu_scan != Variant{}.rcu_scan) out["rcu_scan"] = write_duration(kernel.rcu_scan);
        if (kernel.hotplug != HotplugPolicy::wait) out["hotplug"] = name_of(kernel.hotplug);
        write_linux_options(kernel.linux, out);
        return out;
    }

    // What has its default is left out.
    void write_linux_options(const LinuxOptions& options, Json& out) const {
        if (options.preempt_rt) out["preempt_rt"] = true;
        if (options.rt_push_ipi) out["features"]["RT_PUSH_IPI"] = *options.rt_push_ipi;
        for (const LinuxChange& change : kLinuxChanges) {
            if (options.*change.in_force) out["features"][std::string(change.name)] = true;
        }
        for (const LinuxLatency& latency : kLinuxLatencies) {
            const Duration length = options.*latency.length;
            if (length.ns != 0) out["latencies"][std::string(latency.name)] = write_duration(length);
        }
        if (options.rr_slice != LinuxOptions{}.rr_slice) out["rr_slice"] = write_duration(options.rr_slice);
        if (options.fair_slice != LinuxOptions{}.fair_slice) out["fair_slice"] = write_duration(options.fair_slice);
        if (options.fair_server) {
            out["fair_server"]["runtime"] = write_duration(options.fair_server->runtime);
            out["fair_server"]["period"] = write_duration(options.fair_server->period);
        }
        if (options.rt_throttling) {
            out["rt_throttling"]["runtime"] = write_duration(options.rt_throttling->runtime);
            out["rt_throttling"]["period"] = write_duration(options.rt_throttling->period);
        }
        if (options.edge_source) {
            out["edge_source"]["period"] = write_duration(options.edge_source->period);
            if (options.edge_source->jitter.ns != 0)
                out["edge_source"]["jitter"] = write_duration(options.edge_source->jitter);
        }
        for (const BackgroundEdge& edge : options.edges) {
            Json each;
            each["at"] = write_duration(Duration{edge.at.ns});
            each["cpu"] = edge.cpu;
            out["edge_source"].push_back(std::move(each));
        }
        const std::vector<int>& state = options.round_robin_state;
        const bool alike = std::all_of(state.begin(), state.end(), [&](int cpu) { return cpu == state.front(); });
        if (state.empty()) return;
        if (alike && state.size() == static_cast<std::size_t>(system_.platform.cpus)) {
            out["round_robin_state"] = state.front();
        } else {
            out["round_robin_state"] = state;
        }
    }

    Json write_horizon(const Horizon& horizon) const {
        if (const auto* duration = std::get_if<Duration>(&horizon)) return write_duration(*duration);
        if (const auto* hyperperiods = std::get_if<Hyperperiods>(&horizon)) {
            if (hyperperiods->count == 1) return "hyperperiod";
            return Json{{"hyperperiods", hyperperiods->count}};
        }
        return "drain";
    }

    Json write_operation(const Operation& operation) const {
        if (operation.kind == OperationKind::lock) {
            return {{"name", system_.locks[operation.lock].name}, {"body", write_body(operation.body)}};
        }
        if (is_bracket(operation.kind)) return write_body(operation.body);
        switch (operation.kind) {
            case OperationKind::suspend:
                return operation.until_woken ? Json(kUntilWoken) : write_duration(operation.time.max);
            case OperationKind::wake:
                return system_.tasks[operation.task].name;
            case OperationKind::exit_mm:
                return true;
            case OperationKind::page_fault: {
                if (operation.vma == 0) return operation.count;
                return {{"count", operation.count}, {"vma", operation.vma}};
            }
            case OperationKind::mmap_write: {
                if (operation.vma == 0 && operation.count == 0) return write_duration(operation.time.max);
                Json out{{"hold", write_duration(operation.time.max)}};
                if (operation.vma != 0) out["vma"] = operation.vma;
                if (operation.count != 0) out["frees"] = operation.count;
                return out;
            }
            default:
                return write_variable(operation.time, false);
        }
    }

    Json write_body(const Body& body) const {
        Json out = Json::array();
        for (const Operation& operation : body) {
            Json each;
            each[std::string(name_of(operation.kind))] = write_operation(operation);
            out.push_back(std::move(each));
        }
        return out;
    }

    void write_releases(const Releases& releases, Json& out) const {
        if (const auto* periodic = std::get_if<Periodic>(&releases)) {
            out["period"] = write_duration(periodic->period);
        } else if (const auto* sporadic = std::get_if<Sporadic>(&releases)) {
            out["min_interarrival"] = write_variable(sporadic->interarrival, true);
        } else {
            out["releases"] = Json::array();
            for (const Instant instant : std::get<ExplicitReleases>(releases).instants) {
                out["releases"].push_back(write_duration({instant.ns}));
            }
        }
    }

    static Json write_cpus(const CpuSet& cpus) {
        Json out = Json::array();
        for (CpuId cpu = cpus.first(); cpu != kNoCpu; cpu = cpus.next(cpu + 1)) out.push_back(cpu);
        return out;
    }

    Json write_event(const SystemEvent& event) const {
        Json out;
        out["at"] = write_duration({event.at.ns});
        Json& what = out[std::string(name_of(event.kind))];
        if (event.kind == EventKind::set_affinity) {
            what["task"] = system_.tasks[event.task].name;
            what["cpus"] = write_cpus(event.cpus);
        } else {
            what = event.cpu;
        }
        return out;
    }

    Json write_task(const Task& task) const {
        Json out;
        out["name"] = task.name;
        if (task.priority) out["priority"] = *task.priority;
        write_releases(task.releases, out);
        out["deadline"] = write_duration(task.deadline);
        const auto [offset, jitter] =
            std::visit([](const auto& releases) { return std::pair(releases.offset, releases.jitter); }, task.releases);
        if (offset.ns != 0) out["offset"] = write_duration(offset);
        if (jitter.ns != 0) out["jitter"] = write_duration(jitter);
        if (task.policy != Policy::fifo) out["policy"] = kPolicies[static_cast<std::size_t>(task.policy)];
        if (task.runtime) out["runtime"] = write_duration(*task.runtime);
        if (task.nice != 0) out["nice"] = task.nice;
        if (task.working_set != 0) out["working_set"] = byte_size_text(task.working_set);
        if (!task.mm.empty()) out["mm"] = task.mm;
        if (task.is_kernel_thread) out["kernel_thread"] = true;
        if (task.home_cpu) out["home_cpu"] = *task.home_cpu;
        if (task.affinity) out["affinity"] = write_cpus(*task.affinity);
        const bool plain = task.body.size() == 1 && task.body[0].kind == OperationKind::run &&
                           task.body[0].time.min == task.body[0].time.max &&
                           task.body[0].time.distribution == Distribution::constant;
        if (plain) {
            out["wcet"] = write_duration(task.body[0].time.max);
        } else {
            out["body"] = write_body(task.body);
        }
        return out;
    }

    const System& system_;
    TimeUnit unit_;
};

}  // namespace

std::string save_system(const System& system) {
    std::string out;
    write(SystemWriter(system).write_system(), 0, 0, out);
    return out + "\n";
}

}  // namespace pinstack
