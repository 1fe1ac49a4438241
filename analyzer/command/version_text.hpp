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

/// Two lines. Versions of shared libraries are those that are loaded, of others those that were compiled in.
std::string version_text();

}  // namespace pinstack
