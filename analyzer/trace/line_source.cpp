// SPDX-License-Identifier: Apache-2.0
#include "analyzer/trace/line_source.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <utility>

namespace pinstack {

namespace {

constexpr std::size_t kBuffer = 1 << 20;
static_assert(kBuffer > 2 * LineSource::kMaxLine);

tl::unexpected<Problems> cannot_read(const std::string& file, int error) {
    return tl::unexpected(Problems{{{file, 0, 0, ""}, std::strerror(error), "a file that can be read", ""}});
}

/// Everything that can be read from the descriptor, in a file that goes when it is closed. -1 = errno.
int spooled(int from, const std::stop_token& stop) {
    std::FILE* temporary = std::tmpfile();
    if (temporary == nullptr) return -1;
    const int to = ::dup(::fileno(temporary));
    const int error = errno;
    std::fclose(temporary);
    errno = error;
    if (to < 0) return -1;
    std::vector<char> block(kBuffer);
    while (!stop.stop_requested()) {
        const ssize_t got = ::read(from, block.data(), block.size());
        if (got < 0 && errno == EINTR) continue;
        if (got == 0) break;
        for (ssize_t done = 0; got > 0 && done < got;) {
            const ssize_t put = ::write(to, block.data() + done, static_cast<std::size_t>(got - done));
            if (put < 0 && errno == EINTR) continue;
            if (put < 0) {
                const int failed = errno;
                ::close(to);
                errno = failed;
                return -1;
            }
            done += put;
        }
        if (got < 0) {
            const int failed = errno;
            ::close(to);
            errno = failed;
            return -1;
        }
    }
    ::lseek(to, 0, SEEK_SET);
    return to;
}

}  // namespace

Result<LineSource> LineSource::open(const std::string& file, const std::stop_token& stop) {
    int descriptor = file == "-" ? ::dup(STDIN_FILENO) : ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) return cannot_read(file, errno);
    struct stat status {};
    if (::fstat(descriptor, &status) != 0 || S_ISDIR(status.st_mode)) {
        const int error = S_ISDIR(status.st_mode) ? EISDIR : errno;
        ::close(descriptor);
        return cannot_read(file, error);
    }
    // Standard input may be a file that is not at its beginning.
    if (!S_ISREG(status.st_mode) || (file == "-" && ::lseek(descriptor, 0, SEEK_CUR) != 0)) {
        const int copy = spooled(descriptor, stop);
        const int error = errno;
        ::close(descriptor);
        if (copy < 0) return cannot_read(file, error);
        descriptor = copy;
        if (::fstat(descriptor, &status) != 0) status.st_size = 0;
    }
    LineSource source(descriptor, static_cast<std::uint64_t>(status.st_size));
    if (source.gz_ == nullptr) {
        ::close(descriptor);
        return cannot_read(file, ENOMEM);
    }
    return source;
}

LineSource::LineSource(int descriptor, std::uint64_t bytes)
    : gz_(::gzdopen(descriptor, "rb")), bytes_(bytes), buffer_(kBuffer) {
    if (gz_ != nullptr) ::gzbuffer(gz_, 1 << 18);
}

LineSource::LineSource(LineSource&& other) noexcept { *this = std::move(other); }

LineSource& LineSource::operator=(LineSource&& other) noexcept {
    if (this == &other) return *this;
    close();
    gz_ = std::exchange(other.gz_, nullptr);
    bytes_ = other.bytes_;
    buffer_ = std::move(other.buffer_);
    begin_ = other.begin_;
    end_ = other.end_;
    at_end_ = other.at_end_;
    overlong_ = other.overlong_;
    number_ = other.number_;
    end_error_ = std::move(other.end_error_);
    return *this;
}

LineSource::~LineSource() { close(); }

void LineSource::close() {
    if (gz_ != nullptr) ::gzclose_r(std::exchange(gz_, nullptr));
}

bool LineSource::fill() {
    if (at_end_) return false;
    std::memmove(buffer_.data(), buffer_.data() + begin_, end_ - begin_);
    end_ -= begin_;
    begin_ = 0;
    const int got = ::gzread(gz_, buffer_.data() + end_, static_cast<unsigned>(buffer_.size() - end_));
    if (got > 0) end_ += static_cast<std::size_t>(got);
    if (got <= 0) at_end_ = true;
    int error = Z_OK;
    const char* message = ::gzerror(gz_, &error);
    if (got <= 0 && error != Z_OK) {
        end_error_ = error == Z_BUF_ERROR ? "the compressed data is cut off"
                     : error == Z_ERRNO   ? std::strerror(errno)
                                          : message;
    }
    return got > 0;
}

bool LineSource::next(std::string_view& line) {
    overlong_ = false;
    std::size_t searched = 0;  // of the buffer from begin_
    while (true) {
        const char* from = buffer_.data() + begin_;
        const std::size_t size = end_ - begin_;
        const void* newline = size > searched ? std::memchr(from + searched, '\n', size - searched) : nullptr;
        if (newline != nullptr || (at_end_ && size > 0)) {
            std::size_t length =
                newline == nullptr ? size : static_cast<std::size_t>(static_cast<const char*>(newline) - from);
            begin_ += length + (newline != nullptr ? 1 : 0);
            ++number_;
            overlong_ = overlong_ || length > kMaxLine;
            if (length > 0 && from[length - 1] == '\r') --length;
            line = overlong_ ? std::string_view() : std::string_view(from, length);
            return true;
        }
        if (at_end_) return false;
        searched = size;
        if (size > kMaxLine) {  // its text is of no use: no more of it is kept
            overlong_ = true;
            begin_ = end_;
            searched = 0;
        }
        const bool was_overlong = overlong_;
        if (!fill() && was_overlong && begin_ == end_) {
            ++number_;
            line = {};
            return true;
        }
    }
}

bool LineSource::rewind() {
    begin_ = end_ = 0;
    number_ = 0;
    at_end_ = overlong_ = false;
    end_error_.clear();
    if (::gzrewind(gz_) == 0) return true;
    end_error_ = "it cannot be read a second time";
    at_end_ = true;
    return false;
}

std::uint64_t LineSource::bytes_done() const {
    const auto offset = ::gzoffset(gz_);
    return offset < 0 ? 0 : std::min(bytes_, static_cast<std::uint64_t>(offset));
}

}  // namespace pinstack
