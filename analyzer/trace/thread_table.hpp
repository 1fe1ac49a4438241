// SPDX-License-Identifier: Apache-2.0
//
// Threads of a trace, numbered in the order in which they appear. A pid is used again after its thread has ended, so a
// number stands for a thread and a pid does not. Both readings of a trace tell the table the same and get the same
// numbers.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/trace/trace_event.hpp"

namespace pinstack {

using ThreadId = std::uint32_t;
inline constexpr ThreadId kIdle = UINT32_MAX - 1;  ///< the idle loop of any CPU: pid 0
inline constexpr ThreadId kNoThread = UINT32_MAX;  ///< not known

/// The threads of an event; kNoThread where it has none.
struct EventThreads {
    ThreadId here = kNoThread;     ///< runs on its CPU; not looked up of events that are not used
    ThreadId subject = kNoThread;  ///< prev of a switch
    ThreadId next = kNoThread;
};

class ThreadTable {
public:
    /// Numbers what is new. The thread that a switch shows to have ended loses its pid behind the event.
    EventThreads resolve(const TraceEvent& event);

    std::size_t size() const { return names_.size(); }
    const std::string& name(ThreadId id) const { return names_[id]; }  ///< the last one
    std::int32_t pid(ThreadId id) const { return pids_[id]; }

private:
    /// The thread that has this pid now; `comm` is its name, where it is known.
    ThreadId find(std::int32_t pid, std::string_view comm) {
        if (pid == 0) return kIdle;
        if (static_cast<std::size_t>(pid) >= by_pid_.size())
            by_pid_.resize(static_cast<std::size_t>(pid) + 1, kNoThread);
        ThreadId& id = by_pid_[static_cast<std::size_t>(pid)];
        if (id == kNoThread) {
            id = static_cast<ThreadId>(names_.size());
            names_.emplace_back();
            pids_.push_back(pid);
        }
        std::string& name = names_[id];
        if (!comm.empty() && name != comm && (name.empty() || comm != "<...>")) name = comm;
        return id;
    }
    void retire(std::int32_t pid) {
        if (pid > 0 && static_cast<std::size_t>(pid) < by_pid_.size())
            by_pid_[static_cast<std::size_t>(pid)] = kNoThread;
    }

    std::vector<ThreadId> by_pid_;
    std::vector<std::string> names_;
    std::vector<std::int32_t> pids_;
};

/// Does a kernel call a thread of its own so? Nothing in the text of a trace says what is a kernel thread.
bool is_kernel_name(std::string_view name);

/// "rt*", "T?": '*' any text, '?' any character.
bool matches_pattern(std::string_view name, std::string_view pattern);

}  // namespace pinstack
