// SPDX-License-Identifier: Apache-2.0
//
// One unit for a whole table, so that its columns can be compared by eye: the largest in which no value but 0 is
// below 1 and every value is exact with three decimals, unless that needs more digits than people read (seven, or
// four and three decimals); then a larger one, and the last decimal is rounded.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "model/time/text.hpp"

namespace pinstack {

class TimeScale {
public:
    /// Takes the value into account when the unit is chosen.
    void fit(std::int64_t ns);
    /// Of a mean: how many decimals the means need, at most three. It does not choose the unit.
    void fit_mean(double ns);

    TimeUnit unit() const;
    std::string_view unit_name() const { return name_of(unit()); }
    /// Without the unit, with as many decimals (at most three) as the most exact value that was fitted.
    std::string text(std::int64_t ns) const;
    /// A sum of values that were fitted: to at most three decimals; what rounds to nothing is "<0.001".
    std::string sum_text(std::int64_t ns) const;
    std::string text(double ns) const;  ///< a mean, with as many decimals as the most exact one that was fitted

private:
    std::int64_t largest_ = 0;
    std::int64_t smallest_ = 0;  // but for 0
    TimeUnit exact_ = TimeUnit::s;
    std::int64_t divisor_ = 0;            // of all values
    std::array<int, 4> mean_decimals_{};  // by TimeUnit
};

/// A time in a sentence: "150us", "1.5ms"; exact where that is short, else to three decimals: "19.639s".
std::string time_text(std::int64_t ns);

/// A time that is rounded anyway, a mean or a percentile: to three decimals of the largest unit in which it is at
/// least 1.
std::string rounded_time_text(double ns);

/// An instant in a sentence, exact however late: "1999.123456789s". In the largest unit in which it is at least 1.
std::string instant_text(std::int64_t ns);

/// "27.78 %"; "0.00 %" where the whole is 0. What is more than nothing and rounds to nothing is "<0.01 %".
std::string percent_text(std::int64_t part, std::int64_t whole);

/// "1 job", "2 jobs".
std::string counted(std::uint64_t count, std::string_view singular);

}  // namespace pinstack
