// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace pinstack {

/// Of the program and its libraries, "0.1.0".
std::string_view version();

/// Of the JSON reports. Keys may be added without a new number, none taken away or changed in meaning.
inline constexpr int kReportFormat = 1;

}  // namespace pinstack
