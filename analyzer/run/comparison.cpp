// SPDX-License-Identifier: Apache-2.0
#include "analyzer/run/comparison.hpp"

#include <algorithm>
#include <optional>
#include <tuple>
#include <utility>

namespace pinstack {

namespace {

/// The applicable outcome of the greatest key, the first of equals.
template <class KeyOf>
const Outcome* most_of(std::span<const Outcome> outcomes, const KeyOf& key_of) {
    const Outcome* most = nullptr;
    for (const Outcome& outcome : outcomes) {
        if (!outcome.applicable()) continue;
        if (most == nullptr || key_of(*outcome.result) > key_of(*most->result)) most = &outcome;
    }
    return most;
}

}  // namespace

std::vector<Variant> default_variants(const System& system) {
    const auto variant = [&](Protection sections, const char* balancer) {
        Variant out = system.kernel;
        out.sections = sections;
        out.balancer = {balancer, {}};
        return out;
    };
    return {
        variant(Protection::none, "shift"),
        variant(Protection::preempt_disable, "idle-first"),
        variant(Protection::migrate_disable, "wake-previous"),
        variant(Protection::migrate_disable, "wake-previous-push"),
        variant(Protection::migrate_disable, "shift"),
        variant(Protection::migrate_disable, "swap-on-entry"),
    };
}

Result<std::vector<Variant>> parse_variants(std::string_view text, const Variant& base) {
    std::vector<Variant> variants;
    Problems problems;
    while (true) {
        const std::size_t comma = text.find(',');
        auto variant = parse_variant(text.substr(0, comma), base);
        if (!variant) {
            problems.insert(problems.end(), variant.error().begin(), variant.error().end());
        } else if (std::find(variants.begin(), variants.end(), *variant) == variants.end()) {
            variants.push_back(*variant);
        }
        if (comma == std::string_view::npos) break;
        text.remove_prefix(comma + 1);
    }
    if (!problems.empty()) return tl::unexpected(std::move(problems));
    return variants;
}

Comparison compare(const System& system, const std::vector<Variant>& variants, const RunRequest& request) {
    Comparison comparison;
    comparison.outcomes.reserve(variants.size());
    for (const Variant& variant : variants) comparison.outcomes.push_back(run_variant(system, variant, request));
    comparison.baseline = baseline_of(comparison.outcomes);
    return comparison;
}

Problems reasons_of(const Comparison& comparison) {
    const auto is_same = [](const Problem& a, const Problem& b) {
        return std::tie(a.where.pointer, a.found, a.expected) == std::tie(b.where.pointer, b.found, b.expected);
    };
    Problems problems;
    std::vector<std::string> variants;  // of each
    for (const Outcome& outcome : comparison.outcomes) {
        for (const Problem& problem : outcome.why_not) {
            const auto same = std::find_if(problems.begin(), problems.end(),
                                           [&](const Problem& other) { return is_same(problem, other); });
            const auto place = static_cast<std::size_t>(same - problems.begin());
            if (same == problems.end()) {
                problems.push_back(problem);
                variants.push_back(to_text(outcome.variant));
            } else {
                variants[place] += ", " + to_text(outcome.variant);
            }
        }
    }
    for (std::size_t i = 0; i < problems.size(); ++i) problems[i].found += " (under " + variants[i] + ")";
    return problems;
}

bool is_ideal(const Variant& variant) {
    return variant.sections == Protection::none && variant.balancer == BalancerName{"shift", {}};
}

std::size_t baseline_of(std::span<const Outcome> outcomes) {
    const auto ideal = std::find_if(outcomes.begin(), outcomes.end(),
                                    [](const Outcome& outcome) { return is_ideal(outcome.variant); });
    return ideal == outcomes.end() ? 0 : static_cast<std::size_t>(ideal - outcomes.begin());
}

std::uint64_t misses_beyond(const RunResult& result, const RunResult* base) {
    std::uint64_t sum = 0;
    for (std::size_t i = 0; i < result.tasks.size(); ++i) {
        const std::uint64_t misses = result.tasks[i].misses;
        sum += misses - std::min(misses, base == nullptr ? 0 : base->tasks[i].misses);
    }
    return sum;
}

const Outcome* worst_outcome(std::span<const Outcome> outcomes) {
    if (outcomes.empty()) return nullptr;
    const std::optional<RunResult>& base = outcomes[baseline_of(outcomes)].result;
    return most_of(outcomes, [&](const RunResult& result) {
        return std::tuple(misses_beyond(result, base ? &*base : nullptr), result.capacity.lost(),
                          result.capacity.stacking_loss, result.deadline_misses());
    });
}

const Outcome* most_stacked_outcome(std::span<const Outcome> outcomes) {
    return most_of(outcomes, [](const RunResult& result) {
        return std::tuple(result.capacity.stacking_loss, result.capacity.lost());
    });
}

bool are_equal(std::span<const Outcome> outcomes) {
    const RunResult* first = nullptr;
    for (const Outcome& outcome : outcomes) {
        if (!outcome.applicable()) continue;
        const RunResult& result = *outcome.result;
        if (first == nullptr) first = &result;
        if (result.capacity.lost() != first->capacity.lost()) return false;
        const auto same_misses = [](const TaskResult& a, const TaskResult& b) { return a.misses == b.misses; };
        if (!std::equal(result.tasks.begin(), result.tasks.end(), first->tasks.begin(), same_misses)) return false;
    }
    return true;
}

}  // namespace pinstack
