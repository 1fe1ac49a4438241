// SPDX-License-Identifier: Apache-2.0
#include "analyzer/file/output.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <climits>
#include <csignal>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <utility>

namespace pinstack {

namespace {

constexpr std::size_t kBufferSize = 1 << 16;

// The temporary files of the program, where a signal handler can find them: as many as there are outputs open at once.
// A slot belongs to an output from `taken` on; its path may be read while `is_pending`.
struct PendingFile {
    std::atomic<bool> taken{false};
    std::atomic<bool> is_pending{false};
    std::array<char, PATH_MAX> path{};
};
std::array<PendingFile, 256> pending_files;

// Who creates a temporary file counts himself before he looks whether the program ends; who ends it says so before he
// looks whether somebody creates one. So no file can appear that is not looked for, however long a thread is kept from
// its CPU in between.
std::atomic<bool> is_ending{false};
std::atomic<int> creators{0};

/// Once the program ends a thread goes no further: what it would find amiss is that its file has been removed.
void stay_if_ending() {
    while (is_ending) ::pause();
}

/// The handler does not run in a thread that has one: it would wait for itself.
class Creating {
public:
    Creating() {
        sigset_t ends;
        ::sigemptyset(&ends);
        ::sigaddset(&ends, SIGINT);
        ::sigaddset(&ends, SIGTERM);
        ::pthread_sigmask(SIG_BLOCK, &ends, &mask_);
        ++creators;
        if (is_ending) {
            --creators;
            stay_if_ending();
        }
    }
    ~Creating() {
        --creators;
        ::pthread_sigmask(SIG_SETMASK, &mask_, nullptr);
    }
    Creating(const Creating&) = delete;
    Creating& operator=(const Creating&) = delete;

private:
    sigset_t mask_{};
};

/// kNoSlot where there is none left, or the path is too long to be kept: such a file stays when a signal comes.
std::size_t remember(const std::string& path) {
    if (path.size() >= PATH_MAX) return Output::kNoSlot;
    for (std::size_t slot = 0; slot < pending_files.size(); ++slot) {
        PendingFile& file = pending_files[slot];
        if (file.taken.exchange(true)) continue;
        std::memcpy(file.path.data(), path.c_str(), path.size() + 1);
        file.is_pending = true;
        return slot;
    }
    return Output::kNoSlot;
}

void forget(std::size_t slot) {
    if (slot == Output::kNoSlot) return;
    pending_files[slot].is_pending = false;
    pending_files[slot].taken = false;
}

std::string random_suffix() {
    static constexpr std::string_view kLetters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
    static std::atomic<std::uint64_t> counter{0};
    std::uint64_t bits = 0;
    if (::getrandom(&bits, sizeof bits, 0) != static_cast<ssize_t>(sizeof bits)) {
        bits = static_cast<std::uint64_t>(::getpid());
    }
    bits += counter++;
    std::string out;
    for (int i = 0; i < 8; ++i, bits /= kLetters.size()) out += kLetters[bits % kLetters.size()];
    return out;
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
    // The mask can only be read by setting it, which other threads would see: once is enough.
    static const mode_t mode = [] {
        const mode_t mask = ::umask(0);
        ::umask(mask);
        return static_cast<mode_t>(0666 & ~mask);
    }();
    return mode;
}

}  // namespace

void end_interrupted(int signal_number) {
    is_ending = true;
    // Other threads still run, and one may be about to create a file: it is done with that soon, or stays where it is.
    constexpr timespec kMoment{0, 100'000};
    while (creators > 0) ::nanosleep(&kMoment, nullptr);
    for (const PendingFile& file : pending_files) {
        if (file.is_pending) ::unlink(file.path.data());
    }
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
    // The name is known to the signal handler before the file exists, so that no signal can come in between.
    constexpr int kAttempts = 100;
    for (int attempt = 0; attempt < kAttempts; ++attempt) {
        temporary_ = target + "." + random_suffix();
        const Creating creating;
        slot_ = remember(temporary_);
        descriptor_ = ::open(temporary_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
        if (descriptor_ >= 0) return {};
        const int error_number = errno;
        temporary_.clear();
        forget(std::exchange(slot_, kNoSlot));
        if (error_number != EEXIST) return failure(error_number);
    }
    return failure(EEXIST);
}

void Output::write(std::string_view text) {
    buffer_ += text;
    if (buffer_.size() >= kBufferSize) flush();
}

void Output::flush() {
    std::string_view text = buffer_;
    while (!text.empty() && first_error_ == 0) {
        const ssize_t written = ::write(descriptor_, text.data(), text.size());
        if (written >= 0) {
            text.remove_prefix(static_cast<std::size_t>(written));
        } else if (errno != EINTR) {
            first_error_ = errno;
        }
    }
    buffer_.clear();
}

Output::Done Output::commit() {
    if (descriptor_ < 0) return failure(EBADF);
    flush();
    const bool is_stdout = descriptor_ == STDOUT_FILENO && target_.empty();
    // Some file systems report a full disk only when the file is closed.
    if (!is_stdout && ::close(descriptor_) != 0 && first_error_ == 0) first_error_ = errno;
    descriptor_ = -1;
    if (first_error_ == 0 && !temporary_.empty() && ::rename(temporary_.c_str(), target_.c_str()) != 0) {
        first_error_ = errno;
    }
    if (first_error_ != 0) {
        stay_if_ending();
        discard();
        return failure(first_error_);
    }
    temporary_.clear();
    forget(std::exchange(slot_, kNoSlot));
    return {};
}

void Output::discard() {
    if (descriptor_ >= 0 && !target_.empty()) ::close(descriptor_);
    descriptor_ = -1;
    if (!temporary_.empty()) ::unlink(temporary_.c_str());
    temporary_.clear();
    forget(std::exchange(slot_, kNoSlot));
}

}  // namespace pinstack
