// SPDX-License-Identifier: Apache-2.0
//
// Text on its way to a sink, gathered to large pieces: a trace is millions of short lines, and formatting them is most
// of its cost. Memory is one piece.
//
// What is written again and again should be a literal or a WordText: both are copied without a call of memcpy().
#pragma once

#include <array>
#include <charconv>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/report/sink.hpp"
#include "model/time/duration.hpp"

namespace pinstack {

/// So many bytes are copied at once, or half as many. Behind what is copied from and to there is room for as many.
inline constexpr std::size_t kTextBlock = 64;

/// A text with room for a block behind it.
class WordText {
public:
    WordText() = default;
    explicit WordText(std::string_view text) : bytes_(text), size_(text.size()) { bytes_.append(kTextBlock, '\0'); }
    std::string_view view() const { return {bytes_.data(), size_}; }
    const char* data() const { return bytes_.data(); }
    std::size_t size() const { return size_; }
    /// REQUIRES: at < size().
    char* at(std::size_t at) { return bytes_.data() + at; }

private:
    std::string bytes_ = std::string(kTextBlock, '\0');
    std::size_t size_ = 0;
};

/// "012345678". REQUIRES: 0 <= number < 10^9.
inline void put_nine_digits(char* to, std::int64_t number) {
    constexpr auto kPairs = [] {
        std::array<char, 200> pairs{};
        for (std::size_t i = 0; i < 100; ++i) {
            pairs[2 * i] = static_cast<char>('0' + i / 10);
            pairs[2 * i + 1] = static_cast<char>('0' + i % 10);
        }
        return pairs;
    }();
    auto rest = static_cast<std::uint32_t>(number);
    for (std::size_t i = 7;; i -= 2, rest /= 100) {
        std::memcpy(to + i, kPairs.data() + std::size_t{2} * (rest % 100), 2);
        if (i == 1) break;
    }
    to[0] = static_cast<char>('0' + rest / 100);
}

class TextBuffer {
public:
    explicit TextBuffer(Sink& sink) : sink_(sink), bytes_(kSize + kTextBlock) {}
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
    /// A literal: its length is known here.
    template <std::size_t kLength>
    requires(kLength <= kTextBlock) TextBuffer& operator<<(const char (&text)[kLength]) {
        need(kLength);
        std::memcpy(bytes_.data() + used_, text, kLength - 1);
        used_ += kLength - 1;
        return *this;
    }
    /// As many characters as the array has.
    template <std::size_t kLength>
    TextBuffer& operator<<(const std::array<char, kLength>& text) {
        need(kLength);
        std::memcpy(bytes_.data() + used_, text.data(), kLength);
        used_ += kLength;
        return *this;
    }
    TextBuffer& operator<<(const WordText& text) {
        if (text.size() > kSize - used_) return *this << text.view();
        char* const to = bytes_.data() + used_;
        if (text.size() <= kTextBlock / 2) {
            std::memcpy(to, text.data(), kTextBlock / 2);
        } else {
            std::memcpy(to, text.data(), kTextBlock);
            if (text.size() > kTextBlock)
                std::memcpy(to + kTextBlock, text.data() + kTextBlock, text.size() - kTextBlock);
        }
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
    /// "12.000000345". `width`: of what stands before the point. REQUIRES: ns >= 0.
    TextBuffer& seconds(std::int64_t ns, std::size_t width = 1) {
        constexpr std::int64_t kSecond = 1'000'000'000;
        padded(ns / kSecond, width, ' ');
        need(10);
        bytes_[used_] = '.';
        put_nine_digits(bytes_.data() + used_ + 1, ns % kSecond);
        used_ += 10;
        return *this;
    }
    /// "12.345": in units of 10^places ns, with all their places. `width`: of what stands before the point.
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
    std::vector<char> bytes_;  // of kSize, and room for a block behind them
    std::size_t used_ = 0;
};

}  // namespace pinstack
