// SPDX-License-Identifier: Apache-2.0
#include "analyzer/bounds/arithmetic/decision.hpp"

#include <random>

#include "model/time/duration.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/random_system.hpp"

using namespace pinstack;
using namespace pinstack::test;

namespace {

/// A random value of a few operations over an arithmetic; the same for the same seed.
template <class Arithmetic>
typename Arithmetic::Number expression(Arithmetic& is, std::uint64_t seed, std::int64_t largest) {
    std::mt19937_64 random(seed);
    auto value = is.whole(pick(random, -5, 5));
    for (int i = 0; i < 6; ++i) {
        const auto operand = is.ratio(pick(random, 0, largest), pick(random, 1, largest));
        switch (pick(random, 0, 5)) {
            case 0:
                value = value + operand;
                break;
            case 1:
                value = value - operand;
                break;
            case 2:
                value = value * operand;
                break;
            case 3:
                value = value / (operand + is.whole(1));
                break;
            case 4:
                value = min(value, operand);
                break;
            default:
                value = max(value, operand * is.whole(-1));
                break;
        }
    }
    return value;
}

}  // namespace

TEST_CASE("enclosures never say what exact fractions deny, and mostly say it") {
    int open = 0, closed = 0;
    for (std::uint64_t seed = 0; seed < 20'000; ++seed) {
        std::mt19937_64 random(seed);
        const std::int64_t largest = seed % 3 == 0 ? 6 : seed % 3 == 1 ? 1'000'000 : kTimeLimitNs - 1;
        EnclosureArithmetic quick;
        ExactArithmetic exact;
        const auto other = seed % 7 == 0 ? seed : seed + 1'000'000;  // equal at times
        const bool less = quick.less(expression(quick, seed, largest), expression(quick, other, largest));
        const bool known = !quick.is_open();
        const bool at_most = quick.at_most(expression(quick, seed, largest), expression(quick, other, largest));
        CAPTURE(seed);
        if (known) CHECK(less == exact.less(expression(exact, seed, largest), expression(exact, other, largest)));
        if (!quick.is_open()) {
            CHECK(at_most == exact.at_most(expression(exact, seed, largest), expression(exact, other, largest)));
        }
        ++(quick.is_open() ? open : closed);
    }
    CHECK(closed > 10'000);
    CHECK(open > 1'000);
}

TEST_CASE("decide() is exact where both sides are equal, or nearly so") {
    // 1/3 + 1/6 + 1/2 = 1, whose terms no binary fraction holds.
    const auto sum_at_most = [](std::int64_t numerator, std::int64_t denominator) {
        return decide([&](auto& is) {
            return is.at_most(is.ratio(1, 3) + is.ratio(1, 6) + is.ratio(1, 2), is.ratio(numerator, denominator));
        });
    };
    CHECK(sum_at_most(1, 1));
    CHECK_FALSE(sum_at_most(kTimeLimitNs - 2, kTimeLimitNs - 1));
    CHECK(sum_at_most(kTimeLimitNs - 1, kTimeLimitNs - 2));
    // 100,000 tasks whose utilizations add up to 1.
    CHECK(decide([](auto& is) {
        auto sum = is.whole(0);
        for (int i = 0; i < 100'000; ++i) sum += is.ratio(1, 100'000);
        return is.at_most(sum, is.whole(1)) && !is.less(sum, is.whole(1));
    }));
}

TEST_CASE("an enclosure that 128 bits do not hold is open, not wrong") {
    EnclosureArithmetic quick;
    auto huge = quick.ratio(kTimeLimitNs, 1);
    huge *= huge;
    CHECK_FALSE(quick.less(huge, quick.whole(1)));
    CHECK(quick.is_open());
    CHECK_FALSE(decide([](auto& is) {
        auto value = is.ratio(kTimeLimitNs, 1);
        value *= value;
        return is.less(value, is.whole(1));
    }));
    EnclosureArithmetic divided;
    CHECK_FALSE(divided.less(divided.whole(1) / (divided.ratio(1, 3) - divided.ratio(1, 3)), divided.whole(0)));
    CHECK(divided.is_open());
}
