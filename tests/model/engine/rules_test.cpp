// SPDX-License-Identifier: Apache-2.0
//
// The rules of time, ties and sections, one small system each, worked out by hand.
#include "tests/model/engine/simulators.hpp"
#include "tests/support/system_builder.hpp"

namespace pinstack::test {
namespace {

/// The finish times of all jobs, by task and number; -1 = unfinished.
std::vector<std::int64_t> finishes(const Simulator& simulator, const System& system, const Variant& variant) {
    RunOptions options;
    options.keep_jobs = true;
    std::vector<std::int64_t> out;
    for (const JobRecord& job : simulator.run(system, variant, options).jobs) {
        out.push_back(job.finish ? job.finish->ns : -1);
    }
    return out;
}

std::int64_t split(const RunResult& result, std::size_t task, JobState state) {
    return result.tasks[task].response_split[static_cast<std::size_t>(state)];
}

using Finishes = std::vector<std::int64_t>;

Variant md_under(const char* balancer) { return variant(Protection::migrate_disable, balancer); }

template <class Check>
void for_both(Check check) {
    for (const Simulator& simulator : simulators()) {
        INFO(simulator.name);
        check(simulator);
    }
}

}  // namespace

TEST_CASE("entering after an operation: pinned at once, even if preempted at that very instant", "[rules]") {
    const System system =
        system_of("entry (a)", 2,
                  {task("low", 1, {0}, 99, 0, {run(1), section({run(2)})}), task("high", 2, {1}, 99, 0, {run(4)})});
    for_both([&](const Simulator& simulator) {
        CHECK(finishes(simulator, system, md_under("wake-previous")) == Finishes{7, 5});
        // Under swap-on-entry the pin is made at the next dispatch: on the other CPU.
        CHECK(finishes(simulator, system, md_under("swap-on-entry")) == Finishes{3, 5});
        // Non-preemptible at once, too: the urgent job goes to the other CPU.
        CHECK(finishes(simulator, system, variant(Protection::preempt_disable, "wake-previous")) == Finishes{3, 5});
    });
}

TEST_CASE("entering after a suspension: pinned where it is dispatched", "[rules]") {
    const System system = system_of(
        "entry (b)", 2,
        {task("low", 1, {0}, 99, 0, {run(1), suspend(1), section({run(2)})}), task("high", 2, {2}, 99, 0, {run(4)})});
    for_both([&](const Simulator& simulator) {
        CHECK(finishes(simulator, system, md_under("wake-previous")) == Finishes{4, 6});
    });
}

TEST_CASE("a section that begins with a suspension pins where the job stands", "[rules]") {
    const System system = system_of(
        "asleep", 2,
        {task("low", 1, {0}, 99, 0, {run(1), section({suspend(1), run(2)})}), task("high", 2, {1}, 99, 0, {run(4)})});
    for_both([&](const Simulator& simulator) {
        CHECK(finishes(simulator, system, md_under("wake-previous")) == Finishes{7, 5});
        // Under swap-on-entry too: it is the urgent job that gives way when the other one wakes.
        CHECK(finishes(simulator, system, md_under("swap-on-entry")) == Finishes{4, 5});
        const RunResult result = simulator.run(system, md_under("swap-on-entry"), {});
        CHECK(result.tasks[0].migrations == 0);
        CHECK(result.tasks[1].migrations == 1);
    });
}

TEST_CASE("adjacent brackets have no gap", "[rules]") {
    const auto system_with = [](Body body) {
        return system_of("adjacent", 2,
                         {task("low", 1, {0}, 99, 0, std::move(body)), task("high", 2, {1}, 99, 0, {run(4)})});
    };
    for_both([&](const Simulator& simulator) {
        const Variant it = md_under("wake-previous");
        CHECK(finishes(simulator, system_with({md({run(1)}), md({run(2)})}), it) == Finishes{7, 5});
        CHECK(finishes(simulator, system_with({md({run(1)}), run(2)}), it) == Finishes{3, 5});
        CHECK(finishes(simulator, system_with({md({np({run(1)}), run(2)})}), it) == Finishes{7, 5});
        CHECK(finishes(simulator, system_with({np({run(1)}), irq_off({run(2)})}), it) == Finishes{3, 5});
    });
}

TEST_CASE("a section that ends with a suspension is left at the wake-up", "[rules]") {
    // At 3 the job wakes unpinned while its CPU is busy, and goes to the other one; inside the section it would wait.
    const auto system_with = [](Body body) {
        return system_of("leaving", 2,
                         {task("low", 1, {0}, 99, 0, std::move(body)), task("high", 2, {1}, 99, 0, {run(6)})});
    };
    for_both([&](const Simulator& simulator) {
        const Variant it = md_under("idle-first");
        CHECK(finishes(simulator, system_with({section({run(1), suspend(2)}), run(1)}), it) == Finishes{4, 7});
        CHECK(finishes(simulator, system_with({section({run(1), suspend(2), run(1)})}), it) == Finishes{8, 7});
        // A body that ends with a suspension completes at the wake-up.
        CHECK(finishes(simulator, system_with({section({run(1), suspend(2)})}), it) == Finishes{3, 7});
    });
}

TEST_CASE("nothing is preempted and resumed at the same instant", "[rules]") {
    // At 2 one CPU becomes idle and a more urgent job arrives; it takes that CPU, and nobody is displaced for a moment.
    const System system = system_of("one dispatch", 2,
                                    {task("low", 1, {0}, 99, 0, {run(2), run(2)}),
                                     task("middle", 2, {0}, 99, 1, {run(2)}), task("high", 3, {2}, 99, 0, {run(1)})});
    for_both([&](const Simulator& simulator) {
        for (const char* balancer : {"idle-first", "shift", "swap-on-entry", "bounded-stack:1"}) {
            const RunResult result = simulator.run(system, md_under(balancer), {});
            CHECK(result.tasks[0].preemptions == 0);
            CHECK(finishes(simulator, system, md_under(balancer)) == Finishes{4, 2, 3});
        }
    });
}

TEST_CASE("the horizon: a segment that ends there ends, a release there does not happen", "[rules]") {
    System system = system_of(
        "horizon", 1,
        {task("A", 2, {0, 5}, 5, 0, {run(5)}), task("B", 1, {0}, 5, 0, {run(1)}), task("C", 1, {0}, 6, 0, {run(1)})});
    system.horizon = Duration{5};
    for_both([&](const Simulator& simulator) {
        const RunResult result = simulator.run(system, md_under("idle-first"), {});
        CHECK(result.span.ns == 5);
        CHECK(result.tasks[0].jobs == 1);
        CHECK(result.tasks[0].completed == 1);
        CHECK(result.tasks[0].misses == 0);  // finishes at its deadline
        CHECK(result.tasks[1].misses == 1);  // unfinished, and its deadline is the end
        CHECK(result.tasks[2].misses == 0);  // unfinished, but its deadline is later
        CHECK(result.tasks[1].response.count() == 0);
        CHECK(result.capacity.useful == 5);
    });
}

TEST_CASE("jobs of one task run one at a time, first in first out", "[rules]") {
    const System system = system_of("queue", 2, {task("A", 1, {0, 0, 1}, 99, 0, {run(2)})});
    for_both([&](const Simulator& simulator) {
        CHECK(finishes(simulator, system, md_under("shift")) == Finishes{2, 4, 6});
        const RunResult result = simulator.run(system, md_under("shift"), {});
        CHECK(split(result, 0, JobState::queued) == 2 + 3);
        CHECK(split(result, 0, JobState::running) == 6);
        CHECK(result.capacity.idle == 6);
        CHECK(result.tasks[0].migrations == 0);
    });
}

TEST_CASE("ties: the order of the file, or the order asked for", "[rules]") {
    const System system = system_of("ties", 1, {task("A", 5, {0}, 9, 0, {run(1)}), task("B", 5, {0}, 9, 0, {run(2)})});
    for_both([&](const Simulator& simulator) {
        for (const Order order : {Order::fp, Order::edf}) {
            const Variant it = variant(Protection::none, "shift", order);
            CHECK(finishes(simulator, system, it) == Finishes{1, 3});
            RunOptions options;
            options.tie_order = {1, 0};
            CHECK(simulator.run(system, it, options).tasks[0].response.max().ns == 3);
        }
    });
}

TEST_CASE("without priorities the order is deadline-monotonic", "[rules]") {
    const System system =
        system_of("dm", 1,
                  {task("A", std::nullopt, {0}, 9, 0, {run(1)}), task("B", std::nullopt, {0}, 8, 0, {run(2)}),
                   task("C", std::nullopt, {0}, 9, 0, {run(4)})});
    for_both([&](const Simulator& simulator) {
        CHECK(finishes(simulator, system, md_under("idle-first")) == Finishes{3, 2, 7});
    });
}

TEST_CASE("jitter delays releases, never past each other, and deadlines count from the nominal instants", "[rules]") {
    System system = system_of("jitter", 1, {periodic("A", 1, {{2}, {1}, {9}}, 3, 0, {run(1)})});
    system.horizon = Duration{400};
    RunOptions options;
    options.keep_jobs = true;
    for_both([&](const Simulator& simulator) {
        std::int64_t previous = 0;
        bool late = false;
        for (const JobRecord& job : simulator.run(system, md_under("shift"), options).jobs) {
            const std::int64_t due = 1 + 2 * static_cast<std::int64_t>(job.number);
            CHECK(job.deadline.ns == due + 3);
            CHECK(job.release.ns >= std::max(due, previous));
            CHECK(job.release.ns <= std::max(due + 9, previous));
            late |= job.release.ns > due;
            previous = job.release.ns;
        }
        CHECK(late);
    });
}

TEST_CASE("wake-previous-push: an idle CPU takes the job only if it ran one just before", "[rules]") {
    // high preempts low, which is pinned to CPU 0. CPU 1 idles all along in the first system, from 4 on in the second.
    const Task low = task("low", 1, {0}, 99, 0, {section({run(6)})});
    const Task high = task("high", 2, {2}, 99, 0, {run(5)});
    const Task other = task("other", 3, {0}, 99, 1, {run(4)});
    for_both([&](const Simulator& simulator) {
        const Variant push = md_under("wake-previous-push");
        CHECK(finishes(simulator, system_of("no edge", 2, {low, high}), push) == Finishes{11, 7});
        CHECK(finishes(simulator, system_of("edge", 2, {low, high, other}), push) == Finishes{8, 7, 4});
    });
}

TEST_CASE("wake-previous-push: a job is more urgent than the next one of its task", "[rules]") {
    // At 1 CPU 0 passes from the first to the second job of "pair": it ran a more urgent job, so it takes "high".
    const System system = system_of("pair", 4,
                                    {task("low", 2, {0}, 10, 3, {section({run(2)})}),
                                     task("high", 3, {1}, 5, 3, {run(1)}), task("pair", 1, {0, 0}, 21, 0, {run(1)})});
    for_both([&](const Simulator& simulator) {
        CHECK(finishes(simulator, system, md_under("wake-previous-push")) == Finishes{2, 2, 1, 2});
    });
}

TEST_CASE("wake-previous-push: after a move everybody who waits is scanned again", "[rules]") {
    // At 5 "first" is pushed from CPU 0 to 1 so that "pinned" can run; but "masked" may use CPU 0 and is more urgent.
    const System system =
        system_of("scan again", 2,
                  {task("first", 4, {0}, 99, 0, {run(1), suspend(4), run(1)}), task("other", 3, {0}, 99, 1, {run(5)}),
                   [] {
                       Task masked = task("masked", 2, {5}, 99, 0, {run(1)});
                       masked.affinity = cpu_set(2, {0});
                       return masked;
                   }(),
                   task("pinned", 1, {2}, 99, 0, {md({run(4)})})});
    for_both([&](const Simulator& simulator) {
        CHECK(finishes(simulator, system, md_under("wake-previous-push")) == Finishes{6, 5, 6, 7});
    });
}

TEST_CASE("bounded-stack: who stands on K waiting jobs is not displaced", "[rules]") {
    // Two CPUs; "hog" keeps CPU 1. A and B are pinned to CPU 0; when C arrives, A waits under B.
    const System system =
        system_of("bounded", 2,
                  {task("A", 1, {0}, 99, 0, {section({run(4)})}), task("B", 2, {1}, 99, 0, {section({run(4)})}),
                   task("C", 3, {2}, 99, 0, {run(1)}), task("hog", 9, {0}, 99, 1, {run(20)})});
    for_both([&](const Simulator& simulator) {
        CHECK(finishes(simulator, system, md_under("idle-first")) == Finishes{9, 6, 3, 20});
        CHECK(finishes(simulator, system, md_under("bounded-stack:2")) == Finishes{9, 6, 3, 20});
        // A alone waits beside B (K = 1), so C waits until B has left its section.
        CHECK(finishes(simulator, system, md_under("bounded-stack:1")) == Finishes{9, 5, 6, 20});
        const RunResult result = simulator.run(system, md_under("bounded-stack:1"), {});
        CHECK(split(result, 2, JobState::np_blocking) == 3);
    });
}

TEST_CASE("sections inside non-preemptible ones pin where the job is", "[rules]") {
    // "entrant" stands non-preemptible on CPU 0, where "asleep" is an occupant; swap-on-entry does not move it.
    const System system = system_of("np and md", 2,
                                    {task("asleep", 1, {0}, 99, 0, {section({run(1), suspend(5), run(1)})}),
                                     task("entrant", 2, {1}, 99, 0, {np({run(1), md({run(1)})}), md({run(4)})})});
    for_both([&](const Simulator& simulator) {
        const RunResult result = simulator.run(system, md_under("swap-on-entry"), {});
        CHECK(result.stacking.max_depth == 2);
        CHECK(finishes(simulator, system, md_under("swap-on-entry")) == Finishes{8, 7});
    });
}

TEST_CASE("shift places by mask: a job gives way to one that can go nowhere else", "[rules]") {
    const auto masked = [](Task it, const std::vector<CpuId>& cpus) {
        it.affinity = cpu_set(2, cpus);
        return it;
    };
    // Both stand on CPU 0; the more urgent one may also use CPU 1.
    const System system = system_of(
        "masks", 2,
        {masked(task("free", 2, {0}, 99, 0, {run(4)}), {0, 1}), masked(task("bound", 1, {1}, 99, 0, {run(4)}), {0})});
    for_both([&](const Simulator& simulator) {
        CHECK(finishes(simulator, system, md_under("shift")) == Finishes{4, 5});
        CHECK(simulator.run(system, md_under("shift"), {}).tasks[0].migrations == 1);
        // idle-first leaves running jobs where they are: CPU 1 idles, and the mask keeps "bound" out.
        const RunResult idle_first = simulator.run(system, md_under("idle-first"), {});
        CHECK(idle_first.capacity.affinity_loss == 3);
        CHECK(split(idle_first, 1, JobState::affinity_wait) == 3);
    });
}

}  // namespace pinstack::test
