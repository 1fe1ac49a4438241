// SPDX-License-Identifier: Apache-2.0
#include "analyzer/run/condition.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>

#include "model/system/quote.hpp"

namespace pinstack {

namespace {

constexpr const char* kExpected = "miss, unschedulable, loss>PERCENT% or depth>N";

std::optional<int> parse_int(std::string_view text) {
    int value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return value;
}

/// "5.1" -> 5'100'000'000; nothing where it is no number from 0 to 100 with at most nine decimals.
std::optional<std::int64_t> parse_percent_e9(std::string_view text) {
    const std::size_t point = std::min(text.find('.'), text.size());
    const std::string_view decimals = text.substr(std::min(point + 1, text.size()));
    if (point == 0 || point > 3 || decimals.size() > 9 || (point < text.size() && decimals.empty()))
        return std::nullopt;
    std::string digits(text.substr(0, point));
    digits += decimals;
    digits.append(9 - decimals.size(), '0');
    if (digits.find_first_not_of("0123456789") != std::string::npos) return std::nullopt;
    const std::int64_t value = std::stoll(digits);
    return value <= 100'000'000'000 ? std::optional(value) : std::nullopt;
}

}  // namespace

Result<Condition> parse_condition(std::string_view text) {
    const auto malformed = [&](std::string hint) { return fail(quote(text), kExpected, std::move(hint)); };
    if (text == "miss") return Condition{AnyMiss{}, std::string(text)};
    if (text == "unschedulable") return Condition{Unschedulable{}, std::string(text)};
    if (text.starts_with("loss>")) {
        std::string_view number = text.substr(5);
        if (!number.ends_with('%')) return malformed("write a percentage, as in loss>5%");
        number.remove_suffix(1);
        const auto percent = parse_percent_e9(number);
        if (!percent) return malformed("a percentage is a number from 0 to 100, as in loss>2.5%");
        return Condition{LossAbove{*percent}, std::string(text)};
    }
    if (text.starts_with("depth>")) {
        const auto depth = parse_int(text.substr(6));
        if (!depth || *depth < 0) return malformed("a depth is a whole number, as in depth>2");
        return Condition{DepthAbove{*depth}, std::string(text)};
    }
    return malformed("");
}

bool is_of_analysis(const Condition& condition) { return std::holds_alternative<Unschedulable>(condition.what); }

std::string why_it_holds(const Condition& condition, const RunSummary& run) {
    if (std::holds_alternative<AnyMiss>(condition.what)) {
        const std::uint64_t misses = run.deadline_misses;
        return misses == 0 ? "" : fmt::format("{} deadline{} missed", misses, misses == 1 ? "" : "s");
    }
    if (const auto* loss = std::get_if<LossAbove>(&condition.what)) {
        const __int128 lost_e11 = static_cast<__int128>(run.capacity.lost()) * 100'000'000'000;
        if (lost_e11 <= static_cast<__int128>(loss->percent_e9) * run.capacity.total) return "";
        return fmt::format("{:.2f} % of the capacity lost", 100.0 * run.capacity.utilization_loss());
    }
    if (run.max_depth <= std::get<DepthAbove>(condition.what).depth) return "";
    return fmt::format("{} job{} pinned to one CPU", run.max_depth, run.max_depth == 1 ? "" : "s");
}

}  // namespace pinstack
