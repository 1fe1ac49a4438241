// SPDX-License-Identifier: Apache-2.0
#include "tests/support/random_task_set.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "model/engine/simulation.hpp"
#include "tests/support/random_system.hpp"
#include "tests/support/system_builder.hpp"

namespace pinstack::test {
namespace {

std::int64_t deadline_of(std::mt19937_64& random, Deadlines kind, std::int64_t wcet, std::int64_t period) {
    if (kind == Deadlines::implicit) return period;
    if (kind == Deadlines::constrained) return pick(random, std::min(wcet, period), period);
    return pick(random, wcet, 3 * period);
}

/// Section lengths: at most `wcet` together.
std::vector<std::int64_t> section_lengths(std::mt19937_64& random, std::int64_t wcet) {
    std::vector<std::int64_t> lengths;
    for (std::int64_t left = wcet; left > 0 && lengths.size() < 3;) {
        lengths.push_back(pick(random, 1, left));
        left -= lengths.back() + 1;  // something in between, or they would be one
        if (chance(random, 50)) break;
    }
    return lengths;
}

Body body_of(const TaskSet& set, const SporadicTask& task, bool varies) {
    Body body;
    const auto piece = [&](std::int64_t length) {
        return varies ? run(uniform((length + 1) / 2, length)) : run(length);
    };
    std::int64_t done = 0;
    for (const Stretch stretch : stretches_of(set, task)) {
        if (stretch.from > done) body.push_back(piece(stretch.from - done));
        body.push_back(section({piece(stretch.end - stretch.from)}));
        done = stretch.end;
    }
    if (done < task.wcet) body.push_back(piece(task.wcet - done));
    return body;
}

}  // namespace

TaskSet random_task_set(std::uint64_t seed, const RandomSetOptions& options) {
    std::mt19937_64 random(seed);
    TaskSet set;
    set.order = options.order;
    set.cpus = static_cast<int>(pick(random, options.cpus_from, options.cpus_to));
    const std::int64_t tasks = pick(random, options.tasks_from, options.tasks_to);
    const std::int64_t load = pick(random, options.load_from, options.load_to) * set.cpus;
    std::vector<SporadicTask> all;
    for (std::int64_t i = 0; i < tasks; ++i) {
        SporadicTask task;
        task.period = pick(random, 2, options.longest_period);
        const std::int64_t share = pick(random, 1, 2 * load / tasks + 1);
        task.wcet = std::clamp<std::int64_t>(task.period * share / 100, 1, task.period);
        task.deadline = deadline_of(random, options.deadlines, task.wcet, task.period);
        if (options.longest_jitter > 0 && chance(random, 60)) task.jitter = pick(random, 0, options.longest_jitter);
        if (options.homes) task.home = static_cast<CpuId>(pick(random, 0, set.cpus - 1));
        all.push_back(task);
    }
    if (options.rate_monotonic) {
        std::stable_sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.period < b.period; });
    } else if (options.order == Order::fp && chance(random, 50)) {
        std::stable_sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.deadline < b.deadline; });
    }
    for (SporadicTask& task : all) {
        task.level = static_cast<std::int32_t>(set.size());
        task.file_index = static_cast<std::uint32_t>(set.size());
        set.add(task, chance(random, options.section_share) ? section_lengths(random, task.wcet)
                                                            : std::vector<std::int64_t>());
    }
    return set;
}

std::vector<Stretch> stretches_of(const TaskSet& set, const SporadicTask& task) {
    const auto sections = set.sections_of(task);
    // A unit comes before each but perhaps the first; the rest comes last.
    std::int64_t done = task.wcet - task.sectioned < static_cast<std::int64_t>(sections.size()) ? -1 : 0;
    std::vector<Stretch> out;
    for (const std::int64_t length : sections) {
        out.push_back({done + 1, done + 1 + length});
        done = out.back().end;
    }
    return out;
}

System system_of(const TaskSet& set, Arrivals arrivals, std::uint64_t seed, std::int64_t horizon) {
    std::mt19937_64 random(seed);
    System system;
    system.name = "set";
    system.seed = seed;
    system.platform.cpus = set.cpus;
    system.kernel = variant(Protection::none, "shift", set.order);
    system.horizon = Duration{horizon};
    const bool varies = arrivals == Arrivals::sporadic && chance(random, 50);
    for (std::uint32_t place = 0; place < set.size(); ++place) {
        const SporadicTask& it = set.tasks[place];
        Task task;
        task.name = numbered("T", place);
        if (set.order == Order::fp) task.priority = static_cast<int>(99 - place);
        task.deadline = {it.deadline};
        task.home_cpu = it.home;
        task.body = body_of(set, it, varies);
        const std::int64_t offset = arrivals == Arrivals::synchronous ? 0 : pick(random, 0, it.period);
        if (arrivals == Arrivals::sporadic) {
            task.releases = Sporadic{uniform(it.period, it.period + pick(random, 0, 2)), {offset}, {it.jitter}};
        } else {
            task.releases = Periodic{{it.period}, {offset}, {0}};
        }
        system.tasks.push_back(std::move(task));
    }
    return system;
}

std::vector<std::int64_t> simulated_responses(const System& system, const Variant& variant) {
    RunOptions options;
    options.keep_jobs = true;
    const RunResult result = Simulation::create(system, variant, options).value().run();
    std::vector<std::int64_t> longest(system.tasks.size(), 0);
    for (const JobRecord& job : result.jobs) {
        const Instant due = job.deadline - system.tasks[job.task].deadline;
        const Instant end = job.finish.value_or(Instant{result.span.ns});
        longest[job.task] = std::max(longest[job.task], (end - due).ns);
    }
    return longest;
}

std::string bound_exceeded(const TaskSet& set, const Verdict& verdict, const std::vector<std::int64_t>& responses) {
    for (std::size_t place = 0; place < set.size(); ++place) {
        const std::int64_t deadline = set.tasks[place].deadline;
        const std::int64_t bound = verdict.bounds[place].value_or(responses[place]);
        const std::int64_t limit = verdict.schedulable ? std::min(bound, deadline) : bound;
        if (responses[place] > limit) {
            return fmt::format("T{}: response {}, bound {}, deadline {}; {}", place, responses[place], bound, deadline,
                               describe(set));
        }
    }
    return "";
}

std::string describe(const TaskSet& set) {
    std::string out = fmt::format("m={} {}:", set.cpus, set.order == Order::fp ? "fp" : "edf");
    for (const SporadicTask& task : set.tasks) {
        out += fmt::format(" (C={} T={} D={}", task.wcet, task.period, task.deadline);
        if (task.jitter > 0) out += fmt::format(" J={}", task.jitter);
        if (task.home != 0) out += fmt::format(" home={}", task.home);
        for (const std::int64_t length : set.sections_of(task)) out += fmt::format(" section {}", length);
        if (task.longest_np > 0) out += fmt::format(" np {} final {}", task.longest_np, task.final_np);
        out += ")";
    }
    return out;
}

std::string describe(const Verdict& verdict) {
    std::string out = verdict.schedulable ? "schedulable:" : "not schedulable:";
    for (const auto& bound : verdict.bounds) out += bound ? fmt::format(" {}", *bound) : " -";
    return out;
}

}  // namespace pinstack::test
