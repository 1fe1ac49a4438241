// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "model/system/system.hpp"

namespace pinstack {

/// How this run breaks ties, in one sentence; every report prints it.
std::string tie_rule(const System& system, const Variant& variant);

/// "fixed priority", "fixed priority, deadline-monotonic", "EDF".
std::string order_text(const System& system, Order order);

}  // namespace pinstack
