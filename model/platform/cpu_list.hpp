// SPDX-License-Identifier: Apache-2.0
//
// Sets of CPUs as people and the kernel write them (cpulist format of /sys and of isolcpus=): "0-3,5".
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/platform/cpu_set.hpp"
#include "model/system/problem.hpp"

namespace pinstack {

/// "0-3,5"; "" of the empty set.
std::string cpu_list_text(const CpuSet& cpus);

/// Numbers and ascending ranges, separated by commas; blanks around them are ignored. CPUs in the order given, one that
/// is named twice twice: what a platform has is not known here. Left out: strides ("0-7:2/4").
/// The problem has no place. Errors: no number, a range that descends, a CPU of kMaxCpus or above.
Result<std::vector<CpuId>> parse_cpu_list(std::string_view text);

}  // namespace pinstack
