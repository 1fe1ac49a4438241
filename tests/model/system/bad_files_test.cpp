// SPDX-License-Identifier: Apache-2.0
//
// Every rule of the system file, broken: each file of bad/ has a text beside it with the exact problems that must be
// reported. PINSTACK_BLESS=1 in the environment stores what is reported now; look at `git diff` afterwards.
#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "model/system/load.hpp"
#include "tests/support/catch.hpp"

using namespace pinstack;
namespace fs = std::filesystem;

namespace {

std::string read(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

std::vector<fs::path> bad_files() {
    std::vector<fs::path> files;
    for (const auto& entry : fs::directory_iterator(PINSTACK_SOURCE_DIR "/tests/model/system/bad")) {
        if (entry.path().extension() == ".json") files.push_back(entry.path());
    }
    std::sort(files.begin(), files.end());
    return files;
}

}  // namespace

TEST_CASE("each bad file is refused with exactly the expected problems") {
    const std::vector<fs::path> files = bad_files();
    REQUIRE(files.size() > 100);
    const bool bless = std::getenv("PINSTACK_BLESS") != nullptr;
    for (const fs::path& file : files) {
        CAPTURE(file.filename().string());
        const auto system = parse_system(read(file), file.filename().string());
        REQUIRE_FALSE(system);
        fs::path expected = file;
        expected.replace_extension(".expected");
        if (bless) std::ofstream(expected, std::ios::binary) << to_text(system.error());
        CHECK(to_text(system.error()) == read(expected));
    }
}

TEST_CASE("each problem has a place and a hint, and they come in the order of the file") {
    for (const fs::path& file : bad_files()) {
        CAPTURE(file.filename().string());
        const auto system = parse_system(read(file), file.filename().string());
        REQUIRE_FALSE(system);
        std::pair<std::uint32_t, std::uint32_t> last{0, 0};
        for (const Problem& problem : system.error()) {
            CAPTURE(to_text(problem));
            const std::pair here{problem.where.line, problem.where.column};
            CHECK(problem.where.file == file.filename().string());
            CHECK(problem.where.line >= 1);
            CHECK(problem.where.column >= 1);
            CHECK_FALSE(problem.found.empty());
            CHECK_FALSE(problem.expected.empty());
            CHECK_FALSE(problem.hint.empty());
            CHECK(last <= here);
            last = here;
        }
    }
}

TEST_CASE("a file that is not there, and a directory, are problems") {
    const auto absent = load_system("/nonexistent/system.json");
    REQUIRE_FALSE(absent);
    CHECK(to_text(absent.error()) ==
          "/nonexistent/system.json: error: found no file of this name, expected a system file that can be read\n"
          "    hint: is the path right?\n");
    const auto directory = load_system("/");
    REQUIRE_FALSE(directory);
    CHECK(directory.error()[0].found == "a directory");
}
