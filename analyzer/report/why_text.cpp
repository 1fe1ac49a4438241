// SPDX-License-Identifier: Apache-2.0
#include "analyzer/report/why_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <tuple>

#include "analyzer/report/display_text.hpp"
#include "analyzer/report/time_scale.hpp"

namespace pinstack {

namespace {

constexpr std::size_t kStatesNamed = 3;

double mean_in(const TaskResult& task, std::size_t state) {
    return static_cast<double>(task.response_split[state]) /
           static_cast<double>(std::max<std::uint64_t>(1, task.completed));
}

/// What another schedule could have spared the task.
double kept_waiting(const TaskResult& task) {
    double sum = 0;
    for (const JobState state :
         {JobState::np_blocking, JobState::pin_wait, JobState::affinity_wait, JobState::balancing_wait}) {
        sum += mean_in(task, static_cast<std::size_t>(state));
    }
    return sum;
}

/// Worst first; what the variant adds to the misses of the base counts before what is missed there too.
std::vector<std::uint32_t> tasks_to_explain(const RunResult& result, const RunResult* base) {
    const bool any_miss = result.deadline_misses() > 0;
    const auto weight = [&](std::uint32_t i) {
        const TaskResult& task = result.tasks[i];
        if (!any_miss) return std::tuple(std::uint64_t{0}, kept_waiting(task));
        const std::uint64_t in_base = base == nullptr ? task.misses : base->tasks[i].misses;
        return std::tuple(task.misses - std::min(task.misses, in_base),
                          static_cast<double>(task.misses) / static_cast<double>(task.jobs));
    };
    std::vector<std::uint32_t> tasks;
    for (std::uint32_t i = 0; i < result.tasks.size(); ++i) {
        const TaskResult& task = result.tasks[i];
        if (any_miss ? task.misses > 0 : kept_waiting(task) > 0) tasks.push_back(i);
    }
    std::stable_sort(tasks.begin(), tasks.end(),
                     [&](std::uint32_t a, std::uint32_t b) { return weight(a) > weight(b); });
    return tasks;
}

/// "15ms of its mean response of 20ms is pin_wait, 2ms interference".
std::string split_sentence(const TaskResult& task, std::set<JobState>& named) {
    if (task.completed == 0) return "none of its jobs completes";
    std::vector<std::size_t> states;
    for (std::size_t i = 0; i < kJobStates; ++i) {
        if (i == static_cast<std::size_t>(JobState::running)) continue;
        // Less than a hundredth explains nothing.
        if (mean_in(task, i) * 100 >= task.response.mean_ns()) states.push_back(i);
    }
    std::stable_sort(states.begin(), states.end(),
                     [&](std::size_t a, std::size_t b) { return task.response_split[a] > task.response_split[b]; });
    const std::string whole =
        task.completed == task.jobs
            ? "its mean response of " + rounded_time_text(task.response.mean_ns())
            : fmt::format("the mean response of {} of its {}", rounded_time_text(task.response.mean_ns()),
                          counted(task.completed, "completed job"));
    if (states.empty()) {
        const auto running = task.response_split[static_cast<std::size_t>(JobState::running)];
        return whole + (running == task.response.sum() ? " is all running" : " is running, but for less than 1 %");
    }
    states.resize(std::min(states.size(), kStatesNamed));
    std::string out;
    for (const std::size_t i : states) {
        const auto state = static_cast<JobState>(i);
        named.insert(state);
        const std::string time = rounded_time_text(mean_in(task, i));
        out += out.empty() ? fmt::format("{} of {} is {}", time, whole, name_of(state))
                           : fmt::format(", {} {}", time, name_of(state));
    }
    return out;
}

/// "; it waits in 2 stacking episodes, up to 4 deep".
std::string episodes_phrase(const Stacking& stacking, std::uint32_t task) {
    std::size_t count = 0;
    int depth = 0;
    for (const Episode& episode : stacking.episodes) {
        if (!std::binary_search(episode.tasks.begin(), episode.tasks.end(), task)) continue;
        ++count;
        depth = std::max(depth, episode.depth);
    }
    if (count == 0) return "";
    if (stacking.episodes.size() < stacking.episodes_total) {
        return fmt::format("; it waits in {} of the first {} stacking episodes, up to {} deep", count,
                           stacking.episodes.size(), depth);
    }
    return fmt::format("; it waits in {}, up to {} deep", counted(count, "stacking episode"), depth);
}

std::string base_phrase(const TaskResult& task, const TaskResult& base, const std::string& name) {
    if (task.response.count() == 0 || base.response.count() == 0) return "";
    if (task.misses == base.misses && task.response == base.response) return "; the same under " + name;
    std::string out = fmt::format("; worst response {}, under {} {}", time_text(task.response.max().ns), name,
                                  time_text(base.response.max().ns));
    if (base.misses > 0) {
        out += fmt::format(" and {} missed", base.misses);
    } else if (task.misses > 0) {
        out += " and none missed";
    }
    return out;
}

}  // namespace

Reasons reasons_of(const System& system, const Outcome& outcome, const Outcome* base, std::size_t most) {
    const RunResult& result = *outcome.result;
    std::vector<std::uint32_t> tasks = tasks_to_explain(result, base == nullptr ? nullptr : &*base->result);
    Reasons reasons;
    reasons.tasks_left_out = tasks.size() - std::min(most, tasks.size());
    tasks.resize(tasks.size() - reasons.tasks_left_out);
    std::set<JobState> named;
    for (const std::uint32_t task : tasks) {
        const TaskResult& row = result.tasks[task];
        std::string sentence = shortened_inside(system.tasks[task].name, 40);
        if (row.misses > 0) {
            sentence += fmt::format(" misses {} of {}: ", row.misses, counted(row.jobs, "deadline"));
        } else {
            sentence += ": ";
        }
        sentence += split_sentence(row, named) + episodes_phrase(result.stacking, task);
        if (base != nullptr && base != &outcome) {
            sentence += base_phrase(row, base->result->tasks[task], to_text(base->variant));
        }
        reasons.sentences.push_back(std::move(sentence));
    }
    reasons.states.assign(named.begin(), named.end());
    return reasons;
}

}  // namespace pinstack
