// SPDX-License-Identifier: Apache-2.0
#include "tests/support/print_difference.hpp"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace pinstack::test {
namespace {

std::string show(std::int64_t value) { return std::to_string(value); }
std::string show(Instant value) { return std::to_string(value.ns); }
std::string show(Duration value) { return std::to_string(value.ns); }
std::string show(const std::optional<Instant>& value) { return value ? show(*value) : "none"; }
std::string show(const std::vector<std::uint32_t>& values) { return fmt::format("{}", values); }
std::string show(const DurationStatistics& values) {
    if (values.count() == 0) return "no values";
    return fmt::format("{} values, sum {}, min {}, max {}, p50 {}", values.count(),
                       static_cast<std::int64_t>(values.sum()), values.min().ns, values.max().ns,
                       values.percentile(50).ns);
}

std::string show(const WaitFor& it) {
    return it.cpu == kNoCpu ? fmt::format("{} for L{}", it.task, it.lock)
                            : fmt::format("{} for L{} of CPU {}", it.task, it.lock, it.cpu);
}
std::string show(const Finding& it) {
    std::string circle;
    for (const WaitFor& wait : it.circle) circle += ", " + show(wait);
    return fmt::format("kind {} [{},{}] task {} from CPU {} to {}, {} moves{}, tasks {}", static_cast<int>(it.kind),
                       it.from.ns, it.to.ns, it.task, it.cpu, it.other, it.moves, circle, it.tasks);
}

std::string show(const std::vector<HotplugSpan>& spans) {
    std::string out;
    for (const HotplugSpan& span : spans) out += fmt::format(" {} [{},{}]", span.task, span.from.ns, show(span.to));
    return out;
}
std::string show(const HotplugOperation& it) {
    return fmt::format("{} of CPU {} at {}, began {}, completed {}{}; holders{}; readers{}", name_of(it.kind), it.cpu,
                       it.asked.ns, show(it.began), show(it.completed), it.refused ? " refused" : "", show(it.holders),
                       show(it.readers));
}
std::string show(const AffinityCall& it) {
    return fmt::format("set_affinity of {} at {}, completed {}{}", it.task, it.asked.ns, show(it.completed),
                       it.refused ? " refused" : "");
}

class Differences {
public:
    template <class T>
    void compare(const std::string& what, const T& expected, const T& found) {
        if (expected == found) return;
        text_ += fmt::format("{}: expected {}, found {}\n", what, show(expected), show(found));
    }
    void count(const std::string& what, std::uint64_t expected, std::uint64_t found) {
        compare(what, static_cast<std::int64_t>(expected), static_cast<std::int64_t>(found));
    }
    std::optional<std::string> text() const { return text_.empty() ? std::nullopt : std::optional(text_); }

private:
    std::string text_;
};

void compare_capacity(Differences& out, const CapacitySplit& a, const CapacitySplit& b) {
    out.compare("capacity.useful", a.useful, b.useful);
    out.compare("capacity.inversion_np", a.inversion_np, b.inversion_np);
    out.compare("capacity.inversion_pin", a.inversion_pin, b.inversion_pin);
    out.compare("capacity.overhead", a.overhead, b.overhead);
    for (std::size_t kind = 0; kind < kOverheadKinds; ++kind) {
        out.compare(fmt::format("capacity.overhead_by_kind {}", kind), a.overhead_by_kind[kind],
                    b.overhead_by_kind[kind]);
    }
    out.compare("capacity.stacking_loss", a.stacking_loss, b.stacking_loss);
    out.compare("capacity.affinity_loss", a.affinity_loss, b.affinity_loss);
    out.compare("capacity.balancing_loss", a.balancing_loss, b.balancing_loss);
    out.compare("capacity.idle", a.idle, b.idle);
    out.compare("capacity.total", a.total, b.total);
}

void compare_episode(Differences& out, const std::string& name, const Episode& x, const Episode& y) {
    out.compare(name + "from", x.from, y.from);
    out.compare(name + "to", x.to, y.to);
    out.compare(name + "cpu", std::int64_t{x.cpu}, std::int64_t{y.cpu});
    out.compare(name + "depth", std::int64_t{x.depth}, std::int64_t{y.depth});
    out.compare(name + "lost", x.lost, y.lost);
    out.compare(name + "tasks", x.tasks, y.tasks);
}

void compare_stacking(Differences& out, const Stacking& a, const Stacking& b) {
    out.count("stacking.max_depth", static_cast<std::uint64_t>(a.max_depth), static_cast<std::uint64_t>(b.max_depth));
    out.count("stacking.max_simultaneous_loss", static_cast<std::uint64_t>(a.max_simultaneous_loss),
              static_cast<std::uint64_t>(b.max_simultaneous_loss));
    out.count("stacking.episodes_total", a.episodes_total, b.episodes_total);
    out.count("stacking.episodes.size", a.episodes.size(), b.episodes.size());
    for (std::size_t i = 0; i < std::min(a.episodes.size(), b.episodes.size()); ++i) {
        compare_episode(out, fmt::format("episode {} ", i), a.episodes[i], b.episodes[i]);
    }
    compare_episode(out, "the worst episode ", a.worst.value_or(Episode{}), b.worst.value_or(Episode{}));
}

void compare_task(Differences& out, const std::string& name, const TaskResult& a, const TaskResult& b) {
    out.count(name + "jobs", a.jobs, b.jobs);
    out.count(name + "completed", a.completed, b.completed);
    out.count(name + "misses", a.misses, b.misses);
    out.count(name + "preemptions", a.preemptions, b.preemptions);
    out.count(name + "migrations", a.migrations, b.migrations);
    out.compare(name + "response", a.response, b.response);
    out.compare(name + "latency", a.latency, b.latency);
    static constexpr const char* kNames[kJobStates] = {"queued",   "suspended",     "lock_wait",     "throttled",
                                                       "overhead", "running",       "interference",  "np_blocking",
                                                       "pin_wait", "affinity_wait", "balancing_wait"};
    for (std::size_t state = 0; state < kJobStates; ++state) {
        out.compare(name + "split." + kNames[state], a.response_split[state], b.response_split[state]);
        out.compare(name + "worst split." + kNames[state], a.worst_split[state], b.worst_split[state]);
    }
}

void compare_findings(Differences& out, const Findings& a, const Findings& b) {
    out.count("findings.total", a.total, b.total);
    out.count("findings.kept.size", a.kept.size(), b.kept.size());
    for (std::size_t i = 0; i < std::min(a.kept.size(), b.kept.size()); ++i) {
        out.compare(fmt::format("finding {}", i), a.kept[i], b.kept[i]);
    }
}

void compare_rcu(Differences& out, const std::optional<RcuResult>& a, const std::optional<RcuResult>& b) {
    out.count("rcu.has_value", a.has_value(), b.has_value());
    const RcuResult x = a.value_or(RcuResult{}), y = b.value_or(RcuResult{});
    out.compare("rcu.readers", x.readers, y.readers);
    out.count("rcu.longest_task", x.longest_task, y.longest_task);
    out.count("rcu.grace_periods", x.grace_periods, y.grace_periods);
    out.compare("rcu.grace_period_time", x.grace_period_time, y.grace_period_time);
    out.compare("rcu.longest_grace_period", x.longest_grace_period, y.longest_grace_period);
}

void compare_job(Differences& out, const JobRecord& a, const JobRecord& b) {
    const std::string name = fmt::format("job {}/{} ", a.task, a.number);
    out.count(name + "task", a.task, b.task);
    out.count(name + "number", a.number, b.number);
    out.compare(name + "release", a.release, b.release);
    out.compare(name + "start", a.start, b.start);
    out.compare(name + "finish", a.finish, b.finish);
    out.compare(name + "deadline", a.deadline, b.deadline);
    out.count(name + "missed", a.missed, b.missed);
}

std::string describe(const VariableDuration& time) {
    if (time.distribution == Distribution::constant) return show(time.max);
    const char* between = time.distribution == Distribution::uniform ? ".." : "..log..";
    return fmt::format("{}{}{}", time.min.ns, between, time.max.ns);
}

std::string bracket_name(const Operation& operation) {
    static constexpr const char* kBrackets[] = {"section", "np", "md", "irq_off", "rcu_read"};
    if (operation.kind == OperationKind::lock) return fmt::format("L{}", operation.lock);
    return kBrackets[static_cast<std::size_t>(operation.kind) - static_cast<std::size_t>(OperationKind::section)];
}

std::string describe(const Body& body) {
    std::string out;
    for (const Operation& operation : body) {
        if (!out.empty()) out += " ";
        if (is_bracket(operation.kind)) {
            out += fmt::format("{}[{}]", bracket_name(operation), describe(operation.body));
        } else {
            out += fmt::format("{} {}", operation.kind == OperationKind::run ? "run" : "suspend",
                               describe(operation.time));
        }
    }
    return out;
}

std::string describe(const Releases& releases) {
    std::string out;
    if (const auto* periodic = std::get_if<Periodic>(&releases)) {
        out = fmt::format("period {}", periodic->period.ns);
    } else if (const auto* sporadic = std::get_if<Sporadic>(&releases)) {
        out = fmt::format("interarrival {}", describe(sporadic->interarrival));
    } else {
        out = "releases";
        for (const Instant instant : std::get<ExplicitReleases>(releases).instants)
            out += fmt::format(" {}", instant.ns);
    }
    std::visit(
        [&](const auto& when) {
            if (when.offset.ns != 0) out += fmt::format(" offset {}", when.offset.ns);
            if (when.jitter.ns != 0) out += fmt::format(" jitter {}", when.jitter.ns);
        },
        releases);
    return out;
}

/// The costs that are not 0, and what else only costs make use of.
std::string describe_costs(const Platform& platform) {
    if (platform.costs.is_none()) return "";
    std::string out = "  costs:";
    for (const Cost& cost : platform.costs.costs) {
        if (cost.value.ns != 0) out += fmt::format(" {} {}", cost.name, cost.value.ns);
    }
    if (platform.topology) out += fmt::format("; topology {}", platform.topology->text);
    return out + "\n";
}

std::string describe_horizon(const System& system) {
    if (!system.horizon) return "by default";
    if (const auto* length = std::get_if<Duration>(&*system.horizon)) return show(*length);
    if (const auto* periods = std::get_if<Hyperperiods>(&*system.horizon)) {
        return fmt::format("{} hyperperiods", periods->count);
    }
    return "drain";
}

void compare_hotplug(Differences& out, const std::optional<HotplugResult>& x, const std::optional<HotplugResult>& y) {
    out.count("hotplug", x.has_value(), y.has_value());
    if (!x || !y) return;
    out.count("hotplug.operations", x->operations.size(), y->operations.size());
    for (std::size_t i = 0; i < std::min(x->operations.size(), y->operations.size()); ++i) {
        out.compare(fmt::format("operation {}", i), x->operations[i], y->operations[i]);
    }
    out.count("hotplug.calls", x->calls.size(), y->calls.size());
    for (std::size_t i = 0; i < std::min(x->calls.size(), y->calls.size()); ++i) {
        out.compare(fmt::format("call {}", i), x->calls[i], y->calls[i]);
    }
}

std::string describe(const SystemEvent& event) {
    if (event.kind != EventKind::set_affinity) {
        return fmt::format("  at {}: {} {}\n", event.at.ns, name_of(event.kind), event.cpu);
    }
    std::string out = fmt::format("  at {}: T{} may use", event.at.ns, event.task);
    for (CpuId cpu = event.cpus.first(); cpu != kNoCpu; cpu = event.cpus.next(cpu + 1)) out += fmt::format(" {}", cpu);
    return out + "\n";
}

}  // namespace

std::optional<std::string> difference(const RunResult& expected, const RunResult& found) {
    Differences out;
    out.compare("span", expected.span, found.span);
    compare_capacity(out, expected.capacity, found.capacity);
    compare_stacking(out, expected.stacking, found.stacking);
    const Miss none{{-1}, 0, 0};
    const Miss x = expected.first_miss.value_or(none), y = found.first_miss.value_or(none);
    out.compare("first_miss.deadline", x.deadline, y.deadline);
    out.count("first_miss.task", x.task, y.task);
    out.count("first_miss.number", x.number, y.number);
    compare_findings(out, expected.findings, found.findings);
    compare_rcu(out, expected.rcu, found.rcu);
    compare_hotplug(out, expected.hotplug, found.hotplug);
    out.count("tasks.size", expected.tasks.size(), found.tasks.size());
    for (std::size_t i = 0; i < std::min(expected.tasks.size(), found.tasks.size()); ++i) {
        compare_task(out, fmt::format("task {} ", i), expected.tasks[i], found.tasks[i]);
    }
    out.count("jobs.size", expected.jobs.size(), found.jobs.size());
    for (std::size_t i = 0; i < std::min(expected.jobs.size(), found.jobs.size()); ++i) {
        compare_job(out, expected.jobs[i], found.jobs[i]);
    }
    return out.text();
}

std::string describe(const System& system) {
    std::string out =
        fmt::format("{} CPUs, seed {}, horizon {}\n", system.platform.cpus, system.seed, describe_horizon(system));
    for (std::size_t i = 0; i < system.locks.size(); ++i) {
        out += fmt::format("  L{}: {}\n", i, name_of(system.locks[i].kind));
    }
    out += describe_costs(system.platform);
    for (const Task& task : system.tasks) {
        out += fmt::format("  {}: ", task.name);
        if (task.priority) out += fmt::format("priority {}, ", *task.priority);
        if (task.policy != Policy::fifo)
            out += fmt::format("policy {}, ", kPolicies[static_cast<std::size_t>(task.policy)]);
        out += fmt::format("{}, deadline {}", describe(task.releases), task.deadline.ns);
        if (task.home_cpu) out += fmt::format(", home {}", *task.home_cpu);
        if (task.working_set != 0) out += fmt::format(", working set {}", task.working_set);
        if (task.affinity) {
            out += ", affinity";
            for (CpuId cpu = task.affinity->first(); cpu != kNoCpu; cpu = task.affinity->next(cpu + 1)) {
                out += fmt::format(" {}", cpu);
            }
        }
        out += fmt::format(": {}\n", describe(task.body));
    }
    for (const SystemEvent& event : system.events) out += describe(event);
    return out;
}

std::string describe(const Variant& variant) {
    static constexpr const char* kProtections[] = {"none", "preempt_disable", "migrate_disable"};
    std::string out = fmt::format("{} {}/{}", name_of(variant.order),
                                  kProtections[static_cast<std::size_t>(variant.sections)], variant.balancer.name);
    if (variant.balancer.parameter) out += fmt::format(":{}", *variant.balancer.parameter);
    if (variant.hybrid_below) out += fmt::format(", hybrid_below {}", variant.hybrid_below->ns);
    if (variant.hotplug != HotplugPolicy::wait) out += fmt::format(", hotplug {}", name_of(variant.hotplug));
    if (variant.linux.preempt_rt) out += ", preempt_rt";
    if (variant.rcu_scan != Variant{}.rcu_scan) out += fmt::format(", rcu_scan {}", variant.rcu_scan.ns);
    return out;
}

std::string describe(const System& system, const Variant& variant, const RunOptions& options) {
    std::string out = describe(variant);
    if (!options.tie_order.empty()) out += fmt::format(", tie order {}", options.tie_order);
    return fmt::format("{}, {}", out, describe(system));
}

std::string describe_jobs(const RunResult& result) {
    std::string out;
    for (const JobRecord& job : result.jobs) {
        out += fmt::format("  job {}/{}: release {}, start {}, finish {}\n", job.task, job.number, show(job.release),
                           show(job.start), show(job.finish));
    }
    return out;
}

}  // namespace pinstack::test
