// SPDX-License-Identifier: Apache-2.0
//
// The index of a batch: every variant over all files, every file under all variants with a link to its report, and the
// files with problems. In the formats of the reports, but for svg. It does not tell which files were run now and which
// were unchanged: the same files give the same bytes.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "analyzer/batch/batch_entry.hpp"
#include "analyzer/report/report_format.hpp"
#include "analyzer/report/sink.hpp"
#include "analyzer/report/style.hpp"
#include "analyzer/run/condition.hpp"

namespace pinstack {

struct BatchIndex {
    const std::vector<BatchEntry>& entries;
    const std::vector<Condition>& conditions;  ///< of --fail-on: what a failure is in junit; none = a missed deadline
    std::size_t format_index = 0;              ///< which of an entry's reports the index links to
};

/// The first run of the file for which the condition holds: its variant, and why; nothing where it holds for none.
struct ConditionMet {
    std::string variant, why;
};
std::optional<ConditionMet> where_it_holds(const Condition& condition, const BatchEntry& entry);
/// In how many files the condition holds.
std::size_t files_where_it_holds(const Condition& condition, const std::vector<BatchEntry>& entries);

/// REQUIRES: format != svg. `style` counts for text only.
void write_batch_index(Sink& sink, ReportFormat format, const BatchIndex& index, const Style& style = {});

}  // namespace pinstack
