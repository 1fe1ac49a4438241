// SPDX-License-Identifier: Apache-2.0
#include "model/platform/byte_size.hpp"

#include <array>
#include <charconv>

#include <fmt/format.h>

namespace pinstack {

namespace {

struct Unit {
    std::string_view name;
    std::int64_t bytes;
};
constexpr std::array<Unit, 4> kUnits = {
    {{"GiB", std::int64_t{1} << 30}, {"MiB", 1 << 20}, {"KiB", 1 << 10}, {"B", 1}}};

}  // namespace

std::optional<std::int64_t> parse_byte_size(std::string_view text) {
    std::int64_t number = 0;
    const char* const end = text.data() + text.size();
    const auto [rest, error] = std::from_chars(text.data(), end, number);
    if (error != std::errc() || number < 0) return std::nullopt;
    for (const Unit& unit : kUnits) {
        if (std::string_view(rest, static_cast<std::size_t>(end - rest)) != unit.name) continue;
        if (number > kMaxBytes / unit.bytes) return std::nullopt;
        return number * unit.bytes;
    }
    return std::nullopt;
}

std::string byte_size_text(std::int64_t bytes) {
    for (const Unit& unit : kUnits) {
        if (bytes >= unit.bytes && bytes % unit.bytes == 0) return fmt::format("{}{}", bytes / unit.bytes, unit.name);
    }
    return "0B";
}

}  // namespace pinstack
