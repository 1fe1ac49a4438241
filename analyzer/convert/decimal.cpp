// SPDX-License-Identifier: Apache-2.0
#include "analyzer/convert/decimal.hpp"

#include "model/time/duration.hpp"

namespace pinstack {

namespace {

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view kBlanks = " \t\r\n";
    const std::size_t from = text.find_first_not_of(kBlanks);
    if (from == std::string_view::npos) return {};
    return text.substr(from, text.find_last_not_of(kBlanks) - from + 1);
}

}  // namespace

std::optional<Decimal> parse_decimal_in(std::string_view text, std::int64_t unit) {
    __extension__ using Wide = __int128;
    constexpr int kMostDigits = 19;  // times 10^9 these fit 128 bits, with room for the scale
    text = trimmed(text);
    bool negative = false;
    if (!text.empty() && (text.front() == '-' || text.front() == '+')) {
        negative = text.front() == '-';
        text.remove_prefix(1);
    }
    Wide value = 0;
    int digits = 0, scale = 0;
    bool exact = true, any = false, in_fraction = false;
    std::size_t at = 0;
    for (; at < text.size(); ++at) {
        if (text[at] == '.' && !in_fraction) {
            in_fraction = true;
            continue;
        }
        if (!is_digit(text[at])) break;
        any = true;
        if (digits < kMostDigits) {
            value = value * 10 + (text[at] - '0');
            digits += value != 0;
            scale -= in_fraction;
        } else {
            if (text[at] != '0') exact = false;
            scale += !in_fraction;
        }
        if (scale > 1000 || scale < -100'000) return std::nullopt;
    }
    if (!any) return std::nullopt;
    if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
        ++at;
        bool down = false;
        if (at < text.size() && (text[at] == '-' || text[at] == '+')) down = text[at++] == '-';
        int exponent = 0;
        const std::size_t first = at;
        for (; at < text.size() && is_digit(text[at]); ++at) {
            if (exponent < 1'000'000) exponent = exponent * 10 + (text[at] - '0');
        }
        if (at == first) return std::nullopt;
        scale += down ? -exponent : exponent;
    }
    if (at != text.size()) return std::nullopt;
    value *= unit;
    for (; scale > 0 && value != 0; --scale) {
        value *= 10;
        if (value >= kTimeLimitNs) return std::nullopt;
    }
    bool half = false;  // of the last digit cut off: rounds up
    for (; scale < 0 && (value != 0 || half); ++scale) {
        const int cut = static_cast<int>(value % 10);
        if (cut != 0) exact = false;
        half = cut >= 5;
        value /= 10;
    }
    if (half) ++value;
    if (value >= kTimeLimitNs) return std::nullopt;
    return Decimal{static_cast<std::int64_t>(negative ? -value : value), exact};
}

std::optional<std::int64_t> parse_whole(std::string_view text) {
    const auto decimal = parse_decimal_in(text, 1);
    if (!decimal || !decimal->exact) return std::nullopt;
    return decimal->value;
}

}  // namespace pinstack
