// SPDX-License-Identifier: Apache-2.0
//
// Text from an input file, made fit for a message: quoted, cut where it is long, control characters escaped.
#pragma once

#include <string>
#include <string_view>

namespace pinstack {

/// "fast" with its double quotes; at most about 60 bytes of the text, never cut inside a UTF-8 character.
std::string quote(std::string_view text);

}  // namespace pinstack
