// SPDX-License-Identifier: Apache-2.0
#include "analyzer/bounds/arithmetic/rational.hpp"

#include <boost/multiprecision/cpp_int.hpp>

namespace pinstack {

struct Rational::Fraction {
    boost::multiprecision::cpp_rational value;
};

Rational::Rational(std::int64_t whole) : fraction_(new Fraction{whole}) {}
Rational Rational::ratio(std::int64_t numerator, std::int64_t denominator) {
    return Rational(numerator) /= Rational(denominator);
}
Rational::~Rational() = default;
Rational::Rational(const Rational& other) : fraction_(new Fraction(*other.fraction_)) {}
Rational::Rational(Rational&& other) noexcept = default;
Rational& Rational::operator=(const Rational& other) {
    fraction_ = std::make_unique<Fraction>(*other.fraction_);
    return *this;
}
Rational& Rational::operator=(Rational&& other) noexcept = default;

Rational& Rational::operator+=(const Rational& b) {
    fraction_->value += b.fraction_->value;
    return *this;
}
Rational& Rational::operator-=(const Rational& b) {
    fraction_->value -= b.fraction_->value;
    return *this;
}
Rational& Rational::operator*=(const Rational& b) {
    fraction_->value *= b.fraction_->value;
    return *this;
}
Rational& Rational::operator/=(const Rational& b) {
    fraction_->value /= b.fraction_->value;
    return *this;
}

int Rational::compare(const Rational& b) const { return fraction_->value.compare(b.fraction_->value); }

}  // namespace pinstack
