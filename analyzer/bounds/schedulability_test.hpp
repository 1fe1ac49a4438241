// SPDX-License-Identifier: Apache-2.0
//
// A schedulability test, as a row of the table in registry.cpp has it: what it is called, where it was published, which
// systems it is for, how to run it. analysis.hpp asks a system's facts first, and runs a test only where all of its
// assumptions hold.
#pragma once

#include <cstdint>
#include <string_view>

#include "analyzer/bounds/assumption.hpp"
#include "analyzer/bounds/task_set.hpp"
#include "analyzer/bounds/verdict.hpp"
#include "model/system/system.hpp"

namespace pinstack {

/// In the order of reports.
enum class TestFamily : std::uint8_t {
    uniprocessor,  ///< one CPU, or each CPU under `partitioned`
    global_edf,
    global_fp,
    pinned,     ///< bounds under pins; each id assumes its own protection and balancer
    masks,      ///< affinity masks
    placement,  ///< is there an assignment to CPUs, or of priorities, that works?
    job_sets,
    exact,
};
/// "uniprocessor", "global EDF", ...
std::string_view name_of(TestFamily family);

enum class TestOrders : std::uint8_t { fp, edf, both };

/// Runs on numbers alone: no allocation but in `verdict`, unless the test cannot do without.
/// REQUIRES: the test's assumptions hold of the system behind the set. Leaves nothing of what `verdict` held before.
using RunOnSet = void (*)(const TaskSet& set, Verdict& verdict);

/// For a test that needs more than the compiled set: releases, minimal execution times, masks. Places are those of
/// `set`.
using RunOnSystem = void (*)(const System& system, const TaskSet& set, Verdict& verdict);

struct SchedulabilityTest {
    std::string_view id;  ///< "rta-bc"
    TestFamily family = TestFamily::uniprocessor;
    std::string_view citation;  ///< "Author (year), venue, theorem"
    TestOrders orders = TestOrders::both;
    Assumptions assumptions;
    RunOnSet run = nullptr;  ///< one of the two
    RunOnSystem run_on_system = nullptr;

    bool is_for(Order order) const {
        if (order == Order::linux) return false;
        return orders == TestOrders::both || (orders == TestOrders::fp) == (order == Order::fp);
    }
};

}  // namespace pinstack
