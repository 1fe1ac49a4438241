// SPDX-License-Identifier: Apache-2.0
//
// Text on its way to a sink, gathered to large pieces: a trace is millions of short lines, and formatting them is most
// of its cost. Memory is one piece.
#pragma once

#include <array>
#include <charconv>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>
#include <vector>

#include "analyzer/report/sink.hpp"
#include "model/time/duration.hpp"

namespace pinstack {

class TextBuffer {
public:
    explicit TextBuffer(Sink& sink) : sink_(sink), bytes_(kSize) {}
    ~TextBuffer() { flush(); }
    TextBuffer(const TextBuffer&) = delete;
    TextBuffer& operator=(const TextBuffer&) = delete;

    TextBuffer& operator<<(std::string_view text) {
        if (text.size() > kSize - used_) {
            flush();
            if (text.size() > kSize) {
                sink_.write(text);
                return *this;
            }
        }
        std::memcpy(bytes_.data() + used_, text.data(), text.size());
        used_ += text.size();
        return *this;
    }
    TextBuffer& operator<<(char c) {
        need(1);
        bytes_[used_++] = c;
        return *this;
    }
    TextBuffer& operator<<(std::integral auto number) {
        need(24);
        used_ = static_cast<std::size_t>(
            std::to_chars(bytes_.data() + used_, bytes_.data() + bytes_.size(), number).ptr - bytes_.data());
        return *this;
    }
    /// With zeros, or with blanks, to so many places at least. REQUIRES: number >= 0, places <= 20.
    TextBuffer& padded(std::int64_t number, std::size_t places, char fill = '0') {
        std::array<char, 24> digits;
        const auto count = static_cast<std::size_t>(
            std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr - digits.data());
        need(48);
        for (std::size_t i = count; i < places; ++i) bytes_[used_++] = fill;
        std::memcpy(bytes_.data() + used_, digits.data(), count);
        used_ += count;
        return *this;
    }
    /// "12.000000345": in units of 10^places ns, with all their places. `width`: of what stands before the point.
    TextBuffer& fraction(std::int64_t ns, std::size_t places, std::size_t width = 1) {
        std::int64_t unit = 1;
        for (std::size_t i = 0; i < places; ++i) unit *= 10;
        padded(ns / unit, width, ' ');
        *this << '.';
        need(places);
        std::int64_t rest = ns % unit;
        for (std::size_t i = places; i-- > 0; rest /= 10) bytes_[used_ + i] = static_cast<char>('0' + rest % 10);
        used_ += places;
        return *this;
    }

    void flush() {
        if (used_ > 0) sink_.write({bytes_.data(), used_});
        used_ = 0;
    }

private:
    static constexpr std::size_t kSize = 1u << 16;

    void need(std::size_t bytes) {
        if (kSize - used_ < bytes) flush();
    }

    Sink& sink_;
    std::vector<char> bytes_;
    std::size_t used_ = 0;
};

}  // namespace pinstack
