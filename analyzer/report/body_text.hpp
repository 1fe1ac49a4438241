// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>

#include "model/system/system.hpp"

namespace pinstack {

/// What a job does, on a line: "run 1ms, section[run 500us..2ms uniform, suspend 1ms], lock L[run 1ms]". About so many
/// characters; then it ends in "...". `system`: whose locks and tasks it names.
std::string body_text(const Body& body, const System& system, std::size_t characters);

/// "4ms", "500us..2ms uniform".
std::string variable_text(const VariableDuration& time);

}  // namespace pinstack
