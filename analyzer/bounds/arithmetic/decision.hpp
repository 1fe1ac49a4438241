// SPDX-License-Identifier: Apache-2.0
//
// Exact yes or no about rational numbers, quickly. A condition such as GFB's
//
//     sum C_i / D_i <= m - (m - 1) max C_i / D_i
//
// is written once, over any arithmetic. decide() evaluates it on enclosures; only where they leave a comparison open
// (the two sides are within about 2^-35), again on exact fractions. No verdict rests on floating point.
//
//     const bool passes = decide([&](auto& is) {
//         auto sum = is.whole(0);
//         for (...) sum += is.ratio(C, D);
//         return is.at_most(sum, bound);
//     });
//
// The condition must be a pure function of its input: it may be evaluated twice. Numbers know + - * /, min and max;
// comparisons go through the arithmetic, which remembers whether one was open.
#pragma once

#include <cstdint>

#include "analyzer/bounds/arithmetic/enclosure.hpp"
#include "analyzer/bounds/arithmetic/rational.hpp"

namespace pinstack {

class EnclosureArithmetic {
public:
    using Number = Enclosure;
    static Number whole(std::int64_t value) { return Number(value); }
    static Number ratio(std::int64_t numerator, std::int64_t denominator) {
        return Number::ratio(numerator, denominator);
    }
    bool less(const Number& a, const Number& b) { return known(surely_less(a, b), surely_at_most(b, a)); }
    bool at_most(const Number& a, const Number& b) { return known(surely_at_most(a, b), surely_less(b, a)); }

    /// Was any comparison so far open? Then whatever followed from it is worth nothing.
    bool is_open() const { return is_open_; }

private:
    bool known(bool yes, bool no) {
        is_open_ |= !yes && !no;
        return yes;
    }
    bool is_open_ = false;
};

class ExactArithmetic {
public:
    using Number = Rational;
    static Number whole(std::int64_t value) { return Number(value); }
    static Number ratio(std::int64_t numerator, std::int64_t denominator) {
        return Number::ratio(numerator, denominator);
    }
    static bool less(const Number& a, const Number& b) { return a < b; }
    static bool at_most(const Number& a, const Number& b) { return a <= b; }
};

template <class Condition>
bool decide(const Condition& condition) {
    EnclosureArithmetic quick;
    const bool answer = condition(quick);
    if (!quick.is_open()) return answer;
    ExactArithmetic exact;
    return condition(exact);
}

}  // namespace pinstack
