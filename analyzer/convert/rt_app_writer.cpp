// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>

#include "analyzer/convert/conversion_log.hpp"
#include "analyzer/convert/export.hpp"
#include "analyzer/convert/priorities.hpp"
#include "analyzer/convert/rt_app_thread.hpp"
#include "analyzer/report/json/json_writer.hpp"
#include "model/system/quote.hpp"

namespace pinstack {

namespace {

class RtAppWriter {
public:
    RtAppWriter(Sink& sink, const System& system) : sink_(sink), system_(system) {}

    Result<Exported> write() {
        check_system_wide();
        if (!log_.has_problems()) {
            JsonWriter json(text_);
            json.begin_object();
            write_global(json);
            json.key("tasks");
            json.begin_object();
            for (std::size_t i = 0; i < system_.tasks.size(); ++i) write_task(json, i);
            json.end_object();
            json.end_object();
            json.finish();
        }
        if (log_.has_problems()) return tl::unexpected(log_.take_problems());
        sink_.write(text_.text);
        return Exported{log_.take_warnings(), {}};
    }

private:
    Place at(std::string pointer) const { return {"", 0, 0, std::move(pointer)}; }
    std::string pointer_to(std::size_t task, const char* key) const { return fmt::format("/tasks/{}/{}", task, key); }

    void check_system_wide() {
        const Variant& kernel = system_.kernel;
        const bool is_default =
            kernel.balancer == BalancerName{} && kernel.linux == LinuxOptions{} && !kernel.hybrid_below;
        if (!is_default) {
            log_.warn(at("/kernel"), fmt::format("{} and options", to_text(kernel)),
                      "no kernel: rt-app runs on the one there is", "choose the kernel where it runs");
        }
        if (!system_.platform.costs.is_none()) {
            log_.warn(at("/platform/costs"), "costs", "none: those of the machine hold", "they are left out");
        }
        if (system_.platform.topology) {
            log_.warn(at("/platform/topology"), "a topology", "none: that of the machine holds", "it is left out");
        }
        if (!system_.events.empty()) {
            log_.warn(at("/events"), "events", "none: rt-app leaves CPUs and affinities as they are", "they are left out");
        }
        if (kernel.order != Order::fp) return;
        std::vector<std::int64_t> deadlines;
        bool some = false;
        for (const Task& task : system_.tasks) {
            deadlines.push_back(task.deadline.ns);
            some |= task.priority.has_value();
        }
        if (some) return;
        ranks_ = linux_priorities(deadlines);
        if (!ranks_) {
            log_.fail(at("/tasks"), "no priorities, and more than 99 different deadlines",
                      "at most 99, as Linux has priorities", "give each task a `priority`");
        }
    }

    /// Whole microseconds; rounded up to at least one.
    std::int64_t us(Duration time, const std::string& pointer) {
        if (time.ns % 1000 != 0) {
            log_.warn(at(pointer), to_text(time), "whole microseconds", "rounded up: rt-app has no finer times");
        }
        return (time.ns + 999) / 1000;
    }

    void write_global(JsonWriter& json) {
        json.key("global");
        json.begin_object();
        json.integer("duration", duration_s());
        json.string("default_policy", system_.kernel.order == Order::edf ? "SCHED_DEADLINE" : "SCHED_FIFO");
        json.boolean("pi_enabled", true);
        json.end_object();
    }

    std::int64_t duration_s() {
        const auto end = resolve_horizon(system_);
        if (!end || !*end) return -1;  // until all threads are done
        constexpr std::int64_t kSecond = 1'000'000'000;
        if ((*end)->ns % kSecond != 0) {
            log_.warn(at("/horizon"), to_text(Duration{(*end)->ns}), "whole seconds",
                      "rounded up: the use case lasts longer");
        }
        return ((*end)->ns + kSecond - 1) / kSecond;
    }

    // -- Tasks --------------------------------------------------------------------------------------------------
    void write_task(JsonWriter& json, std::size_t index) {
        const Task& task = system_.tasks[index];
        json.key(task.name);
        json.begin_object();
        write_urgency(json, task, index);
        json.key("cpus");
        json.begin_array(JsonWriter::Layout::inlined);
        const CpuSet cpus = task.affinity.value_or(CpuSet::all(system_.platform.cpus));
        for (CpuId cpu = cpus.first(); cpu != kNoCpu; cpu = cpus.next(cpu + 1)) json.integer(cpu);
        json.end_array();
        const CpuId reads_as = cpus.contains(0) ? 0 : cpus.first();
        if (task.home_cpu.value_or(0) != reads_as) {
            log_.warn(at(pointer_to(index, "home_cpu")), fmt::format("home CPU {}", task.home_cpu.value_or(0)),
                      "the first CPU of its affinity", "a thread begins where the kernel puts it");
        }
        if (task.working_set != 0) {
            log_.warn(at(pointer_to(index, "working_set")), "a working set", "none", "it is left out");
        }
        std::visit([&](const auto& releases) { write_releases(json, task, index, releases); }, task.releases);
        json.end_object();
    }

    bool is_by_deadline(const Task& task) const {
        const Order order = system_.kernel.order;
        return order == Order::edf || (order == Order::linux && task.policy == Policy::deadline);
    }

    void write_urgency(JsonWriter& json, const Task& task, std::size_t index) {
        if (is_by_deadline(task)) {
            json.string("policy", "SCHED_DEADLINE");
            json.integer("dl-runtime",
                         us(reservation_of(task).runtime, pointer_to(index, task.runtime ? "runtime" : "body")));
            json.integer("dl-deadline", us(task.deadline, pointer_to(index, "deadline")));
            if (task.priority) {
                log_.warn(at(pointer_to(index, "priority")), fmt::format("priority {}", *task.priority),
                          "none under EDF", "it is left out");
            }
            if (task.policy == Policy::rr) {
                log_.warn(at(pointer_to(index, "policy")), "rr", "none under EDF", "it is left out");
            }
            return;
        }
        if (task.policy == Policy::other) {
            json.string("policy", "SCHED_OTHER");
            json.integer("priority", task.nice);
            return;
        }
        json.string("policy", task.policy == Policy::rr ? "SCHED_RR" : "SCHED_FIFO");
        json.integer("priority", task.priority ? *task.priority : ranks_ ? (*ranks_)[index] : 1);
    }

    /// Where nothing but the timer says when a job must be done. `gap`: until the next release.
    void check_deadline(const Task& task, std::size_t index, Duration gap) {
        if (is_by_deadline(task) || task.deadline == gap) return;
        log_.warn(at(pointer_to(index, "deadline")), fmt::format("a deadline of {}", to_text(task.deadline)),
                  "one at the next release, as timers have it", "it is left out");
    }
    void check_jitter(std::size_t index, Duration jitter) {
        if (jitter.ns == 0) return;
        log_.warn(at(pointer_to(index, "jitter")), fmt::format("a jitter of {}", to_text(jitter)), "none",
                  "it is left out");
    }

    void write_loop(JsonWriter& json, const Task& task, std::size_t index, Duration period, Duration offset) {
        json.integer("delay", us(offset, pointer_to(index, "offset")));
        json.integer("loop", -1);
        if (is_by_deadline(task)) json.integer("dl-period", us(period, pointer_to(index, "period")));
        write_job(json, task, index, period);
    }

    void write_releases(JsonWriter& json, const Task& task, std::size_t index, const Periodic& when) {
        check_jitter(index, when.jitter);
        check_deadline(task, index, when.period);
        write_loop(json, task, index, when.period, when.offset);
    }
    void write_releases(JsonWriter& json, const Task& task, std::size_t index, const Sporadic& when) {
        log_.warn(at(pointer_to(index, "min_interarrival")), "a sporadic task", "a periodic one",
                  "it releases at its smallest distance");
        check_jitter(index, when.jitter);
        const Duration gap =
            when.interarrival.distribution == Distribution::constant ? when.interarrival.max : when.interarrival.min;
        check_deadline(task, index, gap);
        write_loop(json, task, index, gap, when.offset);
    }
    /// A phase for each job, which ends with a timer until the next one.
    void write_releases(JsonWriter& json, const Task& task, std::size_t index, const ExplicitReleases& when) {
        check_jitter(index, when.jitter);
        const std::vector<Instant>& instants = when.instants;
        json.integer("delay", us(Duration{(instants.front() + when.offset).ns}, pointer_to(index, "releases")));
        json.integer("loop", 1);
        json.key("phases");
        json.begin_object();
        for (std::size_t job = 0; job < instants.size(); ++job) {
            const bool is_last = job + 1 == instants.size();
            Duration gap = is_last ? task.deadline : instants[job + 1] - instants[job];
            if (gap.ns == 0) {
                log_.warn(at(fmt::format("{}/{}", pointer_to(index, "releases"), job)), "two releases at one instant",
                          "a timer of at least 1 us", "the second one is 1 us later");
                gap = {1000};
            }
            check_deadline(task, index, gap);
            json.key(fmt::format("job{}", job));
            json.begin_object();
            json.integer("loop", 1);
            write_job(json, task, index, gap);
            json.end_object();
        }
        json.end_object();
    }

    void write_job(JsonWriter& json, const Task& task, std::size_t index, Duration gap) {
        events_ = sections_ = 0;
        write_body(json, task.body, task.name, fmt::format("/tasks/{}/body", index));
        json.key("timer");
        json.begin_object(JsonWriter::Layout::inlined);
        json.string("ref", "unique");
        json.integer("period", us(gap, pointer_to(index, "period")));
        json.string("mode", "absolute");
        json.end_object();
    }

    void write_body(JsonWriter& json, const Body& body, const std::string& task, const std::string& pointer) {
        for (std::size_t i = 0; i < body.size(); ++i) {
            const Operation& it = body[i];
            const std::string here = fmt::format("{}/{}/{}", pointer, i, name_of(it.kind));
            if (!is_bracket(it.kind)) {
                if (it.time.min != it.time.max) {
                    log_.warn(at(here), "a run time that varies", "a constant one", "it is the longest one");
                }
                json.integer(fmt::format("{}{}", it.kind == OperationKind::run ? "run" : "sleep", events_++),
                             us(it.time.max, here));
                continue;
            }
            std::string lock;
            if (it.kind == OperationKind::lock) {
                lock = system_.locks[it.lock].name;
                if (system_.locks[it.lock].kind != LockKind::mutex) {
                    log_.warn(at(here), fmt::format("the {} {}", name_of(system_.locks[it.lock].kind), quote(lock)),
                              "a mutex, all that a program has", "it becomes a mutex");
                }
            } else {
                lock = section_lock_name(task, sections_++, it.kind);
                log_.warn(at(here), fmt::format("a {}", name_of(it.kind)),
                          "a lock: a program cannot protect itself otherwise",
                          "it becomes a lock that nobody else takes, which protects from nothing; our reader knows it "
                          "by its name");
            }
            json.string(fmt::format("lock{}", events_++), lock);
            write_body(json, it.body, task, here + (it.kind == OperationKind::lock ? "/body" : ""));
            json.string(fmt::format("unlock{}", events_++), lock);
        }
    }

    Sink& sink_;
    StringSink text_;
    const System& system_;
    ConversionLog log_;
    std::optional<std::vector<int>> ranks_;
    std::size_t events_ = 0, sections_ = 0;
};

}  // namespace

Result<Exported> write_rt_app(Sink& sink, const System& system) { return RtAppWriter(sink, system).write(); }

}  // namespace pinstack
