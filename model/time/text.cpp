// SPDX-License-Identifier: Apache-2.0
#include "model/time/text.hpp"

#include <array>

#include <fmt/format.h>

#include "model/time/checked.hpp"

namespace pinstack {

namespace {

struct Unit {
    TimeUnit unit;
    std::string_view name;
    std::int64_t ns;
    int decimals;  // digits after the point that a whole nanosecond can need
};

// Largest first: the printer takes the first that fits.
constexpr std::array<Unit, 4> kUnits = {{
    {TimeUnit::s, "s", 1'000'000'000, 9},
    {TimeUnit::ms, "ms", 1'000'000, 6},
    {TimeUnit::us, "us", 1'000, 3},
    {TimeUnit::ns, "ns", 1, 0},
}};

const Unit& row_of(TimeUnit unit) {
    for (const Unit& row : kUnits) {
        if (row.unit == unit) return row;
    }
    return kUnits.back();
}

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }
constexpr bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

constexpr std::string_view kTooLong = "is 2^62 ns (146 years) or more";

// The value of a string of digits, or nothing from 2^63 on.
std::optional<std::int64_t> value_of(std::string_view digits) {
    std::optional<std::int64_t> value = 0;
    for (const char c : digits) {
        value = checked_multiply(*value, 10);
        if (value) value = checked_add(*value, c - '0');
        if (!value) return std::nullopt;
    }
    return value;
}

}  // namespace

std::int64_t nanoseconds_per(TimeUnit unit) { return row_of(unit).ns; }

std::string_view name_of(TimeUnit unit) { return row_of(unit).name; }

std::optional<TimeUnit> parse_time_unit(std::string_view text) {
    for (const Unit& row : kUnits) {
        if (row.name == text) return row.unit;
    }
    return std::nullopt;
}

tl::expected<Duration, std::string> parse_duration(std::string_view text) {
    const auto wrong = [](std::string_view phrase) { return tl::unexpected<std::string>(std::string(phrase)); };
    if (text.empty()) return wrong("is empty");
    if (text.front() == '-' || text.front() == '+') return wrong("has a sign");
    for (const char c : text) {
        if (is_space(c)) return wrong("has white space in it");
    }

    std::size_t at = 0;
    const auto take_digits = [&] {
        const std::size_t from = at;
        while (at < text.size() && is_digit(text[at])) ++at;
        return text.substr(from, at - from);
    };
    const std::string_view whole = take_digits();
    if (whole.empty()) return wrong("does not start with a digit");
    std::string_view fraction;
    if (at < text.size() && text[at] == '.') {
        ++at;
        fraction = take_digits();
        if (fraction.empty()) return wrong("has no digit after the point");
    }
    const std::string_view unit_text = text.substr(at);
    if (unit_text.empty()) return wrong("has no unit");
    if (unit_text.front() == 'e' || unit_text.front() == 'E') return wrong("has an exponent");
    const std::optional<TimeUnit> unit = parse_time_unit(unit_text);
    if (!unit) return wrong("has a unit that is none of ns, us, ms, s");
    const Unit& row = row_of(*unit);

    // Zeros at the end say nothing; what is left must be whole nanoseconds.
    while (!fraction.empty() && fraction.back() == '0') fraction.remove_suffix(1);
    if (fraction.size() > static_cast<std::size_t>(row.decimals)) return wrong("is no whole number of nanoseconds");
    std::int64_t part = 0;
    std::int64_t scale = row.ns;
    for (const char c : fraction) {
        scale /= 10;
        part += (c - '0') * scale;
    }

    std::optional<std::int64_t> ns = value_of(whole);
    if (ns) ns = checked_multiply(*ns, row.ns);
    if (ns) ns = checked_add(*ns, part);
    if (!ns || *ns >= kTimeLimitNs) return wrong(kTooLong);
    return Duration{*ns};
}

std::string to_text(Duration duration) {
    const std::int64_t ns = duration.ns;
    if (ns == 0) return "0";
    const bool negative = ns < 0;
    // Unsigned, so that the most negative value has a magnitude too.
    const std::uint64_t magnitude =
        negative ? std::uint64_t{0} - static_cast<std::uint64_t>(ns) : static_cast<std::uint64_t>(ns);
    for (const Unit& row : kUnits) {
        const auto unit = static_cast<std::uint64_t>(row.ns);
        if (magnitude < unit) continue;
        const std::uint64_t thousandth = unit >= 1000 ? unit / 1000 : 1;
        if (magnitude % thousandth != 0) continue;
        std::string out = fmt::format("{}{}", negative ? "-" : "", magnitude / unit);
        if (const std::uint64_t rest = magnitude % unit / thousandth; rest != 0) {
            out += fmt::format(".{:03}", rest);
            while (out.back() == '0') out.pop_back();
        }
        return out + std::string(row.name);
    }
    return fmt::format("{}ns", ns);
}

}  // namespace pinstack
