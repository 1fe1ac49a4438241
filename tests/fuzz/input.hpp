// SPDX-License-Identifier: Apache-2.0
//
// The entry point of every target, as libFuzzer calls it; replay.cpp calls it too.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace pinstack::fuzz {

inline std::string_view text_of(const std::uint8_t* data, std::size_t size) {
    return {reinterpret_cast<const char*>(data), size};
}

}  // namespace pinstack::fuzz
