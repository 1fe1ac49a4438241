// SPDX-License-Identifier: Apache-2.0
//
// Where -o leads: standard output ("-"), or a file that appears whole or not at all. A file is written under a
// temporary name beside the target and renamed when everything is on the disk; if anything fails, or the program
// is interrupted, the target is as it was. What is not a regular file (a pipe, /dev/null) is written directly.
//
// Errors are remembered from the first failed write on and returned by commit(): "FILE: reason".
#pragma once

#include <string>
#include <string_view>

#include <tl/expected.hpp>

#include "analyzer/report/sink.hpp"

namespace pinstack {

class Output : public Sink {
public:
    using Done = tl::expected<void, std::string>;

    Output() = default;
    ~Output() override;
    Output(const Output&) = delete;
    Output& operator=(const Output&) = delete;

    Done open(const std::string& file);
    void write(std::string_view text) override;
    Done commit();

private:
    Done open_temporary(const std::string& target);
    void discard();
    tl::unexpected<std::string> failure(int error_number) const;

    std::string shown_as_;   // as the user named it
    std::string target_;     // behind symbolic links
    std::string temporary_;  // empty when written directly
    int descriptor_ = -1;
    int first_error_ = 0;  // errno
};

/// Removes the temporary file, if there is one, and ends the program with 128 + signal. Safe in a signal handler.
[[noreturn]] void end_interrupted(int signal_number);

}  // namespace pinstack
