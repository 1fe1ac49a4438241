// SPDX-License-Identifier: Apache-2.0
//
// The lines of a text file, plain or gzip, which can be read twice: a trace is surveyed before it is accounted for.
//
// Memory does not depend on the file. What cannot be read twice (standard input, a pipe) is first copied to a temporary
// file without a name. LF and CRLF end a line; so does the end of the file. A line longer than kMaxLine comes out as an
// overlong one, without its text. A gzip file that is cut off or damaged gives the lines up to there, and end_error()
// says so.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "model/system/problem.hpp"

struct gzFile_s;

namespace pinstack {

class LineSource {
public:
    static constexpr std::size_t kMaxLine = 64 * 1024;

    /// "-" is standard input. Stopping ends the copying of what cannot be read twice: then reading gives what there is.
    static Result<LineSource> open(const std::string& file, const std::stop_token& stop = {});
    LineSource(LineSource&&) noexcept;
    LineSource& operator=(LineSource&&) noexcept;
    ~LineSource();

    /// The next line, valid until the next call. False at the end.
    bool next(std::string_view& line);
    std::uint64_t number() const { return number_; }  ///< of the last line, from 1
    bool overlong() const { return overlong_; }       ///< the last line had more than kMaxLine bytes

    /// From the beginning again. False where that fails; end_error() says why.
    bool rewind();

    std::uint64_t bytes() const { return bytes_; }  ///< of the file, compressed where it is
    std::uint64_t bytes_done() const;
    /// Why the lines ended before the file did; empty where they did not.
    const std::string& end_error() const { return end_error_; }

private:
    explicit LineSource(int descriptor, std::uint64_t bytes);
    bool fill();
    void close();

    gzFile_s* gz_ = nullptr;
    std::uint64_t bytes_ = 0;
    std::vector<char> buffer_;
    std::size_t begin_ = 0, end_ = 0;  // of what is in the buffer
    bool at_end_ = false, overlong_ = false;
    std::uint64_t number_ = 0;
    std::string end_error_;
};

}  // namespace pinstack
