// SPDX-License-Identifier: Apache-2.0
//
// Runs the built program as a user does, with files in a folder of its own.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace pinstack::test {

struct Ended {
    int code = -1;  ///< exit code; 128 + signal where a signal ended it
    std::string out, err;
};

/// Runs pinstack in `folder`. The words are given to a shell, so they may redirect; quote what needs it.
Ended run_pinstack(const std::string& words, const std::filesystem::path& folder = ".");

/// The same with a whole shell command, in which $PINSTACK is the program.
Ended shell(const std::string& command, const std::filesystem::path& folder = ".");

/// An empty folder that goes when the test ends.
class Scratch {
public:
    Scratch();
    ~Scratch();
    Scratch(const Scratch&) = delete;
    Scratch& operator=(const Scratch&) = delete;

    std::filesystem::path write(const std::string& name, const std::string& text) const;
    std::string read(const std::string& name) const;
    std::vector<std::string> names() const;  ///< sorted
    const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
};

/// A small valid system: two tasks stack on CPU 0.
std::string sample_system();

}  // namespace pinstack::test
