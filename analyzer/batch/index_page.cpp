// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "analyzer/batch/index_formats.hpp"
#include "analyzer/batch/index_tables.hpp"
#include "analyzer/report/display_text.hpp"
#include "analyzer/report/page/html_page.hpp"
#include "analyzer/report/page/markdown_page.hpp"
#include "analyzer/report/version.hpp"

namespace pinstack {

namespace {

void write_problems(Page& page, const std::vector<BatchEntry>& entries) {
    Table table({{"file", Table::Align::left},
                 {"line"},
                 {"at", Table::Align::left, "", true},
                 {"problem", Table::Align::left, "", true},
                 {"hint", Table::Align::left, "", true}});
    bool has_rows = false;
    for (const BatchEntry& entry : entries) {
        for (const Problem& problem : entry.problems) {
            has_rows = true;
            table.add_row({{printable(entry.file)},
                           {problem.where.line > 0 ? std::to_string(problem.where.line) : ""},
                           {problem.where.pointer},
                           {"found " + problem.found + ", expected " + problem.expected, Emphasis::bad},
                           {problem.hint}});
        }
    }
    if (!has_rows) return;
    page.begin_section("Files with problems");
    page.table(table);
    page.end_section();
}

void write_files(Page& page, const BatchIndex& index, const FileNames& names,
                 const std::vector<VariantTotals>& totals) {
    constexpr std::size_t kWorst = 10, kFew = 30;
    const std::vector<const BatchEntry*> all = good_entries(index.entries);
    const auto write = [&](std::string_view heading, const std::vector<const BatchEntry*>& entries) {
        page.begin_section(heading);
        page.paragraph(
            "Proved by: the schedulability tests that prove the file's own variant, - where none applies. Then the "
            "utilization loss under each variant, by its letter; 6! means that six jobs miss their deadlines. " +
                names.note(),
            Page::Tone::soft);
        page.table(file_table(entries, names, totals, Medium::page, index.format_index));
        page.end_section();
    };
    if (all.size() > kFew) write("The worst files", worst_entries(index.entries, kWorst));
    write(all.size() > kFew ? "All files" : "Files", all);
}

void write_page(Page& page, const BatchIndex& index) {
    const std::vector<VariantTotals> totals = totals_of(index.entries);
    const FileNames names(index.entries);
    page.begin(index_heading(index.entries));
    page.list(index_findings(index, names, totals));
    if (!totals.empty()) {
        page.begin_section("Variants");
        page.table(variant_table(totals));
        page.end_section();
        write_files(page, index, names, totals);
    }
    write_problems(page, index.entries);
    page.end(fmt::format("pinstack {}.", version()));
}

}  // namespace

void write_index_html(Sink& sink, const BatchIndex& index) {
    HtmlPage page(sink);
    write_page(page, index);
}

void write_index_markdown(Sink& sink, const BatchIndex& index) {
    MarkdownPage page(sink);
    write_page(page, index);
}

}  // namespace pinstack
