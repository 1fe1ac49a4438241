// SPDX-License-Identifier: Apache-2.0
//
// Which jobs run when: the same list from the engine's observer and from the reference's slices.
#pragma once

#include <algorithm>
#include <tuple>
#include <vector>

#include "model/engine/observer.hpp"
#include "tests/support/reference_scheduler.hpp"

namespace pinstack::test {

/// A maximal interval in which a job runs, on whatever CPUs.
struct RunningInterval {
    JobId job;
    Instant from;
    Instant to;
    friend bool operator==(const RunningInterval&, const RunningInterval&) = default;
};

/// By job, then time; adjacent ones are joined.
inline std::vector<RunningInterval> joined(std::vector<RunningInterval> all) {
    std::sort(all.begin(), all.end(), [](const RunningInterval& a, const RunningInterval& b) {
        return std::tie(a.job.task, a.job.number, a.from) < std::tie(b.job.task, b.job.number, b.from);
    });
    std::vector<RunningInterval> out;
    for (const RunningInterval& it : all) {
        if (!out.empty() && out.back().job == it.job && out.back().to == it.from) {
            out.back().to = it.to;
        } else {
            out.push_back(it);
        }
    }
    return out;
}

class RunningObserver : public Observer {
public:
    void job_interval(const JobInterval& it) override {
        if (it.state == JobState::running) intervals_.push_back({it.job, it.from, it.to});
    }
    std::vector<RunningInterval> result() const { return joined(intervals_); }

private:
    std::vector<RunningInterval> intervals_;
};

inline std::vector<RunningInterval> running_jobs(const std::vector<Slice>& slices) {
    std::vector<RunningInterval> all;
    for (const Slice& slice : slices) {
        for (const JobNow& it : slice.measure.jobs) {
            if (it.state == JobState::running) all.push_back({it.job, slice.from, slice.to});
        }
    }
    return joined(all);
}

}  // namespace pinstack::test
