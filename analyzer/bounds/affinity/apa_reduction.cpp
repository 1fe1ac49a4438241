// SPDX-License-Identifier: Apache-2.0
//
// apa-reduction: A. Gujarati, F. Cerqueira, B. B. Brandenburg (2013): Schedulability analysis of the Linux push and
// pull scheduler with arbitrary processor affinities, ECRTS; (2015), Real-Time Systems 51. A job that waits has all
// CPUs of its mask busy with more urgent jobs, so those of any part a of its mask too, and these are of tasks whose
// masks have a CPU in common with a: a system of |a| CPUs, to be analysed as if it were global. The least bound of all
// parts counts. Here with the response analysis of pinned-none, which asks for no more than that:
//
//     R = C_k + floor(sum min(W_i(R), X) / |a|),  X = R - C_k + 1,  least fixed point.                           (4)
//
// A job in a migrate_disable section may also wait while only its own CPU is busy with a more urgent job: for B_k at
// most (Theorem 5), with the tasks that share a CPU with its whole mask. docs/bounds-under-pins.md, "Masks": the
// blocked kind of (4) for the whole mask, and C_k + B_k in place of C_k for any part.
//
// Parts: unions of the classes of CPUs that the same tasks may use, as a larger part with the same tasks is better. All
// of them where there are few classes, else the mask itself and those left when one class after the other is taken
// away, each time the one that takes most interfering utilization with it (the authors' heuristic is of this kind).
//
// Constrained deadlines. fp and edf. Pseudo-polynomial for each part.
#include <algorithm>
#include <optional>

#include "analyzer/bounds/affinity/affinity.hpp"
#include "analyzer/bounds/affinity/cpu_classes.hpp"
#include "analyzer/bounds/workload/carry_in.hpp"
#include "analyzer/bounds/workload/interference.hpp"
#include "analyzer/bounds/workload/response_iteration.hpp"
#include "model/task/program.hpp"

namespace pinstack {
namespace {

/// All parts of a mask are tried where that takes so many looks at tasks for all tasks of a set.
constexpr std::size_t kMostLooks = 50'000'000;

struct Part {
    int cpus = 0;
    std::vector<std::uint32_t> interferers;  ///< places
};

bool is_pinned_at_times(const System& system, const Task& task) {
    const Program program = compile(task.body, system.kernel, system.locks);
    return std::any_of(program.begin(), program.end(), [](const Step& step) { return step.migrate_disabled; });
}

/// The parts of one mask. A part is a set of bits, one for each class of CPUs.
class MaskParts {
public:
    /// Of this task, in a set with its masks by place. Of a mask of more than 64 classes only the whole is looked at.
    MaskParts(const TaskSet& set, const std::vector<CpuClass>& classes, const std::vector<CpuSet>& masks,
              std::size_t place)
        : set_(set) {
        const std::vector<std::uint32_t> own = classes_in(classes, masks[place]);
        is_one_ = own.size() > 64;
        for (const std::uint32_t each : own) sizes_.push_back(classes[each].count);
        const std::size_t end = set.order == Order::fp ? place : set.size();
        for (std::uint32_t other = 0; other < end; ++other) {
            if (other == place || first_common(masks[other], masks[place]) == kNoCpu) continue;
            std::uint64_t touched = is_one_ ? 1 : 0;
            for (std::size_t i = 0; i < own.size() && !is_one_; ++i) {
                if (masks[other].contains(classes[own[i]].cpus.first())) touched |= std::uint64_t{1} << i;
            }
            others_.push_back({other, touched});
        }
    }

    /// Looks that it takes to make one.
    std::size_t looks() const { return others_.size() + 1; }
    std::uint64_t whole() const { return is_one_ ? 1 : ~std::uint64_t{0} >> (64 - sizes_.size()); }
    bool can_try_all() const {
        return sizes_.size() < 30 && (set_.size() * set_.size()) << sizes_.size() <= kMostLooks;
    }

    void make(std::uint64_t bits, Part& part) const {
        part.cpus = cpus(bits);
        part.interferers.clear();
        for (const Other& other : others_) {
            if (other.touched & bits) part.interferers.push_back(other.place);
        }
    }
    /// Without one class: so that what is left has the least interfering utilization for each CPU. 0 = nothing left.
    std::uint64_t with_one_less(std::uint64_t bits) const {
        std::uint64_t best = 0;
        double least = 0;
        for (std::uint64_t rest = bits; rest != 0; rest &= rest - 1) {
            const std::uint64_t left = bits & ~(rest & -rest);
            if (left == 0) return 0;
            double load = 0;
            for (const Other& other : others_) {
                const SporadicTask& task = set_.tasks[other.place];
                if (other.touched & left) load += static_cast<double>(task.wcet) / static_cast<double>(task.period);
            }
            load /= cpus(left);
            if (best != 0 && load >= least) continue;
            best = left;
            least = load;
        }
        return best;
    }

private:
    struct Other {
        std::uint32_t place;
        std::uint64_t touched;
    };
    int cpus(std::uint64_t bits) const {
        int sum = 0;
        for (std::size_t i = 0; i < sizes_.size(); ++i) sum += is_one_ || (bits >> i & 1u) != 0 ? sizes_[i] : 0;
        return sum;
    }

    const TaskSet& set_;
    bool is_one_ = false;
    std::vector<int> sizes_;  ///< of the classes of the mask
    std::vector<Other> others_;
};

/// The bound of one task after another, of one system.
class ReducedResponse {
public:
    ReducedResponse(const System& system, const TaskSet& set)
        : set_(set), others_(set.cpus, set.size(), longest_time(set)), classes_(cpu_classes(system)) {
        for (const SporadicTask& each : set.tasks) {
            const Task& task = system.tasks[each.file_index];
            masks_.push_back(mask_of(system, task));
            is_pinned_.push_back(is_pinned_at_times(system, task));
        }
    }

    std::int64_t operator()(std::size_t place, std::span<const std::int64_t> responses, SearchRange range) {
        const std::int64_t wcet = set_.tasks[place].wcet;
        const MaskParts parts(set_, classes_, masks_, place);
        take(set_.size());
        parts.make(parts.whole(), part_);
        const std::int64_t blocked = is_pinned_[place] ? blocking(place, responses, range.limit) : 0;
        others_.set_blocked({std::min(blocked, range.limit), 0});  // no job waits longer
        std::int64_t best = solve(place, part_, responses, wcet, range);
        others_.set_blocked({});
        if (blocked > range.limit - wcet) return best;
        const auto try_part = [&](std::uint64_t bits) {
            take(parts.looks());
            parts.make(bits, part_);
            const std::int64_t least = std::max(range.least, wcet + blocked);
            best = std::min(best, solve(place, part_, responses, wcet + blocked, {least, best - 1}));
        };
        if (parts.can_try_all()) {
            for (std::uint64_t bits = parts.whole(); bits != 0 && !gave_up(); --bits) try_part(bits);
            return best;
        }
        for (std::uint64_t bits = parts.whole(); bits != 0 && !gave_up(); bits = parts.with_one_less(bits)) {
            try_part(bits);
            take(64 * parts.looks());  // for the next one
        }
        return best;
    }
    bool gave_up() const { return others_.gave_up(); }

private:
    void take(std::size_t steps) { others_.budget().take(steps); }

    /// B_k: over its sections, how much longer one can take than it executes, where its CPU runs any of the tasks first
    /// that interfere with `part_`, the whole mask.
    /// kUnbounded where that is not within `limit`.
    std::int64_t blocking(std::size_t place, std::span<const std::int64_t> responses, std::int64_t limit) {
        Part alone = part_;
        alone.cpus = 1;
        std::int64_t sum = 0;
        for (const std::int64_t section : set_.sections_of(set_.tasks[place])) {
            const std::int64_t window = solve(place, alone, responses, section, {section, limit});
            if (window > limit) return kUnbounded;
            sum += window - section;
        }
        return sum;
    }

    std::int64_t solve(std::size_t place, const Part& part, std::span<const std::int64_t> responses, std::int64_t wcet,
                       SearchRange range) {
        const std::int64_t deadline = set_.tasks[place].deadline;
        others_.set_cpus(part.cpus);
        return least_response(others_, wcet, range, [&](Interference& others, std::int64_t length) {
            others.clear();
            for (const std::uint32_t other : part.interferers) {
                const SporadicTask& task = set_.tasks[other];
                Growth work = carry_in_workload(task, responses[other], length);
                if (set_.order == Order::edf) work = work.at_most(edf_workload(task, responses[other], deadline));
                others.add(work);
            }
        });
    }

    const TaskSet& set_;
    Interference others_;
    std::vector<CpuClass> classes_;
    std::vector<CpuSet> masks_;    ///< by place
    std::vector<bool> is_pinned_;  ///< by place
    Part part_;
};

}  // namespace

void run_apa_reduction(const System& system, const TaskSet& set, Verdict& verdict) {
    ReducedResponse bound(system, set);
    if (set.order == Order::edf) {
        return bound_until_stable(
            set, verdict, bound, [](ResponsesFromAbove&) {}, bound);
    }
    bound_by_priority(set, verdict, bound, [](const SporadicTask&, std::int64_t response) { return response; });
}

}  // namespace pinstack
