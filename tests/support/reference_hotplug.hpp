// SPDX-License-Identifier: Apache-2.0
//
// The events of a system, for the reference scheduler, in the words of docs/hotplug.md. It looks at the list of all
// jobs and at the work of the CPUs; what it tells about is asked for by the scheduler.
#pragma once

#include <algorithm>
#include <functional>
#include <optional>
#include <vector>

#include "model/platform/kernel_costs.hpp"
#include "tests/support/reference_job.hpp"
#include "tests/support/reference_kernel_work.hpp"

namespace pinstack::test {

class ReferenceHotplug {
public:
    ReferenceHotplug(const System& system, const Variant& variant, std::vector<ReferenceJob>& jobs,
                     ReferenceKernelWork& work, Findings& findings);

    bool has_events() const { return has_events_; }
    std::optional<std::int64_t> next_event() const;

    /// The active CPUs of what the task was given.
    CpuSet usable(std::uint32_t task) const;
    std::optional<CpuId> home(std::uint32_t task) const { return homes_[task]; }
    bool is_online(CpuId cpu) const { return online_.contains(cpu); }
    int online_count() const { return online_.count(); }
    /// "in place of a CPU that is offline the lowest active one"
    CpuId online_or_other(CpuId cpu) const { return is_online(cpu) ? cpu : active_.first(); }
    /// May the job have the CPU, as far as the events go?
    bool may_have(const ReferenceJob& job, CpuId cpu) const;

    void handle_events(std::int64_t now);
    /// "Before a dispatch": whose affinity has no active CPU left gets all of them.
    void break_affinity(const ReferenceJob& job, std::int64_t now);
    /// "After each dispatch". Returns whether there is to be another one.
    bool after_dispatch(std::int64_t now);

    /// Readers of the lock.
    bool reads(std::size_t job, std::int64_t now);
    void stops_reading(std::size_t job) { inside_.erase(std::find(inside_.begin(), inside_.end(), job)); }

    /// Who has the lock now that it waited for.
    std::function<void(std::size_t)> admit;
    std::function<void(CpuId)> gone;

    HotplugResult finish(std::int64_t now);

private:
    struct Operation {
        std::size_t place;  // in the result
        bool claims = false;
        bool stops = false;  // the machine
    };
    HotplugOperation& record(const Operation& operation) { return result_.operations[operation.place]; }
    const ReferenceJob* oldest(std::uint32_t task) const;
    bool is_inside_mask(std::uint32_t task) const;
    std::vector<std::uint32_t> who_holds_up(const Operation& operation);
    void keep_holders(Operation& operation, std::int64_t now);
    bool proceed(std::int64_t now);
    void begin(std::int64_t now);
    void complete(std::int64_t now);
    bool is_partitioned() const { return variant_.balancer.name == "partitioned"; }

    const System& system_;
    const Variant& variant_;
    std::vector<ReferenceJob>& jobs_;
    ReferenceKernelWork& work_;
    Findings& findings_;
    std::vector<SystemEvent> events_;  // that are to come
    bool has_events_ = false;          // or were
    CpuSet active_, online_;
    std::vector<CpuSet> given_;  // by task
    std::vector<std::optional<CpuId>> homes_;
    std::vector<Operation> operations_;  // in line; the first one has its turn
    std::vector<std::size_t> inside_, waiting_;
    HotplugResult result_;
};

}  // namespace pinstack::test
