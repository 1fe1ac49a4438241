// SPDX-License-Identifier: Apache-2.0
//
// Many system files, each run under the same variants, analyzed under its own, and reported in a file of its own: in
// parallel, one file a thread at a time. The result does not depend on the number of threads.
//
// A file with a problem does not stop the others. A file whose bytes, requests and reports are as an earlier batch left
// them is not run again (batch_journal.hpp). Every report appears whole or not at all; one that an earlier batch wrote
// of a file that has a problem now is removed.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "analyzer/batch/batch_entry.hpp"
#include "analyzer/batch/batch_plan.hpp"
#include "analyzer/report/report_format.hpp"
#include "analyzer/run/outcome.hpp"
#include "analyzer/run/overrides.hpp"

namespace pinstack {

struct BatchRequest {
    Overrides overrides;
    RunRequest run;
    std::optional<std::string> variants;  ///< as parse_variants() reads them; nothing = default_variants()
    std::vector<ReportFormat> formats;    ///< of the reports
    std::string folder;                   ///< where the reports go; exists
    std::size_t threads = 0;              ///< 0 = as many as there are cores
    bool force = false;                   ///< run everything again
};

/// How far a batch is; counts of files.
struct BatchProgress {
    std::size_t files = 0;
    std::size_t done = 0;
    std::size_t unchanged = 0;  ///< of the done
    std::size_t failed = 0;     ///< of the done: with a problem
};

/// The files that run_batch() will write, below the folder: each input's reports.
std::vector<std::string> report_paths(const BatchInput& input, const std::vector<ReportFormat>& formats);

/// One entry for each input, in their order. `on_progress` is called after each file, in one thread at a time.
/// REQUIRES: request.variants, if any, can be parsed.
std::vector<BatchEntry> run_batch(const std::vector<BatchInput>& inputs, const BatchRequest& request,
                                  const std::function<void(const BatchProgress&)>& on_progress = {});

}  // namespace pinstack
