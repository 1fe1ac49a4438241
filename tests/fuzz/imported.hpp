// SPDX-License-Identifier: Apache-2.0
//
// Other programs' files: what every target of one does.
#pragma once

#include "analyzer/convert/import.hpp"
#include "tests/fuzz/input.hpp"
#include "tests/fuzz/system_check.hpp"

namespace pinstack::fuzz {

using Reader = Result<Imported> (*)(std::string_view, const ImportOptions&);

inline void import(std::string_view text, Reader read) {
    ImportOptions options;
    options.file = "file";
    options.cpus = 4;
    options.sections = {{"s", LockMeaning::section}, {"m", LockMeaning::migrate_disable}};
    const Result<Imported> imported = read(text, options);
    if (!imported) return check_problems(imported.error());
    require(!imported->systems.empty(), "what is no error has a system");
    // A file of many sets: all go the same way.
    for (std::size_t i = 0; i < imported->systems.size() && i < 3; ++i) check_read_system(imported->systems[i]);
}

}  // namespace pinstack::fuzz
