// SPDX-License-Identifier: Apache-2.0
//
// The formats of a batch's index, one source file each (text; html and markdown; csv; json; junit).
#pragma once

#include "analyzer/batch/index_report.hpp"

namespace pinstack {

/// Lists the files that lose or miss most, and counts the others.
void write_index_text(Sink& sink, const BatchIndex& index, const Style& style);
void write_index_html(Sink& sink, const BatchIndex& index);
void write_index_markdown(Sink& sink, const BatchIndex& index);
/// A row for each file and variant, and one for each file with problems.
void write_index_csv(Sink& sink, const BatchIndex& index);
/// data/schema/batch.schema.json
void write_index_json(Sink& sink, const BatchIndex& index);
/// A suite for each file with a case for each variant: a failure where a condition holds.
void write_index_junit(Sink& sink, const BatchIndex& index);

}  // namespace pinstack
