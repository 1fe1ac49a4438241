// SPDX-License-Identifier: Apache-2.0
//
// How much a sporadic task can execute in an interval, jobs released before it (carry-in) included; and the tasks that
// can be more urgent than one under analysis, with what bounds the work of each.
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <vector>

#include "analyzer/bounds/arithmetic/division.hpp"
#include "analyzer/bounds/task_set.hpp"
#include "analyzer/bounds/workload/interferer_rows.hpp"

namespace pinstack {

/// W_i(L): the most that the task executes in any interval of `length`, if no response of it is longer than `response`:
/// the first job finishes as late as it may, the others run at once. Bertogna and Cirinei (2007), RTSS, equation 4.
/// REQUIRES: wcet <= response and wcet <= period; length >= 0.
inline Growth carry_in_workload(const SporadicTask& task, std::int64_t response, std::int64_t length) {
    const std::int64_t from_release = length + response - task.wcet;
    const std::int64_t jobs = from_release / task.period;
    const std::int64_t last = from_release - jobs * task.period;
    return {jobs * task.wcet + std::min(task.wcet, last), positive(task.wcet - last)};
}

/// The jobs of the task that are released and due within a job's release and its deadline, under EDF, without the one
/// that may be released before.
inline std::int64_t edf_jobs(const SporadicTask& task, std::int64_t deadline) {
    return deadline >= task.deadline ? (deadline - task.deadline) / task.period + 1 : 0;
}

/// And what that one executes within them, if no response of the task is longer than `response`.
inline std::int64_t edf_carried_in(const SporadicTask& task, std::int64_t jobs, std::int64_t response,
                                   std::int64_t deadline) {
    const std::int64_t slack = task.deadline - response;
    return std::min(task.wcet, positive(deadline - jobs * task.period - slack));
}

/// The most that the task's jobs with deadlines up to that of a job with relative deadline `deadline` execute between
/// its release and its deadline, under EDF: no response of the task is longer than `response`. Bertogna, Cirinei,
/// Lipari (2009), IEEE TPDS 20, section 4.
/// REQUIRES: wcet <= period.
inline std::int64_t edf_workload(const SporadicTask& task, std::int64_t response, std::int64_t deadline) {
    const std::int64_t jobs = edf_jobs(task, deadline);
    return jobs * task.wcet + edf_carried_in(task, jobs, response, deadline);
}

/// Of one task after another of a set, those that can be more urgent: under fp the ones before it (as if ties were
/// broken by place), under EDF all others. Those that can be less urgent: under fp the ones after it, under EDF all
/// others.
class Interferers {
public:
    explicit Interferers(const TaskSet& set);

    /// No terms yet: for these tasks.
    Interference no_interference() const;

    /// Takes the task at `place` in hand. Of others no response is longer than these (under fp: of those before; no
    /// others are looked at).
    void select(std::size_t place, std::span<const std::int64_t> responses);

    /// How many tasks can be more urgent; of these, how many have sections.
    std::size_t count() const { return end_ - (is_fp() ? 0 : 1); }
    std::size_t count_sectioned() const;

    // While a job is unfinished for `length`:
    /// Sets the terms W_i of `others`, no others.
    void fill(Interference& others, std::int64_t length) const;
    /// What more urgent jobs do inside sections: sum WM_i, of those released less than a response earlier or inside.
    /// REQUIRES: `length` and a response together are a time.
    std::int64_t sectioned_work(std::int64_t length) const;
    /// Both.
    Growth fill_with_sections(Interference& others, std::int64_t length) const;
    /// `take(W_i, WM_i)` of each.
    template <class Take>
    void for_each_work(std::int64_t length, Take take) const;
    /// How many more urgent jobs can be released.
    std::int64_t releases(std::int64_t length) const;
    /// Sets the terms V_j of `others`, no others: what tasks that can be less urgent do inside sections, in jobs
    /// released less than a deadline earlier or inside. Returns their sum, or kUnbounded.
    std::int64_t fill_low(Interference& others, std::int64_t length) const;

    /// The rows, if they are of doubles and there is one for each task under EDF; else nothing.
    InterfererRows<double>* paired_doubles() { return is_double_ && has_all_pairs_ ? &doubles_ : nullptr; }

private:
    bool is_fp() const { return set_.order == Order::fp; }
    template <class Number>
    void set_rows(InterfererRows<Number>& rows);
    template <class Number>
    void set_pairs(InterfererRows<Number>& rows, std::size_t place, std::size_t row) const;
    /// The rows in use.
    template <class Use>
    auto with_rows(Use use) const {
        return is_double_ ? use(doubles_) : use(whole_);
    }

    const TaskSet& set_;
    bool is_double_, has_all_pairs_;
    std::size_t place_ = 0, end_ = 0;  ///< those that can be more urgent are before `end_`
    std::size_t row_ = 0;              ///< where those of the pairs with `place_` begin
    InterfererRows<double> doubles_;
    InterfererRows<std::int64_t> whole_;
    std::vector<std::size_t> sectioned_before_;  ///< tasks with sections, before each place and in all
};

template <class Take>
void Interferers::for_each_work(std::int64_t length, Take take) const {
    with_rows([&]<class Number>(const InterfererRows<Number>& rows) {
        const WorkTerms<Number> terms(rows, row_);
        for (std::size_t i = 0; i < end_; ++i) {
            const auto any = terms.any_work(i, static_cast<Number>(length));
            take(static_cast<std::int64_t>(least(any.value, terms.most_work(i))),
                 static_cast<std::int64_t>(terms.sectioned_work(i, any)));
        }
    });
}

}  // namespace pinstack
