// SPDX-License-Identifier: Apache-2.0
#include "analyzer/report/why_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
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

/// What is explained of a task: its worst response where it misses, else its mean response.
struct Explained {
    const char* what;  // "worst response"
    double whole;      // ns
    std::array<double, kJobStates> parts;

    double running() const { return parts[static_cast<std::size_t>(JobState::running)]; }
    friend bool operator==(const Explained&, const Explained&) = default;
};

Explained worst_of(const TaskResult& task) {
    Explained out{.what = "worst response", .whole = static_cast<double>(task.response.max().ns), .parts = {}};
    for (std::size_t i = 0; i < kJobStates; ++i) out.parts[i] = static_cast<double>(task.worst_split[i]);
    return out;
}

Explained mean_of(const TaskResult& task) {
    Explained out{.what = "mean response", .whole = task.response.mean_ns(), .parts = {}};
    for (std::size_t i = 0; i < kJobStates; ++i) out.parts[i] = mean_in(task, i);
    return out;
}

/// Those that explain something, longest first; without running.
std::vector<std::size_t> waits_in(const Explained& explained) {
    std::vector<std::size_t> states;
    for (std::size_t i = 0; i < kJobStates; ++i) {
        if (i == static_cast<std::size_t>(JobState::running)) continue;
        // Less than a hundredth explains nothing.
        if (explained.parts[i] > 0 && explained.parts[i] * 100 >= explained.whole) states.push_back(i);
    }
    std::stable_sort(states.begin(), states.end(),
                     [&](std::size_t a, std::size_t b) { return explained.parts[a] > explained.parts[b]; });
    states.resize(std::min(states.size(), kStatesNamed));
    return states;
}

/// "15ms is pin_wait, 2ms interference, 3ms running"; or that it is all running.
std::string parts_text(const Explained& explained, std::string_view is, std::set<JobState>& named) {
    const std::vector<std::size_t> states = waits_in(explained);
    if (states.empty()) {
        return explained.running() == explained.whole ? "all running" : "running, but for less than 1 %";
    }
    std::string out;
    double rest = explained.whole - explained.running();
    for (const std::size_t i : states) {
        named.insert(static_cast<JobState>(i));
        out += fmt::format("{}{} {}{}", out.empty() ? "" : ", ", rounded_time_text(explained.parts[i]),
                           out.empty() ? is : "", name_of(static_cast<JobState>(i)));
        rest -= explained.parts[i];
    }
    if (explained.running() > 0) out += fmt::format(", {} running", rounded_time_text(explained.running()));
    if (rest >= 1) out += fmt::format(", {} other", rounded_time_text(rest));
    return out;
}

std::string split_sentence(const TaskResult& task, Duration deadline, const Explained& explained,
                           std::set<JobState>& named) {
    const std::string time = rounded_time_text(explained.whole);
    // Where no completed job is late, those that are not complete are: then it counts whose response it is.
    const bool is_late = task.misses > 0 && task.response.max() > deadline;
    const std::string whole =
        is_late || task.completed == task.jobs
            ? fmt::format("its {} of {}", explained.what, time)
            : fmt::format("the {} of {} of its {}", explained.what, time, counted(task.completed, "completed job"));
    if (waits_in(explained).empty()) return whole + " is " + parts_text(explained, "", named);
    return fmt::format("of {}, {}", whole, parts_text(explained, "is ", named));
}

/// "; it waits in 2 stacking episodes, up to 4 deep". Nothing where not all episodes are kept: what holds for the
/// first ones need not hold for the run.
std::string episodes_phrase(const Stacking& stacking, std::uint32_t task) {
    if (stacking.episodes.size() < stacking.episodes_total) return "";
    std::size_t count = 0;
    int depth = 0;
    for (const Episode& episode : stacking.episodes) {
        if (!std::binary_search(episode.tasks.begin(), episode.tasks.end(), task)) continue;
        ++count;
        depth = std::max(depth, episode.depth);
    }
    if (count == 0) return "";
    return fmt::format("; it waits in {}, up to {} deep", counted(count, "stacking episode"), depth);
}

/// The same figure, with its split, under the base.
std::string base_phrase(const TaskResult& task, const TaskResult& base, const std::string& name,
                        std::set<JobState>& named) {
    const bool misses = task.misses > 0;
    std::string out;
    if (base.completed == 0) {
        out = task.completed == 0 ? "; the same under " + name
                                  : fmt::format("; under {} none of its jobs completes", name);
    } else {
        const auto figure_of = misses ? worst_of : mean_of;
        const Explained explained = figure_of(base);
        if (task.misses == base.misses && task.response == base.response && explained == figure_of(task)) {
            return "; the same under " + name;
        }
        out = fmt::format("; under {} its {} is {} ({})", name, explained.what, rounded_time_text(explained.whole),
                          parts_text(explained, "", named));
    }
    if (base.misses > 0) {
        out += fmt::format(" and it misses {}", base.misses);
    } else if (misses) {
        out += " and it misses none";
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
        if (row.completed == 0) {
            sentence += "none of its jobs completes";
        } else {
            sentence +=
                split_sentence(row, system.tasks[task].deadline, row.misses > 0 ? worst_of(row) : mean_of(row), named);
        }
        sentence += episodes_phrase(result.stacking, task);
        if (base != nullptr && base != &outcome) {
            sentence += base_phrase(row, base->result->tasks[task], to_text(base->variant), named);
        }
        reasons.sentences.push_back(std::move(sentence));
    }
    reasons.states.assign(named.begin(), named.end());
    return reasons;
}

}  // namespace pinstack
