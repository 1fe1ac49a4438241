// SPDX-License-Identifier: Apache-2.0
#include "analyzer/run/condition.hpp"

#include <fmt/format.h>

#include <charconv>
#include <optional>

namespace pinstack {

namespace {

constexpr const char* kExpected = "miss, loss>PERCENT% or depth>N";

template <class Number>
std::optional<Number> whole_text_as(std::string_view text) {
    Number value{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return value;
}

}  // namespace

Result<Condition> parse_condition(std::string_view text) {
    const auto malformed = [&](std::string hint) {
        return fail(fmt::format("the condition \"{}\"", text), kExpected, std::move(hint));
    };
    if (text == "miss") return Condition{AnyMiss{}, std::string(text)};
    if (text.starts_with("loss>")) {
        std::string_view number = text.substr(5);
        if (!number.ends_with('%')) return malformed("write a percentage, as in loss>5%");
        number.remove_suffix(1);
        const auto percent = whole_text_as<double>(number);
        if (!percent || !(*percent >= 0 && *percent <= 100)) return malformed("a percentage is a number from 0 to 100");
        return Condition{LossAbove{*percent}, std::string(text)};
    }
    if (text.starts_with("depth>")) {
        const auto depth = whole_text_as<int>(text.substr(6));
        if (!depth || *depth < 0) return malformed("a depth is a whole number, as in depth>2");
        return Condition{DepthAbove{*depth}, std::string(text)};
    }
    return malformed(text == "unschedulable" ? "schedulability tests are not part of a simulation; use miss" : "");
}

std::string why_it_holds(const Condition& condition, const RunResult& result) {
    if (std::holds_alternative<AnyMiss>(condition.what)) {
        const std::uint64_t misses = result.deadline_misses();
        return misses == 0 ? "" : fmt::format("{} deadline{} missed", misses, misses == 1 ? "" : "s");
    }
    if (const auto* loss = std::get_if<LossAbove>(&condition.what)) {
        const auto lost = static_cast<double>(result.capacity.lost());
        const auto total = static_cast<double>(result.capacity.total);
        // Multiplied out, so that a loss of exactly the percentage is not above it by a rounding error.
        if (!(lost * 100.0 > loss->percent * total)) return "";
        return fmt::format("{:.2f} % of the capacity lost", 100.0 * lost / total);
    }
    const int depth = result.stacking.max_depth;
    if (depth <= std::get<DepthAbove>(condition.what).depth) return "";
    return fmt::format("{} jobs pinned to one CPU", depth);
}

}  // namespace pinstack
