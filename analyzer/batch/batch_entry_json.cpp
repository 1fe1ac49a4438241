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
constexpr int kLineFormat = 2;

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

void write_row(JsonWriter& json, const BatchRow& row) {
    json.begin_object(JsonWriter::Layout::inlined);
    json.string("variant", row.variant);
    json.boolean("applicable", row.summary.has_value());
    if (!row.summary) {
        json.string("why_not", row.why_not);
        json.end_object();
        return;
    }
    const RunSummary& run = *row.summary;
    json.integer("span_ns", run.span_ns);
    json.key("capacity_ns");
    json.begin_object();
    for (const CapacityMember& member : kCapacity) json.integer(member.name, run.capacity.*member.value);
    json.end_object();
    json.ratio("utilization_loss", run.capacity.utilization_loss());
    json.natural("jobs", run.jobs);
    json.natural("deadline_misses", run.deadline_misses);
    json.natural("tasks_missing", run.tasks_missing);
    json.integer("max_depth", run.max_depth);
    json.integer("max_simultaneous_loss", run.max_simultaneous_loss);
    json.natural("episodes_total", run.episodes);
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

void write_ids(JsonWriter& json, std::string_view name, const std::vector<std::string>& ids) {
    json.key(name);
    json.begin_array();
    for (const std::string& id : ids) json.string(id);
    json.end_array();
}

void write_analysis(JsonWriter& json, const AnalysisSummary& analysis) {
    json.key("analysis");
    json.begin_object(JsonWriter::Layout::inlined);
    json.string("variant", analysis.variant);
    json.boolean("schedulable", analysis.is_proved());
    write_ids(json, "proved_by", analysis.proved_by);
    json.natural("tests_applicable", analysis.applicable);
    write_ids(json, "cut_short", analysis.cut_short);
    json.natural("bounds_exceeded", analysis.exceeded);
    json.end_object();
}

AnalysisSummary analysis_of(const Json& json) {
    return {.variant = json.at("variant").get<std::string>(),
            .applicable = json.at("tests_applicable").get<std::uint64_t>(),
            .proved_by = json.at("proved_by").get<std::vector<std::string>>(),
            .cut_short = json.at("cut_short").get<std::vector<std::string>>(),
            .exceeded = json.at("bounds_exceeded").get<std::uint64_t>()};
}

}  // namespace

void write_batch_entry(JsonWriter& json, const BatchEntry& entry) {
    json.string("file", entry.file);
    if (!entry.problems.empty()) {
        json.key("problems");
        write_problems(json, entry.problems);
        return;
    }
    json.string("system", entry.system);
    json.string("order", entry.order);
    json.natural("tasks", entry.tasks);
    json.natural("cpus", entry.cpus);
    json.key("reports");
    json.begin_array(JsonWriter::Layout::inlined);
    for (const WrittenReport& report : entry.reports) json.string(report.path);
    json.end_array();
    json.key("variants");
    json.begin_array();
    for (const BatchRow& row : entry.rows) write_row(json, row);
    json.end_array();
    write_analysis(json, entry.analysis);
    if (entry.warnings.empty()) return;
    json.key("warnings");
    json.begin_array();
    for (const std::string& warning : entry.warnings) json.string(warning);
    json.end_array();
}

std::string batch_entry_line(const BatchEntry& entry) {
    StringSink sink;
    {
        JsonWriter json(sink);
        json.begin_object(JsonWriter::Layout::inlined);
        json.integer("format", kLineFormat);
        json.string("digest", entry.digest);
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
        entry.analysis = analysis_of(json.at("analysis"));
        entry.warnings = json.value("warnings", entry.warnings);
        return entry;
    } catch (const Json::exception&) {
        return std::nullopt;
    }
}

}  // namespace pinstack
