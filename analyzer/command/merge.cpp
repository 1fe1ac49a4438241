// SPDX-License-Identifier: Apache-2.0
//
// pinstack merge R.sqlite... -o OUT: the results of a sweep's parts in one file, or as CSV.
#include <fmt/format.h>

#include <unistd.h>

#include "analyzer/command/arguments.hpp"
#include "analyzer/command/command.hpp"
#include "analyzer/command/exit_code.hpp"
#include "analyzer/command/message.hpp"
#include "analyzer/file/output.hpp"
#include "analyzer/report/display_text.hpp"
#include "analyzer/sweep/merge_results.hpp"
#include "analyzer/sweep/sweep_csv.hpp"

namespace pinstack {

namespace {

/// The results as CSV: of one store, or of several that are merged in memory first.
int write_csv(const std::vector<std::string>& files, const std::string& target) {
    auto store = files.size() == 1 ? ResultStore::open_read(files.front()) : merge_in_memory(files);
    if (!store) return usage_error(store.error());
    Output output;
    if (const auto opened = output.open(target); !opened) return usage_error(opened.error());
    if (const auto written = write_sweep_csv(output, *store); !written) return usage_error(written.error());
    if (const auto committed = output.commit(); !committed) return usage_error(committed.error());
    return kDone;
}

}  // namespace

int run_merge(const std::vector<std::string>& words) {
    std::vector<std::string> files;
    std::string output = "-";
    Arguments arguments(
        "merge", "FILE...",
        {"pinstack merge part-1.sqlite part-2.sqlite -o all.sqlite", "pinstack merge all.sqlite -o all.csv"},
        "Puts the parts of a sweep together (`pinstack sweep --shard`), or writes results as CSV: a row "
        "for each set and variant, in an order that does not depend on how they came about.");
    arguments.required_files(files);
    arguments.option("-o,--output", output, "FILE",
                     "NAME.sqlite, or a CSV file; - is standard output (default), as CSV");
    if (const auto code = arguments.parse(words)) return *code;
    if (!output.ends_with(".sqlite")) return write_csv(files, output);
    if (const auto merged = merge_into(files, output); !merged) return usage_error(merged.error());
    return kDone;
}

}  // namespace pinstack
