// SPDX-License-Identifier: Apache-2.0
//
// The tables and sentences of a batch's index, for text and pages alike.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "analyzer/batch/batch_entry.hpp"
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
std::vector<std::string> index_findings(const std::vector<BatchEntry>& entries, const FileNames& names,
                                        const std::vector<VariantTotals>& totals);

/// How the headings of file_table() name the variants: by letters, which variant_table() explains, or in full.
enum class VariantHeadings : std::uint8_t { letters, names };

Table variant_table(const std::vector<VariantTotals>& totals, VariantHeadings headings);

/// A row for each of these entries (without problems): utilization loss under each variant, and deadlines missed with
/// an exclamation mark. `link`: which report of an entry its name leads to.
Table file_table(const std::vector<const BatchEntry*>& entries, const FileNames& names,
                 const std::vector<VariantTotals>& totals, VariantHeadings headings, std::size_t link);

/// "f.json:12:7: /tasks/3/period: found ..., expected ...; hint: ...", in one line.
std::string problem_text(const BatchEntry& entry, const Problem& problem);

/// At most so many of the entries without problems, in their order: those that lose or miss most.
std::vector<const BatchEntry*> worst_entries(const std::vector<BatchEntry>& entries, std::size_t most);

}  // namespace pinstack
