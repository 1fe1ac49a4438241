// SPDX-License-Identifier: Apache-2.0
//
// What a batch found out about one system file: its figures under every variant and what schedulability tests prove of
// its own, or its problems. Plain data, from
// which the index of a batch is made, and which a later batch reads back for the files that have not changed.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "analyzer/bounds/analysis_summary.hpp"
#include "analyzer/run/run_summary.hpp"
#include "model/system/problem.hpp"

namespace pinstack {

struct BatchRow {
    std::string variant;                ///< "migrate_disable/swap-on-entry"
    std::optional<RunSummary> summary;  ///< nothing where the variant is impossible
    std::string why_not;                ///< then: why. Empty otherwise
};

/// A report of a file: where, below the folder of the batch, and the digest of its bytes.
struct WrittenReport {
    std::string path;  ///< "kernel/c05.html"
    std::string digest;
};

struct BatchEntry {
    std::string file;  ///< as the batch found it
    std::string system;
    std::string order;  ///< "fp"
    std::uint64_t tasks = 0;
    std::uint64_t cpus = 0;
    std::vector<BatchRow> rows;          ///< in the order of the variants; none where there are problems
    AnalysisSummary analysis;            ///< of the file's own variant
    std::vector<WrittenReport> reports;  ///< one per format, in the order of the formats
    std::vector<std::string> warnings;   ///< what is possible and suspicious in the system
    Problems problems;                   ///< why there are no rows
    std::string digest;                  ///< of the file's bytes and of all that was asked for
    bool is_folder = false;              ///< what has the problem is a folder, or something else in one
    bool is_internal_error = false;      ///< a problem is not the file's but the program's
    bool is_unchanged = false;           ///< taken from an earlier batch
};

}  // namespace pinstack
