// SPDX-License-Identifier: Apache-2.0
#include "analyzer/trace/thread_table.hpp"

#include <array>

namespace pinstack {

EventThreads ThreadTable::resolve(const TraceEvent& event) {
    using Kind = TraceEvent::Kind;
    EventThreads out;
    switch (event.kind) {
        case Kind::other:
            break;
        case Kind::sched_switch:
            out.here = out.subject = find(event.subject, event.subject_comm);
            if (event.state == 'X' || event.state == 'Z' || event.state == 'x') retire(event.subject);
            out.next = find(event.next, event.next_comm);
            break;
        case Kind::mark:
            out.here = out.subject = find(event.pid, event.comm);
            break;
        case Kind::sched_process_fork:
            retire(event.subject);  // whoever had the pid has ended
            [[fallthrough]];
        case Kind::sched_waking:
        case Kind::sched_wakeup:
        case Kind::sched_wakeup_new:
        case Kind::sched_migrate_task:
        case Kind::sched_pi_setprio:
            out.here = find(event.pid, event.comm);
            out.subject = find(event.subject, event.subject_comm);
            break;
    }
    return out;
}

bool is_kernel_name(std::string_view name) {
    constexpr std::array<std::string_view, 22> kBeginnings = {
        "migration/", "ksoftirqd/", "ktimers/",     "ktimersoftd/", "rcuc/",         "rcub/",
        "rcuog/",     "rcuop/",     "rcuos/",       "kworker/",     "cpuhp/",        "irq/",
        "watchdog/",  "irq_work/",  "idle_inject/", "posixcputmr/", "backlog_napi/", "napi/",
        "jbd2/",      "stopper/",   "kswapd",       "swapper/"};
    constexpr std::array<std::string_view, 18> kNames = {
        "kthreadd",        "rcu_preempt",     "rcu_sched",       "rcu_bh",     "rcu_gp",     "rcu_par_gp",
        "rcu_tasks_kthre", "rcu_tasks_rude_", "rcu_tasks_trace", "khugepaged", "kcompactd0", "kauditd",
        "khungtaskd",      "oom_reaper",      "writeback",       "kdevtmpfs",  "ksmd",       "watchdogd"};
    for (const std::string_view each : kBeginnings) {
        if (name.starts_with(each)) return true;
    }
    for (const std::string_view each : kNames) {
        if (name == each) return true;
    }
    return false;
}

bool matches_pattern(std::string_view name, std::string_view pattern) {
    std::size_t at = 0, p = 0, star = std::string_view::npos, resume = 0;
    while (at < name.size()) {
        if (p < pattern.size() && (pattern[p] == '?' || (pattern[p] != '*' && pattern[p] == name[at]))) {
            ++at, ++p;
        } else if (p < pattern.size() && pattern[p] == '*') {
            star = p++;
            resume = at;
        } else if (star != std::string_view::npos) {
            p = star + 1;
            at = ++resume;
        } else {
            return false;
        }
    }
    while (p < pattern.size() && pattern[p] == '*') ++p;
    return p == pattern.size();
}

}  // namespace pinstack
