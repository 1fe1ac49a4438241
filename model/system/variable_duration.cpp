// SPDX-License-Identifier: Apache-2.0
#include "model/system/variable_duration.hpp"

#include <array>

#include <fmt/format.h>

namespace pinstack {

namespace {

constexpr std::array<std::string_view, 3> kKeys = {"max", "min", "distribution"};
constexpr std::array<std::string_view, 3> kDistributions = {"constant", "uniform", "log-uniform"};  // as numbered

}  // namespace

std::optional<VariableDuration> read_variable_duration(FieldReader& reader, JsonId id, std::string_view thing,
                                                       bool needs_min) {
    if (!reader.is(id, JsonKind::object)) {
        const auto duration = reader.duration(id, thing, 1);
        if (!duration) return std::nullopt;
        return VariableDuration{*duration, *duration, Distribution::constant};
    }
    reader.check_keys(id, kKeys, thing);
    const JsonDocument& document = reader.document();
    const JsonId max_id = document.find(id, "max");
    const JsonId min_id = document.find(id, "min");
    const JsonId distribution_id = document.find(id, "distribution");

    bool good = true;
    if (max_id == kNoJson) {
        reader.report(id, "no `max`", fmt::format("`max`, the longest that {} can be", thing),
                      needs_min ? "give both `min` and `max`" : "analysis uses the longest");
        good = false;
    }
    if (needs_min && min_id == kNoJson) {
        reader.report(id, "no `min`", fmt::format("`min`, the shortest that {} can be", thing),
                      "give both `min` and `max`");
        good = false;
    }
    const auto max = max_id == kNoJson ? std::nullopt : reader.duration(max_id, fmt::format("{} (max)", thing), 1);
    const auto min = min_id == kNoJson ? max : reader.duration(min_id, fmt::format("{} (min)", thing), 1);
    Distribution distribution = min_id == kNoJson ? Distribution::constant : Distribution::uniform;
    if (distribution_id != kNoJson) {
        const auto word = reader.word(distribution_id, kDistributions, "a distribution");
        if (!word) return std::nullopt;
        distribution = static_cast<Distribution>(*word);
        if (!needs_min && distribution != Distribution::constant && min_id == kNoJson) {
            reader.report(distribution_id, fmt::format("{}, without `min`", name_of(distribution)),
                          fmt::format("`min`, the shortest that {} can be, beside it", thing),
                          "without `min` every job takes `max`");
            good = false;
        }
    }
    if (!good || !max || !min) return std::nullopt;
    if (*min > *max) {
        reader.report(min_id, fmt::format("a `min` of {}, more than `max`", to_text(*min)),
                      fmt::format("at most {}", to_text(*max)), "swap `min` and `max`");
        return std::nullopt;
    }
    return VariableDuration{*min, *max, distribution};
}

}  // namespace pinstack
