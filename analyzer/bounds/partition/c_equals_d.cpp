// SPDX-License-Identifier: Apache-2.0
//
// c-equals-d: A. Burns, R. I. Davis, P. Wang, F. Zhang (2012): Partitioned EDF scheduling for multiprocessors using a
// C=D task splitting scheme, Real-Time Systems 48.
//
// Partitioned EDF, but a task that fits on no CPU is split. All of its pieces but the last get a deadline equal to
// their execution time, so that they run as soon as they are released and end at a known time, when the next piece is
// released on another CPU, with the rest of the deadline. Tasks come in the order of decreasing density, first fit; a
// task is split on the CPU that can take the most of it, and so on with the rest. A CPU takes a piece if qpa passes.
//
// A job that is split migrates at fixed points of its execution. So nothing may keep it from doing so: no section that
// pins or blocks is in force. Constrained deadlines.
#include "analyzer/bounds/partition/c_equals_d.hpp"

#include <algorithm>

#include "analyzer/bounds/partition/bins.hpp"
#include "analyzer/bounds/partition/partition.hpp"

namespace pinstack {
namespace {

class Splitter {
public:
    explicit Splitter(const TaskSet& set) : set_(set), bins_(set) {}

    SplitPlan run() {
        for (const std::uint32_t place : by_decreasing_density(set_)) {
            if (!place_task(place)) {
                plan_.gave_up = bins_.gave_up();
                return std::move(plan_);
            }
        }
        plan_.complete = true;
        return std::move(plan_);
    }

private:
    bool place_task(std::uint32_t place) {
        SporadicTask rest = set_.tasks[place];
        std::vector<bool> has_piece(static_cast<std::size_t>(bins_.cpus()), false);
        std::int64_t offset = 0;
        while (true) {
            for (CpuId cpu = 0; cpu < bins_.cpus(); ++cpu) {
                if (has_piece[static_cast<std::size_t>(cpu)] || !bins_.admits(cpu, place, rest)) continue;
                put(cpu, place, rest, offset);
                return true;
            }
            SporadicTask most;
            CpuId where = kNoCpu;
            for (CpuId cpu = 0; cpu < bins_.cpus(); ++cpu) {
                if (has_piece[static_cast<std::size_t>(cpu)]) continue;
                const SporadicTask piece = largest_piece(cpu, place, rest, most.wcet);
                if (piece.wcet > most.wcet) most = piece, where = cpu;
            }
            if (where == kNoCpu) return false;
            put(where, place, most, offset);
            has_piece[static_cast<std::size_t>(where)] = true;
            offset += most.wcet;
            rest.wcet -= most.wcet;
            rest.deadline -= most.wcet;
        }
    }

    /// The longest piece of `rest` with C = D that the CPU admits, if longer than `at_least`; else one of length 0.
    /// What admits a piece admits a shorter one.
    SporadicTask largest_piece(CpuId cpu, std::uint32_t place, const SporadicTask& rest, std::int64_t at_least) {
        const auto piece_of = [&](std::int64_t length) {
            SporadicTask piece = rest;
            piece.wcet = piece.deadline = length;
            return piece;
        };
        std::int64_t admitted = 0, refused = rest.wcet;  // the whole of it would have C = D only where it has already
        if (at_least + 1 >= refused || !bins_.admits(cpu, place, piece_of(at_least + 1))) return {};
        admitted = at_least + 1;
        while (refused - admitted > 1) {
            const std::int64_t middle = admitted + (refused - admitted) / 2;
            (bins_.admits(cpu, place, piece_of(middle)) ? admitted : refused) = middle;
        }
        return piece_of(admitted);
    }

    void put(CpuId cpu, std::uint32_t place, const SporadicTask& piece, std::int64_t offset) {
        bins_.add(cpu, place, piece);
        plan_.pieces.push_back({place, cpu, offset, piece.wcet, piece.deadline});
    }

    const TaskSet& set_;
    Bins bins_;
    SplitPlan plan_;
};

}  // namespace

SplitPlan split_c_equals_d(const TaskSet& set) { return Splitter(set).run(); }

void run_c_equals_d(const TaskSet& set, Verdict& verdict) {
    verdict.reset(set.size());
    const SplitPlan plan = split_c_equals_d(set);
    if (plan.gave_up) verdict.why_not = Bins::kGaveUp;
    if (!plan.complete) return;
    verdict.accept(set);
    verdict.placement.assign(set.size(), kNoCpu);
    std::vector<bool> is_split(set.size(), false);
    for (const TaskPiece& piece : plan.pieces) {
        is_split[piece.place] = is_split[piece.place] || piece.wcet < set.tasks[piece.place].wcet;
        verdict.placement[piece.place] = is_split[piece.place] ? kNoCpu : piece.cpu;
    }
}

}  // namespace pinstack
