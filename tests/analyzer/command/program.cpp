// SPDX-License-Identifier: Apache-2.0
#include "tests/analyzer/command/program.hpp"

#include <sys/wait.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <stdexcept>

namespace pinstack::test {

namespace fs = std::filesystem;

namespace {

std::string contents(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

std::string quoted(const std::string& text) { return "'" + text + "'"; }

}  // namespace

Ended shell(const std::string& command, const fs::path& folder) {
    const Scratch streams;
    const fs::path out = streams.path() / "out", err = streams.path() / "err";
    // In a script of its own, so that nothing is quoted twice.
    const fs::path script = streams.write(
        "script", "cd " + quoted(folder.string()) + "\nexport PINSTACK=" + quoted(PINSTACK_PROGRAM) + "\n" + command);
    const int status = std::system(
        ("bash " + quoted(script.string()) + " >" + quoted(out.string()) + " 2>" + quoted(err.string()) + " </dev/null")
            .c_str());
    Ended ended;
    ended.code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    ended.out = contents(out);
    ended.err = contents(err);
    return ended;
}

Ended run_pinstack(const std::string& words, const fs::path& folder) { return shell("\"$PINSTACK\" " + words, folder); }

Scratch::Scratch() {
    std::string pattern = (fs::temp_directory_path() / "pinstack-test-XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no scratch folder");
    path_ = pattern;
}

Scratch::~Scratch() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
}

fs::path Scratch::write(const std::string& name, const std::string& text) const {
    std::ofstream(path_ / name, std::ios::binary) << text;
    return path_ / name;
}

std::string Scratch::read(const std::string& name) const { return contents(path_ / name); }

std::vector<std::string> Scratch::names() const {
    std::vector<std::string> names;
    for (const auto& entry : fs::directory_iterator(path_)) names.push_back(entry.path().filename().string());
    std::sort(names.begin(), names.end());
    return names;
}

std::string sample_system() {
    return R"({"pinstack": 1, "name": "sample", "time_unit": "ms", "platform": {"cpus": 2},
 "kernel": {"balancer": "wake-previous"},
 "tasks": [
  {"name": "T0", "priority": 10, "releases": [0], "deadline": 9, "home_cpu": 0, "body": [{"run": 1}, {"section": [{"run": 4}]}]},
  {"name": "T1", "priority": 20, "releases": [2], "deadline": 9, "home_cpu": 0, "body": [{"run": 1}, {"section": [{"run": 4}]}]}]}
)";
}

}  // namespace pinstack::test
