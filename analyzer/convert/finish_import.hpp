// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "analyzer/convert/conversion_log.hpp"
#include "analyzer/convert/import.hpp"

namespace pinstack {

/// What every reader ends with: no task twice, the whole system checked as a system file is, problems or warnings given
/// back. Where a name is taken, a number is added to it, with a warning.
Result<Imported> finish_import(std::vector<System> systems, ConversionLog& log, const ImportOptions& options);

/// The file name without folders and ending: "sets/a.xml" -> "a".
std::string stem_of(const std::string& file);

}  // namespace pinstack
