// SPDX-License-Identifier: Apache-2.0
#include "analyzer/run/comparison.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

namespace pinstack {

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
    for (const Variant& variant : variants) {
        if (variant.sections == Protection::none && variant.balancer == BalancerName{"shift", {}}) {
            comparison.baseline = comparison.outcomes.size();
        }
        comparison.outcomes.push_back(run_variant(system, variant, request));
    }
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

const Outcome* worst_outcome(std::span<const Outcome> outcomes) {
    const auto badness = [](const Outcome& outcome) {
        const RunResult& result = *outcome.result;
        return std::tuple(result.capacity.stacking_loss, result.capacity.lost(), result.deadline_misses());
    };
    const Outcome* worst = nullptr;
    for (const Outcome& outcome : outcomes) {
        if (!outcome.applicable()) continue;
        if (worst == nullptr || badness(outcome) > badness(*worst)) worst = &outcome;
    }
    return worst;
}

}  // namespace pinstack
