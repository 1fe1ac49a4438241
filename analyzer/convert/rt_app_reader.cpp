// SPDX-License-Identifier: Apache-2.0
//
// rt-app's files (doc/tutorial.txt of rt-app): global, tasks, phases, events. Times are microseconds. Keys of events
// match by their beginning ("run0", "timer_a"), and come in the order of the file, any number of times.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

#include "analyzer/convert/decimal.hpp"
#include "analyzer/convert/finish_import.hpp"
#include "analyzer/convert/loose_json.hpp"
#include "analyzer/convert/rt_app_thread.hpp"
#include "model/system/quote.hpp"

namespace pinstack {

namespace {

constexpr std::int64_t kNsPerUs = 1000;
constexpr int kDefaultPriority = 10;          // rt-app's, of SCHED_FIFO and SCHED_RR
constexpr std::size_t kMostEvents = 100'000;  // of a thread, loops of phases written out

enum class RtPolicy : std::uint8_t { other, fifo, rr, deadline };

/// What can be set for a thread, and for a phase again.
struct Settings {
    RtPolicy policy = RtPolicy::other;
    std::optional<int> priority;
    std::optional<Duration> dl_runtime, dl_period, dl_deadline;
    std::set<std::int64_t> cpus;
    LooseId cpus_at = kNoLoose;
};

struct ThreadTasks {
    Settings settings;
    std::vector<Task> tasks;
    Place where;
};

/// Events by the beginning of their key; longer names first.
constexpr std::string_view kUnknownEvents[] = {"sem_wait", "sem_post", "barrier", "suspend", "resume",
                                               "memrun",   "iorun",    "signal",  "yield",   "broad",
                                               "fork",     "sync",     "wait",    "mem"};
constexpr std::string_view kLogKeys[] = {"logdir", "log_basename",    "log_size",    "logstats",
                                         "ftrace", "gnuplot",         "lock_pages",  "io_device",
                                         "frag",   "mem_buffer_size", "calibration", "cumulative_slack"};

class RtAppReader {
public:
    RtAppReader(const LooseJson& json, const ImportOptions& options)
        : json_(json), options_(options), locks_(system_, options) {}

    Result<Imported> read() {
        system_.name = stem_of(options_.file);
        system_.description = "from an rt-app file";
        system_.time_unit = TimeUnit::us;
        read_top();
        if (!log_.has_problems()) build();
        std::vector<System> systems;
        systems.push_back(std::move(system_));
        return finish_import(std::move(systems), log_, options_);
    }

private:
    // -- Values -------------------------------------------------------------------------------------------------
    Place place(LooseId id) const { return json_.place_of(id); }
    std::string describe(LooseId id) const {
        const LooseValue& it = json_[id];
        switch (it.kind) {
            case LooseKind::nothing:
                return "no value";
            case LooseKind::array:
                return "an array";
            case LooseKind::object:
                return "an object";
            case LooseKind::string:
                return "the text " + quote(it.text);
            default:
                return quote(it.text);
        }
    }
    template <class F>
    void for_each(LooseId container, F&& f) {
        for (LooseId id = json_[container].first; id != kNoLoose; id = json_[id].next) f(id);
    }
    bool expect(LooseId id, LooseKind kind, const char* expected) {
        if (json_[id].kind == kind) return true;
        log_.fail(place(id), describe(id), expected);
        return false;
    }
    std::optional<std::int64_t> integer(LooseId id, std::int64_t min, std::int64_t max) {
        const LooseValue& it = json_[id];
        // Quoted numbers are what hand-written files have.
        const bool is_scalar = it.kind == LooseKind::number || it.kind == LooseKind::string;
        const auto value = is_scalar ? parse_whole(it.text) : std::nullopt;
        if (value && *value >= min && *value <= max) return value;
        log_.fail(place(id), describe(id), fmt::format("a whole number from {} to {}", min, max));
        return std::nullopt;
    }
    /// Microseconds.
    Duration duration(LooseId id) {
        const auto us = integer(id, 0, kTimeLimitNs / kNsPerUs - 1);
        return {us.value_or(0) * kNsPerUs};
    }
    void warn(LooseId id, std::string found, std::string expected, std::string hint) {
        log_.warn(place(id), std::move(found), std::move(expected), std::move(hint));
    }
    void left_out(LooseId id, const char* hint) {
        warn(id, "`" + json_[id].key + "`", "what a system file has a place for", hint);
    }

    // -- The file -----------------------------------------------------------------------------------------------
    void read_top() {
        LooseId tasks = kNoLoose;
        for_each(LooseJson::kRoot, [&](LooseId id) {
            const std::string& key = json_[id].key;
            if (key == "global" && expect(id, LooseKind::object, "an object")) read_global(id);
            if (key == "tasks") tasks = id;
            if (key == "resources") left_out(id, "locks are made where events name them");
            if (key != "global" && key != "tasks" && key != "resources")
                left_out(id, "rt-app does not know this key either");
        });
        if (tasks == kNoLoose) {
            log_.fail(place(LooseJson::kRoot), "no `tasks`", "an object `tasks`", "is this an rt-app file?");
        } else if (expect(tasks, LooseKind::object, "an object of threads")) {
            for_each(tasks, [&](LooseId id) { read_thread(id); });
        }
    }

    void read_global(LooseId global) {
        for_each(global, [&](LooseId id) {
            const std::string& key = json_[id].key;
            if (key == "duration") {
                const auto seconds = integer(id, -1, kTimeLimitNs / 1'000'000'000 - 1);
                if (seconds && *seconds > 0) system_.horizon = Duration{*seconds * 1'000'000'000};
            } else if (key == "default_policy") {
                default_policy_ = policy(id);
            } else if (key == "pi_enabled") {
                inherits_ = json_[id].text == "true" || json_[id].text == "1";
            } else if (std::find(std::begin(kLogKeys), std::end(kLogKeys), key) != std::end(kLogKeys)) {
                left_out(id, "it says how rt-app runs and logs, not what is scheduled");
            } else {
                left_out(id, "it is not known");
            }
        });
    }

    RtPolicy policy(LooseId id) {
        const std::string& text = json_[id].text;
        if (text == "SCHED_FIFO") return RtPolicy::fifo;
        if (text == "SCHED_RR") return RtPolicy::rr;
        if (text == "SCHED_DEADLINE") return RtPolicy::deadline;
        if (text == "SCHED_OTHER") return RtPolicy::other;
        if (text == "SCHED_IDLE" || text == "SCHED_BATCH") {
            warn(id, quote(text), "SCHED_OTHER, SCHED_FIFO, SCHED_RR or SCHED_DEADLINE", "it is read as SCHED_OTHER");
            return RtPolicy::other;
        }
        log_.fail(place(id), describe(id), "SCHED_OTHER, SCHED_FIFO, SCHED_RR or SCHED_DEADLINE");
        return RtPolicy::other;
    }

    // -- Threads ------------------------------------------------------------------------------------------------
    void read_thread(LooseId id) {
        if (!expect(id, LooseKind::object, "a thread: an object")) return;
        RtThread thread;
        thread.name = json_[id].key;
        thread.where = place(id);
        ThreadTasks made;
        made.where = thread.where;
        made.settings.policy = default_policy_.value_or(RtPolicy::other);
        std::int64_t instances = 1;
        LooseId phases = kNoLoose;
        for_each(id, [&](LooseId member) {
            const std::string& key = json_[member].key;
            if (key == "instance") {
                instances = integer(member, 0, static_cast<std::int64_t>(kMostImportedTasks)).value_or(1);
            } else if (key == "delay") {
                thread.delay = duration(member);
            } else if (key == "loop") {
                thread.loops = integer(member, -1, INT32_MAX).value_or(1);
            } else if (key == "phases") {
                phases = member;
            } else if (!read_setting(member, made.settings)) {
                return;  // an event
            }
        });
        if (phases == kNoLoose) {
            read_events(id, thread, true);
        } else if (expect(phases, LooseKind::object, "an object of phases")) {
            for_each(phases, [&](LooseId phase) { read_phase(phase, thread, made.settings); });
        }
        if (log_.has_problems()) return;
        thread.deadline = deadline_of(made.settings);
        made.tasks = tasks_of_thread(thread, locks_, duration_of_use_case(), log_);
        if (instances == 0) {
            log_.warn(thread.where, "0 instances of the thread " + quote(thread.name), "at least 1", "it is left out");
        }
        if (tasks_ + made.tasks.size() * static_cast<std::size_t>(instances) > kMostImportedTasks) {
            log_.fail(thread.where, fmt::format("more than {} tasks", kMostImportedTasks), "fewer");
            return;
        }
        tasks_ += made.tasks.size() * static_cast<std::size_t>(instances);
        for (std::int64_t i = 0; i < instances; ++i) {
            threads_.push_back(made);
            if (instances == 1) continue;
            for (Task& task : threads_.back().tasks) task.name += fmt::format(".{}", i);
        }
    }

    std::optional<Duration> duration_of_use_case() const {
        if (!system_.horizon) return std::nullopt;
        return std::get<Duration>(*system_.horizon);
    }

    /// Returns whether it is one.
    bool read_setting(LooseId id, Settings& settings) {
        const std::string& key = json_[id].key;
        if (!is_setting(key)) return false;
        if (key == "policy") {
            settings.policy = policy(id);
        } else if (key == "priority") {
            if (const auto value = integer(id, -20, kHighest)) settings.priority = static_cast<int>(*value);
        } else if (key == "cpus") {
            read_cpus(id, settings);
        } else if (key == "dl-runtime") {
            settings.dl_runtime = duration(id);
        } else if (key == "dl-period" || key == "period") {
            settings.dl_period = duration(id);
        } else if (key == "dl-deadline" || key == "deadline") {
            settings.dl_deadline = duration(id);
        } else {
            left_out(id, "it has no influence on fixed-priority and deadline scheduling as modelled here");
        }
        return true;
    }
    static constexpr int kHighest = 99;

    void read_cpus(LooseId id, Settings& settings) {
        settings.cpus.clear();
        settings.cpus_at = id;
        const auto add = [&](LooseId member) {
            if (const auto cpu = integer(member, 0, kMaxCpus - 1)) settings.cpus.insert(*cpu);
        };
        if (json_[id].kind == LooseKind::array) {
            for_each(id, add);
            if (json_[id].first == kNoLoose) log_.fail(place(id), "no CPU", "at least one CPU");
        } else {
            add(id);
        }
    }

    void read_phase(LooseId id, RtThread& thread, const Settings& of_thread) {
        if (!expect(id, LooseKind::object, "a phase: an object")) return;
        thread.phases.push_back(json_[id].key);
        std::int64_t loops = 1;
        Settings own = of_thread;
        bool differs = false;
        for_each(id, [&](LooseId member) {
            if (json_[member].key == "loop") loops = integer(member, -1, INT32_MAX).value_or(1);
            differs |= read_setting(member, own);
        });
        if (differs &&
            (own.policy != of_thread.policy || own.priority != of_thread.priority || own.cpus != of_thread.cpus)) {
            warn(id, "policy, priority or CPUs of the phase " + quote(json_[id].key), "those of the thread alone",
                 "a task keeps its priority and affinity: those of the thread are taken");
        }
        const std::size_t first = thread.events.size();
        read_events(id, thread, false);
        const std::size_t count = thread.events.size() - first;
        if (loops < 0 && thread.phases.size() == 1 && count > 0) {
            thread.loops = -1;  // a phase that never ends is all there is
        } else if (loops < 0) {
            log_.fail(place(id), "a phase that loops for ever behind another one", "a finite `loop`");
        } else if (loops == 0) {
            thread.events.resize(first);
        } else if (count > 0 && static_cast<std::size_t>(loops) > kMostEvents / count) {
            log_.fail(place(id), fmt::format("{} loops of {} events", loops, count),
                      fmt::format("at most {} events", kMostEvents));
        } else {
            thread.events.reserve(first + count * static_cast<std::size_t>(loops));
            for (std::int64_t i = 1; i < loops; ++i) {
                for (std::size_t event = 0; event < count; ++event)
                    thread.events.push_back(thread.events[first + event]);
            }
        }
    }

    // -- Events -------------------------------------------------------------------------------------------------
    void read_events(LooseId object, RtThread& thread, bool of_thread) {
        for_each(object, [&](LooseId id) {
            const std::string& key = json_[id].key;
            if (key == "loop" || key == "phases" || (of_thread && (key == "instance" || key == "delay"))) return;
            if (is_setting(key)) return;
            read_event(id, thread);
        });
    }
    static bool is_setting(std::string_view key) {
        constexpr std::string_view kKeys[] = {"policy",        "priority",      "cpus",         "dl-runtime",
                                              "dl-period",     "period",        "dl-deadline",  "deadline",
                                              "nice",          "util_min",      "util_max",     "taskgroup",
                                              "nodes_membind", "membind_nodes", "numa_affinity"};
        return std::find(std::begin(kKeys), std::end(kKeys), key) != std::end(kKeys);
    }

    void read_event(LooseId id, RtThread& thread) {
        const std::string_view key = json_[id].key;
        RtEvent event;
        event.where = place(id);
        if (key.starts_with("runtime") || key.starts_with("run")) {
            event.time = duration(id);
        } else if (key.starts_with("sleep")) {
            event.kind = RtEventKind::sleep;
            event.time = duration(id);
        } else if (key.starts_with("timer")) {
            event.kind = RtEventKind::timer;
            if (!read_timer(id, event)) return;
        } else if (key.starts_with("lock") || key.starts_with("unlock")) {
            event.kind = key.starts_with("lock") ? RtEventKind::lock : RtEventKind::unlock;
            event.name = json_[id].text;
            if (event.name.empty()) {
                log_.fail(event.where, describe(id), "the name of a lock");
                return;
            }
        } else {
            for (const std::string_view name : kUnknownEvents) {
                if (!key.starts_with(name)) continue;
                constexpr std::string_view kWaits[] = {"sem_wait", "barrier", "suspend", "sync", "wait"};
                thread.waits |= std::find(std::begin(kWaits), std::end(kWaits), name) != std::end(kWaits);
                return left_out(id, "events by which threads wait for each other, and input and output, are left out");
            }
            return left_out(id, "it is not known");
        }
        thread.events.push_back(std::move(event));
    }

    bool read_timer(LooseId id, RtEvent& event) {
        if (!expect(id, LooseKind::object, "a timer: {\"ref\": NAME, \"period\": MICROSECONDS}")) return false;
        const LooseId period = json_.find(id, "period");
        if (period == kNoLoose) {
            log_.fail(place(id), "no `period`", "a period in microseconds");
            return false;
        }
        const auto us = integer(period, 1, kTimeLimitNs / kNsPerUs - 1);
        event.time = {us.value_or(1) * kNsPerUs};
        for_each(id, [&](LooseId member) {
            const std::string& key = json_[member].key;
            if (key == "ref") {
                event.name = json_[member].text;
            } else if (key == "mode") {
                if (json_[member].text != "absolute" && json_[member].text != "relative")
                    warn(member, describe(member), "absolute or relative", "it is left out");
            } else if (key != "period") {
                left_out(member, "it is not known");
            }
        });
        // Both modes release on time as long as no job is late; after that a period counts from where the task should
        // have been.
        return true;
    }

    // -- The system ---------------------------------------------------------------------------------------------
    void build() {
        if (threads_.empty() || tasks_ == 0) {
            log_.fail(place(LooseJson::kRoot), "no thread that runs", "at least one", "an event `run` makes a task");
            return;
        }
        set_cpus();
        std::size_t with_deadline = 0, real_time = 0;
        for (const ThreadTasks& it : threads_) {
            with_deadline += it.settings.policy == RtPolicy::deadline;
            real_time += it.settings.policy == RtPolicy::fifo || it.settings.policy == RtPolicy::rr;
        }
        const bool is_edf = with_deadline == threads_.size();
        const bool is_mixed = !is_edf && (with_deadline > 0 || (real_time > 0 && real_time < threads_.size()));
        if (is_edf) system_.kernel.order = Order::edf;
        if (is_mixed) system_.kernel.order = Order::linux;
        for (ThreadTasks& it : threads_) {
            for (Task& task : it.tasks) {
                if (!is_edf) set_urgency(task, it, is_mixed);
                if (it.settings.policy == RtPolicy::deadline) set_runtime(task, it);
                if (!it.settings.cpus.empty()) set_affinity(task, it.settings);
                system_.tasks.push_back(std::move(task));
            }
        }
        if (!system_.locks.empty() && !inherits_) {
            log_.warn(place(LooseJson::kRoot), "locks without `pi_enabled`", "\"pi_enabled\": true in `global`",
                      "they are read as mutexes, which inherit priority here");
        }
    }

    void set_cpus() {
        std::int64_t most = -1;
        for (const ThreadTasks& it : threads_) {
            if (!it.settings.cpus.empty()) most = std::max(most, *it.settings.cpus.rbegin());
        }
        if (options_.cpus) {
            system_.platform.cpus = *options_.cpus;
            return;
        }
        system_.platform.cpus = static_cast<int>(std::max<std::int64_t>(most + 1, 1));
        log_.warn(place(LooseJson::kRoot), "no number of CPUs: rt-app takes those of the machine it runs on",
                  "--cpus N", fmt::format("{} taken, from the CPUs that are named", system_.platform.cpus));
    }

    /// `is_mixed`: threads are of several classes.
    void set_urgency(Task& task, const ThreadTasks& it, bool is_mixed) {
        const Settings& settings = it.settings;
        if (settings.policy == RtPolicy::fifo || settings.policy == RtPolicy::rr) {
            const int priority = settings.priority.value_or(kDefaultPriority);
            if (priority < 1) {
                log_.fail(it.where, fmt::format("the priority {}", priority),
                          "1 to 99, because the policy is real-time");
                return;
            }
            task.priority = priority;
            if (settings.policy == RtPolicy::rr) task.policy = Policy::rr;
            return;
        }
        if (settings.policy == RtPolicy::deadline) {
            task.policy = Policy::deadline;
            return;
        }
        if (is_mixed) {
            task.policy = Policy::other;
            task.nice = std::clamp(settings.priority.value_or(0), -20, 19);
            return;
        }
        if (settings.priority) {
            log_.warn(it.where, "a priority of SCHED_OTHER", "none", "it is a nice value, and left out");
        }
        log_.warn(it.where, "SCHED_OTHER", "a real-time policy",
                  "where all threads have it, tasks are ranked by deadline; shares are not read");
    }

    /// Of a thread under SCHED_DEADLINE that says so.
    static std::optional<Duration> deadline_of(const Settings& settings) {
        if (settings.policy != RtPolicy::deadline) return std::nullopt;
        for (const auto& given : {settings.dl_deadline, settings.dl_period}) {
            if (given && given->ns > 0) return given;
        }
        return std::nullopt;
    }

    void set_runtime(Task& task, const ThreadTasks& it) {
        const auto budget = it.settings.dl_runtime;
        const Duration needed = worst_case_execution_time(task.body);
        if (!budget || budget->ns == 0 || *budget == needed || *budget > task.deadline) return;
        task.runtime = *budget;
        if (*budget > needed) return;
        log_.warn(it.where, "a `dl-runtime` below what the events run", "at least as much",
                  "linux-dl throttles the job; under the other balancers it runs on");
    }

    void set_affinity(Task& task, const Settings& settings) {
        const int cpus = system_.platform.cpus;
        CpuSet set(cpus);
        for (const std::int64_t cpu : settings.cpus) {
            if (cpu < cpus) {
                set.insert(static_cast<CpuId>(cpu));
                continue;
            }
            log_.fail(place(settings.cpus_at), fmt::format("CPU {}", cpu), fmt::format("a CPU below {}", cpus));
            return;
        }
        if (set.count() < cpus) task.affinity = set;
        if (set.count() == 1) task.home_cpu = set.first();
        if (!set.contains(0)) task.home_cpu = set.first();
    }

    const LooseJson& json_;
    const ImportOptions& options_;
    ConversionLog log_;
    System system_;
    RtLocks locks_;
    std::optional<RtPolicy> default_policy_;
    bool inherits_ = false;
    std::size_t tasks_ = 0;
    std::vector<ThreadTasks> threads_;
};

}  // namespace

Result<Imported> read_rt_app(std::string_view text, const ImportOptions& options) {
    auto json = LooseJson::parse(text, options.file);
    if (!json) return tl::unexpected(std::move(json.error()));
    return RtAppReader(*json, options).read();
}

}  // namespace pinstack
