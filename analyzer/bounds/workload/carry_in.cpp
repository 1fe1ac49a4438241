// SPDX-License-Identifier: Apache-2.0
//
// Compiled so that loops over doubles may add in any order (CMakeLists.txt): whole numbers below 2^53 give the same sum
// in all.
#include "analyzer/bounds/workload/carry_in.hpp"

#include "analyzer/bounds/workload/interferer_rows.hpp"
#include "analyzer/bounds/workload/response_iteration.hpp"

namespace pinstack {
namespace {

/// Up to here all pairs are kept, two megabytes at most for each amount; beyond, those with the task in hand.
constexpr std::size_t kMostPairedTasks = 256;
/// For doubles: where a quotient is cut off by a conversion to 32 bits, of which processors do several at a time.
constexpr std::int64_t kMostJobs = std::int64_t{1} << 28;

std::int64_t sum_or_unbounded(std::int64_t a, std::int64_t b) { return a > kUnbounded - b ? kUnbounded : a + b; }
double sum_or_unbounded(double a, double b) { return a + b; }

// Loops, in functions whose parameters say that what they write overlaps nothing else; inlined, GCC 12 forgets that.

template <class Number>
[[gnu::noinline]] void fill_work(const WorkTerms<Number> terms, Number length, std::size_t end,
                                 Number* __restrict value, Number* __restrict rising) {
    for (std::size_t i = 0; i < end; ++i) {
        const TaskWork<Number> work = terms.work(i, length);
        value[i] = work.value;
        rising[i] = work.rising;
    }
}

template <class Number>
[[gnu::noinline]] Growth fill_both(const WorkTerms<Number> terms, Number length, std::size_t end,
                                   Number* __restrict value, Number* __restrict rising) {
    Number sum = 0, shortest = kBeyond<Number>;
    for (std::size_t i = 0; i < end; ++i) {
        const TaskWork<Number> any = terms.any_work(i, length);
        TaskWork<Number> work = any;
        work.cap(terms.most_work(i));
        value[i] = work.value;
        rising[i] = work.rising;
        work.cap(terms.most_sectioned(i, any));
        sum = sum_or_unbounded(sum, work.value);
        shortest = least(shortest, work.rising > 0 ? work.rising : kBeyond<Number>);
    }
    return {static_cast<std::int64_t>(sum), shortest == kBeyond<Number> ? 0 : static_cast<std::int64_t>(shortest)};
}

template <class Number>
[[gnu::noinline]] void fill_low_work(const WorkTerms<Number> terms, Number length, std::size_t first, std::size_t end,
                                     Number* __restrict value, Number* __restrict rising) {
    for (std::size_t i = first; i < end; ++i) {
        TaskWork<Number> work = terms.any_work(i, length);
        work.cap(terms.releases_since_deadline(i, work) * terms.s[i]);
        value[i - first] = work.value;
        rising[i - first] = work.rising;
    }
}

}  // namespace

Interferers::Interferers(const TaskSet& set)
    : set_(set), is_double_(no_interference().is_double()), has_all_pairs_(!is_fp() && set.size() <= kMostPairedTasks) {
    is_double_ ? set_rows(doubles_) : set_rows(whole_);
    sectioned_before_.push_back(0);
    for (const SporadicTask& task : set.tasks) {
        sectioned_before_.push_back(sectioned_before_.back() + (task.sectioned > 0 ? 1 : 0));
    }
}

Interference Interferers::no_interference() const {
    std::int64_t longest = longest_time(set_), shortest = longest;
    for (const SporadicTask& task : set_.tasks) shortest = std::min(shortest, task.period);
    if (longest / shortest > kMostJobs) longest = std::max(longest, std::int64_t{1} << 52);
    return {set_.cpus, set_.size(), longest};
}

template <class Number>
void Interferers::set_rows(InterfererRows<Number>& rows) {
    const auto fill = [&](std::vector<Number>& row, auto of) {
        row.reserve(set_.size());
        for (const SporadicTask& task : set_.tasks) row.push_back(static_cast<Number>(of(task)));
    };
    fill(rows.wcet, [](const SporadicTask& task) { return task.wcet; });
    fill(rows.period, [](const SporadicTask& task) { return task.period; });
    fill(rows.deadline, [](const SporadicTask& task) { return task.deadline; });
    fill(rows.sectioned, [](const SporadicTask& task) { return task.sectioned; });
    rows.response = rows.deadline;
    const std::size_t pairs = set_.size() * (has_all_pairs_ ? set_.size() : 1);
    rows.inside.assign(pairs, kBeyond<Number>);
    rows.jobs_inside.assign(pairs, kBeyond<Number>);
    rows.before.assign(pairs, -kBeyond<Number>);
    for (std::size_t place = 0; has_all_pairs_ && place < set_.size(); ++place) {
        set_pairs(rows, place, place * set_.size());
    }
}

template <class Number>
void Interferers::set_pairs(InterfererRows<Number>& rows, std::size_t place, std::size_t row) const {
    const std::int64_t deadline = set_.tasks[place].deadline;
    for (std::size_t i = 0; i < set_.size(); ++i) {
        const SporadicTask& other = set_.tasks[i];
        const std::int64_t jobs = i == place ? 0 : edf_jobs(other, deadline);
        rows.jobs_inside[row + i] = static_cast<Number>(jobs);
        rows.inside[row + i] = static_cast<Number>(jobs * other.wcet);
        rows.before[row + i] =
            i == place ? -kBeyond<Number> : static_cast<Number>(deadline - jobs * other.period - other.deadline);
    }
}

void Interferers::select(std::size_t place, std::span<const std::int64_t> responses) {
    place_ = place;
    end_ = is_fp() ? place : set_.size();
    row_ = has_all_pairs_ ? place * set_.size() : 0;
    const auto set = [&]<class Number>(InterfererRows<Number>& rows) {
        for (std::size_t i = 0; i < end_; ++i) rows.response[i] = static_cast<Number>(responses[i]);
        if (!is_fp() && !has_all_pairs_) set_pairs(rows, place, 0);
    };
    is_double_ ? set(doubles_) : set(whole_);
}

std::size_t Interferers::count_sectioned() const {
    return sectioned_before_[end_] - (!is_fp() && set_.tasks[place_].sectioned > 0 ? 1 : 0);
}

void Interferers::fill(Interference& others, std::int64_t length) const {
    with_rows([&]<class Number>(const InterfererRows<Number>& rows) {
        Amounts<Number>& out = others.work<Number>();
        out.resize(end_);
        fill_work(WorkTerms<Number>(rows, row_), static_cast<Number>(length), end_, out.value.data(),
                  out.rising.data());
    });
}

std::int64_t Interferers::sectioned_work(std::int64_t length) const {
    return with_rows([&]<class Number>(const InterfererRows<Number>& rows) {
        const WorkTerms<Number> terms(rows, row_);
        const auto l = static_cast<Number>(length);
        Number sum = 0;
        for (std::size_t i = 0, end = end_; i < end; ++i) {
            sum = sum_or_unbounded(sum, terms.sectioned_work(i, terms.any_work(i, l)));
        }
        return static_cast<std::int64_t>(sum);
    });
}

Growth Interferers::fill_with_sections(Interference& others, std::int64_t length) const {
    return with_rows([&]<class Number>(const InterfererRows<Number>& rows) {
        Amounts<Number>& out = others.work<Number>();
        out.resize(end_);
        return fill_both(WorkTerms<Number>(rows, row_), static_cast<Number>(length), end_, out.value.data(),
                         out.rising.data());
    });
}

std::int64_t Interferers::releases(std::int64_t length) const {
    return with_rows([&]<class Number>(const InterfererRows<Number>& rows) {
        const WorkTerms<Number> terms(rows, row_);
        const auto l = static_cast<Number>(length);
        Number sum = 0;
        for (std::size_t i = 0, end = end_; i < end; ++i) {
            sum += least(terms.releases(i, terms.any_work(i, l)), terms.jobs_inside[i]);
        }
        return static_cast<std::int64_t>(sum);
    });
}

std::int64_t Interferers::fill_low(Interference& others, std::int64_t length) const {
    return with_rows([&]<class Number>(const InterfererRows<Number>& rows) {
        WorkTerms<Number> terms(rows, row_);
        if (is_fp()) terms.r = terms.d;  // bounds of the less urgent are not known yet
        const std::size_t first = is_fp() ? place_ + 1 : 0;
        Amounts<Number>& out = others.low_work<Number>();
        out.resize(set_.size() - first);
        fill_low_work(terms, static_cast<Number>(length), first, set_.size(), out.value.data(), out.rising.data());
        if (!is_fp()) out.value[place_] = out.rising[place_] = 0;
        Number sum = 0;
        for (const Number amount : out.value) sum = sum_or_unbounded(sum, amount);
        return static_cast<std::int64_t>(sum);
    });
}

}  // namespace pinstack
