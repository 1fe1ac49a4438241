// SPDX-License-Identifier: Apache-2.0
#include "analyzer/trace/task_recorder.hpp"

#include <algorithm>

namespace pinstack {

namespace {

constexpr std::size_t kMostSlices = 64;  // deeper ones are of no mark that counts

}  // namespace

void TaskRecorder::begin_job(Instant release, bool known, std::optional<Instant> start, std::int64_t ran_before) {
    in_job_ = true;
    job_seen_whole_ = known;
    job_ = {};
    job_.release = release;
    start_ = start;
    job_ran_before_ = ran_before;
    if (!known || !in_window(release)) return;
    if (last_release_) task_.period.add(release - *last_release_);
    last_release_ = release;
}

void TaskRecorder::end_job(Instant at) {
    if (!in_job_) return;
    in_job_ = false;
    ++number_;
    const bool counts = job_seen_whole_ && start_ && in_window(job_.release) && in_window(at);
    if (!counts) {
        auto& sections = task_.section_list;
        while (!sections.empty() && sections.back().job + 1 == number_) sections.pop_back();
        return;
    }
    job_.start = *start_;
    job_.finish = at;
    job_.run = {ran(at) - job_ran_before_};
    job_.number = number_ - 1;
    task_.run.add(job_.run);
    task_.response.add(job_.finish - job_.release);
    if (task_.jobs.size() < keep_jobs_) task_.jobs.push_back(job_);
    ++task_.jobs_total;
}

void TaskRecorder::drop_job() {
    job_seen_whole_ = false;
    end_job({});
    last_release_.reset();
}

void TaskRecorder::woken(Instant at, bool is_new) {
    woken_at_ = at;
    if (in_window(at)) ++task_.wakeups;
    if (task_.has_job_marks) {
        if (in_job_) return;
        wake_of_job_ = at;
        ran_at_wake_ = ran_;
        start_after_wake_.reset();
    } else if (between_jobs_ || is_new) {
        between_jobs_ = false;
        begin_job(at, true, std::nullopt, ran_);
    }
}

void TaskRecorder::put_on(Instant at, CpuId cpu) {
    running_since_ = at;
    if (woken_at_ && in_window(*woken_at_) && in_window(at)) task_.latency.add(at - *woken_at_);
    woken_at_.reset();
    if (last_cpu_ != kNoCpu && last_cpu_ != cpu && in_window(at)) ++task_.migrations;
    last_cpu_ = cpu;
    if (in_job_ && !start_) start_ = at;
    if (!start_after_wake_) start_after_wake_ = at;
}

void TaskRecorder::taken_off(Instant at, bool stays_ready, bool sleeps_in_job) {
    if (stays_ready && in_window(at)) ++task_.preemptions;
    ran_ = ran(at);
    running_since_.reset();
    if (stays_ready || sleeps_in_job || task_.has_job_marks) return;
    end_job(at);
    between_jobs_ = true;
}

void TaskRecorder::enter(Instant at, bool exactly, bool non_preemptible) {
    std::optional<Open>& open = non_preemptible ? np_section_ : section_;
    if (open) {
        ++open->depth;
        return;
    }
    Open section;
    section.at = at;
    section.begin = section.end = ran(at);
    section.has_begin_min = exactly || outside_.has_value();
    section.begin_min = exactly ? section.begin : outside_.value_or(0);
    open = section;
}

void TaskRecorder::keep(const Open& section, std::int64_t end_max, bool non_preemptible) {
    if (non_preemptible) {
        ++task_.np_sections;
    } else if (section.has_begin_min) {
        task_.sections.at_least.add({section.end - section.begin});
        task_.sections.at_most.add({end_max - section.begin_min});
    } else {
        ++task_.sections.unbounded;
    }
    const bool is_of_job = in_job_ && section.has_begin_min && section.begin >= job_ran_before_;
    if (!is_of_job || task_.section_list.size() >= keep_jobs_) return;
    const auto in_job = [&](std::int64_t ns) { return Duration{std::max<std::int64_t>(ns - job_ran_before_, 0)}; };
    task_.section_list.push_back({number_, non_preemptible, in_job(section.begin_min), in_job(section.begin),
                                  in_job(section.end), in_job(end_max)});
}

void TaskRecorder::leave(Instant at, bool exactly, bool non_preemptible) {
    std::optional<Open>& open = non_preemptible ? np_section_ : section_;
    if (!open || (exactly && --open->depth > 0)) return;
    const std::int64_t end_max = ran(at);
    if (exactly) open->end = end_max;
    if (in_window(open->at) && in_window(at)) keep(*open, end_max, non_preemptible);
    open.reset();
}

void TaskRecorder::seen(Instant at, int migrate_depth) {
    if (marks_sections_ || migrate_depth < 0) return;
    if (migrate_depth > 0) {
        if (!section_) enter(at, false, false);
        section_->end = ran(at);
    } else {
        leave(at, false, false);
        outside_ = ran(at);
    }
}

void TaskRecorder::marked(Instant at, TraceMark mark, bool is_slice) {
    if (!is_slice) return apply(at, mark);
    if (mark != TraceMark::slice_end) {
        if (slices_.size() >= kMostSlices) return;
        slices_.push_back(mark);
        return apply(at, mark);
    }
    if (slices_.empty()) return;
    const TraceMark begun = slices_.back();
    slices_.pop_back();
    if (begun == TraceMark::md_enter) apply(at, TraceMark::md_leave);
    if (begun == TraceMark::np_enter) apply(at, TraceMark::np_leave);
    if (begun == TraceMark::job_begin) apply(at, TraceMark::job_end);
}

void TaskRecorder::apply(Instant at, TraceMark mark) {
    switch (mark) {
        case TraceMark::job_begin:
            end_job(at);
            begin_job(wake_of_job_.value_or(at), wake_of_job_.has_value(), start_after_wake_ ? start_after_wake_ : at,
                      wake_of_job_ ? ran_at_wake_ : ran(at));
            wake_of_job_.reset();
            start_after_wake_.reset();
            return;
        case TraceMark::job_end:
            return end_job(at);
        case TraceMark::md_enter:
        case TraceMark::np_enter:
            return enter(at, true, mark == TraceMark::np_enter);
        case TraceMark::md_leave:
        case TraceMark::np_leave:
            return leave(at, true, mark == TraceMark::np_leave);
        case TraceMark::other_begin:
        case TraceMark::slice_end:
            return;
    }
}

void TaskRecorder::lost(Instant at) {
    if (in_window(at)) ++task_.unknown;
    if (section_ || np_section_) ++task_.sections.unbounded;
    section_.reset();
    np_section_.reset();
    outside_.reset();
    running_since_.reset();
    woken_at_.reset();
    wake_of_job_.reset();
    slices_.clear();
    last_cpu_ = kNoCpu;
    between_jobs_ = false;
    drop_job();
}

}  // namespace pinstack
