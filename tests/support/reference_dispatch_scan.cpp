// SPDX-License-Identifier: Apache-2.0
//
// idle-first, wake-previous, wake-previous-push and bounded-stack: running jobs stay, the others look for a place.
#include <algorithm>

#include "tests/support/reference_dispatch.hpp"

namespace pinstack::test {
namespace {

struct Scan {
    const Scene& scene;
    bool previous_first;             // wake-previous
    std::optional<int> stack_limit;  // bounded-stack
    Placement placed;

    const Candidate& job(int index) const { return scene.ready[static_cast<std::size_t>(index)]; }
    int& at(CpuId cpu) { return placed[static_cast<std::size_t>(cpu)]; }
    int at(CpuId cpu) const { return placed[static_cast<std::size_t>(cpu)]; }
    bool idle(CpuId cpu) const { return at(cpu) == kNobody; }
    bool waits(int index) const { return std::find(placed.begin(), placed.end(), index) == placed.end(); }
    bool less_urgent(int a, int b) const { return job(b).urgency < job(a).urgency; }

    bool preemptible(CpuId cpu) const {
        if (job(at(cpu)).keeps_cpu) return false;
        return !(stack_limit && stack_protected(scene, placed, cpu, *stack_limit));
    }
    /// "if idle or running a lower preemptible job"
    bool can_take(int index, CpuId cpu) const { return idle(cpu) || (preemptible(cpu) && less_urgent(at(cpu), index)); }
    bool ready_pinned_job_waits(CpuId cpu) const {
        for (int i = 0; i < static_cast<int>(scene.ready.size()); ++i) {
            if (job(i).pin == cpu && waits(i)) return true;
        }
        return false;
    }

    /// Where the job goes, or kNoCpu.
    CpuId choose(int index) const {
        const Candidate& it = job(index);
        // "a pinned job takes its CPU if idle or running a lower preemptible job"
        if (it.pin != kNoCpu) return can_take(index, it.pin) ? it.pin : kNoCpu;

        // wake-previous: "a fresh unpinned job first tries its own CPU (idle, or running a lower preemptible job)"
        if (previous_first && it.fresh && it.affinity.contains(it.own) && can_take(index, it.own)) return it.own;

        // "an unpinned job takes an idle allowed CPU (first one where no ready pinned job waits, then its own CPU,
        // then the lowest number)"
        for (const bool accept_waiting : {false, true}) {
            const auto suits = [&](CpuId cpu) {
                return it.affinity.contains(cpu) && idle(cpu) && (accept_waiting || !ready_pinned_job_waits(cpu));
            };
            if (suits(it.own)) return it.own;
            for (CpuId cpu = 0; cpu < scene.cpus; ++cpu) {
                if (suits(cpu)) return cpu;
            }
        }

        // "else preempts the lowest-priority preemptible running job if that is lower"
        CpuId victim = kNoCpu;
        for (CpuId cpu = 0; cpu < scene.cpus; ++cpu) {
            if (!it.affinity.contains(cpu) || !preemptible(cpu)) continue;
            if (victim == kNoCpu || less_urgent(at(cpu), at(victim))) victim = cpu;
        }
        return victim != kNoCpu && less_urgent(at(victim), index) ? victim : kNoCpu;
    }

    /// One step of "the others in priority order, repeatedly"; "displaced jobs re-enter the scan".
    bool place_one() {
        for (int i = 0; i < static_cast<int>(scene.ready.size()); ++i) {
            if (!waits(i)) continue;
            const CpuId cpu = choose(i);
            if (cpu == kNoCpu) continue;
            at(cpu) = i;
            return true;
        }
        return false;
    }

    /// One move of wake-previous-push.
    bool push_one() {
        // "for each waiting pinned job a (pinned to p), most urgent first"
        for (int a = 0; a < static_cast<int>(scene.ready.size()); ++a) {
            const CpuId p = job(a).pin;
            if (p == kNoCpu || !waits(a)) continue;
            // "skip it unless p runs an unpinned preemptible job r"
            if (idle(p) || job(at(p)).pin != kNoCpu || !preemptible(p)) continue;
            const int r = at(p);
            // "For q = 0, 1, .. (q != p)"
            for (CpuId q = 0; q < scene.cpus; ++q) {
                if (q == p || !job(r).affinity.contains(q)) continue;
                // "q qualifies if, just before this instant, it ran a job more urgent than the one now placed there
                // (or none is now placed)"
                const auto& ran = scene.before[static_cast<std::size_t>(q)];
                if (!ran || !(idle(q) || *ran < job(at(q)).urgency)) continue;
                // "and q is empty or its job is preemptible and less urgent than a"
                if (!idle(q) && !(preemptible(q) && less_urgent(at(q), a))) continue;
                // "At the first such q: r moves to q, a runs on p"
                at(q) = r;
                at(p) = a;
                return true;
            }
        }
        return false;
    }
};

}  // namespace

bool stack_protected(const Scene& scene, const Placement& placed, CpuId cpu, int k) {
    const int here = placed[static_cast<std::size_t>(cpu)];
    if (here == kNobody || scene.ready[static_cast<std::size_t>(here)].pin == kNoCpu) return false;
    int waiting = 0;
    for (int i = 0; i < static_cast<int>(scene.ready.size()); ++i) {
        if (i == here || scene.ready[static_cast<std::size_t>(i)].pin != cpu) continue;
        if (std::find(placed.begin(), placed.end(), i) == placed.end()) ++waiting;
    }
    return waiting >= k;
}

Placement dispatch_by_scan(const Scene& scene, bool previous_first, bool push, std::optional<int> stack_limit) {
    Scan scan{scene, previous_first, stack_limit, Placement(static_cast<std::size_t>(scene.cpus), kNobody)};
    // "running jobs stay"
    for (int i = 0; i < static_cast<int>(scene.ready.size()); ++i) {
        if (scan.job(i).ran_on != kNoCpu) scan.at(scan.job(i).ran_on) = i;
    }
    // The push: "q's displaced job re-enters the scan, start over. End when no move is possible."
    do {
        while (scan.place_one()) {
        }
    } while (push && scan.push_one());
    return scan.placed;
}

}  // namespace pinstack::test
