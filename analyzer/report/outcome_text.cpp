// SPDX-License-Identifier: Apache-2.0
#include "analyzer/report/outcome_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

#include "analyzer/report/display_text.hpp"
#include "analyzer/report/finding_text.hpp"
#include "analyzer/report/hotplug_text.hpp"
#include "analyzer/report/tie_rule.hpp"
#include "analyzer/report/time_scale.hpp"
#include "analyzer/report/version.hpp"
#include "model/system/warnings.hpp"
#include "model/time/text.hpp"

namespace pinstack {

namespace {

std::string stacking_sentence(const RunResult& result) {
    const CapacitySplit& capacity = result.capacity;
    return fmt::format("{} lost to stacking: up to {} pinned to one CPU, up to {} idle for it at once",
                       share_text(capacity.stacking_loss, capacity.total),
                       counted(static_cast<std::uint64_t>(result.stacking.max_depth), "job"),
                       counted(static_cast<std::uint64_t>(result.stacking.max_simultaneous_loss), "CPU"));
}

std::string miss_sentence(const System& system, const RunResult& result) {
    std::uint64_t jobs = 0;
    for (const TaskResult& task : result.tasks) jobs += task.jobs;
    const std::uint64_t misses = result.deadline_misses();
    if (misses == 0) return fmt::format("no deadline is missed ({})", counted(jobs, "job"));
    std::vector<std::uint32_t> late;
    for (std::uint32_t i = 0; i < result.tasks.size(); ++i) {
        if (result.tasks[i].misses > 0) late.push_back(i);
    }
    std::stable_sort(late.begin(), late.end(),
                     [&](std::uint32_t a, std::uint32_t b) { return result.tasks[a].misses > result.tasks[b].misses; });
    return fmt::format("{} of {} {}: {}", misses, counted(jobs, "job"),
                       misses == 1 ? "misses its deadline" : "miss their deadlines", task_list(system, late, 60));
}

}  // namespace

std::string tie_sentence(const System& system, const Outcome& outcome) {
    if (is_linux(outcome.variant)) {
        return "ties are not permuted: equal priorities are served in the kernel's FIFO order, not in that of the file";
    }
    const TieCheck& check = *outcome.ties;
    const std::string tried =
        check.orders == 0 ? "no two tasks can tie"
                          : fmt::format("{} other tie {}{}", check.orders, check.orders == 1 ? "order" : "orders",
                                        check.exhaustive ? ", all there are" : ", drawn at random");
    if (!check.depends) return fmt::format("the verdict does not depend on ties ({})", tried);
    return fmt::format("the verdict depends on ties ({}): {} to {} deadlines missed; {} {} under some orders only",
                       tried, check.fewest_misses, check.most_misses, task_list(system, check.tasks, 40),
                       check.tasks.size() == 1 ? "misses" : "miss");
}

std::string reproduction_text(const System& system, std::span<const Outcome> outcomes) {
    // All variants of a comparison have one order; Linux's own balancers have a rule of their own.
    std::string rules, linux_rule;
    for (const Outcome& outcome : outcomes) {
        if (!outcome.applicable()) continue;
        (is_linux(outcome.variant) ? linux_rule : rules) = tie_rule(system, outcome.variant);
    }
    if (!rules.empty() && !linux_rule.empty()) rules += ". Under linux-rt-*: ";
    return fmt::format("Ties: {}{}. Seed {}. pinstack {}.", rules, linux_rule, system.seed, version());
}

std::string share_text(std::int64_t part, std::int64_t whole) {
    return fmt::format("{} of {} ({})", time_text(part), time_text(whole), percent_text(part, whole));
}

std::string heading_text(const System& system) {
    return fmt::format("{}: {} on {}", system.name.empty() ? "unnamed system" : printable(system.name),
                       counted(system.tasks.size(), "task"),
                       counted(static_cast<std::uint64_t>(system.platform.cpus), "CPU"));
}

std::string variant_text(const Variant& variant) {
    std::string out = to_text(variant);
    if (variant.hybrid_below && variant.sections == Protection::migrate_disable) {
        out += fmt::format(", sections up to {} NP", to_text(*variant.hybrid_below));
    }
    return out;
}

std::string kernel_text(const System& system, const Variant& variant) {
    const std::string order = order_text(system, variant.order);
    if (variant.linux.preempt_rt) return order + ", with PREEMPT_RT";
    return uses_locks_or_rcu(system) ? order + ", without PREEMPT_RT" : order;
}

std::vector<std::string> warning_sentences(const System& system) {
    constexpr std::size_t kShown = 5;
    std::vector<std::string> lines;
    const Problems warnings = find_warnings(system);
    for (std::size_t i = 0; i < std::min(kShown, warnings.size()); ++i) {
        lines.push_back(printable(warnings[i].found));
    }
    if (warnings.size() > kShown) {
        lines.push_back(
            fmt::format("{}; `pinstack validate` lists them", counted(warnings.size() - kShown, "more warning")));
    }
    return lines;
}

std::string short_text(const Variant& variant) {
    const char* sections = variant.sections == Protection::migrate_disable   ? "MD"
                           : variant.sections == Protection::preempt_disable ? "NP"
                                                                             : "none";
    return fmt::format("{}/{}", sections, balancer_text(variant));
}

std::string comparison_text(const System& system, const Comparison& comparison) {
    const Variant& variant = comparison.base().variant;
    std::string out = kernel_text(system, variant) + "; every variant sees the same releases and execution times";
    if (variant.hybrid_below) {
        out += fmt::format("; under migrate_disable, sections up to {} are NP", to_text(*variant.hybrid_below));
    }
    return out;
}

std::string reason_text(const DrawingWindow& drawn) {
    if (drawn.reason == WindowReason::asked_for) return "as asked for";
    std::string reason = "the start of the run";
    if (drawn.reason == WindowReason::worst_episode) {
        reason = fmt::format("the worst stacking episode (CPU {} from {} to {} under {})", drawn.episode.cpu,
                             instant_text(drawn.episode.from.ns), instant_text(drawn.episode.to.ns), drawn.variant);
    } else if (drawn.reason == WindowReason::first_miss) {
        reason = "the first missed deadline under " + drawn.variant;
    } else if (drawn.whole_run) {
        return "the whole run";
    }
    return drawn.whole_run ? "the whole run, with " + reason : reason;
}

std::vector<std::string> findings(const System& system, const Outcome& outcome) {
    const RunResult& result = *outcome.result;
    const CapacitySplit& capacity = result.capacity;
    std::vector<std::string> lines;
    if (capacity.lost() == 0) lines.emplace_back("no capacity is lost");
    if (capacity.stacking_loss > 0) lines.push_back(stacking_sentence(result));
    if (capacity.affinity_loss > 0) {
        lines.push_back(share_text(capacity.affinity_loss, capacity.total) + " lost to affinity masks");
    }
    if (capacity.balancing_loss > 0) {
        lines.push_back(share_text(capacity.balancing_loss, capacity.total) + " lost to balancing");
    }
    if (capacity.inversion() > 0) {
        lines.push_back(share_text(capacity.inversion(), capacity.total) + " in priority inversion");
    }
    if (capacity.overhead > 0) lines.push_back(overhead_sentence(capacity));
    lines.push_back(miss_sentence(system, result));
    if (outcome.ties) lines.push_back(tie_sentence(system, outcome));
    for (std::string& line : finding_sentences(system, result.findings)) lines.push_back(std::move(line));
    if (result.hotplug) {
        for (std::string& line : hotplug_sentences(system, *result.hotplug, result.span)) lines.push_back(std::move(line));
    }
    if (result.throttling) lines.push_back(throttling_sentence(*result.throttling));
    if (result.rcu && result.rcu->readers.count() > 0) lines.push_back(rcu_sentence(system, *result.rcu));
    return lines;
}

std::vector<std::uint32_t> most_affected_tasks(const RunResult& result, std::size_t most) {
    std::vector<std::uint32_t> tasks(result.tasks.size());
    for (std::uint32_t i = 0; i < tasks.size(); ++i) tasks[i] = i;
    if (tasks.size() <= most) return tasks;
    const auto weight = [&](std::uint32_t i) {
        const TaskResult& task = result.tasks[i];
        return std::tuple(task.misses, task.response.count() > 0 ? task.response.max().ns : 0);
    };
    std::stable_sort(tasks.begin(), tasks.end(),
                     [&](std::uint32_t a, std::uint32_t b) { return weight(a) > weight(b); });
    tasks.resize(most);
    std::sort(tasks.begin(), tasks.end());
    return tasks;
}

std::string longest_wait_text(const ResponseSplit& split, const TimeScale& scale) {
    std::size_t longest = kJobStates;
    for (std::size_t i = 0; i < kJobStates; ++i) {
        if (i == static_cast<std::size_t>(JobState::running) || split[i] == 0) continue;
        if (longest == kJobStates || split[i] > split[longest]) longest = i;
    }
    if (longest == kJobStates) return "-";
    return fmt::format("{} {}", name_of(static_cast<JobState>(longest)), scale.sum_text(split[longest]));
}

std::string task_list(const System& system, const std::vector<std::uint32_t>& tasks, std::size_t columns) {
    std::string out;
    for (std::size_t i = 0; i < tasks.size(); ++i) {
        const std::string name = shortened_inside(system.tasks[tasks[i]].name, 24);
        if (i > 0 && display_width(out) + display_width(name) + 1 > columns) {
            return out + fmt::format(" and {} more", tasks.size() - i);
        }
        if (i > 0) out += ' ';
        out += name;
    }
    return out;
}

std::string series_text(const Series& series, const Style& style) {
    constexpr std::size_t kColumns = 84;
    if (series.steps.empty()) return "";
    const std::int64_t end = std::max<std::int64_t>(series.end.ns, 1);
    std::vector<int> depth(kColumns, 0), lost(kColumns, 0);
    for (std::size_t i = 0; i < series.steps.size(); ++i) {
        const SeriesStep& step = series.steps[i];
        const std::int64_t to = i + 1 < series.steps.size() ? series.steps[i + 1].at.ns : end;
        const auto column = [&](std::int64_t at) {
            return static_cast<std::size_t>(static_cast<__int128>(at) * kColumns / end);
        };
        for (std::size_t c = column(step.at.ns); c < kColumns && c <= column(std::max(step.at.ns, to - 1)); ++c) {
            depth[c] = std::max(depth[c], step.max_depth);
            lost[c] = std::max(lost[c], step.stacking_loss + step.affinity_loss + step.balancing_loss);
        }
    }
    const auto digits = [](const std::vector<int>& values) {
        std::string out;
        for (const int value : values) out += value == 0 ? '.' : value > 9 ? '+' : static_cast<char>('0' + value);
        return out;
    };
    std::string out = style(Emphasis::strong, "Over the run") +
                      fmt::format(" (0 to {}, the most in each column; + is more than 9)\n", time_text(end));
    out += "depth      " + digits(depth) + "\nCPUs lost  " + digits(lost) + "\n";
    if (series.cut) out += "The series is cut there: it has too many steps.\n";
    return out;
}

}  // namespace pinstack
