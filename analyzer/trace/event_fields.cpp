// SPDX-License-Identifier: Apache-2.0
#include "analyzer/trace/event_fields.hpp"

#include <array>
#include <utility>

namespace pinstack {

namespace {

using Kind = TraceEvent::Kind;

struct Named {
    std::string_view name;
    Kind kind;
};
constexpr std::array kEvents = {
    Named{"sched_switch", Kind::sched_switch},
    Named{"sched_waking", Kind::sched_waking},
    Named{"sched_wakeup", Kind::sched_wakeup},
    Named{"sched_wakeup_new", Kind::sched_wakeup_new},
    Named{"sched_migrate_task", Kind::sched_migrate_task},
    Named{"sched_process_fork", Kind::sched_process_fork},
    Named{"sched_pi_setprio", Kind::sched_pi_setprio},
};

Kind kind_of(std::string_view name) {
    if (!name.starts_with("sched_")) return Kind::other;
    for (const Named& each : kEvents) {
        if (each.name == name) return each.kind;
    }
    return Kind::other;
}

/// The value of " key=" up to the next blank, looked for from the end: names of threads come first and may hold
/// anything.
std::optional<std::string_view> last_value(std::string_view fields, std::string_view key) {
    const std::size_t at = fields.rfind(key);
    if (at == std::string_view::npos) return std::nullopt;
    const std::string_view value = fields.substr(at + key.size());
    return value.substr(0, value.find(' '));
}

bool read_number(std::string_view fields, std::string_view key, std::int64_t min, std::int64_t max, int& out) {
    const auto text = last_value(fields, key);
    const auto value = text ? parse_decimal(*text, min, max) : std::nullopt;
    if (value) out = static_cast<int>(*value);
    return value.has_value();
}

constexpr std::int64_t kLeastPriority = 1000;  // of no kernel: idle has 140

bool read_priority(std::string_view fields, std::string_view key, int& out) {
    return read_number(fields, key, -1, kLeastPriority, out);
}

/// "comm=NAME pid=N": the name ends where the last " pid=" begins.
bool read_thread(std::string_view fields, std::string_view comm_key, std::string_view pid_key, std::string_view& comm,
                 std::int32_t& pid) {
    const std::size_t at = fields.rfind(pid_key);
    if (at == std::string_view::npos || !fields.starts_with(comm_key) || at < comm_key.size()) return false;
    comm = fields.substr(comm_key.size(), at - comm_key.size());
    return read_number(fields, pid_key, 0, kMaxPid, pid);
}

/// "NAME:PID [PRIO]" of trace-cmd, and what is behind it.
bool read_trace_cmd_thread(std::string_view text, std::string_view& comm, std::int32_t& pid, int& priority,
                           std::string_view& behind) {
    const std::size_t open = text.rfind(" [");
    if (open == std::string_view::npos) return false;
    const std::size_t close = text.find(']', open);
    const std::size_t colon = text.rfind(':', open);
    if (close == std::string_view::npos || colon == std::string_view::npos) return false;
    const auto number = parse_decimal(text.substr(open + 2, close - open - 2), -1, kLeastPriority);
    const auto id = parse_decimal(text.substr(colon + 1, open - colon - 1), 0, kMaxPid);
    if (!number || !id) return false;
    comm = text.substr(0, colon);
    pid = static_cast<std::int32_t>(*id);
    priority = static_cast<int>(*number);
    behind = text.substr(close + 1);
    return true;
}

/// "R", "R+", "S", "D|W", "x": a letter for each bit of the state. Old kernels print 0 as "R", a preempted one with
/// "+".
bool read_state(std::string_view text, TraceEvent& out) {
    constexpr std::string_view kAsleep = "SDTtXxZPIKWNm";
    if (text.empty()) return false;
    out.state = text.front();
    out.stays_ready = out.state == 'R' || text.back() == '+';
    return out.stays_ready || kAsleep.find(out.state) != std::string_view::npos;
}

bool read_switch(std::string_view fields, TraceEvent& out) {
    constexpr std::string_view kNext = " ==> next_comm=";
    if (fields.starts_with("prev_comm=")) {
        const std::size_t middle = fields.find(kNext);
        if (middle == std::string_view::npos) return false;
        const std::string_view prev = fields.substr(0, middle), next = fields.substr(middle + kNext.size());
        const auto state = last_value(prev, " prev_state=");
        const std::size_t pid = next.rfind(" next_pid=");
        if (!state || pid == std::string_view::npos) return false;
        out.next_comm = next.substr(0, pid);
        return read_thread(prev, "prev_comm=", " prev_pid=", out.subject_comm, out.subject) &&
               read_priority(prev, " prev_prio=", out.priority) && read_state(*state, out) &&
               read_number(next, " next_pid=", 0, kMaxPid, out.next) &&
               read_priority(next, " next_prio=", out.next_priority);
    }
    const std::size_t middle = fields.find(" ==> ");
    if (middle == std::string_view::npos) return false;
    std::string_view state, rest;
    if (!read_trace_cmd_thread(fields.substr(0, middle), out.subject_comm, out.subject, out.priority, state))
        return false;
    if (!read_trace_cmd_thread(fields.substr(middle + 5), out.next_comm, out.next, out.next_priority, rest))
        return false;
    while (!state.empty() && state.front() == ' ') state.remove_prefix(1);
    return read_state(state, out);
}

/// Of the one that is woken or moved.
bool read_subject(std::string_view fields, TraceEvent& out, std::string_view cpu_key) {
    if (fields.starts_with("comm=")) {
        return read_thread(fields, "comm=", " pid=", out.subject_comm, out.subject) &&
               read_priority(fields, " prio=", out.priority) &&
               read_number(fields, cpu_key, 0, kMaxCpus - 1, out.target);
    }
    std::string_view behind;
    return read_trace_cmd_thread(fields, out.subject_comm, out.subject, out.priority, behind) &&
           read_number(behind, " CPU:", 0, kMaxCpus - 1, out.target);
}

bool read_of_kind(std::string_view fields, TraceEvent& out) {
    switch (out.kind) {
        case Kind::sched_switch:
            return read_switch(fields, out);
        case Kind::sched_waking:
        case Kind::sched_wakeup:
        case Kind::sched_wakeup_new:
            return read_subject(fields, out, " target_cpu=");
        case Kind::sched_migrate_task:
            return read_subject(fields, out, " dest_cpu=");
        case Kind::sched_process_fork: {
            constexpr std::string_view kChild = " child_comm=";
            const std::size_t child = fields.rfind(kChild);
            const std::size_t pid = fields.rfind(" child_pid=");
            if (child == std::string_view::npos || pid == std::string_view::npos || pid < child + kChild.size())
                return false;
            out.subject_comm = fields.substr(child + kChild.size(), pid - child - kChild.size());
            return read_number(fields, " child_pid=", 0, kMaxPid, out.subject);
        }
        case Kind::sched_pi_setprio:
            return read_thread(fields, "comm=", " pid=", out.subject_comm, out.subject) &&
                   read_priority(fields, " newprio=", out.priority);
        case Kind::mark:
        case Kind::other:
            return true;
    }
    return false;
}

constexpr std::pair<std::string_view, TraceMark> kRigMarks[] = {
    {"JOB", TraceMark::job_begin}, {"END", TraceMark::job_end},  {"MD+", TraceMark::md_enter},
    {"MD-", TraceMark::md_leave},  {"PD+", TraceMark::np_enter}, {"PD-", TraceMark::np_leave},
    {"SL+", TraceMark::md_enter},  {"SL-", TraceMark::md_leave}, {"RL+", TraceMark::np_enter},
    {"RL-", TraceMark::np_leave},
};

/// "@ NAME WHAT N". The name may hold blanks; WHAT is the last word but one.
bool read_rig_mark(std::string_view text, TraceEvent& out) {
    text.remove_prefix(2);
    const std::size_t number = text.rfind(' ');
    if (number == std::string_view::npos || number == 0) return false;
    const std::size_t what = text.rfind(' ', number - 1);
    if (what == std::string_view::npos) return false;
    for (const auto& [name, mark] : kRigMarks) {
        if (text.substr(what + 1, number - what - 1) != name) continue;
        out.mark = mark;
        return true;
    }
    return false;
}

bool read_slice_mark(std::string_view text, TraceEvent& out) {
    out.is_slice = true;
    if (text.starts_with("E|") || text == "E") {
        out.mark = TraceMark::slice_end;
        return true;
    }
    const std::size_t bar = text.find('|', 2);
    if (!text.starts_with("B|") || bar == std::string_view::npos) return false;
    const std::string_view name = text.substr(bar + 1);
    out.mark = name == "migrate_disable"   ? TraceMark::md_enter
               : name == "preempt_disable" ? TraceMark::np_enter
               : name == "job"             ? TraceMark::job_begin
                                           : TraceMark::other_begin;
    return true;
}

/// Texts written into the trace: of trace_printk() under the name of the function, of trace_marker as
/// tracing_mark_write, of trace-cmd as print and bprint, with the function before.
bool read_mark(const EventLine& line, TraceEvent& out) {
    std::string_view text = line.fields;
    if (line.event == "print" || line.event == "bprint") {
        const std::size_t colon = text.find(": ");
        if (colon == std::string_view::npos) return false;
        text.remove_prefix(colon + 2);
    }
    if (text.starts_with("@ ")) return read_rig_mark(text, out);
    if (text.starts_with("B|") || text.starts_with("E|") || text == "E") return read_slice_mark(text, out);
    return false;
}

}  // namespace

FieldsRead read_fields(const EventLine& line, TraceEvent& out) {
    out.cpu = line.cpu;
    out.pid = line.pid;
    out.comm = line.comm;
    out.kind = kind_of(line.event);
    if (out.kind != Kind::other) return read_of_kind(line.fields, out) ? FieldsRead::understood : FieldsRead::damaged;
    if (!read_mark(line, out)) return FieldsRead::unknown_event;
    out.kind = Kind::mark;
    return FieldsRead::understood;
}

}  // namespace pinstack
