// SPDX-License-Identifier: Apache-2.0
//
// Makes a failing system small enough to be worked through by hand.
#pragma once

#include <functional>

#include "model/system/system.hpp"

namespace pinstack::test {

/// The smallest system found that still fails, by leaving out tasks, releases, operations, brackets, masks and so on,
/// one at a time. `fails` is asked about valid systems only (if the given one is valid) and must be true of `system`.
System shrink(System system, const std::function<bool(const System&)>& fails);

}  // namespace pinstack::test
