// SPDX-License-Identifier: Apache-2.0
#include "analyzer/report/version.hpp"

namespace pinstack {

std::string_view version() { return PINSTACK_VERSION; }

}  // namespace pinstack
