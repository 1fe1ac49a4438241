// SPDX-License-Identifier: Apache-2.0
//
// Compiled so that loops over doubles may add in any order (CMakeLists.txt): whole numbers below 2^53 give the same sum
// in all.
#include "analyzer/bounds/workload/interference.hpp"

#include <algorithm>
#include <type_traits>

#include "analyzer/bounds/arithmetic/division.hpp"

namespace pinstack {
namespace {

/// A line over X.
template <class Number>
struct Line {
    Number offset = 0, slope = 0;
    Number at(Number x) const { return offset + slope * x; }
};

/// The line that touches sum min(W_i, X) at X, from the left.
template <class Stored, class Number>
Line<Number> clipped_sum(const Amounts<Stored>& work, Number at) {
    Number offset = 0, slope = 0;  // in registers
    const Stored x = static_cast<Stored>(at);
    const Stored* value = work.value.data();
    for (std::size_t i = 0, size = work.size(); i < size; ++i) {
        slope += value[i] < x ? Stored{0} : Stored{1};
        offset += value[i] < x ? value[i] : Stored{0};
    }
    return {offset, slope};
}

/// How fast a sum rises at least, and for how long, if R and X grow together.
template <class Number>
struct Rise {
    Number slope = 0, length = 0;
    void during(Number some) { length = std::min(length, some); }
};

/// What there is to say about sum min(W_i, X) at X, in one go.
template <class Stored, class Number>
struct Sum {
    Number clipped = 0, all = 0;
    Rise<Number> rise;

    Sum(const Amounts<Stored>& work, Stored x) {
        Number below = 0, total = 0;  // in registers
        Stored slope = 0, shortest = static_cast<Stored>(kUnbounded);
        const Stored *value = work.value.data(), *rising = work.rising.data();
        const std::size_t size = work.size();
        for (std::size_t i = 0; i < size; ++i) {
            const Stored above = value[i] - x;
            below += above < 0 ? above : Stored{0};
            total += value[i];
            const Stored length = rising[i] + (above > 0 ? above : Stored{0});
            slope += length > 0 ? Stored{1} : Stored{0};
            const Stored risen = length > 0 ? length : static_cast<Stored>(kUnbounded);
            shortest = risen < shortest ? risen : shortest;
        }
        all = total;
        clipped = below + static_cast<Number>(x) * static_cast<Number>(size);
        rise = {slope, shortest};
    }
};

/// Of whole numbers; a double's quotient is rounded to no more than the whole number above it only if it is one.
template <class Number>
Number quotient(Number a, Number b) {
    return a / b;
}
template <>
double quotient(double a, double b) {
    return static_cast<double>(static_cast<std::int64_t>(a / b));
}

}  // namespace

/// (1), in one of the representations. `Number` holds sums of `Stored`.
template <class Stored, class Number>
class Interference::Equation {
public:
    Equation(const Interference& terms, const Amounts<Stored>& work, const Amounts<Stored>& low_work)
        : work_(work),
          low_work_(low_work),
          m_(static_cast<Number>(terms.cpus_)),
          blocked_(number(terms.blocked_.value)),
          blocked_rising_(number(terms.blocked_.rising)),
          limit_(number(terms.low_limit_)) {}

    Number next_delay(Number from, Number last) const {
        const Sum<Stored, Number> sum(work_, static_cast<Stored>(from));
        const Number waiting = std::min({blocked_, from, sum.clipped});
        if (limit_ == 0) return after(from, last, sum, waiting, {}, 0, 0);
        const Sum<Stored, Number> low(low_work_, static_cast<Stored>(from));
        return after(from, last, sum, waiting, low.rise, low.clipped, low.all);
    }

private:
    /// What is to be a minimum with sums of doubles may be more than these ever are.
    static Number number(std::int64_t value) {
        constexpr std::int64_t kBeyondSums = std::int64_t{1} << 53;
        return static_cast<Number>(std::is_same_v<Number, double> ? std::min(value, kBeyondSums) : value);
    }

    Number after(Number from, Number last, const Sum<Stored, Number>& sum, Number waiting, Rise<Number> low_rise,
                 Number low_clipped, Number low_all) const {
        const Number excess = sum.clipped + (m_ - 1) * waiting + std::min(limit_, low_clipped) - m_ * from;
        if (excess < 0) return from;

        // First, with every amount as it is now. To the right of the solution: (1) with nothing clipped to X.
        const Number most = sum.all + (m_ - 1) * std::min(blocked_, sum.all) + std::min(limit_, low_all);
        Number x = std::max(quotient<Number>(most, m_) + 1, from);
        if (x > last) {
            if (left_side(last).at(last) >= m_ * last) return last + 1;
            x = last;
        }
        x = descend(x, from);

        // Second, while amounts rise with R: the left side gains on m X, or loses slowly.
        Rise<Number> rise = sum.rise;
        if (blocked_ > 0 && rise.slope > 0) {
            const Number length = blocked_ - waiting + blocked_rising_;
            if (length > 0) {
                rise.slope += m_ - 1;
                rise.during(length);
            }
        }
        const Number room = limit_ - low_clipped;
        if (low_rise.slope > 0 && room >= low_rise.slope) {
            rise.slope += low_rise.slope;
            rise.during(std::min(low_rise.length, quotient<Number>(room, low_rise.slope)));
        }
        if (rise.slope == 0) return x;
        Number skip = rise.length;
        if (rise.slope < m_) skip = std::min(skip, quotient<Number>(excess, m_ - rise.slope) + 1);
        return std::max(x, std::min(from + skip, last + 1));
    }

    /// Newton's method from `x`, to the right of the solution, with every amount as it is now; not below `from`.
    Number descend(Number x, Number from) const {
        while (true) {
            const Line<Number> line = left_side(x);
            Number next = std::max(quotient<Number>(line.offset, m_ - line.slope) + 1, from);
            // Between two whole numbers the left side can bend below its tangent.
            if (next == x && x > from && bends_before(x) && left_side(x - 1).at(x - 1) < m_ * (x - 1)) next = x - 1;
            if (next == x) return x;
            x = next;
        }
    }

    Line<Number> left_side(Number x) const {
        Line<Number> sum = clipped_sum(work_, x);
        if (blocked_ > 0) {
            const Number total = sum.at(x);
            if (blocked_ < std::min(x, total)) {
                sum.offset += (m_ - 1) * blocked_;
            } else if (x <= total) {
                sum.slope += m_ - 1;
            } else {
                sum = {m_ * sum.offset, m_ * sum.slope};
            }
        }
        if (limit_ > 0) {
            const Line<Number> low = clipped_sum(low_work_, x);
            if (limit_ < low.at(x)) {
                sum.offset += limit_;
            } else {
                sum = {sum.offset + low.offset, sum.slope + low.slope};
            }
        }
        return sum;
    }

    bool bends_before(Number x) const {
        if (blocked_ > 0 || limit_ > 0) return true;
        const auto edge = static_cast<Stored>(x - 1);
        return std::find(work_.value.begin(), work_.value.end(), edge) != work_.value.end();
    }

    const Amounts<Stored>&work_, &low_work_;
    Number m_, blocked_, blocked_rising_, limit_;
};

Interference::Interference(int cpus, std::size_t tasks, std::int64_t largest) : cpus_(cpus) {
    const Int128 terms = static_cast<Int128>(tasks) + cpus + 2, most = terms * cpus * 8 * largest;
    is_double_ = most < Int128{1} << 52;
    is_wide_ = most >= Int128{1} << 62;
}

template <class Use>
auto Interference::with_equation(Use use) const {
    if (is_double_) return use(Equation<double, double>(*this, doubles_, low_doubles_));
    if (!is_wide_) return use(Equation<std::int64_t, std::int64_t>(*this, whole_, low_whole_));
    return use(Equation<std::int64_t, Int128>(*this, whole_, low_whole_));
}

std::int64_t Interference::next_delay(std::int64_t from, std::int64_t last) const {
    return with_equation([&]<class Stored, class Number>(const Equation<Stored, Number>& equation) {
        return static_cast<std::int64_t>(equation.next_delay(static_cast<Number>(from), static_cast<Number>(last)));
    });
}

}  // namespace pinstack
