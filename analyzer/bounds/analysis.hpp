// SPDX-License-Identifier: Apache-2.0
//
// Every schedulability test on one system: what each proves, or why it does not apply.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "analyzer/bounds/schedulability_test.hpp"

namespace pinstack {

struct TestOutcome {
    const SchedulabilityTest* test = nullptr;
    std::string why_not;   ///< empty where the test applies
    bool gave_up = false;  ///< it does not apply because a budget was used up, not because of the system
    Verdict verdict;       ///< in file order, not by place. Nothing where the test does not apply

    bool applicable() const { return why_not.empty(); }
};

struct Analysis {
    std::vector<TestOutcome> tests;  ///< in the order of the table, or as asked for
};

/// REQUIRES: the system came out of load_system() or passes its checks. It need not be possible under its own variant:
/// tests that depend on that say so.
Analysis analyze(const System& system);
/// Some of the tests, in this order.
Analysis analyze(const System& system, std::span<const SchedulabilityTest* const> tests);

/// One test, which must apply, on a set of any number of CPUs: a test for one CPU is made of each CPU of a set with
/// more (`partitioned`), and the verdict is that of all. Verdict by place.
void run_test(const SchedulabilityTest& test, const TaskSet& set, Verdict& verdict);

}  // namespace pinstack
