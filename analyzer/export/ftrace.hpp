// SPDX-License-Identifier: Apache-2.0
//
// A run as the text that Linux's ftrace prints (Documentation/trace/ftrace.rst), so that readers of kernel traces can
// read it: Perfetto, trace-cmd's and KernelShark's users, `pinstack trace`.
//
// Lines: sched_waking (of a task that is woken for the first time sched_wakeup_new), sched_migrate_task, sched_switch;
// tracing_mark_write with B and E around sections, S and F around jobs, as Android's atrace writes them; and lines of
// our own ("pinstack: ..."): the CPUs at the beginning and at the end, releases with their deadlines, deadlines missed.
// Column 4 of the flags is the depth of preempt_disable, column 5 that of migrate_disable: 1 within sections, however
// they nest. As in a kernel, sched_switch and sched_waking show a depth of their own: 2, and 1 more where the section
// of who runs there is one of them.
//
// The number of events, by which a reader knows that none is missing, stands at the end: it is not known before.
// Left out: other sched_wakeup, sched_pi_setprio, interrupts, what the kernel does on a CPU without a job.
// Times are exact to the nanosecond. They have a tenth digit, 5, because readers that go through a double would else
// lose a nanosecond now and then (up to a span of about 50 days). Cost: a few lines a job; memory O(tasks + CPUs).
#pragma once

#include <array>
#include <string>
#include <vector>

#include "analyzer/export/schedule_follower.hpp"
#include "analyzer/export/section_stack.hpp"
#include "analyzer/export/text_buffer.hpp"
#include "analyzer/export/trace_tasks.hpp"

namespace pinstack {

class FtraceWriter : public ScheduleFollower {
public:
    enum class Events : std::uint8_t { all, schedule };  ///< schedule: sched_* only

    FtraceWriter(Sink& sink, const System& system, const Variant& variant, Instant watch_from, Events events);

private:
    void job_released(Instant at, JobId job, Instant deadline, CpuId cpu) override;
    void job_completed(Instant at, JobId job, bool missed, CpuId cpu) override;
    void task_woken(Instant at, std::int32_t task, CpuId cpu) override;
    void task_migrated(Instant at, std::int32_t task, CpuId from, CpuId to) override;
    void switched(Instant at, CpuId cpu, std::int32_t previous, OffReason reason, std::int32_t next) override;
    void protections_changed(Instant at, std::int32_t task, Protections before, CpuId cpu) override;
    void ended(Instant at) override;

    struct Words {
        WordText header;    // "              T0-10001   ["
        WordText previous;  // "sched_switch: prev_comm=T0 prev_pid=10001 prev_prio=19 prev_state="
        WordText next;      // " ==> next_comm=T0 next_pid=10001 next_prio=19\n"
        WordText who;       // "comm=T0 pid=10001 prio=19"
        WordText pid;       // "10001"
    };
    static Words words_of(const std::string& comm, const std::string& header_name, std::int64_t pid, std::int32_t prio);

    const Words& words(std::int32_t task, CpuId cpu) const;
    using Flags = std::array<char, 5>;  // a column each
    static Flags flags_of(const char (&first)[4], Protections protections, int depth);

    void stamp(Instant at);
    /// Everything before the name of the event.
    void begin_line(Instant at, const Words& who, CpuId cpu, const Flags& flags);
    /// An interrupt comes while the CPU does something; `depth` of preempt_disable of its own.
    void begin_line_on(Instant at, CpuId cpu, const char (&flags)[4], int depth);
    void write_header(const System& system, const Variant& variant);
    void mark_cpus(Instant at, std::string_view text);

    TextBuffer out_;
    Events events_;
    std::vector<Words> tasks_, idle_, stoppers_;
    std::vector<WordText> job_words_;   // of the tasks, in marks: "10001|T0|"
    std::vector<WordText> task_words_;  // "task=T0 job="
    std::vector<WordText> cpu_words_;   // "003] "
    std::int64_t lines_ = 0;            // events written
    Instant stamp_at_;
    std::int64_t stamp_second_ = -1;
    WordText stamp_;  // of stamp_at_
    std::vector<SectionStack> sections_;
    std::vector<char> was_woken_;  // by task
};

}  // namespace pinstack
