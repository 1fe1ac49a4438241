// SPDX-License-Identifier: Apache-2.0
//
// What --version prints: which source the program was built from, and with which libraries it runs.
#pragma once

#include <string>
#include <string_view>

namespace pinstack {

/// The commit of the source when it was built, "0123456789ab", with "-dirty" where files had been changed; "unknown"
/// outside of a git repository. Made by data/package/commit.cmake with every build.
std::string_view commit();

/// A line of the program, then one of each library. Where a shared library can say its version it is the loaded one's,
/// else that of the headers.
std::string version_text();

}  // namespace pinstack
