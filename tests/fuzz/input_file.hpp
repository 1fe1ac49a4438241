// SPDX-License-Identifier: Apache-2.0
//
// A file with the input as its content, for readers that open a file themselves: one for the whole process, in the
// folder of temporary files, and gone at its end.
#pragma once

#include <fcntl.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <string>
#include <string_view>

#include "tests/fuzz/require.hpp"

namespace pinstack::fuzz {

class InputFile {
public:
    InputFile() : path_((std::filesystem::temp_directory_path() / "pinstack-fuzz-XXXXXX").string()) {
        const int descriptor = ::mkstemp(path_.data());
        require(descriptor >= 0, "a temporary file can be made");
        ::close(descriptor);
    }
    ~InputFile() {
        for (const char* ending : {"", "-journal", "-wal", "-shm"}) ::unlink((path_ + ending).c_str());
    }
    InputFile(const InputFile&) = delete;
    InputFile& operator=(const InputFile&) = delete;

    const std::string& path() const { return path_; }

    void write(std::string_view text) const {
        const int descriptor = ::open(path_.c_str(), O_WRONLY | O_TRUNC | O_CLOEXEC);
        require(descriptor >= 0, "the temporary file can be opened");
        require(::write(descriptor, text.data(), text.size()) == static_cast<ssize_t>(text.size()),
                "the temporary file can be written");
        ::close(descriptor);
    }

private:
    std::string path_;
};

}  // namespace pinstack::fuzz
