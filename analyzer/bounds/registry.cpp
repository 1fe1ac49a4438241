// SPDX-License-Identifier: Apache-2.0
//
// A new test: its function in a file of its own in the folder of its family, the declaration in that folder's header,
// one row here, its sources in CMakeLists.txt, a topic or alias in data/explain, a test with a slow obvious twin.
#include "analyzer/bounds/registry.hpp"

#include <algorithm>

#include "analyzer/bounds/affinity/affinity.hpp"
#include "analyzer/bounds/exact/exact.hpp"
#include "analyzer/bounds/global_edf/global_edf.hpp"
#include "analyzer/bounds/global_fp/global_fp.hpp"
#include "analyzer/bounds/job_sets/sag.hpp"
#include "analyzer/bounds/partition/partition.hpp"
#include "analyzer/bounds/pinned/pinned.hpp"
#include "analyzer/bounds/uniprocessor/uniprocessor.hpp"

namespace pinstack {
namespace {

using enum Assumption;

// What nearly every test assumes.
constexpr Assumptions kSporadic = recurrent | no_suspension | no_locks | no_memory | no_costs;
// One CPU: sections that pin change nothing, non-preemptible ones block.
constexpr Assumptions kOneCpu =
    kSporadic | own_variant | one_cpu | no_protected_stacks | no_latencies | no_throttling;
constexpr Assumptions kRateMonotonic = kOneCpu | no_jitter | preemptive | implicit_deadlines | rate_monotonic;
// Published global tests: nothing in force that keeps a job from being preempted, or from migrating.
constexpr Assumptions kGlobal =
    kSporadic | own_variant | global | no_masks | no_jitter | preemptive | pins_cost_nothing;
// The bounds under pins: whatever protects neutral sections, and whatever balances.
constexpr Assumptions kPinned = kSporadic | clusters | no_jitter | constrained_deadlines | no_rcu;
// Masks: where every balancer keeps a job waiting only while more urgent ones are on all CPUs that it may use.
constexpr Assumptions kMasks =
    kSporadic | own_variant | global | no_jitter | preemptive | no_protected_stacks | constrained_deadlines;
// Whether there is a schedule at all: preemption and migration at any instant.
constexpr Assumptions kFeasible = kSporadic | no_jitter | no_explicit_np | no_explicit_md | implicit_deadlines;
// Exploration: all that the slots of analyzer/explore/exact have.
constexpr Assumptions kExact = kSporadic | own_variant | idealised | no_masks | no_jitter | constrained_deadlines |
                               no_rcu | whole_units;
// Non-preemptive job sets: what else protects the neutral sections of the file, and which of the idealised balancers it
// has, does not matter.
constexpr Assumptions kJobSets =
    no_suspension | no_locks | no_memory | no_costs | no_rcu | own_variant | whole_np | known_jobs | clusters_or_homes;
// Placement: what the file says of home CPUs and balancer does not matter.
constexpr Assumptions kPlacement = kSporadic | no_masks | no_latencies | no_throttling;

constexpr SchedulabilityTest kTests[] = {
    // One CPU.
    {"ll", TestFamily::uniprocessor,
     "Liu, Layland (1973): Scheduling algorithms for multiprogramming in a hard-real-time environment, JACM 20, "
     "Theorem 5",
     TestOrders::fp, kRateMonotonic, run_ll},
    {"hyperbolic", TestFamily::uniprocessor,
     "Bini, Buttazzo, Buttazzo (2003): Rate monotonic analysis: the hyperbolic bound, IEEE Transactions on Computers "
     "52, Theorem 1",
     TestOrders::fp, kRateMonotonic, run_hyperbolic},
    {"rta-uni", TestFamily::uniprocessor,
     "Audsley, Burns, Richardson, Tindell, Wellings (1993): Applying new scheduling theory to static priority "
     "pre-emptive scheduling, Software Engineering Journal 8, equation 3; Tindell, Burns, Wellings (1994): An "
     "extendible approach for analysing fixed priority hard real-time tasks, Real-Time Systems 6",
     TestOrders::fp, kOneCpu, run_rta_uni},
    {"rta-np", TestFamily::uniprocessor,
     "George, Rivierre, Spuri (1996), INRIA RR-2966; Davis, Burns, Bril, Lukkien (2007), Real-Time Systems 35; Bril, "
     "Lukkien, Verhaegh (2009): Worst-case response time analysis of real-time tasks under fixed-priority scheduling "
     "with deferred preemption, Real-Time Systems 42, Theorem 5",
     TestOrders::fp, kOneCpu, run_rta_np},
    {"edf-demand", TestFamily::uniprocessor,
     "Baruah, Mok, Rosier (1990): Preemptively scheduling hard-real-time sporadic tasks on one processor, RTSS; "
     "Jeffay, Stanat, Martel (1991): On non-preemptive scheduling of periodic and sporadic tasks, RTSS",
     TestOrders::edf, kOneCpu, run_edf_demand},
    {"qpa", TestFamily::uniprocessor,
     "Zhang, Burns (2009): Schedulability analysis for real-time systems with EDF scheduling, IEEE Transactions on "
     "Computers 58, Theorem 5",
     TestOrders::edf, kOneCpu, run_qpa},
    {"edf-wcrt", TestFamily::uniprocessor,
     "Spuri (1996): Analysis of deadline scheduled real-time systems, INRIA RR-2772", TestOrders::edf,
     kOneCpu | preemptive, run_edf_wcrt},

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
     "pinstack (2026): docs/bounds-under-pins.md, Theorem 8: preempt_disable with any work-conserving balancer",
     TestOrders::both, kPinned | no_explicit_md, run_pinned_np},
    {"pinned-unmitigated", TestFamily::pinned,
     "pinstack (2026): docs/bounds-under-pins.md, Theorem 5: migrate_disable where no running job moves for a pinned "
     "one",
     TestOrders::both, kPinned | no_explicit_np, run_pinned_unmitigated},
    {"pinned-shift", TestFamily::pinned, "pinstack (2026): docs/bounds-under-pins.md, Theorem 6: migrate_disable/shift",
     TestOrders::both, kPinned | no_explicit_np, run_pinned_shift},
    {"pinned-swap-on-entry", TestFamily::pinned,
     "pinstack (2026): docs/bounds-under-pins.md, Theorem 7: migrate_disable/swap-on-entry", TestOrders::both,
     kPinned | no_explicit_np, run_pinned_swap_on_entry},

    // Affinity masks.
    {"apa-reduction", TestFamily::masks,
     "Gujarati, Cerqueira, Brandenburg (2015): Multiprocessor real-time scheduling with arbitrary processor affinities: "
     "from practice to theory, Real-Time Systems 51 (ECRTS 2013), with pins: docs/bounds-under-pins.md, Theorem 9",
     TestOrders::both, kMasks, nullptr, run_apa_reduction},
    {"apa-feasibility", TestFamily::masks,
     "Baruah, Brandenburg (2013): Multiprocessor feasibility analysis of recurrent task systems with specified "
     "processor affinities, RTSS",
     TestOrders::both, kFeasible, nullptr, run_apa_feasibility},

    // Placement.
    {"partition-ff", TestFamily::placement,
     "Dhall, Liu (1978): On a real-time scheduling problem, Operations Research 26: first fit, by decreasing density; "
     "each CPU by rta-np or qpa",
     TestOrders::both, kPlacement, run_partition_ff},
    {"partition-bf", TestFamily::placement,
     "Oh, Son (1995): Allocating fixed-priority periodic tasks on multiprocessor systems, Real-Time Systems 9: best "
     "fit, by decreasing density; each CPU by rta-np or qpa",
     TestOrders::both, kPlacement, run_partition_bf},
    {"partition-wf", TestFamily::placement,
     "Lopez, Diaz, Garcia (2004): Utilization bounds for EDF scheduling on real-time multiprocessor systems, Real-Time "
     "Systems 28: worst fit, by decreasing density; each CPU by rta-np or qpa",
     TestOrders::both, kPlacement, run_partition_wf},
    {"partition-nf", TestFamily::placement,
     "Dhall, Liu (1978): On a real-time scheduling problem, Operations Research 26: next fit, by decreasing density; "
     "each CPU by rta-np or qpa",
     TestOrders::both, kPlacement, run_partition_nf},
    {"c-equals-d", TestFamily::placement,
     "Burns, Davis, Wang, Zhang (2012): Partitioned EDF scheduling for multiprocessors using a C=D task splitting "
     "scheme, Real-Time Systems 48",
     TestOrders::edf, kPlacement | no_jitter | preemptive | no_pins | constrained_deadlines, run_c_equals_d},
    {"opa", TestFamily::placement,
     "Audsley (2001): On priority assignment in fixed priority scheduling, Information Processing Letters 79, with "
     "c-rta (Davis, Burns 2011, Theorem 1): under the priorities found, not the system's own",
     TestOrders::fp, kGlobal | constrained_deadlines, run_opa},

    // Job sets.
    {"sag", TestFamily::job_sets,
     "Nasri, Brandenburg (2017): An exact and sustainable analysis of non-preemptive scheduling, RTSS; Nasri, Nelissen, "
     "Brandenburg (2018): A response-time analysis for non-preemptive job sets under global scheduling, ECRTS",
     TestOrders::both, kJobSets, nullptr, run_sag},

    // Exact.
    {"exact-fp", TestFamily::exact,
     "Baker, Cirinei (2007): Brute-force determination of multiprocessor schedulability for sets of sporadic hard-deadline "
     "tasks, OPODIS, with pins and sections; pinstack (2026): docs/explore.md",
     TestOrders::fp, kExact, nullptr, run_exact},
    {"exact-edf", TestFamily::exact,
     "Baker, Cirinei (2007): Brute-force determination of multiprocessor schedulability for sets of sporadic hard-deadline "
     "tasks, OPODIS, with pins and sections; pinstack (2026): docs/explore.md",
     TestOrders::edf, kExact, nullptr, run_exact},
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
