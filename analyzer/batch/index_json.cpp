// SPDX-License-Identifier: Apache-2.0
#include "analyzer/batch/batch_entry_json.hpp"
#include "analyzer/batch/index_formats.hpp"
#include "analyzer/batch/variant_totals.hpp"
#include "analyzer/report/json/outcome_json.hpp"

namespace pinstack {

namespace {

void write_totals(JsonWriter& json, const VariantTotals& totals) {
    json.begin_object(JsonWriter::Layout::inlined);
    json.string("variant", totals.variant);
    json.natural("files", totals.files);
    json.natural("not_applicable", totals.impossible);
    json.natural("with_misses", totals.with_misses);
    json.natural("with_loss", totals.with_loss);
    json.ratio("mean_utilization_loss", totals.mean_loss);
    json.ratio("worst_utilization_loss", totals.worst_loss);
    json.key("worst_file");
    if (totals.worst != nullptr) {
        json.string(totals.worst->file);
    } else {
        json.null();
    }
    json.integer("max_depth", totals.max_depth);
    json.end_object();
}

}  // namespace

void write_index_json(Sink& sink, const BatchIndex& index) {
    JsonWriter json(sink);
    json.begin_object();
    write_provenance(json);
    json.key("variants");
    json.begin_array();
    for (const VariantTotals& totals : totals_of(index.entries)) write_totals(json, totals);
    json.end_array();
    json.key("conditions");
    json.begin_array();
    for (const Condition& condition : index.conditions) {
        json.begin_object(JsonWriter::Layout::inlined);
        json.string("condition", condition.text);
        json.natural("files", files_where_it_holds(condition, index.entries));
        json.end_object();
    }
    json.end_array();
    json.key("files");
    json.begin_array();
    for (const BatchEntry& entry : index.entries) {
        json.begin_object();
        write_batch_entry(json, entry);
        json.end_object();
    }
    json.end_array();
    json.end_object();
    json.finish();
}

}  // namespace pinstack
