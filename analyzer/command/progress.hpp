// SPDX-License-Identifier: Apache-2.0
//
// A progress bar on standard error, where that is a terminal; nothing elsewhere. It wipes itself out at the end, or
// leaves one line.
#pragma once

#include <chrono>
#include <cstddef>
#include <string>

namespace pinstack {

class Progress {
public:
    /// `what`: in the plural, "files".
    explicit Progress(std::string what);
    ~Progress();
    Progress(const Progress&) = delete;
    Progress& operator=(const Progress&) = delete;

    /// Draws anew at most ten times a second. Not for several threads at once. `note`: "2 with problems", or empty.
    void show(std::size_t done, std::size_t all, const std::string& note);
    /// Puts a last line in place of the bar.
    void finish(const std::string& line);

private:
    using Clock = std::chrono::steady_clock;
    std::string what_;
    bool is_terminal_;
    bool is_drawn_ = false;
    Clock::time_point start_ = Clock::now();
    Clock::time_point next_ = start_;
};

/// The line of a progress bar: "[#####.....] 50/100 files, 25/s, 2 s left, 1 with problems".
std::string progress_line(std::size_t done, std::size_t all, double seconds, const std::string& what,
                          const std::string& note);

}  // namespace pinstack
