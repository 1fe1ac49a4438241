// SPDX-License-Identifier: Apache-2.0
#include "analyzer/bounds/workload/interference.hpp"

#include <algorithm>
#include <limits>
#include <span>

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
template <class Number>
Line<Number> clipped_sum(std::span<const Growth> work, Number x) {
    Number offset = 0, slope = 0;  // in registers
    for (const Growth& amount : work) {
        const bool is_clipped = amount.value >= x;
        slope += is_clipped;
        offset += is_clipped ? 0 : amount.value;
    }
    return {offset, slope};
}

/// How fast a sum rises at least, and for how long, if R and X grow together.
struct Rise {
    std::int64_t slope = 0;
    std::int64_t length = std::numeric_limits<std::int64_t>::max();
    void during(std::int64_t some) { length = std::min(length, some); }
};

/// What there is to say about sum min(W_i, X) at X, in one go.
template <class Number>
struct Sum {
    Number clipped = 0, all = 0;
    Rise rise;

    Sum(std::span<const Growth> work, std::int64_t x) {
        Number below = 0, total = 0;  // in registers
        std::int64_t slope = 0, shortest = rise.length;
        for (const Growth& amount : work) {
            const std::int64_t above = amount.value - x;
            below += above < 0 ? above : 0;
            total += amount.value;
            const std::int64_t length = amount.rising + positive(above);
            slope += length > 0;
            shortest = std::min(shortest, length > 0 ? length : shortest);
        }
        all = total;
        clipped = below + static_cast<Number>(x) * static_cast<std::int64_t>(work.size());
        rise = {slope, shortest};
    }
};

}  // namespace

Interference::Interference(int cpus, std::size_t tasks, std::int64_t largest) : cpus_(cpus) {
    const Int128 terms = static_cast<Int128>(tasks) + cpus + 2;
    is_wide_ = terms * cpus * 8 * largest >= Int128{1} << 62;
    work_.reserve(tasks);
}

template <class Number>
std::int64_t Interference::next_delay_in(std::int64_t from, std::int64_t last) const {
    const Number m = cpus_, blocked = blocked_.value, limit = low_limit_;
    const std::span<const Growth> work = work_, low_work = low_work_;
    const auto left_side = [&](Number x) {
        Line<Number> sum = clipped_sum(work, x);
        if (blocked > 0) {
            const Number total = sum.at(x);
            if (blocked < std::min(x, total)) {
                sum.offset += (m - 1) * blocked;
            } else if (x <= total) {
                sum.slope += m - 1;
            } else {
                sum = {m * sum.offset, m * sum.slope};
            }
        }
        if (limit > 0) {
            const Line<Number> low = clipped_sum(low_work, x);
            if (limit < low.at(x)) {
                sum.offset += limit;
            } else {
                sum = {sum.offset + low.offset, sum.slope + low.slope};
            }
        }
        return sum;
    };
    const Sum<Number> sum(work, from);
    const Sum<Number> low(limit > 0 ? low_work : std::span<const Growth>(), from);
    const Number waiting = std::min<Number>({blocked, from, sum.clipped});
    const Number excess = sum.clipped + (m - 1) * waiting + std::min(limit, low.clipped) - m * from;
    if (excess < 0) return from;

    // First, with every amount as it is now. To the right of the solution: (1) with nothing clipped to X.
    const Number most = sum.all + (m - 1) * std::min(blocked, sum.all) + std::min(limit, low.all);
    Number x = std::max<Number>(most / m + 1, from);
    if (x > last) {
        if (left_side(last).at(last) >= m * last) return last + 1;
        x = last;
    }
    while (true) {
        const Line<Number> line = left_side(x);
        Number next = std::max<Number>(line.offset / (m - line.slope) + 1, from);
        // Between two whole numbers the left side can bend below its tangent.
        if (next == x && x > from && bends_before(x) && left_side(x - 1).at(x - 1) < m * (x - 1)) next = x - 1;
        if (next == x) break;
        x = next;
    }

    // Second, while amounts rise with R: the left side gains on m X, or loses slowly.
    Rise rise = sum.rise;
    if (blocked > 0 && rise.slope > 0) {
        const auto length = static_cast<std::int64_t>(blocked - waiting) + blocked_.rising;
        if (length > 0) {
            rise.slope += cpus_ - 1;
            rise.during(length);
        }
    }
    const Number room = limit - low.clipped;
    if (low.rise.slope > 0 && room >= low.rise.slope) {
        rise.slope += low.rise.slope;
        rise.during(std::min(low.rise.length, static_cast<std::int64_t>(room / low.rise.slope)));
    }
    if (rise.slope == 0) return static_cast<std::int64_t>(x);
    Number skip = rise.length;
    if (rise.slope < cpus_) skip = std::min<Number>(skip, excess / (m - rise.slope) + 1);
    return static_cast<std::int64_t>(std::max<Number>(x, std::min<Number>(from + skip, last + Number{1})));
}

template <class Number>
bool Interference::bends_before(Number x) const {
    if (blocked_.value > 0 || low_limit_ > 0) return true;
    return std::any_of(work_.begin(), work_.end(), [&](const Growth& amount) { return amount.value == x - 1; });
}

std::int64_t Interference::next_delay(std::int64_t from, std::int64_t last) const {
    return is_wide_ ? next_delay_in<Int128>(from, last) : next_delay_in<std::int64_t>(from, last);
}

}  // namespace pinstack
