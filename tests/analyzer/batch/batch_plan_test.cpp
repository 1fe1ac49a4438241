// SPDX-License-Identifier: Apache-2.0
#include "analyzer/batch/batch_plan.hpp"

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "tests/support/catch.hpp"

using namespace pinstack;
using Catch::Contains;

namespace {

namespace fs = std::filesystem;

/// A folder with these (empty) files in it, that goes when the test ends.
class Folder {
public:
    explicit Folder(const std::vector<std::string>& files) {
        std::string pattern = (fs::temp_directory_path() / "pinstack-plan-XXXXXX").string();
        REQUIRE(::mkdtemp(pattern.data()) != nullptr);
        path_ = pattern;
        for (const std::string& file : files) {
            fs::create_directories((path_ / file).parent_path());
            std::ofstream(path_ / file) << "{}";
        }
    }
    ~Folder() {
        std::error_code ignored;
        fs::remove_all(path_, ignored);
    }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    std::string operator/(const std::string& name) const { return (path_ / name).string(); }

private:
    fs::path path_;
};

std::vector<std::string> stems(const BatchPlan& plan) {
    std::vector<std::string> out;
    for (const BatchInput& input : plan.inputs) out.push_back(input.stem);
    return out;
}

using Names = std::vector<std::string>;

}  // namespace

TEST_CASE("a folder gives its system files, by path, with those below") {
    const Folder folder({"b.pinstack.json", "a.pinstack.json", "sub/c.pinstack.json", "note.json", ".pinstack.json"});
    const BatchPlan plan = plan_batch({folder / ""}, "nowhere");
    CHECK(stems(plan) == Names{"a", "b", "sub/c"});
    CHECK(plan.problems.empty());
    CHECK(plan.inputs[2].file == folder / "sub/c.pinstack.json");
}

TEST_CASE("a file is taken whatever its name, and once") {
    const Folder folder({"a.pinstack.json", "b.json", "c"});
    const BatchPlan plan = plan_batch(
        {folder / "c", folder / "b.json", folder / "a.pinstack.json", folder / "./b.json", folder / ""}, "x");
    CHECK(stems(plan) == Names{"c", "b", "a"});
}

TEST_CASE("no two reports share a name, and none takes that of the index") {
    const Folder folder({"x/s.pinstack.json", "y/s.pinstack.json", "z/s.json", "index.pinstack.json"});
    const BatchPlan plan =
        plan_batch({folder / "x", folder / "y", folder / "z/s.json", folder / "index.pinstack.json"}, "o");
    CHECK(stems(plan) == Names{"s", "s-2", "s-3", "index-2"});
}

TEST_CASE("the folder of the reports is not searched") {
    const Folder folder({"a.pinstack.json", "out/b.pinstack.json", "outer/c.pinstack.json"});
    CHECK(stems(plan_batch({folder / ""}, folder / "out")) == Names{"a", "outer/c"});
}

TEST_CASE("what is not there is loaded, to fail; a folder without system files is a problem") {
    const Folder folder({"empty/note.txt"});
    CHECK(stems(plan_batch({folder / "gone.pinstack.json"}, "o")) == Names{"gone"});
    const BatchPlan plan = plan_batch({folder / "empty"}, "o");
    CHECK(plan.inputs.empty());
    REQUIRE(plan.problems.size() == 1);
    CHECK_THAT(plan.problems[0].expected, Contains(".pinstack.json"));
}
