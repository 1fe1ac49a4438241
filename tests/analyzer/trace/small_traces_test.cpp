// SPDX-License-Identifier: Apache-2.0
//
// Small traces by hand: who loses the CPU, boosts, what is a task.
#include <algorithm>

#include "analyzer/trace/read_trace.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/trace_text.hpp"

using namespace pinstack;
using namespace pinstack::test;

namespace {

TraceRun read_text(const std::string& text, const TraceOptions& options = {}) {
    const TraceFile file(text);
    auto run = read_trace(file.path(), options);
    if (!run) FAIL(to_text(run.error()));
    return std::move(*run);
}

const TraceText::Thread kHigh{"high", 1, 10}, kMiddle{"middle", 2, 20}, kLow{"low", 3, 30};

/// From 10 to 20, low waits pinned on CPU 0 under high, and middle waits unpinned; CPU 1 idles from 12 on.
TraceText two_wait(bool boosted) {
    TraceText text;
    for (int cpu = 0; cpu < 2; ++cpu) text.line(0, cpu, idle_of(cpu), 0, "tick: x");
    text.sched_switch(1, 0, idle_of(0), 0, "R", kMiddle);
    text.sched_switch(2, 0, kMiddle, 0, "R+", kLow);
    text.sched_switch(10, 0, kLow, 1, "R+", kHigh);
    text.sched_switch(10, 1, idle_of(1), 0, "R", {"other", 9, 120});
    if (boosted) text.line(11, 0, kHigh, 0, "sched_pi_setprio: comm=low pid=3 oldprio=30 newprio=5");
    text.sched_switch(12, 1, {"other", 9, 120}, 0, "S", idle_of(1));
    text.sched_switch(20, 0, kHigh, 0, "S", kLow);
    text.line(20, 1, idle_of(1), 0, "tick: x");
    return text;
}

}  // namespace

TEST_CASE("one idle CPU is lost to the more urgent one of two that wait") {
    const TraceRun run = read_text(two_wait(false).text(2));
    // From 2 to 10 middle waits beside the idle CPU 1; from 12 to 20 it loses it before low does.
    CHECK(run.capacity.unpinned_loss == 8 + 8);
    CHECK(run.capacity.stacking_loss == 0);
}

TEST_CASE("a boost makes it the other one's loss") {
    const TraceRun run = read_text(two_wait(true).text(2));
    CHECK(run.capacity.unpinned_loss == 8);
    CHECK(run.capacity.stacking_loss == 8);
    REQUIRE(run.stacking.episodes_total == 1);
    CHECK(run.tasks[run.stacking.episodes[0].tasks[0]].name == "low");
}

TEST_CASE("what is a task: the priority at which a thread ran longest") {
    TraceText text;
    text.line(0, 0, idle_of(0), 0, "tick: x");
    TraceText::Thread fair{"fair", 5, 120}, boosted{"fair", 5, 10}, kernels{"ktimers/0", 6, 98};
    text.sched_switch(1, 0, idle_of(0), 0, "R", fair);
    text.sched_switch(50, 0, fair, 0, "R+", kHigh);
    text.sched_switch(60, 0, kHigh, 0, "S", boosted);
    text.sched_switch(70, 0, boosted, 0, "S", kernels);
    text.sched_switch(80, 0, kernels, 0, "S", idle_of(0));
    const auto names = [&](const TraceOptions& options) {
        std::vector<std::string> out;
        for (const TraceTask& task : read_text(text.text(1), options).tasks) out.push_back(task.name);
        return out;
    };
    TraceOptions with_kernel, by_name;
    with_kernel.kernel_threads = true;
    by_name.tasks = {"fair"};
    CHECK(names({}) == std::vector<std::string>{"high"});
    CHECK(names(with_kernel) == std::vector<std::string>{"high", "ktimers/0"});
    CHECK(names(by_name) == std::vector<std::string>{"fair"});
}

TEST_CASE("idle while overloaded, in three ways") {
    // Two CPUs idle from 10 to 20 while CPU 0 runs one thread and three wait for it.
    TraceText text;
    for (int cpu = 0; cpu < 3; ++cpu) text.line(0, cpu, idle_of(cpu), 0, "tick: x");
    text.sched_switch(10, 0, idle_of(0), 0, "R", kHigh);
    for (int i = 0; i < 3; ++i) {
        text.line(10, 0, kHigh, 0,
                  "sched_wakeup_new: comm=w pid=" + std::to_string(50 + i) + " prio=120 target_cpu=000");
    }
    text.line(20, 0, kHigh, 0, "tick: x");
    const TraceRun run = read_text(text.text(3));
    CHECK(run.overloaded.wall == 10);
    CHECK(run.overloaded.per_cpu == 10);
    CHECK(run.overloaded.per_thread == 20);
    CHECK(run.capacity.lost() == 0);  // none of those that wait is a task
}

TEST_CASE("a CPU that the header counts and that has no event is taken for idle") {
    TraceText text;
    text.line(0, 0, idle_of(0), 0, "tick: x");
    text.sched_switch(10, 0, idle_of(0), 0, "R", kLow);
    text.sched_switch(20, 0, kLow, 1, "R+", kHigh);
    text.line(30, 0, kHigh, 0, "tick: x");
    const TraceRun run = read_text(text.text(2));
    CHECK(run.silent_cpus == std::vector<CpuId>{1});
    CHECK(run.capacity.stacking_loss == 10);
    const TraceRun overwritten = read_text(text.text(2, false));
    CHECK(overwritten.silent_cpus.empty());
    CHECK(overwritten.capacity.stacking_loss == 0);
    CHECK(overwritten.capacity.unknown == 30 + 10);
}

TEST_CASE("sections without marks have bounds") {
    TraceText text;
    text.line(0, 0, idle_of(0), 0, "tick: x");
    text.sched_switch(10, 0, idle_of(0), 0, "R", kLow);
    text.line(12, 0, kLow, 0, "tick: x");
    text.line(15, 0, kLow, 1, "tick: x");
    text.sched_switch(20, 0, kLow, 1, "R+", kHigh);
    text.sched_switch(50, 0, kHigh, 0, "S", kLow);
    text.line(53, 0, kLow, 1, "tick: x");
    text.line(57, 0, kLow, 0, "tick: x");
    text.sched_switch(60, 0, kLow, 0, "S", idle_of(0));
    const TraceRun run = read_text(text.text(1));
    const auto low =
        std::find_if(run.tasks.begin(), run.tasks.end(), [](const TraceTask& task) { return task.name == "low"; });
    REQUIRE(low->sections.at_least.count() == 1);
    CHECK(low->sections.at_least.max().ns == 5 + 3);  // 15..20 and 50..53
    CHECK(low->sections.at_most.max().ns == 8 + 7);   // 12..20 and 50..57
    CHECK(low->waiting_pinned.ns == 30);
}
