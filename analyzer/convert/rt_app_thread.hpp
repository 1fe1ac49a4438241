// SPDX-License-Identifier: Apache-2.0
//
// A thread of rt-app, which goes through its events again and again, as jobs: a timer ends a job and says when the next
// one is released. Times here are those of a thread that nothing delays.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "analyzer/convert/conversion_log.hpp"
#include "analyzer/convert/import.hpp"

namespace pinstack {

enum class RtEventKind : std::uint8_t { run, sleep, timer, lock, unlock };

struct RtEvent {
    RtEventKind kind = RtEventKind::run;
    Duration time;     ///< of run, sleep; of timer the period
    std::string name;  ///< of lock, unlock: the lock; of timer its ref
    std::uint32_t phase = 0;
    Place where;
};

/// One pass through the thread, phases and their loops written out.
struct RtThread {
    std::string name;
    std::vector<RtEvent> events;
    std::vector<std::string> phases;
    std::int64_t loops = -1;  ///< passes; -1: for ever
    Duration delay;
    std::optional<Duration> deadline;  ///< of every job; else it is the next timer
    bool waits = false;                ///< for other threads, somewhere: events that are left out
    Place where;
};

/// Locks by name, found or made; and what they mean.
class RtLocks {
public:
    RtLocks(System& system, const ImportOptions& options) : system_(system), options_(options) {}
    /// The bracket that the lock is, without its body. A name that our own export gives to sections means the section.
    Operation bracket_of(const std::string& name);

private:
    System& system_;
    const ImportOptions& options_;
};

/// Tasks with names, releases, deadlines and bodies; nothing where the thread does nothing or cannot be understood,
/// which the log then says. `end`: of the use case, for threads without a timer.
std::vector<Task> tasks_of_thread(const RtThread& thread, RtLocks& locks, std::optional<Duration> end,
                                  ConversionLog& log);

/// How the export calls the lock that stands for a section: "T0.md0.migrate_disable".
std::string section_lock_name(const std::string& task, std::size_t number, OperationKind kind);

}  // namespace pinstack
