// SPDX-License-Identifier: Apache-2.0
//
// In which numbers a test computes, and how much before it gives up, shows in no verdict but that it gave up.
#include "analyzer/bounds/registry.hpp"
#include "analyzer/bounds/workload/interference.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/random_task_set.hpp"
#include "tests/support/rounds.hpp"

using namespace pinstack;
using namespace pinstack::test;

namespace {

constexpr const char* kIds[] = {"bcli",
                                "rta-bc-edf",
                                "rta-bc",
                                "rta-bc-slack",
                                "rta-lc",
                                "da-lc",
                                "c-rta",
                                "opa",
                                "pinned-none",
                                "pinned-np",
                                "pinned-unmitigated",
                                "pinned-shift",
                                "pinned-swap-on-entry"};

Verdict run(const char* id, const TaskSet& set) {
    Verdict verdict;
    find_test(id)->run(set, verdict);
    return verdict;
}

/// With a task that does the same whatever its period. (A section of it could wait as long as that.)
TaskSet with_long_task(TaskSet set, std::int64_t period) {
    set.add({3, period, period});
    return set;
}

/// One CPU busy for all but 1 of 10^6, a long job, and others that hardly ever come. Its bound is 10^8 periods away,
/// and every step passes some hundred.
TaskSet crawling_set(Order order) {
    TaskSet set;
    set.cpus = 1;
    set.order = order;
    set.add({999'999, 1'000'000, 1'000'000});
    for (int i = 0; i < 98; ++i) set.add({1, 1'000'000'000'000'000, 1'000'000'000'000'000});
    set.add({100'000'000, 1'000'000'000'000'000, 1'000'000'000'000'000});
    return set;
}

}  // namespace

TEST_CASE("doubles, whole numbers and wide ones give the same verdicts and bounds") {
    for (const char* id : kIds) {
        int passing = 0;
        for (std::uint64_t seed = 0; seed < rounds(200); ++seed) {
            const Order order = find_test(id)->is_for(Order::edf) && seed % 2 == 0 ? Order::edf
                                : find_test(id)->is_for(Order::fp)                 ? Order::fp
                                                                                   : Order::edf;
            const TaskSet set =
                random_task_set(seed, {.order = order, .load_from = 15, .load_to = 60, .section_share = 50});
            const Verdict in_doubles = run(id, with_long_task(set, 100'000));
            CAPTURE(id, describe(set));
            for (const int bits : {48, 60}) {
                const TaskSet other = with_long_task(set, std::int64_t{1} << bits);
                const Verdict verdict = run(id, other);
                REQUIRE(verdict.schedulable == in_doubles.schedulable);
                // da-lc's bounds are the deadlines.
                for (std::size_t k = 0; k < set.size(); ++k) REQUIRE(verdict.bounds[k] == in_doubles.bounds[k]);
            }
            passing += in_doubles.schedulable;
        }
        CAPTURE(id);
        CHECK(passing > 0);
    }
}

TEST_CASE("a test that takes too many steps says so, and claims nothing") {
    for (const auto& [id, order] :
         {std::pair{"rta-bc-edf", Order::edf}, std::pair{"pinned-np", Order::fp}, std::pair{"rta-lc", Order::fp}}) {
        const Verdict verdict = run(id, crawling_set(order));
        CAPTURE(id);
        CHECK(verdict.why_not == kTooMuchToCompute);
        CHECK_FALSE(verdict.schedulable);
        CHECK(describe(verdict).find_first_of("0123456789") == std::string::npos);
    }
}
