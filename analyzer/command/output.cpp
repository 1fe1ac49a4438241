// SPDX-License-Identifier: Apache-2.0
#include "analyzer/command/output.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <climits>
#include <cstdlib>
#include <cstring>

namespace pinstack {

namespace {

// The one temporary file of the program, where a signal handler can find it. Set before `is_pending` is.
std::array<char, PATH_MAX> pending_path{};
std::atomic<bool> is_pending{false};

void remember(const std::string& path) {
    is_pending = false;
    if (path.empty() || path.size() >= pending_path.size()) return;
    std::memcpy(pending_path.data(), path.c_str(), path.size() + 1);
    is_pending = true;
}

/// The file behind a chain of symbolic links, or the path itself where nothing is there yet.
std::string behind_links(const std::string& path) {
    char* resolved = ::realpath(path.c_str(), nullptr);
    if (resolved == nullptr) return path;
    std::string out = resolved;
    std::free(resolved);
    return out;
}

mode_t mode_of_new_files() {
    const mode_t mask = ::umask(0);
    ::umask(mask);
    return 0666 & ~mask;
}

}  // namespace

void end_interrupted(int signal_number) {
    if (is_pending) ::unlink(pending_path.data());
    ::_exit(128 + signal_number);
}

Output::~Output() { discard(); }

tl::unexpected<std::string> Output::failure(int error_number) const {
    return tl::unexpected(fmt::format("{}: cannot write: {}", shown_as_, std::strerror(error_number)));
}

Output::Done Output::open(const std::string& file) {
    shown_as_ = file == "-" ? "standard output" : file;
    if (file == "-") {
        descriptor_ = STDOUT_FILENO;
        return {};
    }
    target_ = behind_links(file);
    struct stat existing {};
    const bool exists = ::stat(target_.c_str(), &existing) == 0;
    if (exists && S_ISDIR(existing.st_mode)) return failure(EISDIR);
    if (exists && !S_ISREG(existing.st_mode)) {
        descriptor_ = ::open(target_.c_str(), O_WRONLY | O_CLOEXEC);
        if (descriptor_ < 0) return failure(errno);
        return {};
    }
    if (exists && ::access(target_.c_str(), W_OK) != 0) return failure(errno);
    const Done opened = open_temporary(target_);
    if (opened) ::fchmod(descriptor_, exists ? existing.st_mode & 07777 : mode_of_new_files());
    return opened;
}

Output::Done Output::open_temporary(const std::string& target) {
    temporary_ = target + ".XXXXXX";
    descriptor_ = ::mkostemp(temporary_.data(), O_CLOEXEC);
    if (descriptor_ < 0) {
        temporary_.clear();
        return failure(errno);
    }
    remember(temporary_);
    return {};
}

void Output::write(std::string_view text) {
    while (!text.empty() && first_error_ == 0) {
        const ssize_t written = ::write(descriptor_, text.data(), text.size());
        if (written >= 0) {
            text.remove_prefix(static_cast<std::size_t>(written));
        } else if (errno != EINTR) {
            first_error_ = errno;
        }
    }
}

Output::Done Output::commit() {
    if (descriptor_ < 0) return failure(EBADF);
    const bool is_stdout = descriptor_ == STDOUT_FILENO && target_.empty();
    // Some file systems report a full disk only when the file is closed.
    if (!is_stdout && ::close(descriptor_) != 0 && first_error_ == 0) first_error_ = errno;
    descriptor_ = -1;
    if (first_error_ == 0 && !temporary_.empty() && ::rename(temporary_.c_str(), target_.c_str()) != 0) {
        first_error_ = errno;
    }
    if (first_error_ != 0) {
        discard();
        return failure(first_error_);
    }
    temporary_.clear();
    remember("");
    return {};
}

void Output::discard() {
    if (descriptor_ >= 0 && !target_.empty()) ::close(descriptor_);
    descriptor_ = -1;
    if (!temporary_.empty()) ::unlink(temporary_.c_str());
    temporary_.clear();
    remember("");
}

}  // namespace pinstack
