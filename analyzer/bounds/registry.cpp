// SPDX-License-Identifier: Apache-2.0
//
// A new test: its function in a file of its own in the folder of its family, the declaration in that folder's header,
// one row here, its sources in CMakeLists.txt, a topic or alias in data/explain, a test with a slow obvious twin.
#include "analyzer/bounds/registry.hpp"

#include <algorithm>

#include "analyzer/bounds/global_edf/global_edf.hpp"
#include "analyzer/bounds/global_fp/global_fp.hpp"
#include "analyzer/bounds/pinned/pinned.hpp"

namespace pinstack {
namespace {

using enum Assumption;

// What nearly every test assumes.
constexpr Assumptions kSporadic = ranked | recurrent | no_suspension | no_locks | no_costs;
// Published global tests: nothing in force that keeps a job from being preempted, or from migrating.
constexpr Assumptions kGlobal =
    kSporadic | own_variant | global | no_masks | no_jitter | preemptive | pins_cost_nothing;
// The bounds under pins: whatever protects neutral sections, and whatever balances.
constexpr Assumptions kPinned = kSporadic | no_masks | no_jitter | constrained_deadlines | no_rcu;

constexpr SchedulabilityTest kTests[] = {
    // One CPU.

    // Global EDF.
    {"gfb", TestFamily::global_edf,
     "Goossens, Funk, Baruah (2003): Priority-driven scheduling of periodic task systems on multiprocessors, Real-Time "
     "Systems 25, Theorem 5",
     TestOrders::edf, kGlobal, run_gfb},

    // Global FP.
    {"rta-bc", TestFamily::global_fp,
     "Bertogna, Cirinei (2007): Response-time analysis for globally scheduled symmetric multiprocessor platforms, "
     "RTSS, Theorem 6; carry-in bounded by deadlines",
     TestOrders::fp, kGlobal | constrained_deadlines, run_rta_bc},

    // Bounds under pins.
    {"pinned-none", TestFamily::pinned,
     "Bertogna, Cirinei (2007), RTSS, Theorem 6: the ideal, neutral sections unprotected", TestOrders::both,
     kPinned | no_explicit_np | no_explicit_md, run_pinned_none},
    {"pinned-np", TestFamily::pinned,
     "this project, docs/bounds-under-pins.md, Theorem 8: preempt_disable with any work-conserving balancer",
     TestOrders::both, kPinned | no_explicit_md, run_pinned_np},
    {"pinned-unmitigated", TestFamily::pinned,
     "this project, docs/bounds-under-pins.md, Theorem 5: migrate_disable where no running job moves for a pinned one",
     TestOrders::both, kPinned | no_explicit_np, run_pinned_unmitigated},
    {"pinned-shift", TestFamily::pinned,
     "this project, docs/bounds-under-pins.md, Theorem 6: migrate_disable/shift", TestOrders::both,
     kPinned | no_explicit_np, run_pinned_shift},
    {"pinned-swap-on-entry", TestFamily::pinned,
     "this project, docs/bounds-under-pins.md, Theorem 7: migrate_disable/swap-on-entry", TestOrders::both,
     kPinned | no_explicit_np, run_pinned_swap_on_entry},

    // Affinity masks.

    // Placement.

    // Job sets.

    // Exact.
};

}  // namespace

std::string_view name_of(TestFamily family) {
    constexpr std::string_view kNames[] = {"uniprocessor", "global EDF", "global FP", "pinned",
                                           "masks",        "placement",  "job sets",  "exact"};
    return kNames[static_cast<std::size_t>(family)];
}

std::span<const SchedulabilityTest> schedulability_tests() { return kTests; }

const SchedulabilityTest* find_test(std::string_view id) {
    const auto found = std::find_if(std::begin(kTests), std::end(kTests),
                                    [&](const SchedulabilityTest& test) { return test.id == id; });
    return found == std::end(kTests) ? nullptr : found;
}

}  // namespace pinstack
