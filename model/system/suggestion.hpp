// SPDX-License-Identifier: Apache-2.0
//
// "did you mean `deadline`?": the known word nearest to one that is not known.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace pinstack {

/// "did you mean `deadline`?" where one of the candidates is near the word (letters missing, added, changed or
/// swapped: one per three letters, at least one), else "the LABEL are `a`, `b`".
std::string suggest(std::string_view word, std::span<const std::string_view> candidates, std::string_view label);

}  // namespace pinstack
