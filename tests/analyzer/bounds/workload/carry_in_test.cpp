// SPDX-License-Identifier: Apache-2.0
#include "analyzer/bounds/workload/carry_in.hpp"

#include <algorithm>
#include <random>

#include "tests/support/catch.hpp"
#include "tests/support/random_system.hpp"
#include "tests/support/random_task_set.hpp"
#include "tests/support/rounds.hpp"
#include "tests/support/slow_carry_in.hpp"

using namespace pinstack;
using namespace pinstack::test;

namespace {

/// Some response of each that is possible.
std::vector<std::int64_t> random_responses(std::mt19937_64& random, const TaskSet& set) {
    std::vector<std::int64_t> out;
    for (const SporadicTask& task : set.tasks) out.push_back(pick(random, task.wcet, task.deadline));
    return out;
}

/// W_i of the paper, instant by instant: jobs at once, the first one as late as it may begin in its response. In short
/// intervals it is more than fits.
std::int64_t paper_workload(const SporadicTask& task, std::int64_t response, std::int64_t length) {
    std::int64_t done = 0;
    for (std::int64_t t = 0; t < length + response - task.wcet; ++t) done += t % task.period < task.wcet;
    CHECK(std::min(done, length) == slow_workload(task, response, length));
    return done;
}

/// One task in hand, by words.
struct Slow {
    const TaskSet& set;
    std::size_t place;
    const std::vector<std::int64_t>& responses;

    bool is_higher(std::size_t i) const { return set.order == Order::edf ? i != place : i < place; }
    bool is_lower(std::size_t i) const { return set.order == Order::edf ? i != place : i > place; }
    std::int64_t work(std::size_t i, std::int64_t length) const {
        const std::int64_t any = paper_workload(set.tasks[i], responses[i], length);
        if (set.order == Order::fp) return any;
        return std::min(any, slow_edf_workload(set.tasks[i], responses[i], set.tasks[place].deadline));
    }
    std::int64_t due(std::size_t i) const {
        std::int64_t jobs = 0;
        slow_edf_workload(set.tasks[i], responses[i], set.tasks[place].deadline, &jobs);
        return jobs;
    }
    std::int64_t sectioned(std::size_t i, std::int64_t length) const {
        const SporadicTask& other = set.tasks[i];
        std::int64_t jobs = 0;
        for (std::int64_t t = -responses[i]; t < length; t += other.period) ++jobs;
        if (set.order == Order::edf) jobs = std::min(jobs, due(i));
        return std::min(work(i, length), jobs * other.sectioned);
    }
    std::int64_t releases(std::size_t i, std::int64_t length) const {
        std::int64_t jobs = 0;
        for (std::int64_t t = 0; t < length; t += set.tasks[i].period) {
            jobs += set.order == Order::fp || t + set.tasks[i].deadline <= set.tasks[place].deadline;
        }
        return jobs;
    }
    std::int64_t low(std::size_t i, std::int64_t length) const {
        const SporadicTask& other = set.tasks[i];
        std::int64_t jobs = 0;
        for (std::int64_t t = -other.deadline; t < length; t += other.period) ++jobs;
        const std::int64_t response = set.order == Order::fp ? other.deadline : responses[i];
        return std::min(paper_workload(other, response, length), jobs * other.sectioned);
    }
};

template <class Number>
std::vector<Growth> growths(const Amounts<Number>& amounts) {
    std::vector<Growth> out;
    for (std::size_t i = 0; i < amounts.size(); ++i) {
        out.push_back({static_cast<std::int64_t>(amounts.value[i]), static_cast<std::int64_t>(amounts.rising[i])});
    }
    return out;
}
std::vector<Growth> work_of(Interference& terms) {
    return terms.is_double() ? growths(terms.work<double>()) : growths(terms.work<std::int64_t>());
}
std::vector<Growth> low_work_of(Interference& terms) {
    return terms.is_double() ? growths(terms.low_work<double>()) : growths(terms.low_work<std::int64_t>());
}

/// With a task that does nothing in any time of the others', and is too long for doubles.
TaskSet with_endless_task(TaskSet set) {
    set.add({1, std::int64_t{1} << 50, std::int64_t{1} << 50});
    return set;
}

void check(const TaskSet& set, std::mt19937_64& random, bool is_double) {
    const std::vector<std::int64_t> responses = random_responses(random, set);
    Interferers interferers(set);
    Interference terms = interferers.no_interference();
    REQUIRE(terms.is_double() == is_double);
    const std::size_t tasks = is_double ? set.size() : set.size() - 1;
    for (std::size_t place = 0; place < tasks; ++place) {
        interferers.select(place, responses);
        const Slow slow{set, place, responses};
        const std::int64_t length = pick(random, 1, 60), later = pick(random, 1, 30);
        CAPTURE(describe(set), place, responses, length, later);

        std::int64_t sectioned = 0, sectioned_later = 0, releases = 0, low = 0;
        const Growth both = interferers.fill_with_sections(terms, length);
        const std::vector<Growth> again = work_of(terms);
        interferers.fill(terms, length);
        const std::vector<Growth> work = work_of(terms);
        REQUIRE(work.size() == (set.order == Order::fp ? place : set.size()));
        const std::int64_t low_sum = interferers.fill_low(terms, length);
        const std::vector<Growth> low_work = low_work_of(terms);
        for (std::size_t i = 0; i < tasks; ++i) {
            if (slow.is_higher(i)) {
                CHECK(work[i].value == slow.work(i, length));
                CHECK(slow.work(i, length + later) >= work[i].value + std::min(work[i].rising, later));
                CHECK((again[i].value == work[i].value && again[i].rising == work[i].rising));
                sectioned += slow.sectioned(i, length);
                sectioned_later += slow.sectioned(i, length + later);
                releases += slow.releases(i, length);
            } else if (i < work.size()) {
                CHECK(work[i].value == 0);
            }
            if (slow.is_lower(i)) {
                const Growth amount = low_work[set.order == Order::fp ? i - place - 1 : i];
                CHECK(amount.value == slow.low(i, length));
                CHECK(slow.low(i, length + later) >= amount.value + std::min(amount.rising, later));
                low += amount.value;
            }
        }
        CHECK(interferers.sectioned_work(length) == sectioned);
        CHECK(both.value == sectioned);
        CHECK(sectioned_later >= sectioned + std::min(both.rising, later));
        CHECK(low_sum == low);
        if (is_double || set.order == Order::fp) CHECK(interferers.releases(length) == releases);
    }
}

}  // namespace

TEST_CASE("what others do while a job is unfinished is their formulas, in doubles and in whole numbers") {
    for (std::uint64_t seed = 0; seed < rounds(2'000); ++seed) {
        std::mt19937_64 random(seed);
        const Order order = seed % 2 == 0 ? Order::fp : Order::edf;
        const TaskSet set = random_task_set(seed, {.order = order, .section_share = 60});
        check(set, random, true);
        check(with_endless_task(set), random, false);
    }
}

TEST_CASE("a quotient of whole numbers is cut off to the right one in doubles") {
    std::mt19937_64 random(1);
    for (int i = 0; i < 200'000; ++i) {
        const std::int64_t period = (std::int64_t{1} << pick(random, 0, 40)) + pick(random, 0, 1'000'000);
        const std::int64_t jobs = pick(random, 0, std::min<std::int64_t>((std::int64_t{1} << 51) / period, 1 << 30));
        for (const std::int64_t off : {-1, 0, 1}) {
            const std::int64_t length = std::max<std::int64_t>(jobs * period + off, 0);
            CHECK(whole_quotient(static_cast<double>(length), static_cast<double>(period)) ==
                  static_cast<double>(length / period));
        }
    }
}
