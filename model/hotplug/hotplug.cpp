// SPDX-License-Identifier: Apache-2.0
#include "model/hotplug/hotplug.hpp"

#include <algorithm>
#include <utility>

namespace pinstack {

void Hotplug::handle_events(std::int64_t now) {
    for (; next() == now; ++next_event_) {
        const PlanEvent& event = plan_.events[next_event_];
        if (event.kind != EventKind::set_affinity) {
            HotplugOperation operation;
            operation.kind = event.kind;
            operation.cpu = event.cpu;
            operation.asked = {now};
            result_.operations.push_back(std::move(operation));
            continue;
        }
        const std::uint32_t file_index = plan_.tasks[static_cast<std::size_t>(event.task)].file_index;
        AffinityCall call{file_index, plan_.masks[static_cast<std::size_t>(event.mask_class)], {now}, {}, false};
        if (machine_.set_mask(event.task, event.mask_class)) {
            calls_.push_back({event.task, result_.calls.size()});
        } else {
            call.completed = {now};
            call.refused = true;
        }
        result_.calls.push_back(std::move(call));
    }
    begin_what_can(now);
}

/// Where an operation is done at once, the next one follows.
void Hotplug::begin_what_can(std::int64_t now) {
    while (phase_ == Phase::none || phase_ == Phase::claimed) {
        if (phase_ == Phase::none) {
            if (current_ == result_.operations.size()) return;
            phase_ = Phase::claimed;
        }
        note_holders(now);
        if (!inside_.empty()) return;
        begin(now);
    }
}

void Hotplug::begin(std::int64_t now) {
    HotplugOperation& operation = current();
    operation.began = Instant{now};
    if (operation.kind == EventKind::online) {
        operation.refused = is_online_[at(operation.cpu)];
        if (!operation.refused) machine_.set_active(operation.cpu, true);
        is_online_[at(operation.cpu)] = true;
        return complete(now);
    }
    holding_.clear();
    if (plan_.hotplug == HotplugPolicy::busy) machine_.add_pinned(operation.cpu, holding_);
    if (!holding_.empty()) {
        operation.refused = true;
        return complete(now);
    }
    machine_.set_active(operation.cpu, false);
    is_online_[at(operation.cpu)] = false;
    phase_ = Phase::draining;
}

void Hotplug::complete(std::int64_t now) {
    current().completed = Instant{now};
    for (HotplugSpan& reader : current().readers) reader.to = Instant{now};
    phase_ = Phase::none;
    ++current_;
    for (const TaskIndex reader : std::exchange(waiting_, {})) {
        inside_.push_back(reader);
        machine_.admit(reader);
    }
}

bool Hotplug::settle(std::int64_t now) {
    end_calls(now);
    bool has_changed = false;
    if (phase_ == Phase::draining) {
        note_holders(now);
        if (holding_.empty() && machine_.is_quiet(current().cpu)) {
            phase_ = Phase::stopping;
            has_changed = machine_.stop_machine();
        }
    }
    if (phase_ == Phase::stopping && machine_.is_quiet(current().cpu)) {
        machine_.take_offline(current().cpu);
        complete(now);
        has_changed = true;
    }
    const Phase before = phase_;
    const std::size_t operation = current_;
    begin_what_can(now);
    return has_changed || phase_ != before || current_ != operation;
}

/// Who holds up the operation now: `holding_`.
void Hotplug::find_holders() {
    holding_.clear();
    if (phase_ == Phase::claimed) holding_ = inside_;
    if (phase_ != Phase::draining) return;
    machine_.add_pinned(current().cpu, holding_);
    machine_.add_present(current().cpu, holding_);
}

/// Those that held it up, and do no more, have an end.
void Hotplug::note_holders(std::int64_t now) {
    HotplugOperation& operation = current();
    find_holders();
    std::vector<std::uint32_t> holders;
    for (const TaskIndex task : holding_) holders.push_back(plan_.tasks[static_cast<std::size_t>(task)].file_index);
    std::sort(holders.begin(), holders.end());
    holders.erase(std::unique(holders.begin(), holders.end()), holders.end());  // a reader twice, or pinned and there
    for (HotplugSpan& holder : operation.holders) {
        if (holder.to) continue;
        const auto still = std::lower_bound(holders.begin(), holders.end(), holder.task);
        if (still != holders.end() && *still == holder.task) {
            holders.erase(still);
        } else {
            holder.to = Instant{now};
        }
    }
    for (const std::uint32_t task : holders) operation.holders.push_back({task, {now}, {}});
}

void Hotplug::end_calls(std::int64_t now) {
    std::erase_if(calls_, [&](const Call& call) {
        if (!machine_.is_in_mask(call.task)) return false;
        result_.calls[call.place].completed = Instant{now};
        return true;
    });
}

bool Hotplug::enter(TaskIndex reader, std::int64_t now) {
    if (phase_ == Phase::none) {
        inside_.push_back(reader);
        return true;
    }
    waiting_.push_back(reader);
    const std::uint32_t file_index = plan_.tasks[static_cast<std::size_t>(reader)].file_index;
    current().readers.push_back({file_index, {now}, {}});
    return false;
}

std::optional<Finding> Hotplug::blocked(std::int64_t now) {
    if (phase_ == Phase::none) return std::nullopt;
    note_holders(now);
    const HotplugOperation& operation = current();
    Finding finding{Finding::Kind::hotplug_blocked, operation.asked, {now}, 0, operation.cpu, kNoCpu, 0, {}, {}};
    for (const HotplugSpan& holder : operation.holders) {
        if (!holder.to) finding.tasks.push_back(holder.task);
    }
    std::sort(finding.tasks.begin(), finding.tasks.end());
    if (!finding.tasks.empty()) finding.task = finding.tasks.front();
    return finding;
}

HotplugResult Hotplug::finish() { return std::move(result_); }

}  // namespace pinstack
