// SPDX-License-Identifier: Apache-2.0
//
// An exact fraction of whole numbers of any size: the sure half of decision.hpp. A value; slow (it allocates), and its
// size grows with the denominators added up. Boost's cpp_rational, kept out of the headers.
#pragma once

#include <compare>
#include <cstdint>
#include <memory>

namespace pinstack {

class Rational {
public:
    Rational(std::int64_t whole = 0);  // as the number it is
    /// REQUIRES: denominator > 0.
    static Rational ratio(std::int64_t numerator, std::int64_t denominator);
    ~Rational();
    Rational(const Rational& other);
    Rational(Rational&& other) noexcept;
    Rational& operator=(const Rational& other);
    Rational& operator=(Rational&& other) noexcept;

    Rational& operator+=(const Rational& b);
    Rational& operator-=(const Rational& b);
    Rational& operator*=(const Rational& b);
    /// REQUIRES: b is not 0.
    Rational& operator/=(const Rational& b);
    friend Rational operator+(Rational a, const Rational& b) { return a += b; }
    friend Rational operator-(Rational a, const Rational& b) { return a -= b; }
    friend Rational operator*(Rational a, const Rational& b) { return a *= b; }
    friend Rational operator/(Rational a, const Rational& b) { return a /= b; }
    friend std::strong_ordering operator<=>(const Rational& a, const Rational& b) { return a.compare(b) <=> 0; }
    friend bool operator==(const Rational& a, const Rational& b) { return a.compare(b) == 0; }
    friend Rational min(const Rational& a, const Rational& b) { return b < a ? b : a; }
    friend Rational max(const Rational& a, const Rational& b) { return a < b ? b : a; }

private:
    struct Fraction;
    int compare(const Rational& b) const;

    std::unique_ptr<Fraction> fraction_;
};

}  // namespace pinstack
