// SPDX-License-Identifier: Apache-2.0
#include "analyzer/batch/index_tables.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <utility>

#include "analyzer/report/display_text.hpp"
#include "analyzer/report/time_scale.hpp"

namespace pinstack {

namespace {

using Align = Table::Align;
using Cell = Table::Cell;

Emphasis bad_if(bool is_bad) { return is_bad ? Emphasis::bad : Emphasis::none; }

/// "a", ..., "z", "aa", "ab", ...
std::string letter_of(std::size_t place) {
    std::string out;
    for (++place; place > 0; place = (place - 1) / 26)
        out.insert(out.begin(), static_cast<char>('a' + (place - 1) % 26));
    return out;
}

std::string ratio_text(double ratio) {
    return ratio > 0 && ratio < 0.00005 ? "<0.01 %" : fmt::format("{:.2f} %", 100 * ratio);
}

const BatchRow* row_of(const BatchEntry& entry, const std::string& variant) {
    for (const BatchRow& row : entry.rows) {
        if (row.variant == variant) return &row;
    }
    return nullptr;
}

/// "12.50 % 6!". `misses_width`: columns to leave for the misses, so that the percentages stand below each other.
Cell cell_of(const BatchRow* row, std::size_t misses_width) {
    if (row == nullptr) return {""};
    if (!row->summary) return {"n/a" + std::string(misses_width, ' '), Emphasis::faint};
    const RunSummary& run = *row->summary;
    const bool is_lossless = run.capacity.lost() == 0;
    const std::string loss = is_lossless ? "0" : percent_text(run.capacity.lost(), run.capacity.total);
    const std::string misses = run.deadline_misses == 0 ? "" : fmt::format(" {}!", run.deadline_misses);
    return {loss + padded(misses, misses_width, Align::left), bad_if(!is_lossless || run.deadline_misses > 0)};
}

std::size_t misses_width(const std::vector<const BatchEntry*>& entries, const std::string& variant) {
    std::size_t width = 0;
    for (const BatchEntry* entry : entries) {
        const BatchRow* row = row_of(*entry, variant);
        if (row == nullptr || !row->summary || row->summary->deadline_misses == 0) continue;
        width = std::max(width, fmt::formatted_size(" {}!", row->summary->deadline_misses));
    }
    return width;
}

/// What a terminal has room for: the end of a name, which tells files apart.
std::string short_name(std::string name) {
    constexpr std::size_t kColumns = 34;
    if (display_width(name) <= kColumns) return name;
    while (display_width(name) >= kColumns) name.erase(0, first_code_point(name).bytes);
    return "~" + name;
}

/// The run of all files and variants with the greatest figure, where that is not 0; the first of equals.
struct Extreme {
    const BatchEntry* entry = nullptr;
    const BatchRow* row = nullptr;
};
template <class Figure>
Extreme extreme_of(const std::vector<BatchEntry>& entries, Figure&& figure) {
    Extreme most;
    for (const BatchEntry& entry : entries) {
        if (!entry.problems.empty()) continue;
        for (const BatchRow& row : entry.rows) {
            if (!row.summary || !(figure(*row.summary) > 0)) continue;
            if (most.row == nullptr || figure(*row.summary) > figure(*most.row->summary)) most = {&entry, &row};
        }
    }
    return most;
}

template <class Figure>
std::size_t files_with(const std::vector<BatchEntry>& entries, Figure&& figure) {
    return static_cast<std::size_t>(std::count_if(entries.begin(), entries.end(), [&](const BatchEntry& entry) {
        return entry.problems.empty() && std::any_of(entry.rows.begin(), entry.rows.end(), [&](const BatchRow& row) {
                   return row.summary && figure(*row.summary) > 0;
               });
    }));
}

std::string of_files(std::size_t count, std::size_t all) {
    return fmt::format("{} of {}", count, counted(all, "file"));
}

/// "rta-bc" on a page, "yes" where there is little room.
Cell proof_cell(const AnalysisSummary& analysis, bool is_short) {
    if (analysis.applicable == 0) return {"-", Emphasis::faint};
    if (!analysis.is_proved()) return {is_short ? "no" : "not proved"};
    const std::size_t more = analysis.proved_by.size() - 1;
    if (is_short) return {"yes", Emphasis::strong};
    return {analysis.proved_by.front() + (more > 0 ? fmt::format(" and {} more", more) : ""), Emphasis::strong};
}

/// How many files are proved schedulable under their own variants; where a bound is exceeded; what was cut short.
void add_analysis_findings(std::vector<std::string>& lines, const std::vector<BatchEntry>& entries,
                           const FileNames& names, std::size_t run) {
    std::size_t proved = 0, untested = 0, cut_short = 0, exceeded = 0;
    const BatchEntry *first_cut = nullptr, *first_exceeded = nullptr;
    for (const BatchEntry& entry : entries) {
        if (!entry.problems.empty()) continue;
        proved += entry.analysis.is_proved() ? 1 : 0;
        untested += entry.analysis.applicable == 0 ? 1 : 0;
        if (!entry.analysis.cut_short.empty() && cut_short++ == 0) first_cut = &entry;
        if (entry.analysis.exceeded > 0 && exceeded++ == 0) first_exceeded = &entry;
    }
    lines.push_back(fmt::format("{} {} proved schedulable under {} own variant", of_files(proved, run),
                                proved == 1 ? "is" : "are", proved == 1 ? "its" : "their"));
    if (untested > 0) {
        lines.back() += "; no test applies to " + of_files(untested, run);
    }
    if (exceeded > 0) {
        lines.push_back(
            fmt::format("DEFECT: a simulated response exceeds a bound in {}; the first is {}. Please "
                        "report it with the system file",
                        of_files(exceeded, run), names.of(*first_exceeded)));
    }
    if (cut_short > 0) {
        lines.push_back(fmt::format("the analysis of {} is cut short, as a budget was used up; the first is {} ({})",
                                    of_files(cut_short, run), names.of(*first_cut),
                                    fmt::join(first_cut->analysis.cut_short, ", ")));
    }
}

}  // namespace

std::string index_heading(const std::vector<BatchEntry>& entries) {
    const auto is_file = [](const BatchEntry& entry) { return !entry.is_folder; };
    const auto files = std::count_if(entries.begin(), entries.end(), is_file);
    return "Batch of " + counted(static_cast<std::uint64_t>(files), "system file");
}

FileNames::FileNames(const std::vector<BatchEntry>& entries) {
    if (entries.size() < 2) return;
    folder_ = entries.front().file;
    for (const BatchEntry& entry : entries) {
        const auto end = std::mismatch(folder_.begin(), folder_.end(), entry.file.begin(), entry.file.end()).first;
        folder_.erase(end, folder_.end());
    }
    folder_.resize(folder_.rfind('/') + 1);  // npos + 1 is 0
}

std::string FileNames::of(const BatchEntry& entry) const {
    constexpr std::string_view kSuffix = ".pinstack.json";
    std::string_view name = entry.file;
    name.remove_prefix(folder_.size());
    if (name.ends_with(kSuffix) && name.size() > kSuffix.size()) name.remove_suffix(kSuffix.size());
    return printable(name);
}

std::string FileNames::note() const { return folder_.empty() ? "" : "Files below " + printable(folder_) + "."; }

std::vector<std::string> index_findings(const BatchIndex& index, const FileNames& names,
                                        const std::vector<VariantTotals>& totals) {
    const std::vector<BatchEntry>& entries = index.entries;
    const auto loss = [](const RunSummary& run) { return run.capacity.utilization_loss(); };
    const auto misses = [](const RunSummary& run) { return run.deadline_misses; };
    const auto failed = static_cast<std::size_t>(
        std::count_if(entries.begin(), entries.end(), [](const BatchEntry& entry) { return !entry.problems.empty(); }));
    const std::size_t run = entries.size() - failed;
    std::vector<std::string> lines;
    lines.push_back(fmt::format("{} simulated under {}", counted(run, "file"), counted(totals.size(), "variant")));
    if (failed > 0) lines.push_back(of_files(failed, entries.size()) + (failed == 1 ? " has" : " have") + " problems");
    for (const Condition& condition : index.conditions) {
        const std::size_t files = files_where_it_holds(condition, entries);
        lines.push_back(fmt::format("--fail-on {}: {}", condition.text,
                                    files == 0 ? "holds nowhere" : "holds in " + of_files(files, run)));
    }
    if (run == 0) return lines;
    if (const Extreme most = extreme_of(entries, loss); most.row != nullptr) {
        const CapacitySplit& capacity = most.row->summary->capacity;
        const std::size_t count = files_with(entries, loss);
        lines.push_back(fmt::format("{} {} capacity under some variant; most: {} of it in {} under {}",
                                    of_files(count, run), count == 1 ? "loses" : "lose",
                                    percent_text(capacity.lost(), capacity.total), names.of(*most.entry),
                                    most.row->variant));
    } else {
        lines.emplace_back("no capacity is lost");
    }
    if (const Extreme most = extreme_of(entries, misses); most.row != nullptr) {
        const std::size_t count = files_with(entries, misses);
        lines.push_back(fmt::format("{} {} deadlines under some variant; most: {} of {} in {} under {}",
                                    of_files(count, run), count == 1 ? "misses" : "miss",
                                    most.row->summary->deadline_misses, counted(most.row->summary->jobs, "job"),
                                    names.of(*most.entry), most.row->variant));
    } else {
        lines.emplace_back("no deadline is missed");
    }
    add_analysis_findings(lines, entries, names, run);
    const auto has_warnings = [](const BatchEntry& entry) { return !entry.warnings.empty(); };
    const auto suspicious = static_cast<std::size_t>(std::count_if(entries.begin(), entries.end(), has_warnings));
    if (suspicious > 0) {
        const BatchEntry& first = *std::find_if(entries.begin(), entries.end(), has_warnings);
        lines.push_back(fmt::format("{} {} warnings; the first in {}: {}", of_files(suspicious, run),
                                    suspicious == 1 ? "has" : "have", names.of(first), first.warnings.front()));
    }
    return lines;
}

Table variant_table(const std::vector<VariantTotals>& totals) {
    Table table({{"", Align::left},
                 {"variant", Align::left},
                 {"files"},
                 {"with\nmisses"},
                 {"with\nloss"},
                 {"mean\nloss"},
                 {"worst\nloss"},
                 {"max\ndepth"},
                 {"not\napplicable"}});
    for (std::size_t i = 0; i < totals.size(); ++i) {
        const VariantTotals& each = totals[i];
        const Emphasis loss = bad_if(each.with_loss > 0);
        table.add_row({{letter_of(i)},
                       {each.variant},
                       {std::to_string(each.files)},
                       {std::to_string(each.with_misses), bad_if(each.with_misses > 0)},
                       {std::to_string(each.with_loss), loss},
                       {ratio_text(each.mean_loss), loss},
                       {ratio_text(each.worst_loss), loss},
                       {std::to_string(each.max_depth)},
                       {std::to_string(each.impossible)}});
    }
    return table;
}

Table file_table(const std::vector<const BatchEntry*>& entries, const FileNames& names,
                 const std::vector<VariantTotals>& totals, Medium medium, std::size_t link) {
    const bool is_short = medium == Medium::terminal;
    std::vector<Table::Column> columns{
        {"file", Align::left}, {"tasks"}, {"CPUs"}, {is_short ? "proved" : "proved by", Align::left}};
    for (std::size_t i = 0; i < totals.size(); ++i) {
        columns.push_back({letter_of(i)});
    }
    Table table(std::move(columns));
    std::vector<std::size_t> widths;  // HTML would join the blanks
    for (const VariantTotals& each : totals) widths.push_back(is_short ? misses_width(entries, each.variant) : 0);
    for (const BatchEntry* entry : entries) {
        Cell file(is_short ? short_name(names.of(*entry)) : names.of(*entry));
        if (link < entry->reports.size()) file.link = url_escaped(entry->reports[link].path);
        std::vector<Cell> cells{std::move(file),
                                {std::to_string(entry->tasks)},
                                {std::to_string(entry->cpus)},
                                proof_cell(entry->analysis, is_short)};
        for (std::size_t i = 0; i < totals.size(); ++i) {
            cells.push_back(cell_of(row_of(*entry, totals[i].variant), widths[i]));
        }
        table.add_row(std::move(cells));
    }
    return table;
}

std::string problem_text(const BatchEntry& entry, const Problem& problem) {
    std::string out = problem.where.file.empty() ? entry.file : problem.where.file;
    if (problem.where.line > 0) out += fmt::format(":{}:{}", problem.where.line, problem.where.column);
    out += ": ";
    if (!problem.where.pointer.empty()) out += problem.where.pointer + ": ";
    out += fmt::format("found {}, expected {}", problem.found, problem.expected);
    if (!problem.hint.empty()) out += "; hint: " + problem.hint;
    return printable(out);
}

std::vector<const BatchEntry*> good_entries(const std::vector<BatchEntry>& entries) {
    std::vector<const BatchEntry*> chosen;
    for (const BatchEntry& entry : entries) {
        if (entry.problems.empty()) chosen.push_back(&entry);
    }
    return chosen;
}

std::vector<const BatchEntry*> worst_entries(const std::vector<BatchEntry>& entries, std::size_t most) {
    std::vector<const BatchEntry*> chosen = good_entries(entries);
    const auto weight = [](const BatchEntry* entry) {
        double misses = 0, loss = 0;
        for (const BatchRow& row : entry->rows) {
            if (!row.summary || row.summary->jobs == 0) continue;
            misses = std::max(
                misses, static_cast<double>(row.summary->deadline_misses) / static_cast<double>(row.summary->jobs));
            loss = std::max(loss, row.summary->capacity.utilization_loss());
        }
        return std::pair(misses, loss);
    };
    std::stable_sort(chosen.begin(), chosen.end(),
                     [&](const BatchEntry* a, const BatchEntry* b) { return weight(a) > weight(b); });
    if (chosen.size() > most) chosen.resize(most);
    return chosen;
}

}  // namespace pinstack
