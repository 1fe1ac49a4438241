// SPDX-License-Identifier: Apache-2.0
//
// Lines of the journal of a batch.
#include "analyzer/batch/batch_entry_json.hpp"
#include "tests/fuzz/input.hpp"
#include "tests/fuzz/require.hpp"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace pinstack;
    const auto entry = read_batch_entry(fuzz::text_of(data, size));
    if (!entry) return 0;
    const std::string line = batch_entry_line(*entry);
    const auto again = read_batch_entry(line);
    fuzz::require(again.has_value(), "what was written can be read");
    fuzz::require(batch_entry_line(*again) == line, "what was written, read and written again is the same bytes");
    return 0;
}
