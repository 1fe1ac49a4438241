// SPDX-License-Identifier: Apache-2.0
//
// The tables and sentences of a batch's index, for text and pages alike.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "analyzer/batch/index_report.hpp"
#include "analyzer/batch/variant_totals.hpp"
#include "analyzer/report/table.hpp"

namespace pinstack {

/// "20 files".
std::string index_heading(const std::vector<BatchEntry>& entries);

/// How an index calls its files: by their path below the folder that they all share, without ".pinstack.json".
class FileNames {
public:
    explicit FileNames(const std::vector<BatchEntry>& entries);
    std::string of(const BatchEntry& entry) const;
    /// "Files below examples/."; empty where they share no folder.
    std::string note() const;

private:
    std::string folder_;  // with a slash at the end, or empty
};

/// What a reader wants to know first: how many lose capacity, how many miss deadlines, which are worst.
std::vector<std::string> index_findings(const BatchIndex& index, const FileNames& names,
                                        const std::vector<VariantTotals>& totals);

/// Every variant over all files, with the letter that file_table() calls it by.
Table variant_table(const std::vector<VariantTotals>& totals);

enum class Medium : std::uint8_t { terminal, page };  ///< where there is little room, and where there is more

/// A row for each of these entries (without problems): which test proves its own variant, utilization loss under each
/// variant, and deadlines missed with an exclamation mark. `link`: which report of an entry its name leads to.
Table file_table(const std::vector<const BatchEntry*>& entries, const FileNames& names,
                 const std::vector<VariantTotals>& totals, Medium medium, std::size_t link);

/// "f.json:12:7: /tasks/3/period: found ..., expected ...; hint: ...", in one line.
std::string problem_text(const BatchEntry& entry, const Problem& problem);

/// The entries without problems, in their order.
std::vector<const BatchEntry*> good_entries(const std::vector<BatchEntry>& entries);
/// At most so many of them, worst first: those that miss deadlines in most of their runs' jobs, then those that lose
/// most.
std::vector<const BatchEntry*> worst_entries(const std::vector<BatchEntry>& entries, std::size_t most);

}  // namespace pinstack
