// SPDX-License-Identifier: Apache-2.0
#include "analyzer/batch/batch_entry_json.hpp"

#include <nlohmann/json.hpp>

#include <array>
#include <utility>

#include "analyzer/report/json/json_report.hpp"

namespace pinstack {

namespace {

using Json = nlohmann::json;

// The format of a journal line; a line of another one is not read.
constexpr int kLineFormat = 1;

struct CapacityMember {
    const char* name;
    std::int64_t CapacitySplit::*value;
};
constexpr std::array<CapacityMember, 9> kCapacity = {{
    {"useful", &CapacitySplit::useful},
    {"inversion_np", &CapacitySplit::inversion_np},
    {"inversion_pin", &CapacitySplit::inversion_pin},
    {"overhead", &CapacitySplit::overhead},
    {"stacking_loss", &CapacitySplit::stacking_loss},
    {"affinity_loss", &CapacitySplit::affinity_loss},
    {"balancing_loss", &CapacitySplit::balancing_loss},
    {"idle", &CapacitySplit::idle},
    {"total", &CapacitySplit::total},
}};

void write_text(JsonWriter& json, std::string_view key, std::string_view text) {
    json.key(key);
    json.string(text);
}

void write_natural(JsonWriter& json, std::string_view key, std::uint64_t value) {
    json.key(key);
    json.natural(value);
}

void write_integer(JsonWriter& json, std::string_view key, std::int64_t value) {
    json.key(key);
    json.integer(value);
}

void write_row(JsonWriter& json, const BatchRow& row) {
    json.begin_object(JsonWriter::Layout::inlined);
    write_text(json, "variant", row.variant);
    json.key("applicable");
    json.boolean(row.summary.has_value());
    if (!row.summary) {
        write_text(json, "why_not", row.why_not);
        json.end_object();
        return;
    }
    const RunSummary& run = *row.summary;
    write_integer(json, "span_ns", run.span_ns);
    json.key("capacity_ns");
    json.begin_object();
    for (const CapacityMember& member : kCapacity) write_integer(json, member.name, run.capacity.*member.value);
    json.end_object();
    json.key("utilization_loss");
    json.ratio(run.capacity.utilization_loss());
    write_natural(json, "jobs", run.jobs);
    write_natural(json, "deadline_misses", run.deadline_misses);
    write_natural(json, "tasks_missing", run.tasks_missing);
    write_integer(json, "max_depth", run.max_depth);
    write_integer(json, "max_simultaneous_loss", run.max_simultaneous_loss);
    write_natural(json, "episodes_total", run.episodes);
    json.end_object();
}

BatchRow row_of(const Json& json) {
    BatchRow row;
    row.variant = json.at("variant").get<std::string>();
    if (!json.at("applicable").get<bool>()) {
        row.why_not = json.at("why_not").get<std::string>();
        return row;
    }
    RunSummary& run = row.summary.emplace();
    run.span_ns = json.at("span_ns").get<std::int64_t>();
    for (const CapacityMember& member : kCapacity) {
        run.capacity.*member.value = json.at("capacity_ns").at(member.name).get<std::int64_t>();
    }
    run.jobs = json.at("jobs").get<std::uint64_t>();
    run.deadline_misses = json.at("deadline_misses").get<std::uint64_t>();
    run.tasks_missing = json.at("tasks_missing").get<std::uint64_t>();
    run.max_depth = json.at("max_depth").get<int>();
    run.max_simultaneous_loss = json.at("max_simultaneous_loss").get<int>();
    run.episodes = json.at("episodes_total").get<std::uint64_t>();
    return row;
}

}  // namespace

void write_batch_entry(JsonWriter& json, const BatchEntry& entry) {
    write_text(json, "file", entry.file);
    if (!entry.problems.empty()) {
        json.key("problems");
        write_problems(json, entry.problems);
        return;
    }
    write_text(json, "system", entry.system);
    write_text(json, "order", entry.order);
    write_natural(json, "tasks", entry.tasks);
    write_natural(json, "cpus", entry.cpus);
    json.key("reports");
    json.begin_array(JsonWriter::Layout::inlined);
    for (const WrittenReport& report : entry.reports) json.string(report.path);
    json.end_array();
    json.key("variants");
    json.begin_array();
    for (const BatchRow& row : entry.rows) write_row(json, row);
    json.end_array();
}

std::string batch_entry_line(const BatchEntry& entry) {
    StringSink sink;
    {
        JsonWriter json(sink);
        json.begin_object(JsonWriter::Layout::inlined);
        write_integer(json, "format", kLineFormat);
        write_text(json, "digest", entry.digest);
        json.key("report_digests");
        json.begin_array();
        for (const WrittenReport& report : entry.reports) json.string(report.digest);
        json.end_array();
        write_batch_entry(json, entry);
        json.end_object();
        json.finish();
    }
    return std::move(sink.text);
}

std::optional<BatchEntry> read_batch_entry(std::string_view line) {
    try {
        const Json json = Json::parse(line);
        if (json.at("format").get<int>() != kLineFormat) return std::nullopt;
        BatchEntry entry;
        entry.digest = json.at("digest").get<std::string>();
        entry.file = json.at("file").get<std::string>();
        entry.system = json.at("system").get<std::string>();
        entry.order = json.at("order").get<std::string>();
        entry.tasks = json.at("tasks").get<std::uint64_t>();
        entry.cpus = json.at("cpus").get<std::uint64_t>();
        for (std::size_t i = 0; i < json.at("reports").size(); ++i) {
            entry.reports.push_back(
                {json.at("reports").at(i).get<std::string>(), json.at("report_digests").at(i).get<std::string>()});
        }
        for (const Json& row : json.at("variants")) entry.rows.push_back(row_of(row));
        return entry;
    } catch (const Json::exception&) {
        return std::nullopt;
    }
}

}  // namespace pinstack
