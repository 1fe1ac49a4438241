// SPDX-License-Identifier: Apache-2.0
//
// Writes the text of a trace as the kernel does, line by line, for tests; and the trace of a simulated run.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "model/system/system.hpp"

namespace pinstack::test {

/// How the kernel draws its flags: 4 columns up to 5.14, 5 since, 7 with the PREEMPT_RT patches of 6.1.
enum class FlagLayout { four, five, seven };

class TraceText {
public:
    struct Thread {
        std::string comm;
        int pid = 0;
        int prio = 120;
    };

    explicit TraceText(FlagLayout layout = FlagLayout::five) : layout_(layout) {}

    /// `depth`: of migrate_disable of the thread in whose name the line stands.
    void line(std::int64_t ns, int cpu, const Thread& here, int depth, const std::string& event);
    void sched_switch(std::int64_t ns, int cpu, const Thread& prev, int depth, const std::string& state,
                      const Thread& next);
    /// sched_waking and sched_wakeup, in the name of `here`, who runs on that CPU.
    void wake(std::int64_t ns, int cpu, const Thread& here, const Thread& woken, int target);
    void lost(int cpu, int events) {
        body_ += "CPU:" + std::to_string(cpu) + " [LOST " + std::to_string(events) + " EVENTS]\n";
    }
    void raw(const std::string& text) { body_ += text; }

    /// With the header of a kernel; `complete`: whether it says that all events are there.
    std::string text(int cpus, bool complete = true) const;
    const std::string& body() const { return body_; }

private:
    FlagLayout layout_;
    std::string body_;
    std::uint64_t events_ = 0;
};

TraceText::Thread idle_of(int cpu);

/// The trace that a kernel would give of the run of the system under its own variant: switches, wake-ups, marks at the
/// ends of migrate-disabled sections, and one event of the idle loop on each CPU at the beginning and at the end. Task
/// i has pid 1000 + i, and a priority of its own by urgency; its first wake-up is that of a new thread. Its clock shows
/// `base` ns when the run begins. REQUIRES: order fp, at most 98 tasks, no section that begins or ends with a
/// suspension.
std::string trace_of_run(const System& system, std::int64_t base, FlagLayout layout = FlagLayout::five);

/// Does a migrate-disabled section end with a suspension? The simulator leaves it when the job wakes up; a kernel, and so a
/// trace, only when it runs again.
bool leaves_sections_asleep(const System& system);

/// A file with this text that goes when the test ends.
class TraceFile {
public:
    explicit TraceFile(std::string_view text);
    ~TraceFile();
    TraceFile(const TraceFile&) = delete;
    TraceFile& operator=(const TraceFile&) = delete;
    const std::string& path() const { return path_; }

private:
    std::string path_;
};

}  // namespace pinstack::test
