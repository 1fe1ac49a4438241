// SPDX-License-Identifier: Apache-2.0
//
// A rational number known to lie in [low, high], both whole multiples of 2^-40: the quick half of decision.hpp. Every
// operation rounds outwards, so the enclosure is sure; one that 128 bits do not hold becomes "anything". Sums of
// utilizations of 20 tasks are known to within 2^-35, for some 10 ns a task.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>

#include "analyzer/bounds/arithmetic/division.hpp"

namespace pinstack {

class Enclosure {
public:
    constexpr Enclosure() = default;
    constexpr Enclosure(std::int64_t whole)  // as the number it is
        : low_(Int128{whole} << kShift), high_(Int128{whole} << kShift) {}

    /// REQUIRES: numerator >= 0, denominator > 0.
    static constexpr Enclosure ratio(std::int64_t numerator, std::int64_t denominator) {
        // A division of 64 bits takes a fraction of the time of one of 128.
        if (numerator < std::int64_t{1} << (63 - kShift)) {
            const std::int64_t scaled = numerator << kShift;
            const std::int64_t low = scaled / denominator;
            return {low, low + (low * denominator != scaled ? 1 : 0)};
        }
        const auto scaled = static_cast<unsigned __int128>(numerator) << kShift;
        const auto low = static_cast<Int128>(scaled / static_cast<std::uint64_t>(denominator));
        return {low, low + (static_cast<unsigned __int128>(low * denominator) != scaled ? 1 : 0)};
    }

    friend constexpr Enclosure operator+(Enclosure a, Enclosure b) {
        return checked(a, b, a.low_ + b.low_, a.high_ + b.high_);
    }
    friend constexpr Enclosure operator-(Enclosure a, Enclosure b) {
        return checked(a, b, a.low_ - b.high_, a.high_ - b.low_);
    }
    friend constexpr Enclosure operator*(Enclosure a, Enclosure b) {
        if (!a.is_small() || !b.is_small()) return anything();
        const Int128 ends[] = {a.low_ * b.low_, a.low_ * b.high_, a.high_ * b.low_, a.high_ * b.high_};
        const Int128 low = std::min({ends[0], ends[1], ends[2], ends[3]});
        const Int128 high = std::max({ends[0], ends[1], ends[2], ends[3]});
        return {low >> kShift, -(-high >> kShift)};  // >> rounds down
    }
    /// "Anything" where b may be 0.
    friend constexpr Enclosure operator/(Enclosure a, Enclosure b) {
        if (b.low_ <= 0 && b.high_ >= 0) return anything();
        if (b.high_ < 0) return (Enclosure(0) - a) / (Enclosure(0) - b);
        constexpr Int128 kRoom = Int128{1} << (126 - kShift);
        if (a.low_ < -kRoom || a.high_ > kRoom) return anything();
        const Int128 low = a.low_ << kShift, high = a.high_ << kShift;
        return {down(low, low >= 0 ? b.high_ : b.low_), -down(-high, high >= 0 ? b.low_ : b.high_)};
    }
    Enclosure& operator+=(Enclosure b) { return *this = *this + b; }
    Enclosure& operator-=(Enclosure b) { return *this = *this - b; }
    Enclosure& operator*=(Enclosure b) { return *this = *this * b; }

    friend constexpr Enclosure min(Enclosure a, Enclosure b) {
        return {std::min(a.low_, b.low_), std::min(a.high_, b.high_)};
    }
    friend constexpr Enclosure max(Enclosure a, Enclosure b) {
        return {std::max(a.low_, b.low_), std::max(a.high_, b.high_)};
    }

    /// Surely; neither of surely_less(a, b) and surely_at_most(b, a) holds where it is not known.
    friend constexpr bool surely_less(Enclosure a, Enclosure b) { return a.high_ < b.low_; }
    friend constexpr bool surely_at_most(Enclosure a, Enclosure b) { return a.high_ <= b.low_; }

    /// The least whole number that is surely not smaller; nothing where it is beyond 62 bits.
    constexpr std::optional<std::int64_t> ceiling() const {
        constexpr Int128 kLargest = Int128{1} << (62 + kShift);
        if (high_ >= kLargest || high_ <= -kLargest) return std::nullopt;
        return static_cast<std::int64_t>(-(-high_ >> kShift));
    }

private:
    static constexpr int kShift = 40;
    static constexpr Int128 kLimit = Int128{1} << 125;  // of what is known; a sum of two still fits

    constexpr Enclosure(Int128 low, Int128 high) : low_(low), high_(high) {}
    static constexpr Enclosure anything() { return {-kLimit, kLimit}; }
    static constexpr Enclosure checked(Enclosure a, Enclosure b, Int128 low, Int128 high) {
        const bool unknown = a.low_ <= -kLimit || b.low_ <= -kLimit || a.high_ >= kLimit || b.high_ >= kLimit;
        return unknown || low <= -kLimit || high >= kLimit ? anything() : Enclosure(low, high);
    }
    constexpr bool is_small() const {
        constexpr Int128 kSmall = Int128{1} << 62;
        return low_ > -kSmall && high_ < kSmall;
    }
    static constexpr Int128 down(Int128 a, Int128 b) { return a >= 0 ? a / b : -ceil_div(-a, b); }

    Int128 low_ = 0, high_ = 0;
};

}  // namespace pinstack
