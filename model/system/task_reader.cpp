// SPDX-License-Identifier: Apache-2.0
#include "model/system/task_reader.hpp"

#include <array>
#include <optional>

#include <fmt/format.h>

#include "model/platform/byte_size.hpp"
#include "model/system/body_reader.hpp"
#include "model/system/cpu_list_reader.hpp"
#include "model/system/quote.hpp"
#include "model/system/variable_duration.hpp"

namespace pinstack {

namespace {

constexpr std::array<std::string_view, 18> kKeys = {
    "name",     "priority", "period", "min_interarrival", "releases", "deadline", "offset", "jitter", "home_cpu",
    "affinity", "wcet",     "body",   "policy",           "working_set", "mm",
    "kernel_thread", "nice", "runtime"};

class TaskReader {
public:
    TaskReader(FieldReader& reader, JsonId id, int cpus, const DeclaredNames& names)
        : reader_(reader), id_(id), cpus_(cpus), names_(names) {}

    TaskReading read() {
        task_.body.push_back({OperationKind::run, {{1}, {1}, Distribution::constant}, {}});
        task_.releases = Periodic{{1}, {}, {}};
        task_.deadline = {1};
        if (!reader_.expect(id_, JsonKind::object, "a task: an object",
                            "write for example {\"name\": \"A\", \"period\": 10, \"wcet\": 2}"))
            return {std::move(task_), false};
        reader_.check_keys(id_, kKeys, "a task");
        read_name();
        read_policy();
        if (const JsonId working_set = find("working_set"); working_set != kNoJson) read_working_set(working_set);
        read_address_space();
        if (const JsonId priority = find("priority"); priority != kNoJson) {
            task_.priority = static_cast<int>(
                reader_
                    .integer(priority, 1, 99, "a priority: a whole number from 1 to 99, larger is more urgent",
                             "without priorities, tasks are ranked by deadline")
                    .value_or(1));
        }
        read_releases();
        read_deadline();
        read_cpus();
        read_execution();
        read_runtime();
        return {std::move(task_), releases_known_};
    }

private:
    JsonId find(std::string_view key) const { return reader_.document().find(id_, key); }

    // Which of some alternatives the task has. Reports none at all, and each one after the first.
    template <std::size_t N>
    JsonId exactly_one(const std::array<std::string_view, N>& keys, std::string_view hint) {
        JsonId chosen = kNoJson;
        for (const std::string_view key : keys) {
            const JsonId value = find(key);
            if (value == kNoJson) continue;
            if (chosen == kNoJson) {
                chosen = value;
                continue;
            }
            both_ = true;
            // The later one in the file is the one that is too many.
            reader_.report_at_key(std::max(chosen, value), fmt::format("both `{}` and `{}`", reader_[chosen].key, key),
                                  fmt::format("exactly one of `{}`", fmt::join(keys, "`, `")), std::string(hint));
        }
        if (chosen == kNoJson) {
            reader_.report(id_, fmt::format("a task without any of `{}`", fmt::join(keys, "`, `")),
                           "exactly one of them", std::string(hint));
        }
        return chosen;
    }

    void read_name() {
        const JsonId name = find("name");
        if (name == kNoJson) {
            reader_.report(id_, "a task without `name`", "`name`, a text that no other task has",
                           "write for example \"name\": \"A\"");
            return;
        }
        const auto text = reader_.text(name, "the name of the task: a text");
        if (!text) return;
        if (text->empty())
            reader_.report(name, "an empty name", "a name that no other task has", "write for example \"name\": \"A\"");
        task_.name = *text;
    }

    void read_address_space() {
        const JsonId mm = find("mm");
        const JsonId thread = find("kernel_thread");
        if (thread != kNoJson) task_.is_kernel_thread = reader_.boolean(thread, "true or false").value_or(false);
        if (mm == kNoJson) return;
        const auto text = reader_.text(mm, "the name of an address space: a text");
        if (!text) return;
        if (text->empty()) {
            reader_.report(mm, "an empty name", "the name of an address space",
                           "leave it out where the task shares it with nobody");
        }
        if (task_.is_kernel_thread) {
            reader_.report(mm, "an address space of a kernel thread", "no `mm` beside `kernel_thread`",
                           "a kernel thread borrows that of the task before it");
            return;
        }
        task_.mm = *text;
    }

    void read_policy() {
        if (const JsonId id = find("policy"); id != kNoJson) {
            const auto policy = reader_.word(id, kPolicies, "a policy");
            policy_known_ = policy.has_value();
            task_.policy = static_cast<Policy>(policy.value_or(0));
        }
        const JsonId nice = find("nice");
        if (nice == kNoJson) return;
        task_.nice = static_cast<int>(
            reader_
                .integer(nice, -20, 19, "a nice value: a whole number from -20 to 19", "smaller gets more of the CPU")
                .value_or(0));
        if (policy_known_ && task_.policy != Policy::other) {
            reader_.report_at_key(
                nice, fmt::format("`nice` of a task with policy {}", kPolicies[static_cast<std::size_t>(task_.policy)]),
                "`nice` with policy other only", "it is the share of SCHED_OTHER");
        }
    }

    /// Whether it fits is known when all else is: policy_check.hpp.
    void read_runtime() {
        const JsonId id = find("runtime");
        if (id == kNoJson) return;
        if (const auto runtime = reader_.duration(id, "a runtime", 1)) task_.runtime = runtime;
    }

    void read_working_set(JsonId id) {
        constexpr std::string_view kExpected = "a working set: a number of bytes, or a text like \"64KiB\" (B, KiB, MiB, GiB)";
        if (reader_.is(id, JsonKind::string)) {
            const auto bytes = parse_byte_size(reader_[id].text);
            if (!bytes) reader_.report_type(id, std::string(kExpected), "at most 1024GiB");
            task_.working_set = bytes.value_or(0);
        } else {
            task_.working_set = reader_.integer(id, 0, kMaxBytes, kExpected, "at most 1024GiB").value_or(0);
        }
    }

    Duration read_offset(std::string_view key, std::string_view thing) {
        const JsonId value = find(key);
        return value == kNoJson ? Duration{} : reader_.duration(value, thing, 0).value_or(Duration{});
    }

    void read_releases() {
        const Duration offset = read_offset("offset", "an offset");
        const Duration jitter = read_offset("jitter", "a jitter");
        const JsonId value = exactly_one(std::array<std::string_view, 3>{"period", "min_interarrival", "releases"},
                                         "at equal distances, at distances that vary, or at listed instants");
        if (value == kNoJson || both_) return;
        const std::string_view key = reader_[value].key;
        if (key == "period") {
            const auto period = reader_.duration(value, "a period", 1);
            if (!period) return;
            task_.releases = Periodic{*period, offset, jitter};
            task_.deadline = *period;
        } else if (key == "min_interarrival") {
            const auto gap = read_variable_duration(reader_, value, "an inter-arrival time", true);
            if (!gap) return;
            task_.releases = Sporadic{*gap, offset, jitter};
            task_.deadline = gap->min;
        } else {
            ExplicitReleases releases{{}, offset, jitter};
            if (!read_instants(value, releases)) return;
            task_.releases = std::move(releases);
        }
        releases_known_ = true;
    }

    bool read_instants(JsonId list, ExplicitReleases& releases) {
        if (!reader_.expect(list, JsonKind::array, "a list of instants", "write for example [0, 100]")) return false;
        if (reader_[list].count == 0) {
            reader_.report(list, "an empty array", "at least one instant", "write for example [0, 100]");
            return false;
        }
        bool good = true;
        releases.instants.reserve(reader_[list].count);
        for (JsonId id = reader_.document().first(list); id != kNoJson; id = reader_[id].next) {
            const auto instant = reader_.duration(id, "an instant", 0);
            if (!instant) {
                good = false;
                continue;
            }
            if (!releases.instants.empty() && instant->ns < releases.instants.back().ns) {
                reader_.report(id,
                               fmt::format("a release at {}, before the one ahead of it at {}", to_text(*instant),
                                           to_text(Duration{releases.instants.back().ns})),
                               "instants that do not decrease", "sort the list");
                good = false;
                continue;
            }
            releases.instants.push_back({instant->ns});
            // Each term is below 2^62, so two of them do not wrap.
            const std::int64_t due = instant->ns + releases.offset.ns;
            if (due >= kTimeLimitNs || due + releases.jitter.ns >= kTimeLimitNs) {
                reader_.report(id, "a release that offset and jitter may put at 2^62 ns (146 years) or later",
                               "an earlier instant", "is the unit right?");
                good = false;
            }
        }
        return good;
    }

    void read_deadline() {
        const JsonId value = find("deadline");
        if (value != kNoJson) {
            task_.deadline = reader_.duration(value, "a deadline", 1).value_or(task_.deadline);
        } else if (find("releases") != kNoJson) {
            reader_.report(id_, "a task with `releases` and without `deadline`",
                           "`deadline`, counted from each release",
                           "only tasks with a period have a default: the period");
        }
    }

    void read_cpus() {
        bool affinity_known = true;
        if (const JsonId list = find("affinity"); list != kNoJson) affinity_known = read_affinity(list);
        const JsonId home = find("home_cpu");
        if (home == kNoJson) return;
        const auto value = reader_.cpu(home, cpus_);
        task_.home_cpu = value.value_or(0);
        if (value && affinity_known && task_.affinity && !task_.affinity->contains(*task_.home_cpu)) {
            reader_.report(home, fmt::format("home CPU {}, which is not in `affinity`", *value),
                           "a member of `affinity`", fmt::format("the first one is {}", task_.affinity->first()));
        }
    }

    bool read_affinity(JsonId list) {
        const CpuListReading reading = read_cpu_list(reader_, list, cpus_, "leave `affinity` out to allow every CPU");
        if (!reading.cpus.empty()) task_.affinity = reading.cpus;
        return reading.good;
    }

    void read_execution() {
        both_ = false;
        const JsonId value = exactly_one(std::array<std::string_view, 2>{"wcet", "body"},
                                         "`wcet: C` is short for `body: [ {\"run\": C} ]`");
        if (value == kNoJson) return;
        // Where both are given, the body is read too: its own problems are worth a report.
        if (const JsonId body = find("body"); body != kNoJson) task_.body = read_body(reader_, body, names_);
        if (const JsonId wcet = find("wcet"); wcet != kNoJson && !both_) {
            if (reader_.is(wcet, JsonKind::object)) {
                reader_.report_type(wcet, "a worst-case execution time: a duration",
                                    "a varying one is written `body: [ {\"run\": {\"min\": 1, \"max\": 2}} ]`");
            } else if (const auto time = reader_.duration(wcet, "a worst-case execution time", 1)) {
                task_.body.front().time = {*time, *time, Distribution::constant};
            }
        }
    }

    FieldReader& reader_;
    JsonId id_;
    int cpus_;
    const DeclaredNames& names_;
    Task task_;
    bool releases_known_ = false;
    bool both_ = false;
    bool policy_known_ = true;
};

}  // namespace

TaskReading read_task(FieldReader& reader, JsonId id, int cpus, const DeclaredNames& names) {
    return TaskReader(reader, id, cpus, names).read();
}

}  // namespace pinstack
