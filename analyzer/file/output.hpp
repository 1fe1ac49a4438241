// SPDX-License-Identifier: Apache-2.0
//
// Where -o leads: standard output ("-"), or a file that appears whole or not at all. A file is written under a
// temporary name beside the target and renamed when everything is on the disk; if anything fails, or the program
// is interrupted, the target is as it was. What is not a regular file (a pipe, /dev/null) is written directly.
//
// Several may be open at once, in several threads, each in one.
//
// Errors are remembered from the first failed write on and returned by commit(): "FILE: reason".
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include <tl/expected.hpp>

#include "analyzer/report/sink.hpp"

namespace pinstack {

class Output : public Sink {
public:
    using Done = tl::expected<void, std::string>;
    static constexpr std::size_t kNoSlot = static_cast<std::size_t>(-1);

    Output() = default;
    ~Output() override;
    Output(const Output&) = delete;
    Output& operator=(const Output&) = delete;

    Done open(const std::string& file);
    void write(std::string_view text) override;
    Done commit();

private:
    void flush();
    Done open_temporary(const std::string& target);
    void discard();
    tl::unexpected<std::string> failure(int error_number) const;

    std::string shown_as_;   // as the user named it
    std::string target_;     // behind symbolic links
    std::string temporary_;  // empty when written directly
    std::string buffer_;
    int descriptor_ = -1;
    int first_error_ = 0;         // errno
    std::size_t slot_ = kNoSlot;  // where a signal handler finds temporary_
};

/// Removes the temporary files there are, and ends the program with 128 + signal. Safe in a signal handler.
[[noreturn]] void end_interrupted(int signal_number);

}  // namespace pinstack
