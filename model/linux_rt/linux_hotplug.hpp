// SPDX-License-Identifier: Apache-2.0
//
// CPUs that go offline and online under a modelled kernel: what Hotplug asks of its engine. cpu_offline.hpp has what
// the kernel then does.
#pragma once

#include <optional>
#include <utility>
#include <vector>

#include "model/engine/plan.hpp"
#include "model/engine/run_result.hpp"
#include "model/hotplug/hotplug.hpp"

namespace pinstack::linux_rt {

template <class Engine>
class LinuxHotplug final : public HotplugMachine {
public:
    LinuxHotplug(const Plan& plan, Engine& engine)
        : plan_(plan), engine_(engine), is_admitted_(plan.has_events() ? plan.tasks.size() : 0) {
        if (plan.has_events()) hotplug_.emplace(plan, *this);
    }

    std::int64_t next() const { return hotplug_->next(); }
    void handle_events() { hotplug_->handle_events(queues().now()); }
    bool settle() { return hotplug_->settle(queues().now()); }
    /// Also where there are no events. Who waited comes again when it has been let in.
    bool enter(TaskIndex reader) {
        if (!hotplug_ || std::exchange(is_admitted_[at(reader)], 0)) return true;
        return hotplug_->enter(reader, queues().now());
    }
    void leave(TaskIndex reader) {
        if (hotplug_) hotplug_->leave(reader);
    }
    void note_finding() {
        if (const auto finding = hotplug_->blocked(queues().now())) engine_.add_finding(*finding);
    }
    void finish(RunResult& result) { result.hotplug = hotplug_->finish(); }

private:
    auto& queues() { return engine_.state(); }
    const auto& queues() const { return std::as_const(engine_).state(); }
    static std::size_t at(std::int32_t index) { return static_cast<std::uint32_t>(index); }
    void set_online(CpuId cpu, bool online) {
        queues().set_online(cpu, online);
        if (!online && engine_.spaces_) engine_.spaces_->go_offline(cpu);
        engine_.ledger_.set_online(queues().masks().online_count());
    }

    // -- HotplugMachine
    void set_active(CpuId cpu, bool active) override {
        engine_.kernel_.set_active(cpu, active);
        if (active) set_online(cpu, true);
    }
    void take_offline(CpuId cpu) override { set_online(cpu, false); }
    void add_pinned(CpuId cpu, std::vector<TaskIndex>& tasks) const override {
        for (TaskIndex task = 0; task < static_cast<TaskIndex>(plan_.tasks.size()); ++task) {
            if (queues().job(task).pin == cpu) tasks.push_back(task);
        }
    }
    void add_present(CpuId cpu, std::vector<TaskIndex>& tasks) const override {
        for (TaskIndex task = queues().first(cpu); task != kNoTask; task = queues().next(task)) tasks.push_back(task);
    }
    bool is_quiet(CpuId cpu) const override { return engine_.kernel_.is_quiet(cpu); }
    bool stop_machine() override {
        if (!plan_.has_costs) return false;
        const CpuMasks& masks = queues().masks();
        const std::int64_t length = plan_.costs.stop_machine + plan_.costs.stop_machine_per_cpu * masks.online_count();
        for (CpuId cpu = masks.online().first(); cpu != kNoCpu; cpu = masks.online().next(cpu + 1)) {
            engine_.kernel_.add_work(cpu, Overhead::hotplug, length);
        }
        return length > 0;
    }
    void admit(TaskIndex reader) override {
        is_admitted_[at(reader)] = 1;
        engine_.enter(reader, JobState::interference);
        engine_.kernel_.wake_up(reader, queues().masks().active().first());
    }
    bool set_mask(TaskIndex task, std::int32_t mask_class) override {
        const CpuMasks& masks = queues().masks();
        const CpuSet& usable = queues().is_pinned(task) ? masks.online() : masks.active();
        if (first_common(plan_.masks[at(mask_class)], usable) == kNoCpu) return false;
        engine_.kernel_.set_affinity(task, mask_class);
        return true;
    }
    bool is_in_mask(TaskIndex task) const override {
        const Job& job = queues().job(task);
        const bool may_be_pinned = job.pin == kNoCpu || queues().is_given(task, job.pin);
        return may_be_pinned && (!job.is_queued || queues().is_given(task, job.cpu));
    }

    const Plan& plan_;
    Engine& engine_;
    std::optional<Hotplug> hotplug_;
    std::vector<char> is_admitted_;  // by task: has the lock for which it waited, and does not know yet
};

}  // namespace pinstack::linux_rt
