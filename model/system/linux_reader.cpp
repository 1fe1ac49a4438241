// SPDX-License-Identifier: Apache-2.0
#include "model/system/linux_reader.hpp"

#include <array>
#include <utility>

#include <fmt/format.h>

#include "model/platform/cpu_set.hpp"

namespace pinstack {

namespace {

constexpr std::array<std::string_view, 2> kEdgeSourceKeys = {"period", "jitter"};
constexpr std::array<std::string_view, 2> kEdgeKeys = {"at", "cpu"};
constexpr std::array<std::string_view, 2> kBandwidthKeys = {"runtime", "period"};

template <class Table>
std::vector<std::string_view> names_of(const Table& table) {
    std::vector<std::string_view> names;
    for (const auto& row : table) names.push_back(row.name);
    return names;
}

void read_features(FieldReader& reader, JsonId id, LinuxOptions& options) {
    constexpr std::string_view kPushIpi = "RT_PUSH_IPI";
    if (!reader.expect(id, JsonKind::object, "an object of scheduler features, each true or false",
                       "write for example {\"RT_PUSH_IPI\": true}"))
        return;
    std::vector<std::string_view> names = names_of(kLinuxChanges);
    names.insert(names.begin(), kPushIpi);
    reader.check_keys(id, names, "`features`");
    const auto read = [&](std::string_view name) -> std::optional<bool> {
        const JsonId value = reader.document().find(id, name);
        if (value == kNoJson) return std::nullopt;
        return reader.boolean(value, "true or false");
    };
    options.rt_push_ipi = read(kPushIpi);
    for (const LinuxChange& change : kLinuxChanges) options.*change.in_force = read(change.name).value_or(false);
}

void read_latencies(FieldReader& reader, JsonId id, LinuxOptions& options) {
    if (!reader.expect(id, JsonKind::object, "an object of latencies", "write for example {\"resched\": \"4us\"}"))
        return;
    reader.check_keys(id, names_of(kLinuxLatencies), "`latencies`");
    for (const LinuxLatency& latency : kLinuxLatencies) {
        const JsonId value = reader.document().find(id, latency.name);
        if (value != kNoJson) options.*latency.length = reader.duration(value, "a latency", 0).value_or(Duration{0});
    }
}

std::optional<EdgeSource> read_edge_source(FieldReader& reader, JsonId id) {
    if (!reader.expect(id, JsonKind::object, "an object with `period` and `jitter`, or a list of instants and CPUs",
                       "write for example {\"period\": \"4ms\", \"jitter\": \"100us\"}"))
        return std::nullopt;
    reader.check_keys(id, kEdgeSourceKeys, "`edge_source`");
    const JsonId period_id = reader.document().find(id, "period");
    const JsonId jitter_id = reader.document().find(id, "jitter");
    std::optional<Duration> period, jitter = Duration{0};
    if (period_id == kNoJson) {
        reader.report(id, "no `period`", "`period`, the distance of the background activity on a CPU",
                      "write for example {\"period\": \"4ms\"}");
    } else {
        period = reader.duration(period_id, "a period", 1);
    }
    if (jitter_id != kNoJson) jitter = reader.duration(jitter_id, "a jitter", 0);
    if (!period || !jitter) return std::nullopt;
    if (*jitter >= *period) {
        reader.report(jitter_id, fmt::format("a `jitter` of {}, not below `period`", to_text(*jitter)),
                      fmt::format("less than {}", to_text(*period)), "each activity comes before the next one is due");
        return std::nullopt;
    }
    return EdgeSource{*period, *jitter};
}

std::vector<BackgroundEdge> read_edges(FieldReader& reader, JsonId list, std::optional<int> cpus) {
    const JsonDocument& document = reader.document();
    std::vector<BackgroundEdge> out;
    out.reserve(reader[list].count);
    for (JsonId id = document.first(list); id != kNoJson; id = reader[id].next) {
        constexpr std::string_view kHint = "write for example {\"at\": \"4ms\", \"cpu\": 0}";
        if (!reader.expect(id, JsonKind::object, "an object with `at` and `cpu`", kHint)) continue;
        reader.check_keys(id, kEdgeKeys, "an edge");
        const auto find = [&](std::string_view key) {
            const JsonId value = document.find(id, key);
            if (value == kNoJson) {
                reader.report(id, fmt::format("no `{}`", key), "`at` and `cpu`, the end of a background thread",
                              std::string(kHint));
            }
            return value;
        };
        const JsonId at = find("at"), cpu_id = find("cpu");
        const auto instant = at == kNoJson ? std::nullopt : reader.duration(at, "an instant", 0);
        const auto cpu = cpu_id == kNoJson ? std::nullopt : reader.cpu(cpu_id, cpus.value_or(kMaxCpus));
        if (instant && cpu) out.push_back({{instant->ns}, *cpu});
    }
    return out;
}

/// What is said of a runtime in each period.
struct BandwidthWords {
    std::string_view meaning;
    std::string_view usual;    // a hint
    std::string_view at_most;  // a hint where the runtime is too long
};

/// A runtime in each period, or false.
template <class Bandwidth>
std::optional<Bandwidth> read_bandwidth(FieldReader& reader, JsonId id, const BandwidthWords& words) {
    const std::string hint(words.usual);
    if (reader.is(id, JsonKind::boolean) && !*reader.boolean(id, "")) return std::nullopt;
    if (!reader.expect(id, JsonKind::object, "an object with `runtime` and `period`, or false", hint))
        return std::nullopt;
    reader.check_keys(id, kBandwidthKeys, fmt::format("`{}`", reader[id].key));
    const JsonId runtime_id = reader.document().find(id, "runtime");
    const JsonId period_id = reader.document().find(id, "period");
    const auto read = [&](JsonId value, std::string_view name, std::string_view what) -> std::optional<Duration> {
        if (value != kNoJson) return reader.duration(value, what, 1);
        reader.report(id, fmt::format("no `{}`", name), fmt::format("`runtime` and `period`: {}", words.meaning), hint);
        return std::nullopt;
    };
    const auto runtime = read(runtime_id, "runtime", "a runtime");
    const auto period = read(period_id, "period", "a period");
    if (!runtime || !period) return std::nullopt;
    if (*runtime > *period) {
        reader.report(runtime_id, fmt::format("a `runtime` of {}, more than `period`", to_text(*runtime)),
                      fmt::format("at most {}", to_text(*period)), std::string(words.at_most));
        return std::nullopt;
    }
    return Bandwidth{*runtime, *period};
}

std::vector<int> read_round_robin_state(FieldReader& reader, JsonId id, std::optional<int> cpus) {
    const int most = cpus.value_or(kMaxCpus);
    if (!reader.is(id, JsonKind::array)) {
        if (!reader.is(id, JsonKind::integer)) {
            reader.report_type(id, "a CPU, or a list with one for each CPU", "write for example 0 or [0, 1]");
            return {};
        }
        const auto all = reader.cpu(id, most);
        // Where nobody knows how many there are, the default has no consequences.
        return all && cpus ? std::vector<int>(static_cast<std::size_t>(*cpus), *all) : std::vector<int>{};
    }
    const std::uint32_t count = reader[id].count;
    const bool counts = cpus ? count == static_cast<std::uint32_t>(*cpus) : count > 0;
    if (!counts) {
        reader.report(
            id, count == 0 ? "an empty array" : fmt::format("a list with {} CPU{}", count, count == 1 ? "" : "s"),
            cpus ? fmt::format("a list with {}, one for each CPU of the platform", *cpus) : "one for each CPU",
            "a number in place of the list is for all of them");
    }
    std::vector<int> out;
    bool good = counts && cpus;
    for (JsonId each = reader.document().first(id); each != kNoJson; each = reader[each].next) {
        const auto cpu = reader.cpu(each, most);
        good = good && cpu;
        out.push_back(cpu.value_or(0));
    }
    return good ? out : std::vector<int>{};
}

}  // namespace

LinuxOptions read_linux_options(FieldReader& reader, JsonId kernel, std::optional<int> cpus) {
    LinuxOptions options;
    const JsonDocument& document = reader.document();
    if (const JsonId id = document.find(kernel, "preempt_rt"); id != kNoJson)
        options.preempt_rt = reader.boolean(id, "true or false").value_or(false);
    if (const JsonId id = document.find(kernel, "features"); id != kNoJson) read_features(reader, id, options);
    if (const JsonId id = document.find(kernel, "latencies"); id != kNoJson) read_latencies(reader, id, options);
    if (const JsonId id = document.find(kernel, "rr_slice"); id != kNoJson)
        options.rr_slice = reader.duration(id, "a slice", 1).value_or(options.rr_slice);
    if (const JsonId id = document.find(kernel, "rt_throttling"); id != kNoJson)
        options.rt_throttling =
            read_bandwidth<RtThrottling>(reader, id,
                                         {"how long real-time tasks may run in each period",
                                          R"(Linux's default is {"runtime": "950ms", "period": "1s"})",
                                          "with a runtime equal to the period nothing is throttled"});
    if (const JsonId id = document.find(kernel, "fair_slice"); id != kNoJson)
        options.fair_slice = reader.duration(id, "a slice", 1).value_or(options.fair_slice);
    if (const JsonId id = document.find(kernel, "fair_server"); id != kNoJson)
        options.fair_server = read_bandwidth<FairServer>(
            reader, id,
            {"what tasks of policy other may use of a CPU in each period",
             R"(the default of Linux 6.12 is {"runtime": "50ms", "period": "1s"})", "it is a part of each period"});
    if (const JsonId id = document.find(kernel, "edge_source"); id != kNoJson) {
        if (reader.is(id, JsonKind::array)) {
            options.edges = read_edges(reader, id, cpus);
        } else {
            options.edge_source = read_edge_source(reader, id);
        }
    }
    if (const JsonId id = document.find(kernel, "round_robin_state"); id != kNoJson)
        options.round_robin_state = read_round_robin_state(reader, id, cpus);
    return options;
}

}  // namespace pinstack
