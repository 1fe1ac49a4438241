// SPDX-License-Identifier: Apache-2.0
//
// Specifications of sweeps.
#include "analyzer/sweep/sweep_spec.hpp"
#include "tests/fuzz/input.hpp"
#include "tests/fuzz/system_check.hpp"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace pinstack;
    const Result<SweepSpec> spec = parse_sweep(fuzz::text_of(data, size), "fuzz.json");
    if (!spec) {
        fuzz::check_problems(spec.error());
        return 0;
    }
    fuzz::require(spec->cells() >= 1 && spec->cells() <= kMostSweepCells, "the number of cells is in its bounds");
    // The text goes into the results, where it must say the same.
    const Result<SweepSpec> again = parse_sweep(spec->text, "again.json");
    fuzz::require(again.has_value(), "the experiment's text can be read" + (again ? "" : to_text(again.error())));
    fuzz::require(again->text == spec->text, "the experiment's text, read again, is the same");
    fuzz::require(again->sets() == spec->sets(), "the experiment, read again, has as many sets");
    return 0;
}
