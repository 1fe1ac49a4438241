// SPDX-License-Identifier: Apache-2.0
//
// CPUs that go offline and online under an idealised balancer: what Hotplug asks of its engine, and what becomes of
// jobs whose CPUs they may not use any more. Before a dispatch, jobs that have no CPU left in their affinity get all,
// and jobs that run where they may not, unpinned and preemptible, wait.
//
// Part of Engine, apart so that engines without events have nothing of it.
#pragma once

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "model/engine/kernel_work.hpp"
#include "model/engine/plan.hpp"
#include "model/hotplug/hotplug.hpp"

namespace pinstack {

template <class Engine>
class EngineHotplug final : public HotplugMachine {
public:
    EngineHotplug(const Plan& plan, Engine& engine) : plan_(plan), engine_(engine) {
        if (plan.has_events()) hotplug_.emplace(plan, *this);
    }

    std::int64_t next() const { return hotplug_->next(); }
    void handle_events() { hotplug_->handle_events(engine_.state_.now()); }
    bool settle() { return hotplug_->settle(engine_.state_.now()); }
    /// Also where there are no events.
    bool enter(TaskIndex reader) { return !hotplug_ || hotplug_->enter(reader, engine_.state_.now()); }
    void leave(TaskIndex reader) {
        if (hotplug_) hotplug_->leave(reader);
    }

    void prepare_dispatch() {
        auto& state = engine_.state_;
        if (state.masks().has_strays()) gather_strays();
        // A home that was changed leaves no call that waits.
        if (state.masks().are_all_active() && !hotplug_->has_calls() && !plan_.keeps_home) return;
        for (CpuId cpu = 0; cpu < plan_.cpus; ++cpu) {
            if (state.is_idle(cpu) || state.is_non_preemptible(cpu)) continue;
            if (!state.may_be_on(state.running(cpu).task, cpu)) state.enqueue(state.lift(cpu));
        }
    }

    /// Where the unpinned job of the task, on no CPU, stands.
    CpuId stand(TaskIndex task) {
        auto& state = engine_.state_;
        find_cpus(task);
        const CpuId own = state.own_cpu(task);
        if (state.may_be_on(task, own)) return own;
        return state.only_cpu(task) != kNoCpu ? state.only_cpu(task) : state.mask(task).first();
    }
    /// The CPU that the kernel uses in place of one that is offline.
    CpuId online_or_other(CpuId cpu) const {
        const CpuMasks& masks = engine_.state_.masks();
        return masks.online().contains(cpu) ? cpu : masks.active().first();
    }

    void finish(RunResult& result) { result.hotplug = hotplug_->finish(); }
    std::optional<Finding> finding() { return hotplug_->blocked(engine_.state_.now()); }

private:
    /// In file order.
    void gather_strays() {
        const auto& state = engine_.state_;
        strays_.clear();
        for (TaskIndex task = 0; task < static_cast<TaskIndex>(plan_.tasks.size()); ++task) {
            const bool is_ready = state.is_waiting(task) || state.job(task).on != kNoCpu;
            if (is_ready && !state.is_pinned(task) && state.masks().is_stray(task)) strays_.push_back(task);
        }
        std::sort(strays_.begin(), strays_.end(),
                  [this](TaskIndex a, TaskIndex b) { return file_index(a) < file_index(b); });
        for (const TaskIndex task : strays_) find_cpus(task);
    }
    /// If there are none in its affinity, it gets all. select_fallback_rq()
    void find_cpus(TaskIndex task) {
        auto& state = engine_.state_;
        if (!state.masks().is_stray(task)) return;
        Finding finding{
            Finding::Kind::affinity_broken, {state.now()}, {state.now()}, file_index(task), kNoCpu, kNoCpu, 0, {}, {}};
        state.change_affinity(task, [&](CpuMasks& masks) {
            if (masks.effective(task).empty()) masks.set_mask_class(task, 0);
            if (plan_.keeps_home) masks.set_home(task, finding.other = masks.effective(task).first());
        });
        engine_.add_finding(finding);
    }
    std::uint32_t file_index(TaskIndex task) const { return plan_.tasks[static_cast<std::size_t>(task)].file_index; }

    // -- HotplugMachine
    void set_active(CpuId cpu, bool active) override {
        auto& state = engine_.state_;
        state.set_active(cpu, active);
        if (active) set_online(cpu, true);
    }
    void take_offline(CpuId cpu) override {
        set_online(cpu, false);
        engine_.local_.erase(cpu);
    }
    void set_online(CpuId cpu, bool online) {
        engine_.state_.set_online(cpu, online);
        if (!online && engine_.spaces_) engine_.spaces_->go_offline(cpu);
        engine_.ledger_.set_online(engine_.state_.masks().online_count());
    }
    void add_pinned(CpuId cpu, std::vector<TaskIndex>& tasks) const override {
        engine_.state_.add_occupants(cpu, tasks);
    }
    void add_present(CpuId cpu, std::vector<TaskIndex>& tasks) const override {
        if (!engine_.state_.is_idle(cpu)) tasks.push_back(engine_.state_.running(cpu).task);
    }
    bool is_quiet(CpuId cpu) const override { return engine_.state_.is_idle(cpu) && !engine_.state_.in_work(cpu); }
    bool stop_machine() override {
        const CpuMasks& masks = engine_.state_.masks();
        const KernelCosts& costs = plan_.costs;
        if (!plan_.has_costs) return false;
        const std::int64_t length = costs.stop_machine + costs.stop_machine_per_cpu * masks.online_count();
        for (CpuId cpu = masks.online().first(); cpu != kNoCpu; cpu = masks.online().next(cpu + 1)) {
            engine_.add_work(cpu, Overhead::hotplug, length);
        }
        return length > 0;
    }
    void admit(TaskIndex reader) override {
        ++engine_.state_.job(reader).step;
        engine_.enter(reader, JobState::interference);
        engine_.make_ready(reader);
    }
    bool set_mask(TaskIndex task, std::int32_t mask_class) override {
        auto& state = engine_.state_;
        const CpuSet& usable = state.is_pinned(task) ? state.masks().online() : state.masks().active();
        if (first_common(plan_.masks[static_cast<std::size_t>(mask_class)], usable) == kNoCpu) return false;
        state.change_affinity(task, [&](CpuMasks& masks) {
            masks.set_mask_class(task, mask_class);
            const CpuId home = masks.effective(task).first();
            if (plan_.keeps_home && home != kNoCpu && !masks.requested(task).contains(masks.home(task))) {
                masks.set_home(task, home);
            }
        });
        return true;
    }
    bool is_in_mask(TaskIndex task) const override {
        const auto& state = engine_.state_;
        const auto& job = state.job(task);
        const CpuSet& mask = state.masks().requested(task);
        return (job.pin == kNoCpu || mask.contains(job.pin)) && (job.on == kNoCpu || mask.contains(job.on));
    }

    const Plan& plan_;
    Engine& engine_;
    std::optional<Hotplug> hotplug_;
    std::vector<TaskIndex> strays_;  // scratch
};

}  // namespace pinstack
