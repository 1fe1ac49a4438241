// SPDX-License-Identifier: Apache-2.0
#include "tests/support/slow_exact.hpp"

#include <algorithm>
#include <functional>
#include <set>

#include "tests/support/reference_dispatch.hpp"

namespace pinstack::test {
namespace {

struct Unit {
    bool md = false, np = false;
    int operation = 0;  // its number in the body
    friend auto operator<=>(const Unit&, const Unit&) = default;
};

void flatten(const Body& body, Unit inside, const Variant& variant, std::vector<Unit>& out) {
    for (const Operation& operation : body) {
        Unit within = inside;
        switch (operation.kind) {
            case OperationKind::section:
                within.md |= variant.sections == Protection::migrate_disable;
                within.np |= variant.sections == Protection::preempt_disable;
                break;
            case OperationKind::migrate_disable:
                within.md = true;
                break;
            case OperationKind::preempt_disable:
            case OperationKind::irq_disable:
                within.np = true;
                break;
            default:
                within.operation = out.empty() ? 0 : out.back().operation + 1;
                out.insert(out.end(), static_cast<std::size_t>(operation.time.max.ns), within);
                continue;
        }
        flatten(operation.body, within, variant, out);
    }
}

struct TaskState {
    bool active = false;
    std::int64_t age = 0;  // since the last release; without a job at most the period
    std::size_t done = 0;  // units of the job
    CpuId pin = kNoCpu;
    bool np = false;  // inside, on its CPU
    CpuId own = 0;
    CpuId ran_on = kNoCpu;  // in the unit before
    friend auto operator<=>(const TaskState&, const TaskState&) = default;
};
using State = std::vector<TaskState>;

class Explorer {
public:
    Explorer(const System& system, Placements placements, Lengths lengths)
        : system_(system), placements_(placements), lengths_(lengths) {
        for (const Task& task : system.tasks) {
            flatten(task.body, {}, system.kernel, bodies_.emplace_back());
            const auto* sporadic = std::get_if<Sporadic>(&task.releases);
            periods_.push_back(sporadic != nullptr ? sporadic->interarrival.min.ns
                                                   : std::get<Periodic>(task.releases).period.ns);
        }
        out_.worst.assign(size(), 0);
        out_.overruns.assign(size(), false);
    }

    SlowExact run() {
        State first(size());
        for (std::size_t i = 0; i < size(); ++i) {
            first[i].age = periods_[i];
            first[i].own = system_.tasks[i].home_cpu.value_or(0);
        }
        std::vector<State> open = {first};
        seen_.insert(first);
        while (!open.empty()) {
            const State state = open.back();
            open.pop_back();
            for (std::uint32_t subset = 0; subset < (1u << size()); ++subset) {
                State released = state;
                bool is_legal = true;
                for (std::size_t i = 0; i < size(); ++i) {
                    if ((subset >> i & 1) == 0) continue;
                    is_legal &= !state[i].active && state[i].age == periods_[i];
                    released[i].active = true;
                    released[i].age = 0;
                    released[i].done = 0;
                }
                if (!is_legal) continue;
                for_each_placement(state, released, [&](const std::vector<CpuId>& on) {
                    for (std::uint32_t early = 0; early < (1u << size()); ++early) {
                        if (lengths_ == Lengths::full && early > 0) break;
                        const auto next = pass(released, on, early);
                        if (next && seen_.insert(*next).second) open.push_back(*next);
                    }
                });
            }
        }
        out_.states = seen_.size();
        return out_;
    }

private:
    std::size_t size() const { return system_.tasks.size(); }
    int cpus() const { return system_.platform.cpus; }
    bool swaps() const { return system_.kernel.balancer.name == "swap-on-entry"; }

    Urgency urgency_of(std::size_t i, std::int64_t age, std::uint64_t number) const {
        const Task& task = system_.tasks[i];
        const auto place = static_cast<std::uint32_t>(i);
        if (system_.kernel.order == Order::edf) return {{1, task.deadline.ns - age}, place, number};
        return {{1, task.priority ? -*task.priority : task.deadline.ns}, place, number};
    }

    using Visit = std::function<void(const std::vector<CpuId>&)>;
    void for_each_placement(const State& before, const State& state, const Visit& visit) {
        if (placements_ == Placements::own) return visit(own_placement(before, state));
        std::vector<CpuId> on(size(), kNoCpu);
        assign(state, 0, on, visit);
    }

    std::vector<CpuId> own_placement(const State& before, const State& state) const {
        Scene scene;
        scene.cpus = cpus();
        scene.before.resize(static_cast<std::size_t>(cpus()));
        scene.occupants.resize(static_cast<std::size_t>(cpus()));
        std::vector<std::pair<Candidate, std::size_t>> ready;
        for (std::size_t i = 0; i < size(); ++i) {
            const TaskState& it = state[i];
            const bool is_new = it.active && it.age == 0;
            if (before[i].ran_on != kNoCpu) {
                scene.before[static_cast<std::size_t>(before[i].ran_on)] = urgency_of(i, before[i].age, 0);
            }
            if (!it.active) continue;
            Candidate candidate;
            candidate.urgency = urgency_of(i, it.age, is_new ? 1 : 0);
            candidate.ran_on = is_new ? kNoCpu : it.ran_on;
            candidate.keeps_cpu = it.np;
            candidate.pin = it.pin;
            candidate.own = it.own;
            candidate.home = system_.tasks[i].home_cpu;
            candidate.affinity = CpuSet::all(cpus());
            candidate.fresh = is_new;
            candidate.enters_section = it.pin == kNoCpu && bodies_[i][it.done].md;
            if (it.pin != kNoCpu) scene.occupants[static_cast<std::size_t>(it.pin)].push_back(candidate.urgency);
            ready.push_back({candidate, i});
        }
        std::sort(ready.begin(), ready.end(),
                  [](const auto& a, const auto& b) { return a.first.urgency < b.first.urgency; });
        for (const auto& each : ready) scene.ready.push_back(each.first);
        const Placement placed = dispatch(system_.kernel.balancer, scene);
        std::vector<CpuId> on(size(), kNoCpu);
        for (CpuId cpu = 0; cpu < cpus(); ++cpu) {
            const int index = placed[static_cast<std::size_t>(cpu)];
            if (index != kNobody) on[ready[static_cast<std::size_t>(index)].second] = cpu;
        }
        return on;
    }

    /// Every way to give jobs CPUs of their own.
    void assign(const State& state, std::size_t i, std::vector<CpuId>& on, const Visit& visit) {
        if (i == size()) {
            if (is_permitted(state, on)) visit(on);
            return;
        }
        on[i] = kNoCpu;
        assign(state, i + 1, on, visit);
        for (CpuId cpu = 0; state[i].active && cpu < cpus(); ++cpu) {
            if (state[i].pin != kNoCpu && state[i].pin != cpu) continue;
            if (std::count(on.begin(), on.begin() + static_cast<std::ptrdiff_t>(i), cpu) > 0) continue;
            on[i] = cpu;
            assign(state, i + 1, on, visit);
            on[i] = kNoCpu;
        }
    }

    bool more_urgent(const State& state, std::size_t a, std::size_t b) const {
        return urgency_of(a, state[a].age, 0) < urgency_of(b, state[b].age, 0);
    }
    /// What runs on the CPU; size() for nothing.
    std::size_t on_cpu(const std::vector<CpuId>& on, CpuId cpu) const {
        return static_cast<std::size_t>(std::find(on.begin(), on.end(), cpu) - on.begin());
    }

    bool is_permitted(const State& state, const std::vector<CpuId>& on) const {
        for (std::size_t i = 0; i < size(); ++i) {
            if (!state[i].active || on[i] != kNoCpu) continue;
            if (system_.kernel.balancer.name == "shift") {
                if (!may_wait_under_shift(state, on, i)) return false;
            } else if (state[i].pin != kNoCpu) {  // (A1)
                const std::size_t there = on_cpu(on, state[i].pin);
                if (there == size() || !more_urgent(state, there, i)) return false;
            } else {  // (A2)
                for (CpuId cpu = 0; cpu < cpus(); ++cpu) {
                    const std::size_t there = on_cpu(on, cpu);
                    if (there == size() || !more_urgent(state, there, i)) return false;
                }
            }
        }
        return true;
    }
    /// Of lemma L6: m more urgent jobs run, or one that is pinned to the same CPU does.
    bool may_wait_under_shift(const State& state, const std::vector<CpuId>& on, std::size_t i) const {
        int running = 0;
        for (std::size_t other = 0; other < size(); ++other) {
            if (on[other] == kNoCpu || !more_urgent(state, other, i)) continue;
            ++running;
            if (state[i].pin != kNoCpu && state[other].pin == state[i].pin) return true;
        }
        return running == cpus();
    }

    /// `early`: the tasks whose operation ends with this unit, done or not.
    std::optional<State> pass(State state, const std::vector<CpuId>& on, std::uint32_t early) {
        std::vector<int> pinned(static_cast<std::size_t>(cpus()), 0);
        bool has_overrun = false;
        for (std::size_t i = 0; i < size(); ++i) {
            TaskState& it = state[i];
            const std::vector<Unit>& body = bodies_[i];
            if (it.active && on[i] != kNoCpu) {
                it.own = on[i];
                if (body[it.done].md && it.pin == kNoCpu) it.pin = on[i];
            }
            if (it.pin != kNoCpu) out_.depth = std::max(out_.depth, ++pinned[static_cast<std::size_t>(it.pin)]);
            it.ran_on = on[i];
            if (!it.active) {
                it.age = std::min(it.age + 1, periods_[i]);
                continue;
            }
            ++it.age;
            if (on[i] != kNoCpu) {
                const int operation = body[it.done++].operation;
                if ((early >> i & 1) != 0) {
                    while (it.done < body.size() && body[it.done].operation == operation) ++it.done;
                }
                const bool is_over = it.done == body.size();
                if (is_over || !body[it.done].md) it.pin = kNoCpu;
                if (!is_over && body[it.done].md && it.pin == kNoCpu && !swaps()) it.pin = on[i];
                it.np = !is_over && body[it.done].np;
                if (is_over) {
                    out_.worst[i] = std::max(out_.worst[i], it.age);
                    it.active = false;
                    it.done = 0;
                }
            }
            if (it.active && it.age == periods_[i]) {
                out_.overruns[i] = true;
                has_overrun = true;
            }
        }
        if (has_overrun) return std::nullopt;
        return state;
    }

    const System& system_;
    Placements placements_;
    Lengths lengths_;
    std::vector<std::vector<Unit>> bodies_;
    std::vector<std::int64_t> periods_;
    std::set<State> seen_;
    SlowExact out_;
};

}  // namespace

SlowExact slow_exact(const System& system, Placements placements, Lengths lengths) {
    return Explorer(system, placements, lengths).run();
}

}  // namespace pinstack::test
