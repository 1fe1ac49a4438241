// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "analyzer/batch/index_formats.hpp"
#include "analyzer/batch/index_tables.hpp"
#include "analyzer/report/display_text.hpp"
#include "analyzer/report/time_scale.hpp"
#include "analyzer/report/version.hpp"

namespace pinstack {

namespace {

constexpr std::size_t kFilesShown = 40;
constexpr std::size_t kVariantsShown = 8;
constexpr std::size_t kProblemsShown = 3;  // of a file

void write_files(Sink& sink, const BatchIndex& index, const FileNames& names, std::vector<VariantTotals> totals,
                 const Style& style) {
    const std::size_t of_all = good_entries(index.entries).size();
    if (of_all == 0) return;
    const bool has_room = of_all <= kFilesShown;
    const std::vector<const BatchEntry*> shown =
        has_room ? good_entries(index.entries) : worst_entries(index.entries, kFilesShown);
    const std::size_t variants = totals.size();
    totals.resize(std::min(variants, kVariantsShown));
    sink.write("\n" + style(Emphasis::strong, "Files") + "\n");
    sink.write(file_table(shown, names, totals, Medium::terminal, index.format_index).text(style));
    sink.write("  Proved: is the file's own variant proved schedulable? - where no test applies.\n");
    sink.write("  Utilization loss under each variant; 6! means that six jobs miss their deadlines.\n");
    if (!names.note().empty()) sink.write("  " + names.note() + "\n");
    if (shown.size() < of_all) {
        sink.write(fmt::format("  The worst first; {} not shown.\n", counted(of_all - shown.size(), "more file")));
    }
    if (totals.size() < variants) {
        sink.write(fmt::format("  {} not shown.\n", counted(variants - totals.size(), "more variant")));
    }
}

void write_problems(Sink& sink, const std::vector<BatchEntry>& entries, const Style& style) {
    bool is_first = true;
    for (const BatchEntry& entry : entries) {
        if (entry.problems.empty()) continue;
        if (is_first) sink.write("\n" + style(Emphasis::strong, "Files with problems") + "\n");
        is_first = false;
        std::string text;
        for (std::size_t i = 0; i < entry.problems.size() && i < kProblemsShown; ++i) {
            text += problem_text(entry, entry.problems[i]) + "\n";
        }
        if (entry.problems.size() > kProblemsShown) {
            text += fmt::format("and {}\n", counted(entry.problems.size() - kProblemsShown, "more problem"));
        }
        while (!text.empty()) {
            const std::size_t end = text.find('\n');
            sink.write(folded(text.substr(0, end), kTextWidth, 2));
            text.erase(0, end + 1);
        }
    }
}

}  // namespace

void write_index_text(Sink& sink, const BatchIndex& index, const Style& style) {
    const std::vector<VariantTotals> totals = totals_of(index.entries);
    const FileNames names(index.entries);
    sink.write(style(Emphasis::strong, index_heading(index.entries)) + "\n");
    for (const std::string& line : index_findings(index, names, totals)) sink.write(folded(line, kTextWidth, 2));
    if (!totals.empty()) sink.write("\n" + variant_table(totals).text(style));
    write_files(sink, index, names, totals, style);
    write_problems(sink, index.entries, style);
    sink.write(fmt::format("\npinstack {}.\n", version()));
}

}  // namespace pinstack
