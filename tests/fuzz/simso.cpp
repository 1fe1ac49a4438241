// SPDX-License-Identifier: Apache-2.0
//
// SimSo XML files.
#include "tests/fuzz/imported.hpp"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    pinstack::fuzz::import(pinstack::fuzz::text_of(data, size), pinstack::read_simso);
    return 0;
}
