// SPDX-License-Identifier: Apache-2.0
//
// The bounds under pins, slowly and by the words of docs/bounds-under-pins.md: R = C, C + 1, ... in turn, nothing
// remembered. A second opinion; shares no code with analyzer/bounds.
#pragma once

#include "analyzer/bounds/task_set.hpp"
#include "analyzer/bounds/verdict.hpp"

namespace pinstack::test {

enum class PinRule { unmitigated, shift, swap_on_entry, np };

Verdict slow_pinned(const TaskSet& set, PinRule rule);

}  // namespace pinstack::test
