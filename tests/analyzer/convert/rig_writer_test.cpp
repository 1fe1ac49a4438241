// SPDX-License-Identifier: Apache-2.0
//
// Scenarios of the kernel rig: what every job of random systems executes under which protection, as the body compiled
// for the engine says.
#include <map>
#include <sstream>

#include "analyzer/convert/export.hpp"
#include "analyzer/run/concrete_jobs.hpp"
#include "model/random/counter_stream.hpp"
#include "model/task/program.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/random_system.hpp"
#include "tests/support/rounds.hpp"
#include "tests/support/system_builder.hpp"

using namespace pinstack;
using namespace pinstack::test;

namespace {

std::string scenario_of(const System& system) {
    StringSink sink;
    const auto written = write_rig_scenario(sink, system);
    if (!written) FAIL(to_text(written.error()));
    return sink.text;
}

System small(Body body) {
    System system = system_of("small", 2, {task("A", 10, {5}, 100, 1, std::move(body))});
    system.locks = locks({LockKind::spinlock, LockKind::mutex, LockKind::spinlock});
    system.kernel.linux.preempt_rt = true;
    return system;
}

/// The line of its one job, without the release.
std::string job_of(Body body) {
    const std::string text = scenario_of(small(std::move(body)));
    const std::string begin = "pinstack-rig 1\ncpus 2\ntask fifo 10 1 0-1 A\njob 5 ";
    REQUIRE(text.substr(0, begin.size()) == begin);
    REQUIRE(text.ends_with("\nend\n"));
    return text.substr(begin.size(), text.size() - begin.size() - 5);
}

std::string problem_of(const System& system) {
    StringSink sink;
    const auto written = write_rig_scenario(sink, system);
    REQUIRE_FALSE(written);
    CHECK(sink.text.empty());
    return to_text(written.error());
}

/// A call of a job, with all that protects the thread then but locks.
struct Call {
    std::string name;
    std::int64_t value = -1;
    bool md = false, np = false, irqs = false;
    friend bool operator==(const Call&, const Call&) = default;
};

std::vector<Call> calls_of(const std::string& line) {
    std::istringstream words(line);
    std::string word;
    std::map<std::string, int> open;
    std::vector<Call> out;
    words >> word >> word;
    while (words >> word) {
        const std::size_t colon = word.find(':');
        const std::string name = word.substr(0, colon);
        for (const std::string what : {"migrate", "preempt", "irq"}) {
            open[what] += (name == what + "_disable") - (name == what + "_enable");
            CHECK((open[what] == 0 || open[what] == 1));
        }
        if (colon == std::string::npos) continue;
        out.push_back({name, std::stoll(word.substr(colon + 1)), open["migrate"] == 1,
                       open["preempt"] + open["irq"] > 0, open["irq"] == 1});
    }
    for (const auto& [what, count] : open) CHECK(count == 0);
    return out;
}

/// What it should be, without the names of locks.
std::vector<Call> expected_calls(const System& system, const ConcreteJob& job) {
    const CounterStream random(system.seed);
    std::vector<Call> out;
    for (const Step& step : compile(system.tasks[job.id.task].body, system.kernel, {})) {
        const Duration length = random.draw(step.time, Stream::run_time, job.id.task, job.id.number, step.timed);
        out.push_back({step.kind == StepKind::run ? "run" : "sleep", length.ns, step.migrate_disabled,
                       step.non_preemptible, step.irqs_off});
    }
    return out;
}

}  // namespace

TEST_CASE("brackets become calls; those that touch are one") {
    CHECK(job_of({run(1), section({run(2), suspend(3)}), md({run(4)}), run(5)}) ==
          "run:1 migrate_disable run:2 sleep:3 run:4 migrate_enable run:5");
    CHECK(job_of({np({run(1), irq_off({run(2)})}), irq_off({run(3)})}) ==
          "preempt_disable run:1 irq_disable run:2 preempt_enable run:3 irq_enable");
}

TEST_CASE("locks are numbered by kind, and pin by themselves") {
    CHECK(job_of({lock(0, {run(1), lock(2, {run(2)})}), lock(1, {md({run(3)})})}) ==
          "spin_lock:0 run:1 spin_lock:1 run:2 spin_unlock:1 spin_unlock:0 "
          "mutex_lock:0 migrate_disable run:3 migrate_enable mutex_unlock:0");
    CHECK(job_of({rcu_read({run(1)})}) == "rcu_read_lock run:1 rcu_read_unlock");
}

TEST_CASE("ranks by deadline where there are no priorities; options of Linux") {
    System system = system_of("ranks", 2,
                              {task("A", {}, {0}, 20, 1, {run(1)}), task("B", {}, {0}, 10, {}, {run(1)}),
                               task("C c", {}, {0}, 20, {}, {run(1)})});
    system.kernel = variant(Protection::none, "linux-rt-5.15");
    system.kernel.linux.rt_push_ipi = false;
    system.kernel.linux.round_robin_state = {1, 0};
    system.kernel.linux.rt_throttling = RtThrottling{{95}, {100}};
    system.tasks[2].policy = Policy::rr;
    system.tasks[2].affinity = cpu_set(2, {0});
    CHECK(
        scenario_of(system) ==
        "pinstack-rig 1\ncpus 2\nfeature NO_RT_PUSH_IPI\nrr_slice 100000000\nrt_throttling 95 100\n"
        "round_robin_state 1 0\n"
        "task fifo 98 1 0-1 A\njob 0 run:1\ntask fifo 99 0 0-1 B\njob 0 run:1\ntask rr 97 0 0 C c\njob 0 run:1\nend\n");
    system.kernel = variant(Protection::none, "partitioned");
    for (Task& each : system.tasks) each.home_cpu = 0;
    CHECK(scenario_of(system).find("task fifo 98 0 0 A\n") != std::string::npos);
}

TEST_CASE("what a kernel cannot run is an error, and nothing is written") {
    System system = small({run(1)});
    system.kernel.order = Order::edf;
    system.tasks[0].name = "sixteen letters!";
    const std::string problems = problem_of(system);
    CHECK(problems.find("/kernel/order") != std::string::npos);
    CHECK(problems.find("/tasks/0/name") != std::string::npos);
    CHECK(problem_of(small({rcu_read({run(1), suspend(1)})})).find("/tasks/0/body") != std::string::npos);
}

TEST_CASE("every job executes what a simulation executes, under the same protection") {
    std::size_t compared = 0;
    for (std::uint64_t seed = 1; seed <= rounds(300); ++seed) {
        CAPTURE(seed);
        System system = random_system(seed);
        system.kernel.order = Order::fp;
        const auto jobs = concrete_jobs(system, system.kernel, 100'000);
        if (!jobs || jobs->empty()) continue;
        std::vector<std::vector<ConcreteJob>> of_task(system.tasks.size());
        for (const ConcreteJob& job : *jobs) of_task[job.id.task].push_back(job);
        const std::string text = scenario_of(system);
        CHECK(text.ends_with("\nend\n"));
        std::istringstream lines(text);
        std::string line;
        std::size_t task = 0, number = 0;
        while (std::getline(lines, line)) {
            if (line.starts_with("task ")) {
                if (number > 0 || task > 0) CHECK(number == of_task[task - 1].size());
                ++task;
                number = 0;
            }
            if (!line.starts_with("job ")) continue;
            const ConcreteJob& job = of_task[task - 1][number++];
            CHECK(line.starts_with("job " + std::to_string(job.release.ns) + " "));
            CHECK(calls_of(line) == expected_calls(system, job));
            ++compared;
        }
        CHECK(task == system.tasks.size());
    }
    CHECK(compared > 1000);
}
