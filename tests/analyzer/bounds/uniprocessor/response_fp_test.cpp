// SPDX-License-Identifier: Apache-2.0
//
// rta-uni and rta-np.
#include <algorithm>
#include <limits>
#include <numeric>

#include "analyzer/bounds/uniprocessor/busy_window.hpp"
#include "analyzer/bounds/uniprocessor/uniprocessor.hpp"
#include "model/time/duration.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/random_task_set.hpp"
#include "tests/support/slow_one_cpu.hpp"
#include "tests/support/system_builder.hpp"

using namespace pinstack;
using namespace pinstack::test;

namespace {

/// The set of a random system whose sections are non-preemptible, as the program itself makes it.
TaskSet protected_set(std::uint64_t seed, const RandomSetOptions& options) {
    System system = system_of(random_task_set(seed, options), Arrivals::synchronous, seed, 1);
    system.kernel.sections = Protection::preempt_disable;
    TaskSet set = make_task_set(system);
    const TaskSet plain = random_task_set(seed, options);
    for (std::size_t i = 0; i < set.size(); ++i) set.tasks[i].jitter = plain.tasks[i].jitter;
    return set;
}

using Layout = std::vector<std::vector<Stretch>>;
Layout layout_of(const TaskSet& set) {
    Layout np;
    for (const SporadicTask& task : set.tasks) np.push_back(stretches_of(set, task));
    return np;
}

/// The worst of the busy windows that begin at 0 with all more urgent tasks and `place` after their longest jitter,
/// while at -1 a job of one less urgent task stands just before one of its stretches, or nobody does.
std::int64_t worst_of_critical_instants(const TaskSet& set, const Layout& np, std::size_t place, std::int64_t end) {
    std::vector<SlowJob> blockers(1, {set.size()});  // nobody
    for (std::size_t lower = place + 1; lower < set.size(); ++lower) {
        const std::int64_t far = std::numeric_limits<std::int64_t>::max();
        for (const Stretch stretch : np[lower])
            blockers.push_back({lower, -1, -1, far, std::max<std::int64_t>(stretch.from - 1, 0)});
    }
    std::int64_t worst = 0;
    for (const SlowJob& blocker : blockers) {
        std::vector<SlowJob> jobs;
        for (std::size_t i = 0; i <= place; ++i) {
            const std::vector<SlowJob> own = jobs_of(set, i, -set.tasks[i].jitter, end);
            jobs.insert(jobs.end(), own.begin(), own.end());
        }
        if (blocker.place < set.size()) jobs.push_back(blocker);
        run_slowly(set, np, jobs, end);
        for (const SlowJob& job : jobs) {
            if (job.place == place && job.finish >= 0) worst = std::max(worst, job.finish - job.due);
        }
    }
    return worst;
}

/// An instant by which the window of the first `place` + 1 tasks and the longest stretch of the others has ended.
std::int64_t end_of_window(const TaskSet& set, std::size_t place) {
    std::int64_t blocking = 0;
    for (std::size_t i = place + 1; i < set.size(); ++i) blocking = std::max(blocking, set.tasks[i].longest_np - 1);
    std::int64_t length = 1;
    while (true) {
        std::int64_t next = blocking;
        for (std::size_t i = 0; i <= place; ++i) {
            const SporadicTask& task = set.tasks[i];
            next += (length + task.jitter + task.period - 1) / task.period * task.wcet;
        }
        if (next == length || next > 20'000) return next;
        length = next;
    }
}

/// Does the window of the first `place` + 1 tasks end at all?
bool window_ends(const TaskSet& set, std::size_t place) {
    std::int64_t hyperperiod = 1, demanded = 0;
    bool is_behind = false;
    for (std::size_t i = 0; i <= place; ++i) hyperperiod = std::lcm(hyperperiod, set.tasks[i].period);
    for (std::size_t i = 0; i < set.size(); ++i) {
        is_behind = is_behind || (i <= place ? set.tasks[i].jitter > 0 : set.tasks[i].longest_np > 1);
        if (i <= place) demanded += hyperperiod / set.tasks[i].period * set.tasks[i].wcet;
    }
    return demanded < hyperperiod || (demanded == hyperperiod && !is_behind);
}

struct Counts {
    int exact = 0, unbounded = 0, late = 0;
};

/// Every bound is the response of a critical instant.
void check_exact(const TaskSet& set, bool own_stretches, Verdict& verdict, Counts& counts) {
    CAPTURE(describe(set));
    CAPTURE(describe(verdict));
    bool all_in_time = true;
    for (std::size_t place = 0; place < set.size(); ++place) {
        CAPTURE(place);
        const std::int64_t end = end_of_window(set, place);
        if (end > 20'000) {
            CHECK(verdict.bounds[place].has_value() == window_ends(set, place));
            if (verdict.bounds[place]) return;  // a long window
            ++counts.unbounded;
            all_in_time = false;
            continue;
        }
        Layout np = layout_of(set);
        if (!own_stretches) np[place].clear();
        REQUIRE(verdict.bounds[place] == worst_of_critical_instants(set, np, place, end + 1));
        ++counts.exact;
        if (*verdict.bounds[place] > set.tasks[place].deadline) all_in_time = false;
    }
    CHECK(verdict.schedulable == all_in_time);
    counts.late += !all_in_time;
}

}  // namespace

TEST_CASE("rta-uni is the response of the critical instant: arbitrary deadlines, jitter") {
    Counts counts;
    for (std::uint64_t seed = 0; seed < 1'500; ++seed) {
        const TaskSet set = random_task_set(seed, {.cpus_to = 1,
                                                   .tasks_to = 5,
                                                   .longest_period = 14,
                                                   .deadlines = Deadlines::arbitrary,
                                                   .longest_jitter = seed % 2 == 0 ? 0 : 20,
                                                   .load_from = 50});
        Verdict verdict;
        run_rta_uni(set, verdict);
        check_exact(set, true, verdict, counts);
        run_rta_np(set, verdict);  // where nothing is non-preemptible, the same
        check_exact(set, true, verdict, counts);
    }
    CHECK(counts.exact > 5'000);
    CHECK(counts.unbounded > 100);
    CHECK(counts.late > 300);
}

TEST_CASE("rta-np is the response of the critical instant: sections that block and that end bodies") {
    Counts counts, floating;
    for (std::uint64_t seed = 0; seed < 1'500; ++seed) {
        const TaskSet set = protected_set(seed, {.cpus_to = 1,
                                                 .tasks_to = 5,
                                                 .longest_period = 14,
                                                 .deadlines = Deadlines::arbitrary,
                                                 .longest_jitter = seed % 2 == 0 ? 0 : 12,
                                                 .load_from = 40,
                                                 .load_to = 105,
                                                 .section_share = 70});
        Verdict verdict;
        run_rta_np(set, verdict);
        check_exact(set, true, verdict, counts);
        run_rta_uni(set, verdict);  // as if the task's own section could be preempted
        check_exact(set, false, verdict, floating);
    }
    CHECK(counts.exact > 3'000);
    CHECK(counts.late > 300);
    CHECK(floating.exact == counts.exact);
}

TEST_CASE("no response on one CPU exceeds rta-uni or rta-np") {
    int bounded = 0;
    for (std::uint64_t seed = 0; seed < 800; ++seed) {
        const RandomSetOptions options{.cpus_to = 1,
                                       .tasks_to = 6,
                                       .deadlines = Deadlines::arbitrary,
                                       .longest_jitter = seed % 2 == 0 ? 0 : 20,
                                       .load_from = 40,
                                       .load_to = 100,
                                       .section_share = seed % 3 == 0 ? 0 : 60};
        const TaskSet set = protected_set(seed, options);
        Verdict uni, np;
        run_rta_uni(set, uni);
        run_rta_np(set, np);
        for (const Arrivals arrivals : {Arrivals::synchronous, Arrivals::offsets, Arrivals::sporadic}) {
            const System system = system_of(set, arrivals, seed, 600);
            const auto responses = simulated_responses(system, variant(Protection::preempt_disable, "shift"));
            CHECK(bound_exceeded(set, uni, responses) == "");
            CHECK(bound_exceeded(set, np, responses) == "");
        }
        for (const auto& bound : np.bounds) bounded += bound.has_value();
    }
    CHECK(bounded > 1'500);
}

TEST_CASE("nor under Linux's scheduler, which serves equal priorities in order of arrival, or in turns") {
    int bounded = 0, tied = 0;
    for (std::uint64_t seed = 0; seed < 600; ++seed) {
        const TaskSet plain = random_task_set(seed, {.cpus_to = 1,
                                                     .tasks_from = 2,
                                                     .tasks_to = 6,
                                                     .deadlines = Deadlines::arbitrary,
                                                     .longest_jitter = seed % 2 == 0 ? 0 : 20,
                                                     .load_from = 40,
                                                     .load_to = 100,
                                                     .section_share = seed % 3 == 0 ? 0 : 60});
        for (const Arrivals arrivals : {Arrivals::synchronous, Arrivals::offsets, Arrivals::sporadic}) {
            System system = system_of(plain, arrivals, seed, 600);
            system.kernel =
                variant(seed % 2 == 0 ? Protection::preempt_disable : Protection::migrate_disable, "linux-rt-5.15");
            system.kernel.linux.rr_slice = Duration{3};
            for (std::size_t i = 0; i < system.tasks.size(); ++i) {
                system.tasks[i].priority = 99 - static_cast<int>(i / 3);
                if (seed % 5 == 0) system.tasks[i].policy = Policy::rr;
            }
            const TaskSet set = make_task_set(system);
            REQUIRE(set.fifo_ties);
            Verdict verdict, by_file_order;
            run_rta_np(set, verdict);
            const auto responses = simulated_responses(system, system.kernel);
            CHECK(bound_exceeded(set, verdict, responses) == "");
            for (const auto& bound : verdict.bounds) bounded += bound.has_value();
            TaskSet other = set;
            other.fifo_ties = false;
            run_rta_np(other, by_file_order);
            tied += bound_exceeded(other, by_file_order, responses) != "";
        }
    }
    CHECK(bounded > 3'000);
    CHECK(tied > 100);  // bounds for ties in file order do not hold here
}

TEST_CASE("a section entered when a run ends blocks for all its length, one that begins the body for one less") {
    // The textbook q - 1 is not safe for the first: at 1 the run of L ends and its section begins, and H is released.
    const auto blocked = [](Body body) {
        System system = system_of("blocked", 1,
                                  {periodic("H", 2, {{20}, {1}, {0}}, 20, 0, {run(1)}),
                                   periodic("L", 1, {{20}, {0}, {0}}, 20, 0, std::move(body))});
        system.kernel = variant(Protection::preempt_disable, "shift");
        system.horizon = Duration{20};
        Verdict verdict;
        run_rta_np(make_task_set(system), verdict);
        return std::pair{verdict.bounds[0].value(), simulated_responses(system, system.kernel)[0]};
    };
    CHECK(blocked({run(1), section({run(5)})}) == std::pair<std::int64_t, std::int64_t>{6, 6});
    CHECK(blocked({section({run(5)})}) == std::pair<std::int64_t, std::int64_t>{5, 5});
}

TEST_CASE("lehoczky90_ex2: the first job of a busy window need not be the worst") {
    // C = 26, 62; T = 70, 100; responses of the second task: 114, 102, 116, 104, 118, 106, 94.
    TaskSet set;
    set.add({26, 70, 70});
    set.add({62, 100, 120});
    Verdict verdict;
    run_rta_uni(set, verdict);
    CHECK(verdict.bounds == std::vector<std::optional<std::int64_t>>{26, 118});
    CHECK(verdict.schedulable);
}

TEST_CASE("davis07: without preemption, later instances of a message can be worse") {
    // Three CAN messages of C = 1, T = 2.5, 3.5, 3.5; D = 2.5, 3.25, 3.25, in quarters. Messages are blocked by up to
    // one less than a whole transmission in whole time; the third is late, in its second instance only.
    TaskSet set;
    for (const auto& [period, deadline] : {std::pair{10, 10}, {14, 13}, {14, 13}}) {
        SporadicTask task{4, period, deadline};
        task.longest_np = task.final_np = 4;
        set.add(task);
    }
    Verdict verdict;
    run_rta_np(set, verdict);
    CHECK(verdict.bounds == std::vector<std::optional<std::int64_t>>{7, 11, 14});
    CHECK_FALSE(verdict.schedulable);
}

TEST_CASE("rta-uni at utilization 1, above it, with the longest times, and with equal priorities of Linux") {
    const auto bounds = [](const std::vector<SporadicTask>& tasks, bool fifo_ties = false) {
        TaskSet set;
        set.fifo_ties = fifo_ties;
        for (const SporadicTask& task : tasks) set.add(task);
        Verdict verdict;
        run_rta_uni(set, verdict);
        return verdict.bounds;
    };
    using Bounds = std::vector<std::optional<std::int64_t>>;
    CHECK(bounds({{1, 2, 2}, {2, 4, 4}}) == Bounds{1, 4});
    CHECK(bounds({{1, 2, 2}, {2, 4, 4, 1}}) == Bounds{1, {}});  // jitter puts it behind for ever
    CHECK(bounds({{2, 3, 3}, {2, 5, 5}, {1, 100, 100}}) == Bounds{2, {}, {}});
    constexpr std::int64_t longest = kTimeLimitNs - 1;
    CHECK(bounds({{longest, longest, longest}}) == Bounds{longest});
    CHECK(bounds({{longest, 1, longest}}) == Bounds{{}});
    CHECK(bounds({{longest / 2, longest, longest}, {longest / 2, longest, longest}}) ==
          Bounds{longest / 2, longest - 1});
    // FIFO among equals: each can be behind the other.
    CHECK(bounds({{3, 10, 10}, {2, 10, 10}}, true) == Bounds{5, 5});
    CHECK(bounds({{3, 10, 10}, {2, 10, 10}}, false) == Bounds{3, 5});
}

TEST_CASE("a window of more jobs than anyone can count is given up, unless a miss is found first") {
    // Utilization 1 and a hyperperiod beyond 10^17 ns.
    TaskSet set;
    set.add({500'000'003, 1'000'000'007, 1'000'000'007});
    set.add({499'999'989, 999'999'979, 999'999'979});
    Verdict verdict;
    run_rta_uni(set, verdict);
    CHECK((!verdict.why_not.empty() || !verdict.schedulable));
    CHECK(verdict.bounds.front() == 500'000'003);
}

TEST_CASE("a late task is late, whatever the budget leaves open of the others") {
    // The least urgent task has one CPU part in 10^7 for itself: its window takes 10^8 steps.
    const auto answer = [](std::int64_t deadline) {
        TaskSet set;
        set.add({3, 10, deadline});
        set.add({6'999'999, 10'000'000, 10'000'000});
        set.add({100'000'000, 1'000'000'000'000'000, 1'000'000'000'000'000});
        Verdict verdict;
        run_rta_uni(set, verdict);
        CHECK_FALSE(verdict.schedulable);
        return verdict.why_not;
    };
    CHECK(answer(10) == kBudgetUsedUp);
    CHECK(answer(2) == "");
}
