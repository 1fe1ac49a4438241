// SPDX-License-Identifier: Apache-2.0
//
// Uniformity is tested on what is known exactly. For three tasks: the first utilization has a density proportional to
// the room it leaves to the second, which is then uniform over that room. Both are mapped to the unit square. For any
// number of tasks without bounds: the least of n - 1 uniform numbers. With bounds: against UUniFast-discard, which is
// uniform because it rejects. Every kind of test is shown to reject a generator that is biased.
#include "analyzer/generate/utilizations.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>

#include "analyzer/generate/draws.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/chi_square.hpp"

namespace pinstack {

using namespace test;

namespace {

using Vector = std::vector<std::int64_t>;
using Generator = std::function<Vector(std::uint64_t)>;
using M = UtilizationMethod;

std::int64_t parts(double utilization) { return std::llround(utilization * 1e6) * 1'000'000; }

UtilizationSpec spec_of(M method, double total, const std::vector<double>& lower, const std::vector<double>& upper) {
    UtilizationSpec spec{method, parts(total), {}, {}};
    for (const double bound : lower) spec.lower.push_back(parts(bound));
    for (const double bound : upper) spec.upper.push_back(parts(bound));
    return spec;
}

UtilizationSpec plain(M method, std::size_t tasks, double total) {
    return spec_of(method, total, std::vector<double>(tasks, 0.0), std::vector<double>(tasks, 1.0));
}

Generator generator_of(const UtilizationSpec& spec, std::uint64_t seed = 1) {
    const std::shared_ptr<UtilizationSource> source = make_utilization_source(spec);
    return [=](std::uint64_t set) { return draw_utilizations(*source, spec, seed, set).value(); };
}

double as_double(std::int64_t utilization) { return static_cast<double>(utilization) / static_cast<double>(kWholeCpu); }

/// Where a uniform vector of three tasks stands in the unit square, uniformly.
class Triangle {
public:
    explicit Triangle(const UtilizationSpec& spec) : spec_(spec) {
        for (int i = 0; i <= kSteps; ++i) area_.push_back((i == 0 ? 0 : area_.back()) + room(at(i - 0.5)));
    }
    Point place(const Vector& vector) const {
        const double x = as_double(vector[0]), step = (x - low(0)) / (high(0) - low(0)) * kSteps;
        const auto whole = std::min(static_cast<std::size_t>(step), std::size_t{kSteps - 1});
        const double part = step - static_cast<double>(whole);
        const double area = area_[whole] + part * (area_[whole + 1] - area_[whole]);
        return {area / area_.back(), (as_double(vector[1]) - least(x)) / std::max(room(x), 1e-9)};
    }

private:
    static constexpr int kSteps = 20'000;
    double low(std::size_t i) const { return as_double(spec_.lower[i]); }
    double high(std::size_t i) const { return as_double(spec_.upper[i]); }
    double at(double step) const { return low(0) + (high(0) - low(0)) * step / kSteps; }
    double least(double x) const { return std::max(low(1), as_double(spec_.total) - x - high(2)); }
    double room(double x) const {
        return std::max(0.0, std::min(high(1), as_double(spec_.total) - x - low(2)) - least(x));
    }

    UtilizationSpec spec_;
    std::vector<double> area_;
};

double p_of_three(const UtilizationSpec& spec, const Generator& generator, int sets = 40'000) {
    const Triangle triangle(spec);
    std::vector<Point> points;
    for (int i = 0; i < sets; ++i) points.push_back(triangle.place(generator(static_cast<std::uint64_t>(i))));
    return p_value_uniform(points);
}

/// The least p-value over first, last and largest utilization of two generators.
double p_of_two(const UtilizationSpec& spec, const Generator& one, const Generator& other, int sets) {
    std::vector<std::vector<double>> a(3), b(3);
    const auto add = [&](const Vector& vector, std::vector<std::vector<double>>& to) {
        const auto relative = [&](std::size_t i) {
            return static_cast<double>(vector[i] - spec.lower[i]) / static_cast<double>(spec.upper[i] - spec.lower[i]);
        };
        to[0].push_back(relative(0));
        to[1].push_back(relative(vector.size() - 1));
        double largest = 0;
        for (std::size_t i = 0; i < vector.size(); ++i) largest = std::max(largest, relative(i));
        to[2].push_back(largest);
    };
    for (int i = 0; i < sets; ++i) {
        add(one(static_cast<std::uint64_t>(i)), a);
        add(other(static_cast<std::uint64_t>(i)), b);
    }
    double least = 1;
    for (std::size_t i = 0; i < 3; ++i) least = std::min(least, p_value_same(a[i], b[i]));
    return least;
}

/// UUniFast without the root: each task takes a uniform share of what is left (Bini and Buttazzo's warning).
Vector greedy(const UtilizationSpec& spec, std::uint64_t set) {
    Draws draws(1, set, Aspect::utilization);
    while (true) {
        Vector out;
        std::int64_t left = spec.total;
        for (std::size_t i = 0; i + 1 < spec.upper.size(); ++i) {
            out.push_back(draws.up_to(left));
            left -= out.back();
        }
        out.push_back(left);
        bool is_inside = true;
        for (std::size_t i = 0; i < out.size(); ++i)
            is_inside = is_inside && spec.lower[i] <= out[i] && out[i] <= spec.upper[i];
        if (is_inside) return out;
    }
}

/// Uniform numbers scaled to the sum: the other classical mistake.
Vector scaled(const UtilizationSpec& spec, std::uint64_t set) {
    Draws draws(1, set, Aspect::utilization);
    while (true) {
        std::vector<double> values(spec.upper.size());
        for (double& value : values) value = draws.unit();
        const double sum = std::accumulate(values.begin(), values.end(), 0.0);
        bool is_inside = true;
        for (std::size_t i = 0; i < values.size(); ++i) {
            values[i] *= static_cast<double>(spec.total) / sum;
            is_inside = is_inside && values[i] <= static_cast<double>(spec.upper[i]);
        }
        if (!is_inside) continue;
        Vector out;
        settle(values, spec, out);
        return out;
    }
}

}  // namespace

TEST_CASE("utilizations: sums are exact and bounds kept, for every method") {
    for (const M method : {M::uunifast, M::randfixedsum, M::drs}) {
        CAPTURE(name_of(method));
        std::vector<UtilizationSpec> specs = {
            plain(method, 1, 0.7),
            plain(method, 2, 1.5),
            plain(method, 20, 0.000001),
            plain(method, 20, 8),
            spec_of(method, 2.123457, std::vector<double>(10, 0.1), std::vector<double>(10, 0.5)),
            spec_of(method, 5, std::vector<double>(10, 0.1), std::vector<double>(10, 0.5)),  // all at their bound
            spec_of(method, 1, std::vector<double>(10, 0.1), std::vector<double>(10, 0.5)),
        };
        if (method != M::uunifast) {
            for (const double total : {12.5, 19.0, 19.999999, 20.0}) specs.push_back(plain(method, 20, total));
            specs.push_back(plain(method, 150, 30));
        }
        if (method != M::randfixedsum) {
            specs.push_back(spec_of(method, 1, {0, 0.3, 0.1, 0}, {0.4, 0.3, 0.8, 0.5}));
            specs.push_back(spec_of(method, 1, {0.2, 0.3, 0.1}, {0.2, 0.3, 0.8}));  // only one is free
        }
        for (const UtilizationSpec& spec : specs) {
            CAPTURE(spec.total, spec.upper.size());
            REQUIRE(check(spec).empty());
            const Generator generator = generator_of(spec);
            for (std::uint64_t set = 0; set < 200; ++set) {
                const Vector vector = generator(set);
                REQUIRE(std::accumulate(vector.begin(), vector.end(), std::int64_t{0}) == spec.total);
                for (std::size_t i = 0; i < vector.size(); ++i) {
                    REQUIRE(vector[i] >= spec.lower[i]);
                    REQUIRE(vector[i] <= spec.upper[i]);
                }
            }
        }
    }
}

TEST_CASE("utilizations: three tasks are uniform over what the bounds leave, in two dimensions") {
    const std::vector<std::vector<double>> no_bounds = {{0, 0, 0}, {1, 1, 1}};
    for (const M method : {M::uunifast, M::randfixedsum, M::drs}) {
        for (const double total : {0.6, 1.2, 1.5, 1.9, 2.6}) {
            const UtilizationSpec spec = plain(method, 3, total);
            CAPTURE(name_of(method), total);
            CHECK(p_of_three(spec, generator_of(spec)) > kSignificance);
        }
        const UtilizationSpec narrow = spec_of(method, 1.3, {0.2, 0.2, 0.2}, {0.6, 0.6, 0.6});
        CAPTURE(name_of(method));
        CHECK(p_of_three(narrow, generator_of(narrow)) > kSignificance);
    }
    for (const M method : {M::uunifast, M::drs}) {
        const UtilizationSpec mixed = spec_of(method, 1.2, {0.1, 0, 0.2}, {0.9, 0.5, 0.6});
        CAPTURE(name_of(method));
        CHECK(p_of_three(mixed, generator_of(mixed)) > kSignificance);
    }
}

TEST_CASE("utilizations: that test rejects biased generators") {
    for (const double total : {0.6, 1.5}) {
        const UtilizationSpec spec = plain(M::uunifast, 3, total);
        CHECK(p_of_three(spec, [&](std::uint64_t set) { return greedy(spec, set); }) < kBites);
        CHECK(p_of_three(spec, [&](std::uint64_t set) { return scaled(spec, set); }) < kBites);
    }
    // A tenth of the vectors in ascending order.
    const UtilizationSpec spec = plain(M::uunifast, 3, 1.5);
    const Generator right = generator_of(spec);
    const auto sorted_at_times = [&](std::uint64_t set) {
        Vector vector = right(set);
        if (set % 10 == 0) std::sort(vector.begin(), vector.end());
        return vector;
    };
    CHECK(p_of_three(spec, sorted_at_times) < kBites);
}

TEST_CASE("utilizations: without bounds in force every task has the distribution of the least of n - 1") {
    // P(u_i <= x U) = 1 - (1 - x)^(n - 1).
    const auto p_of_task = [](const Generator& generator, std::size_t tasks, std::size_t task, double total) {
        std::vector<double> values;
        for (std::uint64_t set = 0; set < 20'000; ++set) {
            const double share = as_double(generator(set)[task]) / total;
            values.push_back(1 - std::pow(1 - share, static_cast<double>(tasks - 1)));
        }
        return p_value_uniform(values);
    };
    constexpr double kTotal = 0.9;
    for (const std::size_t tasks : {2u, 5u, 30u}) {
        for (const M method : {M::uunifast, M::randfixedsum, M::drs}) {
            const Generator generator = generator_of(plain(method, tasks, kTotal));
            CAPTURE(name_of(method), tasks);
            CHECK(p_of_task(generator, tasks, 0, kTotal) > kSignificance);
            CHECK(p_of_task(generator, tasks, tasks / 2, kTotal) > kSignificance);
            CHECK(p_of_task(generator, tasks, tasks - 1, kTotal) > kSignificance);
        }
    }
    const UtilizationSpec spec = plain(M::uunifast, 5, kTotal);
    CHECK(p_of_task([&](std::uint64_t set) { return greedy(spec, set); }, 5, 0, kTotal) < kBites);
    CHECK(p_of_task([&](std::uint64_t set) { return scaled(spec, set); }, 5, 0, kTotal) < kBites);
}

TEST_CASE("utilizations: with bounds in force RandFixedSum is as UUniFast-discard, which rejects") {
    struct Case {
        std::size_t tasks;
        double total, lower, upper;
    };
    for (const Case& each : {Case{6, 2.7, 0, 1}, Case{8, 3, 0, 1}, Case{5, 1.6, 0.1, 0.5}}) {
        CAPTURE(each.tasks, each.total);
        const auto spec = [&](M method) {
            return spec_of(method, each.total, std::vector<double>(each.tasks, each.lower),
                           std::vector<double>(each.tasks, each.upper));
        };
        const Generator discard = generator_of(spec(M::uunifast), 2);
        const Generator fixed_sum = generator_of(spec(M::randfixedsum));
        CHECK(p_of_two(spec(M::uunifast), fixed_sum, discard, 20'000) > kSignificance);
        const auto biased = [&](std::uint64_t set) { return scaled(spec(M::uunifast), set); };
        if (each.lower == 0) CHECK(p_of_two(spec(M::uunifast), biased, discard, 20'000) < kBites);
    }
}

TEST_CASE("utilizations: Dirichlet-Rescale is near uniform with equal bounds, and not with unequal ones") {
    // What its authors found (RTAS 2025): this is the algorithm, not the implementation.
    const UtilizationSpec equal = plain(M::drs, 4, 1.6);
    CHECK(p_of_two(equal, generator_of(equal), generator_of(plain(M::uunifast, 4, 1.6), 2), 20'000) > kSignificance);

    const std::vector<double> none(6, 0.0), upper = {0.2, 0.4, 0.5, 0.6, 0.8, 1};
    const UtilizationSpec unequal = spec_of(M::drs, 2, none, upper);
    const Generator rescaled = generator_of(unequal);
    CHECK(p_of_two(unequal, rescaled, generator_of(spec_of(M::uunifast, 2, none, upper), 2), 50'000) < kBites);
    // The share of sets in which the task with the tightest bound is in the lower half of its range: 0.474 if uniform.
    int lower_half = 0;
    constexpr int kSets = 50'000;
    for (std::uint64_t set = 0; set < kSets; ++set) lower_half += rescaled(set)[0] < parts(0.1) ? 1 : 0;
    CHECK(lower_half / double{kSets} == Approx(0.443).margin(0.01));
}

TEST_CASE("utilizations: RandFixedSum survives volumes that no double holds") {
    for (const auto& [tasks, total] : {std::pair(1000u, 1.0), std::pair(1000u, 500.0), std::pair(1000u, 999.0)}) {
        CAPTURE(total);
        const UtilizationSpec spec = plain(M::randfixedsum, tasks, total);
        const Generator generator = generator_of(spec);
        double sum = 0, squares = 0;
        for (std::uint64_t set = 0; set < 20; ++set) {
            for (const std::int64_t each : generator(set)) {
                sum += as_double(each);
                squares += as_double(each) * as_double(each);
            }
        }
        CHECK(sum == Approx(20 * total));
        // Second moment of one utilization: 2 U^2 / (n (n + 1)) where no bound matters, by reflection at the other end,
        // and about 1/3 in the middle.
        const double n = tasks, few = 2 / (n * (n + 1));
        const double expected = total == 1 ? few : total == 500 ? 1.0 / 3 : 1 - 2 / n + few;
        CHECK(squares / 20 / n == Approx(expected).epsilon(total == 1 ? 0.05 : 0.01));
    }
}

TEST_CASE("utilizations: what is impossible is said") {
    const auto first = [](const UtilizationSpec& spec) {
        const Problems problems = check(spec);
        REQUIRE(problems.size() == 1);
        return to_text(problems);
    };
    using Catch::Contains;
    CHECK_THAT(first(plain(M::uunifast, 3, 3.1)),
               Contains("--utilization") && Contains("found 3.1, expected from 0 to 3"));
    CHECK_THAT(first(spec_of(M::drs, 1, {0.6, 0}, {0.5, 1})),
               Contains("--min-utilization") && Contains("0.6 for task 0"));
    CHECK_THAT(first(spec_of(M::randfixedsum, 1, {0, 0}, {0.5, 1})), Contains("--method") && Contains("drs"));
    CHECK_THAT(first(plain(M::randfixedsum, 1001, 3)), Contains("at most 1000"));
    CHECK_THAT(first(plain(M::drs, 201, 3)), Contains("at most 200"));

    // Within the bounds, but hopeless for rejection.
    const UtilizationSpec spec = plain(M::uunifast, 30, 28);
    const auto none = draw_utilizations(*make_utilization_source(spec), spec, 1, 0);
    REQUIRE_FALSE(none);
    CHECK_THAT(to_text(none.error()), Contains("vectors discarded") && Contains("randfixedsum discards nothing"));
}

}  // namespace pinstack
