// SPDX-License-Identifier: Apache-2.0
#include "analyzer/generate/utilizations.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <numeric>

#include "analyzer/generate/dirichlet_rescale.hpp"
#include "analyzer/generate/draws.hpp"
#include "analyzer/generate/rand_fixed_sum.hpp"
#include "analyzer/generate/uunifast.hpp"

namespace pinstack {

namespace {

// A second or so of attempts, and at least what Davis and Burns allow.
constexpr std::uint64_t kUtilizationsDrawn = 20'000'000;
constexpr std::uint64_t kFewestAttempts = 1000;

struct MethodName {
    UtilizationMethod method;
    std::string_view name;
};
constexpr std::array<MethodName, 3> kMethods = {{{UtilizationMethod::uunifast, "uunifast"},
                                                 {UtilizationMethod::randfixedsum, "randfixedsum"},
                                                 {UtilizationMethod::drs, "drs"}}};

std::int64_t sum_of(const std::vector<std::int64_t>& values) {
    return std::accumulate(values.begin(), values.end(), std::int64_t{0});
}

bool is_same(const std::vector<std::int64_t>& values) {
    return std::all_of(values.begin(), values.end(), [&](std::int64_t value) { return value == values.front(); });
}

std::string as_text(std::int64_t utilization) {
    return fmt::format("{:.12g}", static_cast<double>(utilization) / static_cast<double>(kWholeCpu));
}

/// The only vector there is: the sum is that of the bounds, or the bounds leave one task free.
class OnlyOne : public UtilizationSource {
public:
    explicit OnlyOne(std::vector<std::int64_t> values) : values_(std::move(values)) {}
    bool attempt(Draws&, std::vector<std::int64_t>& out) const override {
        out = values_;
        return true;
    }

private:
    std::vector<std::int64_t> values_;
};

}  // namespace

std::string_view name_of(UtilizationMethod method) { return kMethods[static_cast<std::size_t>(method)].name; }

std::optional<UtilizationMethod> parse_utilization_method(std::string_view text) {
    for (const MethodName& each : kMethods) {
        if (each.name == text) return each.method;
    }
    return std::nullopt;
}

Problems check(const UtilizationSpec& spec) {
    const auto problem = [](std::string option, std::string found, std::string expected, std::string hint) {
        return Problems{{{std::move(option), 0, 0, ""}, std::move(found), std::move(expected), std::move(hint)}};
    };
    const std::size_t tasks = spec.upper.size();
    for (std::size_t i = 0; i < tasks; ++i) {
        if (spec.lower[i] <= spec.upper[i]) continue;
        return problem("--min-utilization", fmt::format("{} for task {}", as_text(spec.lower[i]), i),
                       fmt::format("at most its --max-utilization, {}", as_text(spec.upper[i])), "");
    }
    const std::int64_t least = sum_of(spec.lower), most = sum_of(spec.upper);
    if (spec.total < least || spec.total > most) {
        return problem("--utilization", as_text(spec.total),
                       fmt::format("from {} to {}: what the bounds of {} tasks leave possible", as_text(least),
                                   as_text(most), tasks),
                       "more --tasks, or other bounds");
    }
    if (spec.method == UtilizationMethod::randfixedsum) {
        if (!is_same(spec.lower) || !is_same(spec.upper)) {
            return problem("--method", "randfixedsum with bounds that differ between tasks", "the same for all tasks",
                           "drs and uunifast take any bounds");
        }
        if (tasks > static_cast<std::size_t>(kMostTasksRandFixedSum)) {
            return problem("--method", fmt::format("randfixedsum with {} tasks", tasks),
                           fmt::format("at most {} tasks", kMostTasksRandFixedSum), "uunifast has no limit");
        }
    }
    if (spec.method == UtilizationMethod::drs && tasks > static_cast<std::size_t>(kMostTasksDrs)) {
        return problem(
            "--method", fmt::format("drs with {} tasks", tasks),
            fmt::format("at most {} tasks: beyond, the rescaling uses up the random digits of a double", kMostTasksDrs),
            "randfixedsum or uunifast");
    }
    return {};
}

std::unique_ptr<UtilizationSource> make_utilization_source(const UtilizationSpec& spec) {
    if (spec.total == sum_of(spec.upper)) return std::make_unique<OnlyOne>(spec.upper);
    if (spec.total == sum_of(spec.lower)) return std::make_unique<OnlyOne>(spec.lower);
    std::vector<std::size_t> free;
    for (std::size_t i = 0; i < spec.upper.size(); ++i) {
        if (spec.lower[i] < spec.upper[i]) free.push_back(i);
    }
    if (free.size() == 1) {
        std::vector<std::int64_t> values = spec.lower;
        values[free.front()] += spec.total - sum_of(spec.lower);
        return std::make_unique<OnlyOne>(std::move(values));
    }
    if (spec.method == UtilizationMethod::randfixedsum) return std::make_unique<RandFixedSum>(spec);
    if (spec.method == UtilizationMethod::drs) return std::make_unique<DirichletRescale>(spec);
    return std::make_unique<UUniFast>(spec);
}

Result<std::vector<std::int64_t>> draw_utilizations(const UtilizationSource& source, const UtilizationSpec& spec,
                                                    std::uint64_t seed, std::uint64_t set) {
    const std::uint64_t attempts = std::max(kFewestAttempts, kUtilizationsDrawn / spec.upper.size());
    std::vector<std::int64_t> out;
    for (std::uint64_t attempt = 0; attempt < attempts; ++attempt) {
        Draws draws(seed, set, Aspect::utilization, attempt);
        if (source.attempt(draws, out)) return out;
    }
    const bool discards = spec.method == UtilizationMethod::uunifast;
    return tl::unexpected(Problems{{{"--method", 0, 0, ""},
                                    fmt::format("{} with a utilization of {} in {} tasks: all of {} vectors discarded",
                                                name_of(spec.method), as_text(spec.total), spec.upper.size(), attempts),
                                    "a sum and bounds that leave more room",
                                    discards ? "randfixedsum discards nothing" : "randfixedsum or uunifast"}});
}

void settle(const std::vector<double>& values, const UtilizationSpec& spec, std::vector<std::int64_t>& out) {
    out.resize(values.size());
    std::int64_t missing = spec.total;
    for (std::size_t i = 0; i < values.size(); ++i) {
        out[i] = std::clamp(static_cast<std::int64_t>(values[i]), spec.lower[i], spec.upper[i]);
        missing -= out[i];
    }
    while (missing != 0) {  // the bounds leave room for the total, so every round settles something
        for (std::size_t i = 0; i < values.size() && missing != 0; ++i) {
            const std::int64_t even = missing / static_cast<std::int64_t>(values.size());
            const std::int64_t step = even != 0 ? even : missing > 0 ? 1 : -1;
            const std::int64_t settled = std::clamp(out[i] + step, spec.lower[i], spec.upper[i]);
            missing -= settled - out[i];
            out[i] = settled;
        }
    }
}

}  // namespace pinstack
