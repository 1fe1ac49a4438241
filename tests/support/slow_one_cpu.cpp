// SPDX-License-Identifier: Apache-2.0
#include "tests/support/slow_one_cpu.hpp"

#include <algorithm>

namespace pinstack::test {
namespace {

bool is_non_preemptible(const std::vector<Stretch>& stretches, std::int64_t done) {
    return done > 0 && std::any_of(stretches.begin(), stretches.end(),
                                   [&](Stretch stretch) { return stretch.from <= done && done < stretch.end; });
}

bool is_more_urgent(const TaskSet& set, const SlowJob& a, const SlowJob& b) {
    if (set.order == Order::edf && a.deadline != b.deadline) return a.deadline < b.deadline;
    return a.place < b.place;
}

}  // namespace

std::vector<SlowJob> jobs_of(const TaskSet& set, std::size_t place, std::int64_t due, std::int64_t end) {
    std::vector<SlowJob> jobs;
    for (; due < end; due += set.tasks[place].period) {
        jobs.push_back({place, std::max<std::int64_t>(due, 0), due, due + set.tasks[place].deadline});
    }
    return jobs;
}

void run_slowly(const TaskSet& set, const std::vector<std::vector<Stretch>>& np, std::vector<SlowJob>& jobs,
                std::int64_t end) {
    std::int64_t from = 0;
    for (const SlowJob& job : jobs) from = std::min(from, job.release);
    SlowJob* running = nullptr;
    for (std::int64_t t = from; t < end; ++t) {
        if (running == nullptr || !is_non_preemptible(np[running->place], running->done)) {
            running = nullptr;
            std::vector<bool> is_queued(set.size());
            for (SlowJob& job : jobs) {
                if (job.finish >= 0 || job.release > t || is_queued[job.place]) continue;
                is_queued[job.place] = true;  // those behind it
                if (running == nullptr || is_more_urgent(set, job, *running)) running = &job;
            }
        }
        if (running != nullptr && ++running->done == set.tasks[running->place].wcet) {
            running->finish = t + 1;
            running = nullptr;
        }
    }
}

}  // namespace pinstack::test
