// SPDX-License-Identifier: Apache-2.0
#include "analyzer/bounds/task_set.hpp"

#include "tests/support/catch.hpp"
#include "tests/support/system_builder.hpp"

using namespace pinstack;
using namespace pinstack::test;

namespace {

Task sporadic(std::string name, std::optional<int> priority, std::int64_t gap, std::int64_t deadline, Body body) {
    return periodic(std::move(name), priority, {{gap}, {0}, {0}}, deadline, 0, std::move(body));
}

SporadicTask compiled(Body body, Protection sections = Protection::preempt_disable) {
    System system = system_of("one", 2, {sporadic("T", {}, 100, 100, std::move(body))});
    system.kernel = variant(sections, "shift");
    return make_task_set(system).tasks.front();
}

std::vector<std::string> names(const System& system) {
    std::vector<std::string> out;
    for (const SporadicTask& task : make_task_set(system).tasks) out.push_back(system.tasks[task.file_index].name);
    return out;
}

}  // namespace

TEST_CASE("a task set holds what tests need of each task") {
    System system = system_of("s", 3, {});
    system.kernel = variant(Protection::migrate_disable, "shift", Order::edf);
    system.tasks.push_back(periodic("A", {}, {{20}, {5}, {3}}, 15, 2,
                                    {run(uniform(1, 2)), section({run(3), section({run(1)})}), run(2), md({run(4)})}));
    Task varying = periodic("B", {}, {{1}, {0}, {0}}, 9, 1, {run(1), suspend(7), run(2)});
    varying.releases = Sporadic{uniform(8, 12), {0}, {1}};
    system.tasks.push_back(varying);
    system.tasks.push_back(task("C", {}, {4, 9}, 6, 0, {run(1)}));
    const TaskSet set = make_task_set(system);
    CHECK(set.cpus == 3);
    CHECK(set.order == Order::edf);
    REQUIRE(set.size() == 3);
    const SporadicTask& a = set.tasks[0];
    CHECK(std::tuple(a.wcet, a.period, a.deadline, a.jitter, a.home) == std::tuple(12, 20, 15, 3, 2));
    CHECK(std::vector(set.sections_of(a).begin(), set.sections_of(a).end()) == std::vector<std::int64_t>{4, 4});
    CHECK(std::pair(a.sectioned, a.longest_section) == std::pair<std::int64_t, std::int64_t>{8, 4});
    CHECK(a.longest_np == 0);
    const SporadicTask& b = set.tasks[1];
    CHECK(std::tuple(b.wcet, b.period, b.jitter) == std::tuple(3, 8, 1));
    CHECK(set.sections_of(b).empty());
    CHECK(set.tasks[2].period == 0);
}

TEST_CASE("sections that touch are one, and non-preemptible stretches begin with the instant before") {
    const SporadicTask two = compiled({section({run(2)}), section({run(3)}), run(1), section({run(4)})});
    CHECK(std::pair(two.sectioned, two.longest_section) == std::pair<std::int64_t, std::int64_t>{9, 5});
    CHECK(std::pair(two.longest_np, two.final_np) == std::pair<std::int64_t, std::int64_t>{5, 5});  // 4 + 1
    const SporadicTask whole = compiled({section({run(7)})});
    CHECK(std::pair(whole.longest_np, whole.final_np) == std::pair<std::int64_t, std::int64_t>{7, 7});
    const SporadicTask inner = compiled({run(1), section({run(7)}), run(1)});
    CHECK(std::pair(inner.longest_np, inner.final_np) == std::pair<std::int64_t, std::int64_t>{8, 0});
    // An RCU read side takes no time: nothing runs before the section.
    const SporadicTask rcu = compiled({rcu_read({section({run(7)})})});
    CHECK(rcu.longest_np == 7);
}

TEST_CASE("what is non-preemptible depends on the variant, what is a section does not") {
    const Body body = {run(1), section({run(3)}), run(1), np({run(2)})};
    const auto np_of = [&](Protection protection) { return compiled(body, protection).longest_np; };
    CHECK(np_of(Protection::preempt_disable) == 4);
    CHECK(np_of(Protection::migrate_disable) == 3);
    CHECK(np_of(Protection::none) == 3);
    for (const Protection each : {Protection::none, Protection::preempt_disable, Protection::migrate_disable}) {
        CHECK(compiled(body, each).sectioned == 5);
    }
    System hybrid = system_of("one", 2, {sporadic("T", {}, 100, 100, body)});
    hybrid.kernel = variant(Protection::migrate_disable, "shift");
    hybrid.kernel.hybrid_below = Duration{3};
    CHECK(make_task_set(hybrid).tasks.front().longest_np == 4);
}

TEST_CASE("places are in order of urgency, ties in file order, as the simulator has them") {
    const std::vector<Body> bodies(1, {run(1)});
    const auto with = [&](std::vector<std::optional<int>> priorities, std::vector<std::int64_t> deadlines) {
        System system = system_of("s", 2, {});
        for (std::size_t i = 0; i < priorities.size(); ++i) {
            system.tasks.push_back(
                sporadic(numbered("T", static_cast<std::int64_t>(i)), priorities[i], 50, deadlines[i], {run(1)}));
        }
        return system;
    };
    using Names = std::vector<std::string>;
    System ranked = with({5, 90, 5, 7}, {1, 2, 3, 4});
    CHECK(names(ranked) == Names{"T1", "T3", "T0", "T2"});
    const TaskSet set = make_task_set(ranked);
    CHECK(set.tasks[2].level == set.tasks[3].level);
    CHECK(set.tasks[1].level < set.tasks[2].level);
    CHECK(names(with({{}, {}, {}}, {9, 4, 9})) == Names{"T1", "T0", "T2"});  // deadline-monotonic
    ranked.kernel.order = Order::edf;
    CHECK(names(ranked) == Names{"T0", "T1", "T2", "T3"});
}

TEST_CASE("who can precede a task: those before it, and under Linux its equals") {
    TaskSet set;
    for (const std::int32_t level : {0, 1, 1, 1, 2}) {
        SporadicTask task{1, 10, 10};
        task.level = level;
        set.add(task);
    }
    const auto ends = [&] {
        std::vector<std::size_t> out;
        for (std::size_t place = 0; place < set.size(); ++place) out.push_back(set.higher_end(place));
        return out;
    };
    CHECK(ends() == std::vector<std::size_t>{0, 1, 2, 3, 4});
    set.fifo_ties = true;
    CHECK(ends() == std::vector<std::size_t>{1, 4, 4, 4, 5});
}

TEST_CASE("the tasks of a CPU keep their order and their sections") {
    TaskSet set;
    set.cpus = 2;
    for (const CpuId home : {0, 1, 0, 1}) {
        SporadicTask task{3, 10, 10};
        task.home = home;
        set.add(task, std::vector<std::int64_t>{static_cast<std::int64_t>(set.size()) + 1});
    }
    std::vector<std::uint32_t> places;
    const TaskSet second = tasks_of_cpu(set, 1, places);
    CHECK(places == std::vector<std::uint32_t>{1, 3});
    CHECK(second.cpus == 1);
    CHECK(second.tasks[0].longest_section == 2);
    CHECK(second.sections_of(second.tasks[1]).front() == 4);
}
