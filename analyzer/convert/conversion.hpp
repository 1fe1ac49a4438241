// SPDX-License-Identifier: Apache-2.0
//
// One format into another, by way of a System.
#pragma once

#include "analyzer/convert/export.hpp"
#include "analyzer/convert/file_format.hpp"
#include "analyzer/convert/import.hpp"

namespace pinstack {

/// REQUIRES: is_read(format). Of a system file the options count for nothing.
Result<Imported> import_text(std::string_view text, FileFormat format, const ImportOptions& options);

/// Formats of traces are those of a run under the system's own variant. `unit`: of formats without one.
/// REQUIRES: is_written(format).
Result<Exported> export_system(Sink& sink, const System& system, FileFormat format, TimeUnit unit);

}  // namespace pinstack
