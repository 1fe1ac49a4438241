// SPDX-License-Identifier: Apache-2.0
#include "model/linux_rt/run_queues.hpp"

#include <limits>
#include <utility>

namespace pinstack::linux_rt {

void RunQueues::link(Links Job::*links, std::int64_t Job::*place, TaskIndex& head, TaskIndex task) {
    Job& it = job(task);
    const std::pair key(it.priority, it.*place);
    TaskIndex before = kNoTask, after = head;
    while (after != kNoTask && std::pair(job(after).priority, job(after).*place) < key) {
        before = after;
        after = (job(after).*links).next;
    }
    it.*links = {after, before};
    (before == kNoTask ? head : (job(before).*links).next) = task;
    if (after != kNoTask) (job(after).*links).previous = task;
}

void RunQueues::unlink(Links Job::*links, TaskIndex& head, TaskIndex task) {
    const Links it = job(task).*links;
    (it.previous == kNoTask ? head : (job(it.previous).*links).next) = it.next;
    if (it.next != kNoTask) (job(it.next).*links).previous = it.previous;
}

void RunQueues::insert(TaskIndex task, CpuId cpu_id) {
    Job& it = job(task);
    Cpu& to = cpu(cpu_id);
    it.cpu = cpu_id;
    it.is_queued = true;
    link(&Job::queue, &Job::place, to.queue, task);
    ++to.total;
    to.movable += it.is_movable;
    ++waiting_;
    add_pushable(task);
    settle(cpu_id);
}

void RunQueues::settle(CpuId cpu_id) {
    const Cpu& it = cpu(cpu_id);
    most_urgent_[at(cpu_id)] = it.queue == kNoTask ? kNormal : job(it.queue).priority;
    const bool is_overloaded = it.total > 1 && it.movable > 0;
    if (is_overloaded == overloaded_.contains(cpu_id)) return;
    if (is_overloaded) {
        overloaded_.insert(cpu_id);
        ++overloaded_count_;
    } else {
        overloaded_.erase(cpu_id);
        --overloaded_count_;
    }
}

void RunQueues::add_pushable(TaskIndex task) {
    Job& it = job(task);
    if (!it.is_movable) return;
    it.list_place = ++tail_;
    it.is_pushable = true;
    link(&Job::list, &Job::list_place, cpu(it.cpu).list, task);
}

void RunQueues::remove_pushable(TaskIndex task) {
    Job& it = job(task);
    if (!it.is_pushable) return;
    it.is_pushable = false;
    unlink(&Job::list, cpu(it.cpu).list, task);
}

Urgency RunQueues::least_urgent_running() const {
    if (idle_count_ > 0) return kIdle;
    Urgency least{std::numeric_limits<std::int64_t>::min(), kNoTask};
    for (CpuId id = 0; id < cpus(); ++id) {
        if (cpu(id).current != kNoTask && more_urgent(least, running(id))) least = running(id);
    }
    return least;
}

bool RunQueues::is_contested() const {
    if (waiting_ == 0) return false;
    if (idle_count_ > 0) return true;
    const Urgency least = least_urgent_running();
    for (const Cpu& cpu : cpus_) {
        TaskIndex first = cpu.queue;
        while (first != kNoTask && !is_waiting(first)) first = job(first).queue.next;
        if (first != kNoTask && more_urgent(urgency(first), least)) return true;
    }
    return false;
}

}  // namespace pinstack::linux_rt
