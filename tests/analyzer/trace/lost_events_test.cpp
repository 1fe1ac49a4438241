// SPDX-License-Identifier: Apache-2.0
//
// Events are lost: what is reported then is a part of the truth, which the whole trace shows.
#include <algorithm>
#include <map>
#include <random>
#include <tuple>

#include "analyzer/trace/read_trace.hpp"
#include "model/system/load.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/random_system.hpp"
#include "tests/support/rounds.hpp"
#include "tests/support/system_builder.hpp"
#include "tests/support/trace_text.hpp"

using namespace pinstack;
using namespace pinstack::test;

namespace {

TraceRun read_text(const std::string& text) {
    const TraceFile file(text);
    TraceOptions options;
    options.episode_gap = {0};
    auto run = read_trace(file.path(), options);
    if (!run) FAIL(to_text(run.error()));
    return std::move(*run);
}

std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> lines;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = text.find('\n', at);
        lines.push_back(text.substr(at, end - at));
        at = end + 1;
    }
    return lines;
}

/// The CPU of an event line, or -1.
int cpu_of(const std::string& line) {
    const std::size_t open = line.find('[');
    return line.empty() || line[0] == '#' || open == std::string::npos ? -1 : std::stoi(line.substr(open + 1, 3));
}

/// Some stretches of events of single CPUs are gone, and a notice stands before the next event of the CPU.
std::string with_losses(const std::string& text, std::mt19937_64& random) {
    const std::vector<std::string> lines = lines_of(text);
    std::map<int, std::int64_t> to_lose, lost;
    std::string out;
    for (const std::string& line : lines) {
        const int cpu = cpu_of(line);
        if (cpu < 0) {
            out += line + "\n";
            continue;
        }
        if (to_lose[cpu] == 0 && lost[cpu] == 0 && chance(random, 4)) to_lose[cpu] = pick(random, 1, 6);
        // The last event of each CPU stays: a loss behind it would have no notice.
        if (to_lose[cpu] > 0 && line.find("tick: here") == std::string::npos) {
            --to_lose[cpu];
            ++lost[cpu];
            continue;
        }
        if (lost[cpu] > 0) out += "CPU:" + std::to_string(cpu) + " [LOST " + std::to_string(lost[cpu]) + " EVENTS]\n";
        lost[cpu] = to_lose[cpu] = 0;
        out += line + "\n";
    }
    return out;
}

/// Whether some intervals of the truth, one after the other without a gap, cover the interval.
bool is_true(const TraceInterval& claim, const std::string& name, const TraceRun& truth) {
    Instant covered = claim.from;
    for (const TraceInterval& each : truth.intervals) {
        if (truth.threads.name(each.thread) != name || each.to <= covered || each.from > covered) continue;
        if (each.state != claim.state || each.cpu != claim.cpu) return false;
        if (claim.pin != Pin::unknown && claim.state != ThreadState::running && each.pin != claim.pin) return false;
        covered = each.to;
        if (covered >= claim.to) return true;
    }
    return covered >= claim.to;
}

void check_is_part(const TraceRun& part, const TraceRun& truth) {
    for (const TraceInterval& claim : part.intervals) {
        const std::string& name = part.threads.name(claim.thread);
        if (is_true(claim, name, truth)) continue;
        INFO(name << " in state " << static_cast<int>(claim.state) << " on CPU " << claim.cpu << " from "
                  << claim.from.ns << " to " << claim.to.ns << " pin " << static_cast<int>(claim.pin));
        CHECK(false);
    }
    // Not so each kind: a more urgent task that was lost from sight may have been the one that lost the CPU.
    CHECK(part.capacity.lost() <= truth.capacity.lost());
    CHECK(part.overloaded.wall <= truth.overloaded.wall);
    CHECK(part.overloaded.per_cpu <= truth.overloaded.per_cpu);
    CHECK(part.overloaded.per_thread <= truth.overloaded.per_thread);
    CHECK(part.stacking.max_depth <= truth.stacking.max_depth);
    for (const TraceTask& task : part.tasks) {
        const auto same = std::find_if(truth.tasks.begin(), truth.tasks.end(),
                                       [&](const auto& each) { return each.name == task.name; });
        REQUIRE(same != truth.tasks.end());
        CHECK(task.wakeups <= same->wakeups);
        CHECK(task.migrations <= same->migrations);
        CHECK(task.preemptions <= same->preemptions);
        for (const TraceJob& job : task.jobs) {
            INFO(task.name << " released at " << job.release.ns);
            CHECK(std::any_of(same->jobs.begin(), same->jobs.end(), [&](const TraceJob& each) {
                return std::tuple(each.release, each.start, each.finish, each.run) ==
                       std::tuple(job.release, job.start, job.finish, job.run);
            }));
        }
        if (task.period.count() > 0) {
            CHECK(task.period.min() >= same->period.min());
            CHECK(task.period.max() <= same->period.max());
        }
        if (task.latency.count() > 0) {
            CHECK(task.latency.max() <= same->latency.max());
            CHECK(task.latency.min() >= same->latency.min());
        }
    }
}

}  // namespace

TEST_CASE("where events are lost, nothing is claimed that is not so") {
    std::uint64_t with_doubts = 0;
    for (std::uint64_t seed = 0; seed < rounds(400); ++seed) {
        RandomSystemOptions options;
        options.finite = true;
        options.sections_begin_with_suspend = false;
        System system = random_system(seed, options);
        const std::vector<std::string> balancers = {"idle-first", "wake-previous", "shift", "wake-previous-push"};
        system.kernel = variant(Protection::migrate_disable, balancers[seed % balancers.size()]);
        int rank = 0;
        for (Task& task : system.tasks) task.priority = 10 + rank++ % 80;
        if (leaves_sections_asleep(system) || !check_variant(system, system.kernel).empty()) continue;
        INFO("seed " << seed);
        std::mt19937_64 random(seed);
        const std::string whole = trace_of_run(system, 5'000'000'000);
        const TraceRun part = read_text(with_losses(whole, random));
        if (part.doubts > 0) ++with_doubts;
        check_is_part(part, read_text(whole));
    }
    CHECK(with_doubts > rounds(400) / 5);
}

TEST_CASE("a gap is a gap for all that was seen of other CPUs meanwhile") {
    // T runs on CPU 1 from 10 on. On CPU 0 events are lost between 20 and 50. W, unpinned, waits on CPU 1 from 30 on
    // beside the idle CPU 0: who knows for how long it idled, and whether W ran there?
    const TraceText::Thread t{"T", 7, 40}, w{"W", 8, 50};
    TraceText text;
    for (int cpu = 0; cpu < 2; ++cpu) text.line(0, cpu, idle_of(cpu), 0, "tick: x");
    text.sched_switch(10, 1, idle_of(1), 0, "R", w);
    text.line(20, 0, idle_of(0), 0, "tick: x");
    text.sched_switch(30, 1, w, 0, "R+", t);
    text.lost(0, 2);
    text.line(50, 0, idle_of(0), 0, "sched_waking: comm=W pid=8 prio=50 target_cpu=001");
    text.sched_switch(60, 1, t, 0, "S", w);
    text.line(70, 0, idle_of(0), 0, "tick: x");
    text.line(70, 1, w, 0, "tick: x");
    const TraceRun run = read_text(text.text(2));
    CHECK(run.doubts == 1);
    CHECK(run.capacity.unclear_loss == 10);  // since it was woken again; pinned or not
    CHECK(run.capacity.unknown == 50 + 10);  // CPU 0 before 50: no event of the scheduler; CPU 1 before 10
}
