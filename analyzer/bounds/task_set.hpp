// SPDX-License-Identifier: Apache-2.0
//
// A sporadic task set, compiled for schedulability tests: flat, numbers only, no names. Made from a System, or directly
// by whoever generates random sets.
//
// A task's *place* is its index in TaskSet::tasks. Under fp places are in order of decreasing urgency, ties broken as
// the simulator breaks them (file order); under edf they are in file order, which breaks ties between deadlines.
//
// Left out: names, offsets, minimal execution times, suspensions, locks, affinity. Whether a test may ignore them is
// for its assumptions (assumption.hpp) to say. Times are whole nanoseconds, or any other unit: tests do not care.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "model/platform/cpu_set.hpp"
#include "model/system/variant.hpp"

namespace pinstack {

struct System;

struct SporadicTask {
    std::int64_t wcet = 0;      ///< C: summed maximal run time of a job, sections included. > 0
    std::int64_t period = 0;    ///< T: least distance of due instants. > 0; 0 where releases are explicit
    std::int64_t deadline = 0;  ///< D: relative to the due instant. > 0
    std::int64_t jitter = 0;    ///< J: a job is released up to this long after it is due. >= 0

    // Sections: the neutral ones and explicit brackets, whatever protects them; adjacent or nested ones are one.
    std::uint32_t first_section = 0, end_section = 0;  ///< in TaskSet::sections, in the order of the body
    std::int64_t sectioned = 0;                        ///< M: their summed length
    std::int64_t longest_section = 0;                  ///< q

    // Non-preemptible stretches in force: how the variant protects sections is decided. A stretch counts from the last
    // instant at which the job could be preempted: one nanosecond more than the section where another operation comes
    // before it, because a section is entered at the very instant at which that ends. 0 = none.
    std::int64_t longest_np = 0;  ///< the longest stretch
    std::int64_t final_np = 0;    ///< the one with which the body ends

    std::int32_t level = 0;  ///< of priority: equal for equal ones, smaller is more urgent. Of no use under edf
    CpuId home = 0;          ///< its CPU under `partitioned`
    std::uint32_t file_index = 0;
};

struct TaskSet {
    int cpus = 1;
    Order order = Order::fp;
    /// Jobs of equal priority are served in order of arrival, as Linux does. Then any of them may delay any other.
    bool fifo_ties = false;
    std::vector<SporadicTask> tasks;
    std::vector<std::int64_t> sections;  ///< lengths: the summed maximal run time of each

    std::size_t size() const { return tasks.size(); }
    std::span<const std::int64_t> sections_of(const SporadicTask& task) const {
        return std::span(sections).subspan(task.first_section, task.end_section - task.first_section);
    }
    /// Under fp: only tasks before this place, `place` itself left out, can preempt or precede the task at `place`.
    std::size_t higher_end(std::size_t place) const {
        std::size_t end = place;
        if (fifo_ties) {
            for (++end; end < tasks.size() && tasks[end].level == tasks[place].level;) ++end;
        }
        return end;
    }
    /// Adds a task; its sections are of these lengths.
    void add(SporadicTask task, std::span<const std::int64_t> section_lengths = {});
};

/// Under the system's own variant and order. REQUIRES: the system passed the checks of load_system() or the like.
TaskSet make_task_set(const System& system);

/// The tasks at home on `cpu`, as a set of one CPU; their places in the whole set go to `places`.
TaskSet tasks_of_cpu(const TaskSet& set, CpuId cpu, std::vector<std::uint32_t>& places);

}  // namespace pinstack
