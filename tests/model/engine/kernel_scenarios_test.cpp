// SPDX-License-Identifier: Apache-2.0
//
// Scenarios that ran on a real PREEMPT_RT kernel (6.1.192, SCHED_FIFO on four CPUs). Seven of the nine come out of
// migrate_disable/wake-previous-push as the kernel finished them. The other two cannot: there Linux is not work
// conserving (an arrival commits to a run queue; only the head of the pushable list is looked at).
#include <cmath>

#include "tests/model/engine/simulators.hpp"
#include "tests/support/system_builder.hpp"

namespace pinstack::test {
namespace {

constexpr std::int64_t kUnit = 1'000'000;  // one unit of the scenario is 1000 us
constexpr double kTolerance = 0.3;         // units

struct Thread {
    const char* name;
    int priority;
    std::int64_t release;  // units
    CpuId cpu;
    Body body;
    double finished;  // units, as the kernel did
};

Body plain(std::int64_t units) { return {run(units * kUnit)}; }
Body pinned(std::int64_t units) { return {md({run(units * kUnit)})}; }

/// Three hogs keep CPUs 1 to 3 busy until 30.
std::vector<Thread> with_hogs(std::vector<Thread> threads) {
    for (const auto& [name, cpu] : {std::pair{"H1", 1}, {"H2", 2}, {"H3", 3}}) {
        threads.push_back({name, 90, 0, cpu, plain(30), 30.0});
    }
    return threads;
}

void check_against_kernel(const std::vector<Thread>& threads) {
    std::vector<Task> tasks;
    for (const Thread& thread : threads) {
        tasks.push_back(
            task(thread.name, thread.priority, {thread.release * kUnit}, 1000 * kUnit, thread.cpu, thread.body));
    }
    const System system = system_of("kernel scenario", 4, std::move(tasks));
    for (const Simulator& simulator : simulators()) {
        RunOptions options;
        options.keep_jobs = true;
        const RunResult result =
            simulator.run(system, variant(Protection::migrate_disable, "wake-previous-push"), options);
        REQUIRE(result.jobs.size() == threads.size());
        for (std::size_t i = 0; i < threads.size(); ++i) {
            const double finish = static_cast<double>(result.jobs[i].finish.value().ns) / static_cast<double>(kUnit);
            INFO(simulator.name << ", " << threads[i].name << ": " << finish);
            CHECK(std::abs(finish - threads[i].finished) <= kTolerance);
        }
    }
}

}  // namespace

TEST_CASE("kernel: stack_md", "[kernel]") {
    check_against_kernel(with_hogs({{"T1", 10, 2, 0, pinned(40), 162.029},
                                    {"T2", 20, 6, 0, pinned(40), 126.023},
                                    {"T3", 30, 10, 0, pinned(40), 90.018},
                                    {"T4", 40, 14, 0, pinned(40), 54.005}}));
}

TEST_CASE("kernel: stack_plain", "[kernel]") {
    check_against_kernel(with_hogs({{"T1", 10, 2, 0, plain(40), 66.054},
                                    {"T2", 20, 6, 0, plain(40), 66.044},
                                    {"T3", 30, 10, 0, plain(40), 66.037},
                                    {"T4", 40, 14, 0, plain(40), 54.005}}));
}

TEST_CASE("kernel: push_away", "[kernel]") {
    check_against_kernel(with_hogs({{"T1", 10, 2, 0, pinned(40), 58.031}, {"T2", 40, 14, 0, plain(40), 54.015}}));
}

TEST_CASE("kernel: push_blocked", "[kernel]") {
    check_against_kernel(with_hogs({{"T1", 10, 2, 0, pinned(40), 82.010}, {"T2", 40, 14, 0, pinned(40), 54.005}}));
}

TEST_CASE("kernel: short_preempt", "[kernel]") {
    check_against_kernel({{"T1", 10, 0, 0, pinned(40), 45.025},
                          {"T2", 20, 0, 1, pinned(40), 40.024},
                          {"T3", 30, 0, 2, pinned(40), 40.014},
                          {"T4", 40, 0, 3, pinned(20), 20.006},
                          {"P", 80, 15, 0, plain(10), 25.009}});
}

TEST_CASE("kernel: short_preempt_md", "[kernel]") {
    check_against_kernel({{"T1", 10, 0, 0, pinned(40), 50.016},
                          {"T2", 20, 0, 1, pinned(40), 40.013},
                          {"T3", 30, 0, 2, pinned(40), 40.021},
                          {"T4", 40, 0, 3, pinned(20), 20.006},
                          {"P", 80, 15, 0, pinned(10), 25.005}});
}

TEST_CASE("kernel: hol_control", "[kernel]") {
    check_against_kernel(with_hogs({{"T1", 10, 2, 0, pinned(40), 86.012},
                                    {"T2", 20, 6, 0, plain(40), 66.039},
                                    {"T3", 30, 10, 0, pinned(40), 50.005}}));
}

namespace {

System stack_md() {
    std::vector<Task> tasks;
    for (int i = 0; i < 3; ++i) tasks.push_back(task(numbered("H", i + 1), 90, {0}, 1000, i + 1, {run(30)}));
    for (int i = 0; i < 4; ++i) {
        tasks.push_back(task(numbered("T", i + 1), 10 * (i + 1), {2 + 4 * i}, 1000, 0, {md({run(40)})}));
    }
    return system_of("stack_md", 4, std::move(tasks));
}

/// When a job ran on any CPU but 0 for the last time.
class LastUse : public Observer {
public:
    void job_interval(const JobInterval& interval) override {
        if (interval.state == JobState::running && interval.cpu > 0) last_ = std::max(last_, interval.to);
    }
    Instant last() const { return last_; }

private:
    Instant last_;
};

}  // namespace

TEST_CASE("kernel: stack_md stacks for 180 CPU units, and swap-on-entry loses nothing", "[kernel]") {
    const System system = stack_md();
    for (const Simulator& simulator : simulators()) {
        RunOptions options;
        options.keep_jobs = true;
        const auto finishes = [&](const char* balancer, std::vector<std::int64_t> expected, std::int64_t loss) {
            const RunResult result = simulator.run(system, variant(Protection::migrate_disable, balancer), options);
            std::vector<std::int64_t> found;
            for (std::size_t i = 3; i < 7; ++i) found.push_back(result.jobs[i].finish.value().ns);
            CHECK(found == expected);
            CHECK(result.capacity.stacking_loss == loss);
        };
        finishes("wake-previous-push", {162, 126, 90, 54}, 180);
        finishes("swap-on-entry", {66, 66, 66, 54}, 0);
    }
}

TEST_CASE("kernel: stack_md leaves CPUs 1 to 3 idle from 30 on, and nothing migrates", "[kernel]") {
    LastUse use;
    const RunResult result = simulate(stack_md(), variant(Protection::migrate_disable, "wake-previous-push"), {}, &use);
    CHECK(use.last() == Instant{30});
    for (const TaskResult& task : result.tasks) CHECK(task.migrations == 0);
}

}  // namespace pinstack::test
