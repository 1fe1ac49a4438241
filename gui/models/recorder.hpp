// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <deque>
#include <stop_token>
#include <vector>

#include "gui/models/recording.hpp"

namespace pinstack::gui {

/// Thrown out of a run whose stop token was set. Never leaves this library: see run_recorded().
struct RunCancelled {};

/// Watches one run and keeps it as a Recording.
class Recorder : public Observer {
public:
    Recorder(std::size_t tasks, int cpus, std::stop_token stop, std::size_t max_intervals = Recording::kMaxIntervals);

    void released(Instant at, JobId job, Instant deadline) override;
    void completed(Instant at, JobId job, bool missed) override;
    void job_interval(const JobInterval& interval) override;
    void capacity_interval(const CapacityInterval& interval) override;

    /// To be called once, after the run. `run_end`: RunResult::span from 0. `drains`: it had no horizon, so a job that
    /// is not complete never will be, and misses its deadline wherever that lies.
    Recording take(Instant run_end, bool drains);

private:
    struct OpenDeadline {
        std::uint64_t job = 0;
        Instant deadline;
    };
    void look_for_stop();

    Recording recording_;
    SeriesRecorder series_;
    std::stop_token stop_;
    std::size_t max_intervals_;
    unsigned calls_ = 0;
    std::vector<std::deque<OpenDeadline>> open_;  // of each task: jobs released and not complete, oldest first
};

}  // namespace pinstack::gui
