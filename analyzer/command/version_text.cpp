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

#include "analyzer/report/display_text.hpp"
#include "analyzer/report/style.hpp"
#include "analyzer/report/version.hpp"

namespace pinstack {

std::string version_text() {
    const auto dotted = [](const char* name, auto... parts) {
        std::string out = std::string(name) + " ";
        ((out += std::to_string(parts) + "."), ...);
        out.back() = ',';
        return out + " ";
    };
    std::string libraries = "Libraries: ";
    libraries += dotted("Boost", BOOST_VERSION / 100'000, BOOST_VERSION / 100 % 1'000, BOOST_VERSION % 100);
    libraries += fmt::format("CLI11 {}, ", CLI11_VERSION);
    libraries += dotted("Eigen", EIGEN_WORLD_VERSION, EIGEN_MAJOR_VERSION, EIGEN_MINOR_VERSION);
    libraries +=
        dotted("tl::expected", TL_EXPECTED_VERSION_MAJOR, TL_EXPECTED_VERSION_MINOR, TL_EXPECTED_VERSION_PATCH);
    libraries += dotted("fmt", FMT_VERSION / 10'000, FMT_VERSION / 100 % 100, FMT_VERSION % 100);
    libraries += fmt::format("GLPK {}, ", glp_version());
    const unsigned hwloc = hwloc_get_api_version();
    libraries += dotted("hwloc", hwloc >> 16, hwloc >> 8 & 0xff, hwloc & 0xff);
    libraries +=
        dotted("nlohmann-json", NLOHMANN_JSON_VERSION_MAJOR, NLOHMANN_JSON_VERSION_MINOR, NLOHMANN_JSON_VERSION_PATCH);
    libraries += fmt::format("oneTBB {}, ", TBB_runtime_version());
    libraries += dotted("pugixml", PUGIXML_VERSION / 1'000, PUGIXML_VERSION / 10 % 100);
    libraries += fmt::format("SQLite {}, ", sqlite3_libversion());
    libraries += dotted("xxHash", XXH_VERSION_MAJOR, XXH_VERSION_MINOR, XXH_VERSION_RELEASE);
    libraries += fmt::format("zlib {}", zlibVersion());
    return fmt::format("pinstack {} (commit {})\n", version(), commit()) + folded(libraries, kTextWidth, 2);
}

}  // namespace pinstack
