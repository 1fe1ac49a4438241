// SPDX-License-Identifier: Apache-2.0
//
// SimSo's configurations (simso/configuration/parser.py): task times in milliseconds, durations and overheads in cycles
// of `cycles_per_ms`. The scheduler is the name of a class of Python: what it does is not known here, but for the order
// that its name tells.
#include <fmt/format.h>

#include <algorithm>

#include "analyzer/convert/finish_import.hpp"
#include "analyzer/convert/priorities.hpp"
#include "analyzer/convert/xml_file.hpp"
#include "model/system/quote.hpp"

namespace pinstack {

namespace {

constexpr std::int64_t kMs = 1'000'000;

std::string lower(std::string_view text) {
    std::string out(text);
    for (char& c : out) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    return out;
}

class SimsoReader {
public:
    SimsoReader(std::string_view text, const ImportOptions& options)
        : options_(options), xml_(text, options.file, log_) {}

    Result<Imported> read() {
        if (xml_.parse()) {
            const pugi::xml_node root = xml_.root();
            if (std::string_view(root.name()) == "simulation") {
                read_simulation(root);
            } else {
                log_.fail(xml_.place_of(root), fmt::format("<{}>", root.name()), "<simulation>",
                          "is this a file of SimSo?");
            }
        }
        std::vector<System> systems;
        systems.push_back(std::move(system_));
        return finish_import(std::move(systems), log_, options_);
    }

private:
    void read_simulation(pugi::xml_node root) {
        system_.name = stem_of(options_.file);
        system_.description = "from a configuration of SimSo";
        system_.time_unit = TimeUnit::us;
        xml_.check_elements(root, {"sched", "caches", "processors", "tasks"}, "it is not known");
        xml_.check_attributes(root, {"duration", "cycles_per_ms", "etm", "use_wcet"},
                              "penalties of its cache models are not read");
        read_duration(root);
        read_execution_times(root);
        read_scheduler(root.child("sched"));
        if (root.child("caches").child("cache")) {
            log_.warn(xml_.place_of(root.child("caches")), "caches", "what a system file has a place for",
                      "cache models are not read; `working_set` and costs come nearest");
        }
        read_processors(root.child("processors"));
        const pugi::xml_node tasks = root.child("tasks");
        if (!tasks.child("task"))
            log_.fail(xml_.place_of(tasks ? tasks : root), "no <task>", "at least one in <tasks>");
        xml_.check_elements(tasks, {"task", "field"}, "it is not known");
        for (const pugi::xml_node task : tasks.children("task")) {
            if (system_.tasks.size() == kMostImportedTasks) {
                log_.fail(xml_.place_of(tasks), fmt::format("more than {} tasks", kMostImportedTasks), "fewer");
                return;
            }
            read_task(task);
        }
        if (is_rate_monotonic_) rank_by_period(tasks);
    }

    void rank_by_period(pugi::xml_node tasks) {
        std::vector<std::int64_t> periods;
        for (const Task& task : system_.tasks) {
            const auto* periodic = std::get_if<Periodic>(&task.releases);
            periods.push_back(periodic ? periodic->period.ns : task.deadline.ns);
        }
        const auto priorities = linux_priorities(periods);
        if (!priorities) {
            log_.warn(xml_.place_of(tasks), "more than 99 different periods", "at most 99",
                      "ranked by deadline in place of period");
            return;
        }
        for (std::size_t i = 0; i < system_.tasks.size(); ++i) system_.tasks[i].priority = (*priorities)[i];
    }

    void read_duration(pugi::xml_node root) {
        const auto rate = xml_.whole(root, "cycles_per_ms", 1, std::int64_t{1} << 40, kMs);
        const auto cycles = xml_.whole(root, "duration", 1, kTimeLimitNs - 1, 50'000 * kMs);
        if (!rate || !cycles) return;
        __extension__ using Wide = __int128;
        const Wide ns = Wide{*cycles} * kMs / *rate;
        if (ns >= kTimeLimitNs || ns < 1) {
            log_.fail(xml_.place_of(root, "duration"), "a duration of less than 1 ns or more than 146 years",
                      "one in between");
            return;
        }
        system_.horizon = Duration{static_cast<std::int64_t>(ns)};
    }

    void read_execution_times(pugi::xml_node root) {
        const std::string model = lower(root.attribute("etm").as_string("wcet"));
        by_average_ = model == "acet";
        if (model == "wcet" || by_average_) return;
        log_.warn(xml_.place_of(root, "etm"), quote(model), "wcet or acet", "jobs run for their WCET");
    }

    void read_scheduler(pugi::xml_node sched) {
        for (const char* overhead : {"overhead", "overhead_activate", "overhead_terminate"}) {
            const auto cycles = sched.attribute(overhead);
            if (!cycles || parse_whole(cycles.value()).value_or(1) == 0) continue;
            log_.warn(xml_.place_of(sched, overhead), quote(cycles.value()), "0",
                      "costs of its scheduler are not read; see platform.costs");
        }
        std::string name = sched.attribute("class").value();
        if (name.empty()) name = sched.attribute("className").value();
        const std::string small = lower(name);
        const auto has = [&](std::string_view part) { return small.find(part) != std::string::npos; };
        if (has("edf") || has("llf") || has("edzl") || has("lb_p")) system_.kernel.order = Order::edf;
        is_rate_monotonic_ = has("rm") && !has("edf");
        const bool partitioned = has("p_") || has("partition");
        log_.warn(xml_.place_of(sched, "class"), "the scheduler " + quote(name), "a balancer",
                  fmt::format("{} taken; {}--balancer and --order of simulate choose",
                              system_.kernel.order == Order::edf ? "EDF"
                              : is_rate_monotonic_               ? "fixed priority by period"
                                                                 : "fixed priority by deadline",
                              partitioned ? "where it puts tasks is not known; " : ""));
        for (const pugi::xml_node field : sched.children("field")) {
            log_.warn(xml_.place_of(field), "a parameter of the scheduler", "what a system file has a place for",
                      "it is left out");
        }
    }

    void read_processors(pugi::xml_node processors) {
        int count = 0;
        xml_.check_elements(processors, {"processor", "field"}, "it is not known");
        const auto is_something = [](pugi::xml_attribute it, std::string_view nothing) {
            return it && parse_decimal_in(it.value(), 1'000'000'000).value_or(Decimal{}).value !=
                             parse_decimal_in(nothing, 1'000'000'000)->value;
        };
        if (is_something(processors.attribute("migration_overhead"), "0")) {
            log_.warn(xml_.place_of(processors, "migration_overhead"), "a cost of migrations", "0",
                      "see platform.costs");
        }
        for (const pugi::xml_node it : processors.children("processor")) {
            if (++count > kMaxCpus) {
                log_.fail(xml_.place_of(processors), fmt::format("more than {} processors", kMaxCpus), "fewer");
                break;
            }
            if (is_something(it.attribute("speed"), "1")) {
                log_.warn(xml_.place_of(it, "speed"), quote(it.attribute("speed").value()), "1",
                          "all CPUs are equally fast here");
            }
            for (const char* overhead : {"cs_overhead", "cl_overhead"}) {
                if (!is_something(it.attribute(overhead), "0")) continue;
                log_.warn(xml_.place_of(it, overhead), quote(it.attribute(overhead).value()), "0",
                          "see platform.costs");
            }
        }
        if (count == 0 && !options_.cpus)
            log_.fail(xml_.place_of(processors ? processors : xml_.root()), "no <processor>", "at least one");
        system_.platform.cpus = options_.cpus.value_or(std::clamp(count, 1, kMaxCpus));
    }

    void read_task(pugi::xml_node node) {
        xml_.check_attributes(node,
                              {"id", "name", "task_type", "periodic", "abort_on_miss", "period", "activationDate",
                               "list_activation_dates", "deadline", "base_cpi", "instructions", "mix", "WCET", "ACET",
                               "preemption_cost", "et_stddev", "followed_by", "stack", "priority"},
                              "a field of its own scheduler");
        Task task;
        task.name = node.attribute("name").value();
        if (task.name.empty()) task.name = fmt::format("T{}", node.attribute("id").as_string("?"));
        task.deadline = {xml_.time(node, "deadline", kMs, 1).value_or(1)};
        read_releases(node, task);
        read_run_time(node, task);
        if (node.attribute("priority")) {
            log_.warn(xml_.place_of(node, "priority"), "a priority", "what a system file has a place for",
                      "its direction is the scheduler's business: it is left out");
        }
        // The default is to abort.
        if (std::string_view(node.attribute("abort_on_miss").as_string("yes")) == "yes") {
            log_.warn(xml_.place_of(node, "abort_on_miss"), "a job that is aborted at its deadline", "\"no\"",
                      "jobs run to their end here");
        }
        if (node.attribute("followed_by")) {
            log_.warn(xml_.place_of(node, "followed_by"), "a task that follows another one", "independent tasks",
                      "it is released on its own");
        }
        if (parse_whole(node.attribute("preemption_cost").as_string("0")).value_or(1) != 0) {
            log_.warn(xml_.place_of(node, "preemption_cost"), "a cost of preemption", "0", "see platform.costs");
        }
        system_.tasks.push_back(std::move(task));
    }

    void read_releases(pugi::xml_node node, Task& task) {
        std::string type = node.attribute("task_type").value();
        if (type.empty())
            type = std::string_view(node.attribute("periodic").value()) == "no" ? "APeriodic" : "Periodic";
        const std::string dates = node.attribute("list_activation_dates").value();
        if (type == "Periodic") {
            const Duration period{xml_.time(node, "period", kMs, 1).value_or(1)};
            const Duration offset{xml_.time(node, "activationDate", kMs, 0, 0).value_or(0)};
            task.releases = Periodic{period, offset, {}};
        } else if (type == "APeriodic" || type == "Sporadic") {
            task.releases = ExplicitReleases{read_dates(node, dates), {}, {}};
        } else {
            log_.fail(xml_.place_of(node, "task_type"), quote(type), "Periodic, APeriodic or Sporadic");
            task.releases = Periodic{{1}, {}, {}};
        }
    }

    std::vector<Instant> read_dates(pugi::xml_node node, std::string_view dates) {
        std::vector<Instant> out;
        while (!dates.empty()) {
            const std::size_t comma = std::min(dates.find(','), dates.size());
            const std::string_view date = dates.substr(0, comma);
            dates.remove_prefix(std::min(comma + 1, dates.size()));
            const auto at = parse_decimal_in(date, kMs);
            if (!at || at->value < 0) {
                log_.fail(xml_.place_of(node, "list_activation_dates"), quote(date),
                          "instants in ms, with commas between");
                return {{0}};
            }
            if (!at->exact)
                log_.warn(xml_.place_of(node, "list_activation_dates"), quote(date), "whole nanoseconds",
                          "it is rounded");
            out.push_back({at->value});
        }
        if (out.empty()) {
            log_.fail(xml_.place_of(node), "no `list_activation_dates`",
                      "the instants of release of a task that is not periodic");
            return {{0}};
        }
        std::sort(out.begin(), out.end());
        return out;
    }

    void read_run_time(pugi::xml_node node, Task& task) {
        const Duration worst{xml_.time(node, "WCET", kMs, 1).value_or(1)};
        VariableDuration time{worst, worst};
        if (by_average_) {
            const auto average = xml_.time(node, "ACET", kMs, 0, worst.ns);
            log_.warn(xml_.place_of(node, "ACET"), "an average and a deviation", "a distribution between two bounds",
                      "uniform between twice the average less the WCET (at least 1 ns) and the WCET");
            if (average)
                time = {{std::clamp<std::int64_t>(2 * (*average - worst.ns) + worst.ns, 1, worst.ns)},
                        worst,
                        Distribution::uniform};
        }
        task.body = {{OperationKind::run, time, {}}};
    }

    const ImportOptions& options_;
    ConversionLog log_;
    XmlFile xml_;
    System system_;
    bool by_average_ = false, is_rate_monotonic_ = false;
};

}  // namespace

Result<Imported> read_simso(std::string_view text, const ImportOptions& options) {
    return SimsoReader(text, options).read();
}

}  // namespace pinstack
