// SPDX-License-Identifier: Apache-2.0
//
// What a run did that its reader should know of, in sentences.
#pragma once

#include <string>
#include <vector>

#include "model/engine/run_result.hpp"
#include "model/system/system.hpp"

namespace pinstack {

/// The first of each kind, and how many more.
std::vector<std::string> finding_sentences(const System& system, const Findings& findings);
/// REQUIRES: capacity.overhead > 0.
std::string overhead_sentence(const CapacitySplit& capacity);
/// REQUIRES: somebody read.
std::string throttling_sentence(const ThrottlingResult& throttling);
std::string rcu_sentence(const System& system, const RcuResult& rcu);

}  // namespace pinstack
