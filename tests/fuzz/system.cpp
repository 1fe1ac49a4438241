// SPDX-License-Identifier: Apache-2.0
//
// System files: `*.pinstack.json`.
#include "tests/fuzz/input.hpp"
#include "tests/fuzz/system_check.hpp"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace pinstack;
    Problems warnings;
    LoadOptions options;
    options.warnings = &warnings;
    const Result<System> system = parse_system(fuzz::text_of(data, size), "fuzz.pinstack.json", options);
    if (!system) {
        fuzz::check_problems(system.error());
    } else {
        fuzz::check_read_system(*system);
    }
    return 0;
}
