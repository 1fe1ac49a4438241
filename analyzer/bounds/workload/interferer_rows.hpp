// SPDX-License-Identifier: Apache-2.0
//
// The tasks of a set side by side, and what each does in an interval, written so that loops over them take several
// tasks at a time: the formulas of carry_in.hpp without a branch. For `Number` as in interference.hpp.
#pragma once

#include <cstdint>
#include <type_traits>
#include <vector>

#include "analyzer/bounds/workload/interference.hpp"

namespace pinstack {

/// The tasks of a set side by side: what they do while a job of one of them, the one in hand, is unfinished.
template <class Number>
struct InterfererRows {
    std::vector<Number> wcet, period, deadline, sectioned, response;
    /// Under EDF, of each task in each: its work in the jobs released and due inside (edf_jobs()), how many these are,
    /// and what to add to its response for what the one before executes, if that is between 0 and C (edf_carried_in()).
    /// Under fp one row, in which nothing is bounded.
    std::vector<Number> inside, jobs_inside, before;
};

/// More than any amount.
template <class Number>
constexpr Number kBeyond = std::is_same_v<Number, double> ? Number(std::int64_t{1} << 53) : Number(kUnbounded);

inline std::int64_t whole_quotient(std::int64_t a, std::int64_t b) { return a / b; }
/// Of whole numbers below 2^52. Rounding takes a quotient no further up than the whole number above it, and there only
/// if it is that: it is less by 1/b or more otherwise, and 1/b more than half the distance of two doubles.
inline double whole_quotient(double a, double b) { return static_cast<double>(static_cast<std::int32_t>(a / b)); }

template <class Number>
Number least(Number a, Number b) {
    return a < b ? a : b;
}
template <class Number>
Number positive_part(Number a) {
    return a > 0 ? a : Number{0};
}

/// What a task does in an interval: carry_in_workload().
template <class Number>
struct TaskWork {
    Number jobs, last;  ///< that begin in it before the last one, back to back; time from the beginning of that one
    Number value, rising;

    TaskWork(Number wcet, Number period, Number from_release)
        : jobs(whole_quotient(from_release, period)),
          last(from_release - jobs * period),
          value(jobs * wcet + least(wcet, last)),
          rising(positive_part(wcet - last)) {}

    void cap(Number most) {
        rising = positive_part(least(rising, most - value));
        value = least(value, most);
    }
};

/// Of one task in hand: what every other one does while a job of it is unfinished for some length. `i`: its place.
template <class Number>
struct WorkTerms {
    const Number *c, *t, *d, *s, *r, *inside, *jobs_inside, *before;

    /// `row`: where those of the pairs with the task in hand begin.
    WorkTerms(const InterfererRows<Number>& rows, std::size_t row)
        : c(rows.wcet.data()),
          t(rows.period.data()),
          d(rows.deadline.data()),
          s(rows.sectioned.data()),
          r(rows.response.data()),
          inside(rows.inside.data() + row),
          jobs_inside(rows.jobs_inside.data() + row),
          before(rows.before.data() + row) {}

    /// By jobs of any urgency.
    TaskWork<Number> any_work(std::size_t i, Number length) const { return {c[i], t[i], length + r[i] - c[i]}; }
    /// By those that can be more urgent.
    TaskWork<Number> work(std::size_t i, Number length) const {
        TaskWork<Number> work = any_work(i, length);
        work.cap(most_work(i));
        return work;
    }
    Number most_work(std::size_t i) const { return inside[i] + carried_in(i); }
    /// How many can be more urgent.
    Number urgent(std::size_t i) const { return jobs_inside[i] + (carried_in(i) > 0 ? Number{1} : Number{0}); }
    Number carried_in(std::size_t i) const { return least(c[i], positive_part(before[i] + r[i])); }

    /// By more urgent ones inside sections.
    Number sectioned_work(std::size_t i, const TaskWork<Number>& any) const {
        return least(least(any.value, most_work(i)), most_sectioned(i, any));
    }
    Number most_sectioned(std::size_t i, const TaskWork<Number>& any) const {
        return least(releases_since_response(i, any), urgent(i)) * s[i];
    }

    // Without another division, as with `work` being any_work(i, length), length = jobs T + last - R + C:
    /// ceil((length + R) / T), as 0 < last + C < 2 T.
    Number releases_since_response(std::size_t i, const TaskWork<Number>& work) const {
        return work.jobs + (work.last + c[i] > t[i] ? Number{2} : Number{1});
    }
    /// ceil((length + D) / T), as 0 < last + D - R + C < 2 T.
    Number releases_since_deadline(std::size_t i, const TaskWork<Number>& work) const {
        return work.jobs + (work.last + (d[i] - r[i]) + c[i] > t[i] ? Number{2} : Number{1});
    }
    /// ceil(length / T), as -T < last - R + C < T.
    Number releases(std::size_t i, const TaskWork<Number>& work) const {
        return work.jobs + (work.last > r[i] - c[i] ? Number{1} : Number{0});
    }
};

}  // namespace pinstack
