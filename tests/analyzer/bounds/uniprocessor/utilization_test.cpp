// SPDX-License-Identifier: Apache-2.0
//
// ll and hyperbolic.
#include <boost/multiprecision/cpp_dec_float.hpp>
#include <boost/multiprecision/cpp_int.hpp>

#include "analyzer/bounds/uniprocessor/uniprocessor.hpp"
#include "model/time/duration.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/random_system.hpp"
#include "tests/support/random_task_set.hpp"

using namespace pinstack;
using namespace pinstack::test;
using Fraction = boost::multiprecision::cpp_rational;
using Decimal = boost::multiprecision::cpp_dec_float_100;

namespace {

RandomSetOptions rate_monotonic() {
    return {.cpus_to = 1, .deadlines = Deadlines::implicit, .load_from = 50, .load_to = 110, .rate_monotonic = true};
}

Fraction utilization_of(const TaskSet& set) {
    Fraction sum = 0;
    for (const SporadicTask& task : set.tasks) sum += Fraction(task.wcet) / task.period;
    return sum;
}

bool slow_ll(const TaskSet& set) {
    const auto n = static_cast<int>(set.size());
    if (n == 1) return utilization_of(set) <= 1;
    const Decimal bound = n * (pow(Decimal(2), Decimal(1) / n) - 1);
    return utilization_of(set).convert_to<Decimal>() <= bound;
}

bool slow_hyperbolic(const TaskSet& set) {
    Fraction product = 1;
    for (const SporadicTask& task : set.tasks) product *= Fraction(task.wcet) / task.period + 1;
    return product <= 2;
}

TaskSet set_of(const std::vector<std::pair<std::int64_t, std::int64_t>>& tasks) {
    TaskSet set;
    for (const auto& [wcet, period] : tasks) set.add({wcet, period, period});
    return set;
}

bool passes(void (*test)(const TaskSet&, Verdict&), const TaskSet& set) {
    Verdict verdict;
    test(set, verdict);
    return verdict.schedulable;
}

}  // namespace

TEST_CASE("ll and hyperbolic are their formulas; what the one accepts the other does, and rta-uni too") {
    int by_ll = 0, by_hyperbolic = 0, by_rta = 0;
    for (std::uint64_t seed = 0; seed < 4'000; ++seed) {
        const TaskSet set = random_task_set(seed, rate_monotonic());
        CAPTURE(describe(set));
        const bool ll = passes(run_ll, set), hyperbolic = passes(run_hyperbolic, set), rta = passes(run_rta_uni, set);
        REQUIRE(ll == slow_ll(set));
        REQUIRE(hyperbolic == slow_hyperbolic(set));
        CHECK(ll <= hyperbolic);
        CHECK(hyperbolic <= rta);
        by_ll += ll, by_hyperbolic += hyperbolic, by_rta += rta;
    }
    CHECK(0 < by_ll);
    CHECK(by_ll < by_hyperbolic);
    CHECK(by_hyperbolic < by_rta);
    CHECK(by_rta < 4'000);
}

TEST_CASE("hyperbolic at its bound: (1 + 1/2)(1 + 1/3) = 2") {
    constexpr std::int64_t unit = 1'000'000'000'000'000;
    CHECK(passes(run_hyperbolic, set_of({{unit, 2 * unit}, {unit, 3 * unit}})));
    CHECK_FALSE(passes(run_hyperbolic, set_of({{unit, 2 * unit}, {unit + 1, 3 * unit}})));
    CHECK_FALSE(passes(run_ll, set_of({{unit, 2 * unit}, {unit, 3 * unit}})));  // 5/6 > 2 (sqrt 2 - 1)
}

TEST_CASE("ll within a nanosecond of its bound") {
    // 2 (sqrt 2 - 1) = 0.828427124746190097603377448419...
    constexpr std::int64_t period = 1'000'000'000'000'000'000, half = 414'213'562'373'095'048;
    CHECK(passes(run_ll, set_of({{half, period}, {half, period}})));
    CHECK(passes(run_ll, set_of({{half, period}, {half + 1, period}})));
    CHECK_FALSE(passes(run_ll, set_of({{half + 1, period}, {half + 1, period}})));
    CHECK(passes(run_ll, set_of({{period, period}})));
}

TEST_CASE("ll and hyperbolic of 100,000 tasks take no time, and nothing overflows") {
    // ln 2 = 0.6931.. is what ll permits for many tasks.
    const auto many = [](std::int64_t wcet) {
        return set_of(std::vector<std::pair<std::int64_t, std::int64_t>>(100'000, {wcet, 1'000'000'000}));
    };
    CHECK(passes(run_ll, many(6'931)));
    CHECK_FALSE(passes(run_ll, many(6'932)));
    CHECK(passes(run_hyperbolic, many(6'931)));
    CHECK_FALSE(passes(run_hyperbolic, many(6'932)));
    CHECK_FALSE(passes(run_ll, set_of({{kTimeLimitNs - 1, 1}, {kTimeLimitNs - 1, 1}})));
    CHECK_FALSE(passes(run_hyperbolic, set_of({{kTimeLimitNs - 1, 1}, {kTimeLimitNs - 1, 1}})));
}
