// SPDX-License-Identifier: Apache-2.0
//
// The formats that `convert` knows: which one a file is in, by its content, and which one it is to have, by its name.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "model/system/problem.hpp"

namespace pinstack {

enum class FileFormat : std::uint8_t { pinstack, rt_app, schedcat, simso, sag, ftrace, perfetto, dot, rig };

std::string_view name_of(FileFormat format);
bool is_read(FileFormat format);
bool is_written(FileFormat format);
/// "pinstack, rt-app, ..." of those that are read, or written.
std::string readable_formats();
std::string writable_formats();

/// A name of --from or --to; the problem has no place.
Result<FileFormat> parse_input_format(std::string_view text);
Result<FileFormat> parse_output_format(std::string_view text);

/// By content first: an ending such as .json or .xml says too little.
Result<FileFormat> recognise_input(std::string_view text, const std::string& file);
/// By ending. Plain .json is several of them, and none.
Result<FileFormat> recognise_output(const std::string& file);

/// ".pinstack.json": what a file of the format is called.
std::string_view ending_of(FileFormat format);

}  // namespace pinstack
