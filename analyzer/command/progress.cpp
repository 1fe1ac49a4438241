// SPDX-License-Identifier: Apache-2.0
#include "analyzer/command/progress.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <utility>

#include "analyzer/command/message.hpp"

namespace pinstack {

namespace {

std::string duration_text(double seconds) {
    const auto whole = static_cast<long>(seconds + 0.5);
    if (whole < 100) return fmt::format("{} s", whole);
    if (whole < 6000) return fmt::format("{} min", (whole + 30) / 60);
    return fmt::format("{} h", (whole + 1800) / 3600);
}

}  // namespace

std::string progress_line(std::size_t done, std::size_t all, double seconds, const std::string& what,
                          const std::string& note) {
    constexpr std::size_t kWidth = 30;
    const std::size_t filled = all == 0 ? kWidth : done * kWidth / all;
    std::string line =
        fmt::format("[{}{}] {}/{} {}", std::string(filled, '#'), std::string(kWidth - filled, '.'), done, all, what);
    if (done > 0 && done < all && seconds > 1) {
        const double rate = static_cast<double>(done) / seconds;
        line += fmt::format(", {:.{}f}/s, {} left", rate, rate < 10 ? 1 : 0,
                            duration_text(static_cast<double>(all - done) / rate));
    }
    return note.empty() ? line : line + ", " + note;
}

Progress::Progress(std::string what) : what_(std::move(what)), is_terminal_(::isatty(STDERR_FILENO) == 1) {}

Progress::~Progress() {
    if (is_drawn_) print_to_stderr("\r\033[K");
}

void Progress::show(std::size_t done, std::size_t all, const std::string& note) {
    const Clock::time_point now = Clock::now();
    if (!is_terminal_ || now < next_) return;
    next_ = now + std::chrono::milliseconds(100);
    is_drawn_ = true;
    const double seconds = std::chrono::duration<double>(now - start_).count();
    print_to_stderr("\r" + progress_line(done, all, seconds, what_, note) + "\033[K");
}

void Progress::finish(const std::string& line) {
    if (is_terminal_) print_to_stderr("\r" + line + "\033[K\n");
    is_drawn_ = false;
}

}  // namespace pinstack
