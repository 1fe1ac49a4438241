// SPDX-License-Identifier: Apache-2.0
#include "analyzer/command/version_text.hpp"

#include <Eigen/src/Core/util/Macros.h>
#include <fmt/format.h>
#include <glpk.h>
#include <hwloc.h>
#include <oneapi/tbb/version.h>
#include <sqlite3.h>
#include <xxhash.h>
#include <zlib.h>
#include <CLI/Version.hpp>
#include <boost/version.hpp>
#include <nlohmann/detail/abi_macros.hpp>
#include <pugixml.hpp>
#include <tl/expected.hpp>

#include <string>

#include "analyzer/report/version.hpp"

namespace pinstack {

std::string version_text() {
    std::string out = fmt::format("pinstack {} (commit {})\n", version(), commit());
    const auto add = [&](const char* library, auto... parts) {
        std::string number;
        ((number += (number.empty() ? "" : ".") + fmt::format("{}", parts)), ...);
        out += fmt::format("  {} {}\n", library, number);
    };
    add("Boost", BOOST_VERSION / 100'000, BOOST_VERSION / 100 % 1'000, BOOST_VERSION % 100);
    add("CLI11", CLI11_VERSION);
    add("Eigen", EIGEN_WORLD_VERSION, EIGEN_MAJOR_VERSION, EIGEN_MINOR_VERSION);
    add("fmt", FMT_VERSION / 10'000, FMT_VERSION / 100 % 100, FMT_VERSION % 100);
    add("GLPK", glp_version());
    const unsigned hwloc = hwloc_get_api_version();
    add("hwloc", hwloc >> 16, hwloc >> 8 & 0xff, hwloc & 0xff);
    add("nlohmann-json", NLOHMANN_JSON_VERSION_MAJOR, NLOHMANN_JSON_VERSION_MINOR, NLOHMANN_JSON_VERSION_PATCH);
    add("oneTBB", TBB_runtime_version());
    add("pugixml", PUGIXML_VERSION / 1'000, PUGIXML_VERSION / 10 % 100);
    add("SQLite", sqlite3_libversion());
    add("tl::expected", TL_EXPECTED_VERSION_MAJOR, TL_EXPECTED_VERSION_MINOR, TL_EXPECTED_VERSION_PATCH);
    add("xxHash", XXH_VERSION_MAJOR, XXH_VERSION_MINOR, XXH_VERSION_RELEASE);
    add("zlib", zlibVersion());
    return out;
}

}  // namespace pinstack
