// SPDX-License-Identifier: Apache-2.0
//
// Traces of runs: what a reader makes of their lines, against what the run measured.
#include <nlohmann/json.hpp>

#include <map>
#include <regex>
#include <set>
#include <sstream>

#include "analyzer/export/section_stack.hpp"
#include "analyzer/export/trace_export.hpp"
#include "model/engine/simulation.hpp"
#include "model/system/load.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/random_system.hpp"
#include "tests/support/rounds.hpp"
#include "tests/support/system_builder.hpp"

using namespace pinstack;
using namespace pinstack::test;
using Json = nlohmann::json;

namespace {

struct Traced {
    System system;
    std::string text;
    RunResult result;
};

Traced trace(System system, TraceFormat format, std::optional<Window> window = {}) {
    StringSink sink;
    auto result = write_trace(sink, format, system, system.kernel, window);
    if (!result) FAIL(to_text(result.error()));
    return {std::move(system), std::move(sink.text), std::move(*result)};
}

/// Some system of every kind; nothing where the variant is not possible.
std::optional<System> some_system(std::uint64_t seed) {
    const std::vector<std::string> balancers = {"idle-first", "wake-previous", "wake-previous-push", "shift",
                                                "swap-on-entry", "linux-rt-5.15", "linux-rt-5.11"};
    RandomSystemOptions options;
    options.finite = seed % 3 == 0;
    options.locks = seed % 2 == 0;
    options.costs = seed % 5 == 0;
    options.preempt_rt = seed % 4 == 0;
    System system = random_system(seed, options);
    system.kernel = variant(Protection::migrate_disable, balancers[seed % balancers.size()],
                            seed % balancers.size() < 5 && seed % 3 == 1 ? Order::edf : Order::fp);
    system.kernel.linux.preempt_rt = options.preempt_rt;
    if (!check_variant(system, system.kernel).empty()) return std::nullopt;
    return system;
}

struct Line {
    std::string comm;
    std::int64_t pid;
    int cpu;
    std::string flags;
    std::int64_t ns;
    std::string event, fields;
};

/// Every line, read the way readers of ftrace do: by a regular expression, seconds as a double.
std::vector<Line> lines_of(const std::string& text) {
    static const std::regex kLine(R"(^\s*(\S.*?)-(\d+)\s+\[(\d+)\] (\S{5})\s+(\d+\.\d+): (\S+): (.*)$)");
    std::vector<Line> out;
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);) {
        if (line.starts_with('#')) continue;
        std::smatch match;
        INFO(line);
        REQUIRE(std::regex_match(line, match, kLine));
        out.push_back({match[1], std::stoll(match[2]), std::stoi(match[3]), match[4],
                       static_cast<std::int64_t>(std::stod(match[5]) * 1e9), match[6], match[7]});
    }
    return out;
}

std::string field(const std::string& fields, const std::string& name) {
    std::istringstream in(fields);
    for (std::string word; in >> word;) {
        if (word.starts_with(name + "=")) return word.substr(name.size() + 1);
    }
    FAIL(fields << " has no " << name);
    return "";
}

constexpr std::int64_t kFirstTask = 10'001;

/// What a reader of the trace finds.
struct Reading {
    std::vector<std::int64_t> ran;  // ns, by task
    std::vector<std::uint64_t> migrations, completed, misses;
    std::int64_t idle = 0;
    std::int64_t end = 0;
};

Reading read(const Traced& traced) {
    const std::size_t tasks = traced.system.tasks.size();
    Reading out{std::vector<std::int64_t>(tasks), std::vector<std::uint64_t>(tasks), std::vector<std::uint64_t>(tasks),
                std::vector<std::uint64_t>(tasks), 0, 0};
    std::vector<std::int64_t> current(static_cast<std::size_t>(traced.system.platform.cpus), 0), since(current.size());
    std::vector<std::string> last_state(tasks, "S");
    std::vector<int> sections(tasks, 0);
    std::int64_t now = 0;
    const auto leave = [&](std::size_t cpu) {
        const std::int64_t length = now - since[cpu];
        since[cpu] = now;
        if (current[cpu] >= kFirstTask) out.ran[static_cast<std::size_t>(current[cpu] - kFirstTask)] += length;
        if (current[cpu] == 0) out.idle += length;
    };
    for (const Line& line : lines_of(traced.text)) {
        INFO(line.comm << " " << line.event << ": " << line.fields << " at " << line.ns);
        REQUIRE(line.ns >= now);
        now = line.ns;
        const auto cpu = static_cast<std::size_t>(line.cpu);
        REQUIRE(cpu < current.size());
        const auto task_of = [&](const std::string& pid) {
            const auto place = static_cast<std::size_t>(std::stoll(pid) - kFirstTask);
            REQUIRE(place < tasks);
            return place;
        };
        if (line.event == "sched_switch") {
            REQUIRE(line.pid == current[cpu]);
            REQUIRE(std::stoll(field(line.fields, "prev_pid")) == current[cpu]);
            const std::int64_t next = std::stoll(field(line.fields, "next_pid"));
            leave(cpu);
            if (current[cpu] >= kFirstTask)
                last_state[task_of(std::to_string(current[cpu]))] = field(line.fields, "prev_state");
            if (next >= kFirstTask) {
                REQUIRE(std::count(current.begin(), current.end(), next) == 0);  // nobody is on two CPUs
                REQUIRE(last_state[task_of(std::to_string(next))] == "R+");      // nobody runs who was not woken
            }
            current[cpu] = next;
        } else if (line.event == "sched_waking" || line.event == "sched_wakeup_new") {
            std::string& state = last_state[task_of(field(line.fields, "pid"))];
            REQUIRE(state != "R+");
            state = "R+";
        } else if (line.event == "sched_migrate_task") {
            ++out.migrations[task_of(field(line.fields, "pid"))];
        } else {
            REQUIRE(line.event == "tracing_mark_write");
            const std::string& mark = line.fields;
            if (mark.starts_with("B|")) ++sections[task_of(mark.substr(2))];
            if (mark.starts_with("E|")) REQUIRE(--sections[task_of(mark.substr(2))] >= 0);
            if (mark.starts_with("F|")) ++out.completed[task_of(mark.substr(2))];
            if (mark.starts_with("pinstack: missed")) {
                const std::string name = field(mark, "task");
                for (std::size_t i = 0; i < tasks; ++i) out.misses[i] += traced.system.tasks[i].name == name;
            }
        }
    }
    for (std::size_t cpu = 0; cpu < current.size(); ++cpu) leave(cpu);
    out.end = now;
    return out;
}

std::int64_t on_cpu(const CapacitySplit& split) { return split.useful + split.inversion(); }

}  // namespace

TEST_CASE("an ftrace text tells who ran where, who moved, who completed", "[export]") {
    for (std::uint64_t seed = 0; seed < rounds(300); ++seed) {
        const auto system = some_system(seed);
        if (!system) continue;
        INFO("seed " << seed << " " << to_text(system->kernel));
        const Traced traced = trace(*system, TraceFormat::ftrace);
        const Reading reading = read(traced);
        const RunResult& result = traced.result;
        CHECK(reading.end == result.span.ns);
        std::int64_t ran = 0, spun = 0;
        for (std::size_t i = 0; i < system->tasks.size(); ++i) {
            ran += reading.ran[i];
            spun += result.tasks[i].spin.ns;
            CHECK(reading.completed[i] == result.tasks[i].completed);
            CHECK(reading.misses[i] <= result.tasks[i].misses);  // those not done at the end have no line
            // Who blocks where it is dispatched is not seen there.
            if (system->locks.empty()) CHECK(reading.migrations[i] >= result.tasks[i].migrations);
            CHECK(reading.migrations[i] <= result.tasks[i].migrations + 1);  // from home to where it runs first
        }
        // What serves the kernel is on a CPU with a job, or on one that is idle to a trace.
        CHECK(ran >= on_cpu(result.capacity) + (system->platform.costs.is_none() ? spun : 0));
        CHECK(ran <= on_cpu(result.capacity) + result.capacity.overhead);
        CHECK(reading.idle >= result.capacity.idle + result.capacity.lost());
        CHECK(ran + reading.idle == result.capacity.total);
    }
}

TEST_CASE("times of an ftrace text survive a reader that goes through a double") {
    for (const std::int64_t step : {1, 7, 999, 123'457}) {
        System system = system_of("s", 1, {periodic("T", 5, {{2 * step}, {0}, {0}}, step, 0, {run(step)})});
        system.horizon = Duration{2 * step * 2'000};
        std::int64_t expected = 0;
        for (const Line& line : lines_of(trace(system, TraceFormat::ftrace).text)) {
            if (line.event != "sched_switch") continue;
            REQUIRE(line.ns == expected);
            expected += step;
        }
    }
}

TEST_CASE("the flags of a section are those of the kernel's columns") {
    System system = system_of("s", 2, {task("T", 5, {0}, 100, 0, {run(1), md({run(2), np({run(3)})}), run(4)})});
    std::map<std::string, std::string> flags;
    for (const Line& line : lines_of(trace(system, TraceFormat::ftrace).text)) {
        if (line.comm == "T") flags[std::to_string(line.ns) + " " + line.fields.substr(0, 20)] = line.flags;
    }
    CHECK(flags["1 B|10001|migrate_disa"] == "....1");
    CHECK(flags["3 B|10001|preempt_disa"] == "...11");
    CHECK(flags["6 E|10001"] == ".....");  // both end: the last line counts
}

TEST_CASE("slices nest, whatever overlaps") {
    SectionStack stack;
    std::vector<std::string> open;
    std::string told;
    const auto change = [&](bool migrate_disabled, bool non_preemptible) {
        stack.change({non_preemptible, migrate_disabled}, [&](Protections) { told += "E"; },
                     [&](SectionKind kind, Protections) { told += kind == SectionKind::migrate_disable ? "M" : "P"; });
    };
    change(true, false);
    change(true, true);
    change(false, true);  // the outer one ends: the inner one is cut
    change(false, false);
    CHECK(told == "MPEEPE");
}

namespace {

struct Slice {
    std::int64_t from, to;
};

std::int64_t ns_of(const Json& us) { return static_cast<std::int64_t>(std::llround(us.get<double>() * 1000)); }

/// Every thread's slices nest: at equal begin as they come in the file, which is how viewers sort. Returns time by thread.
std::map<std::int64_t, std::int64_t> check_nesting(const Json& trace) {
    struct Event {
        std::int64_t at;
        std::size_t place;
        const Json* json;
    };
    std::map<std::int64_t, std::vector<Event>> threads;
    std::size_t place = 0;
    for (const Json& event : trace["traceEvents"]) {
        const std::string phase = event["ph"];
        if (phase == "X" || phase == "B" || phase == "E") {
            threads[event["tid"]].push_back({ns_of(event["ts"]), place++, &event});
        }
    }
    std::map<std::int64_t, std::int64_t> time;
    for (auto& [tid, events] : threads) {
        std::stable_sort(events.begin(), events.end(), [](const Event& a, const Event& b) { return a.at < b.at; });
        std::vector<Slice> open;  // to == -1: of B
        for (const Event& event : events) {
            while (!open.empty() && open.back().to != -1 && open.back().to <= event.at) open.pop_back();
            const std::string phase = (*event.json)["ph"];
            INFO("thread " << tid << " at " << event.at << " " << event.json->dump());
            if (phase == "E") {
                REQUIRE_FALSE(open.empty());
                REQUIRE(open.back().to == -1);
                open.pop_back();
                continue;
            }
            const std::int64_t end = phase == "B" ? -1 : event.at + ns_of((*event.json)["dur"]);
            if (!open.empty() && open.back().to != -1) {
                REQUIRE(end != -1);
                REQUIRE(end <= open.back().to);
            }
            open.push_back({event.at, end});
            if (phase == "X") time[tid] += end - event.at;
        }
    }
    return time;
}

}  // namespace

TEST_CASE("Perfetto JSON is valid, and the slices of each thread nest", "[export]") {
    for (std::uint64_t seed = 0; seed < rounds(150); ++seed) {
        const auto system = some_system(seed);
        if (!system) continue;
        INFO("seed " << seed);
        const Traced traced = trace(*system, TraceFormat::perfetto);
        const Json json = Json::parse(traced.text);
        const auto time = check_nesting(json);
        std::int64_t on_cpus = 0;
        for (const auto& [tid, ns] : time) on_cpus += tid < 3000 ? ns : 0;
        CHECK(on_cpus >= on_cpu(traced.result.capacity));
        CHECK(on_cpus <= on_cpu(traced.result.capacity) + traced.result.capacity.overhead);
        std::uint64_t jobs = 0, ended = 0;
        for (const TaskResult& task : traced.result.tasks) {
            jobs += task.jobs;
            ended += task.completed;
        }
        std::set<std::string> begun;
        for (const Json& event : json["traceEvents"]) {
            if (event["ph"] == "b") CHECK(begun.insert(event["id"]).second);
            if (event["ph"] != "e") continue;
            CHECK(begun.contains(event["id"]));
            --ended;
        }
        CHECK(begun.size() == jobs);
        CHECK(ended == 0);
        // The events of the kernel are those of the ftrace text.
        std::string schedule, inside;
        std::istringstream all(trace(*system, TraceFormat::ftrace).text), some(json["systemTraceEvents"].get<std::string>());
        for (std::string line; std::getline(all, line);) {
            if (line.find(": sched_") != std::string::npos) schedule += line + "\n";
        }
        for (std::string line; std::getline(some, line);) {
            if (!line.starts_with('#')) inside += line + "\n";
        }
        CHECK(schedule == inside);
    }
}

TEST_CASE("the stacking loss is in the counters") {
    System system = load_system(PINSTACK_SOURCE_DIR "/examples/07-two-tasks-lose-a-cpu.pinstack.json").value();
    const Json json = Json::parse(trace(system, TraceFormat::perfetto).text);
    std::vector<std::pair<std::int64_t, int>> lost;
    for (const Json& event : json["traceEvents"]) {
        if (event["name"] == "CPUs lost") lost.emplace_back(ns_of(event["ts"]), event["args"]["stacking"].get<int>());
    }
    CHECK(lost == std::vector<std::pair<std::int64_t, int>>{{0, 0}, {1'000'000, 1}, {3'000'000, 0}});
}

TEST_CASE("timehist: run, wait and delay of every visit to a CPU; the totals are those of the run", "[export]") {
    for (std::uint64_t seed = 0; seed < rounds(150); ++seed) {
        const auto system = some_system(seed);
        if (!system) continue;
        INFO("seed " << seed);
        const Traced traced = trace(*system, TraceFormat::timehist);
        const Reading reading = read(trace(*system, TraceFormat::ftrace));
        static const std::regex kRow(R"(^ *(\d+)\.(\d{9}) \[\d{4}\]  (\S+)\[(\d+)\] +(\d+)\.(\d{6}) +(\d+)\.(\d{6}) +(\d+)\.(\d{6})$)");
        std::vector<std::int64_t> ran(system->tasks.size());
        std::map<std::size_t, std::int64_t> last;
        std::istringstream in(traced.text);
        for (std::string line; std::getline(in, line);) {
            std::smatch row;
            if (!std::regex_match(line, row, kRow)) continue;
            const auto ns = [&](std::size_t whole, std::int64_t unit) {
                return std::stoll(row[whole]) * unit + std::stoll(row[whole + 1]);
            };
            const std::int64_t at = ns(1, 1'000'000'000), wait = ns(5, 1'000'000), delay = ns(7, 1'000'000),
                               run = ns(9, 1'000'000);
            const auto task = static_cast<std::size_t>(std::stoll(row[4]) - kFirstTask);
            ran[task] += run;
            INFO(line);
            if (last.contains(task)) CHECK(at - run - wait == last[task]);
            CHECK(delay <= at - run);
            last[task] = at;
        }
        CHECK(ran == reading.ran);
        CHECK_THAT(traced.text, Catch::Contains("Runtime summary"));
    }
}

TEST_CASE("a window holds the switches that the whole trace has there") {
    for (std::uint64_t seed = 0; seed < rounds(60); ++seed) {
        const auto system = some_system(seed);
        if (!system) continue;
        const Traced whole = trace(*system, TraceFormat::ftrace);
        const Window window{{whole.result.span.ns / 3}, {whole.result.span.ns / 2 + 1}};
        if (!(window.from < window.to)) continue;
        INFO("seed " << seed);
        const auto within = [&](const std::string& text) {
            std::string out;
            for (const Line& line : lines_of(text)) {
                // At its edges a part has what goes on there; where a task was before, it does not know.
                if (line.ns <= window.from.ns || line.ns >= window.to.ns || line.event != "sched_switch") continue;
                out += line.comm + line.flags + std::to_string(line.ns) + line.event + line.fields + "\n";
            }
            return out;
        };
        const std::string expected = within(whole.text), found = within(trace(*system, TraceFormat::ftrace, window).text);
        std::istringstream a(expected), b(found);
        std::multiset<std::string> first, second;
        for (std::string line; std::getline(a, line);) first.insert(line);
        for (std::string line; std::getline(b, line);) second.insert(line);
        CHECK(first == second);
    }
}

TEST_CASE("a run that is not possible gives no trace") {
    System system = system_of("s", 1, {task("T", 5, {0}, 9, 0, {np({run(1), suspend(1), run(1)})})});
    StringSink sink;
    CHECK_FALSE(write_trace(sink, TraceFormat::ftrace, system, system.kernel));
    CHECK(sink.text.empty());
}
