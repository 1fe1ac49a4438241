// SPDX-License-Identifier: Apache-2.0
//
// The JSON reports of `simulate`, `compare` and `validate`: DESIGN section 7, published as data/schema/*.schema.json.
// Times are whole nanoseconds (a mean may have a fraction); null where nothing was measured.
#pragma once

#include <string>
#include <vector>

#include "analyzer/report/json/json_writer.hpp"
#include "analyzer/report/sink.hpp"
#include "analyzer/run/comparison.hpp"
#include "analyzer/run/outcome.hpp"

namespace pinstack {

struct AnalysisReport;

/// REQUIRES: outcome.applicable(), and it was run with this request.
void write_simulate_json(Sink& sink, const System& system, const Outcome& outcome, const RunRequest& request);

/// `analysis`: where there is one, of the same system.
void write_compare_json(Sink& sink, const System& system, const Comparison& comparison, const RunRequest& request,
                        const AnalysisReport* analysis = nullptr);

/// [{"line", "column", "pointer", "found", "expected", "hint"}]
void write_problems(JsonWriter& json, const Problems& problems);

/// What `validate` found out about one file.
struct FileCheck {
    std::string file;
    Problems problems;  ///< none = valid; then:
    std::size_t tasks = 0;
    int cpus = 0;
    std::string variant;  ///< "migrate_disable/wake-previous"
    Problems warnings = {};
};
void write_validate_json(Sink& sink, const std::vector<FileCheck>& checks);

}  // namespace pinstack
