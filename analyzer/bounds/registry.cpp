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

    {"bak", TestFamily::global_edf,
     "Baker (2003): Multiprocessor EDF and deadline monotonic schedulability analysis, RTSS, the EDF test",
     TestOrders::edf, kGlobal | constrained_deadlines, run_bak},
    {"bcl", TestFamily::global_edf,
     "Bertogna, Cirinei, Lipari (2005): Improved schedulability analysis of EDF on multiprocessor platforms, ECRTS, "
     "the interference test",
     TestOrders::edf, kGlobal | constrained_deadlines, run_bcl},
    {"bcli", TestFamily::global_edf,
     "Bertogna, Cirinei, Lipari (2009): Schedulability analysis of global scheduling algorithms on multiprocessor "
     "platforms, IEEE TPDS 20, the iterative test for EDF",
     TestOrders::edf, kGlobal | constrained_deadlines, run_bcli},
    {"rta-bc-edf", TestFamily::global_edf,
     "Bertogna, Cirinei (2007): Response-time analysis for globally scheduled symmetric multiprocessor platforms, "
     "RTSS, Theorem 7",
     TestOrders::edf, kGlobal | constrained_deadlines, run_rta_bc_edf},
    {"bar", TestFamily::global_edf,
     "Baruah (2007): Techniques for multiprocessor global schedulability analysis, RTSS, Theorem 2, with the "
     "correction for whole time",
     TestOrders::edf, kGlobal | constrained_deadlines, run_bar},
    {"ff-dbf", TestFamily::global_edf,
     "Baruah, Bonifaci, Marchetti-Spaccamela, Stiller (2009): Implementation of a speedup-optimal global EDF "
     "schedulability test, ECRTS",
     TestOrders::edf, kGlobal | constrained_deadlines, run_ff_dbf},
    {"load", TestFamily::global_edf,
     "Baker, Baruah (2009): An analysis of global EDF schedulability for arbitrary-deadline sporadic task systems, "
     "Real-Time Systems 43, Corollary 2",
     TestOrders::edf, kGlobal, run_load},
    {"tardiness", TestFamily::global_edf,
     "Devi, Anderson (2008): Tardiness bounds under global EDF scheduling on a multiprocessor, Real-Time Systems 38 "
     "(RTSS 2005), the preemptive bound",
     TestOrders::edf, kGlobal | implicit_deadlines, run_tardiness},

    // Global FP.
    {"dm-density", TestFamily::global_fp,
     "Bertogna, Cirinei, Lipari (2005): New schedulability tests for real-time task sets scheduled by deadline "
     "monotonic on multiprocessors, OPODIS, density bound",
     TestOrders::fp, kGlobal | constrained_deadlines | deadline_monotonic, run_dm_density},
    {"bcl-fp", TestFamily::global_fp,
     "Bertogna, Cirinei, Lipari (2009): Schedulability analysis of global scheduling algorithms on multiprocessor "
     "platforms, IEEE TPDS 20, fixed priorities",
     TestOrders::fp, kGlobal | constrained_deadlines, run_bcl_fp},
    {"rta-bc", TestFamily::global_fp,
     "Bertogna, Cirinei (2007): Response-time analysis for globally scheduled symmetric multiprocessor platforms, "
     "RTSS, Theorem 6; carry-in bounded by deadlines",
     TestOrders::fp, kGlobal | constrained_deadlines, run_rta_bc},
    {"rta-bc-slack", TestFamily::global_fp,
     "Bertogna, Cirinei (2007): Response-time analysis for globally scheduled symmetric multiprocessor platforms, "
     "RTSS, Theorem 6; carry-in bounded by responses",
     TestOrders::fp, kGlobal | constrained_deadlines, run_rta_bc_slack},
    {"rta-lc", TestFamily::global_fp,
     "Guan, Stigge, Yi, Yu (2009): New response time bounds for fixed priority multiprocessor scheduling, RTSS, "
     "equations 5 to 12",
     TestOrders::fp, kGlobal | constrained_deadlines, run_rta_lc},
    {"da-lc", TestFamily::global_fp,
     "Davis, Burns (2011): Improved priority assignment for global fixed priority pre-emptive scheduling in "
     "multiprocessor real-time systems, Real-Time Systems 47, DA-LC",
     TestOrders::fp, kGlobal | constrained_deadlines, run_da_lc},
    {"c-rta", TestFamily::global_fp,
     "Davis, Burns (2011): Improved priority assignment for global fixed priority pre-emptive scheduling in "
     "multiprocessor real-time systems, Real-Time Systems 47, C-RTA",
     TestOrders::fp, kGlobal | constrained_deadlines, run_c_rta},

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
    {"pinned-shift", TestFamily::pinned, "this project, docs/bounds-under-pins.md, Theorem 6: migrate_disable/shift",
     TestOrders::both, kPinned | no_explicit_np, run_pinned_shift},
    {"pinned-swap-on-entry", TestFamily::pinned,
     "this project, docs/bounds-under-pins.md, Theorem 7: migrate_disable/swap-on-entry", TestOrders::both,
     kPinned | no_explicit_np, run_pinned_swap_on_entry},

    // Affinity masks.

    // Placement.
    {"opa", TestFamily::placement,
     "Audsley (2001): On priority assignment in fixed priority scheduling, Information Processing Letters 79, with "
     "c-rta (Davis, Burns 2011, Theorem 1): under the priorities found, not the system's own",
     TestOrders::fp, kGlobal | constrained_deadlines, run_opa},

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
