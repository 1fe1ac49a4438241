// SPDX-License-Identifier: Apache-2.0
#include "model/system/utf8.hpp"

#include <cstdint>
#include <cstring>

namespace pinstack {

namespace {

unsigned byte_at(std::string_view text, std::size_t at) { return static_cast<unsigned char>(text[at]); }

// How long the character that this byte starts is; 0 = it starts none.
std::size_t length_of(unsigned byte) {
    if (byte < 0x80) return 1;
    if (byte >= 0xC2 && byte <= 0xDF) return 2;
    if (byte >= 0xE0 && byte <= 0xEF) return 3;
    if (byte >= 0xF0 && byte <= 0xF4) return 4;
    return 0;
}

// The first continuation byte is where overlong forms, surrogates and values above U+10FFFF show.
bool second_is_good(unsigned first, unsigned second) {
    switch (first) {
        case 0xE0:
            return second >= 0xA0 && second <= 0xBF;
        case 0xED:
            return second >= 0x80 && second <= 0x9F;
        case 0xF0:
            return second >= 0x90 && second <= 0xBF;
        case 0xF4:
            return second >= 0x80 && second <= 0x8F;
        default:
            return second >= 0x80 && second <= 0xBF;
    }
}

// Eight bytes at once: all ASCII and none of them NUL?
bool is_plain_ascii(const char* bytes) {
    std::uint64_t word = 0;
    std::memcpy(&word, bytes, sizeof word);
    constexpr std::uint64_t kHigh = 0x8080808080808080u;
    constexpr std::uint64_t kOnes = 0x0101010101010101u;
    return ((word | (word - kOnes)) & kHigh) == 0;
}

}  // namespace

std::optional<std::size_t> find_non_utf8(std::string_view text) {
    std::size_t at = 0;
    while (at < text.size()) {
        if (text.size() - at >= 8 && is_plain_ascii(text.data() + at)) {
            at += 8;
            continue;
        }
        const unsigned first = byte_at(text, at);
        const std::size_t length = length_of(first);
        if (first == 0 || length == 0 || text.size() - at < length) return at;
        for (std::size_t i = 1; i < length; ++i) {
            const unsigned next = byte_at(text, at + i);
            if (i == 1 ? !second_is_good(first, next) : (next & 0xC0u) != 0x80u) return at;
        }
        at += length;
    }
    return std::nullopt;
}

std::size_t utf8_length(std::string_view text, std::size_t at) {
    const std::size_t length = length_of(byte_at(text, at));
    return length == 0 ? 1 : length;
}

}  // namespace pinstack
