// SPDX-License-Identifier: Apache-2.0
//
// Cycles in the order of locks, against a twin that tries everything.
#include <algorithm>
#include <functional>
#include <map>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "model/system/load.hpp"
#include "model/system/lock_order.hpp"
#include "model/system/warnings.hpp"
#include "tests/support/catch.hpp"

using namespace pinstack;

namespace {

using Locks = std::vector<std::uint32_t>;

Operation run() { return {OperationKind::run, {{1}, {1}, Distribution::constant}, {}}; }
Operation holding(std::uint32_t lock, Body body) { return {OperationKind::lock, {}, std::move(body), lock}; }
/// Takes the locks inside each other.
Operation nest(const Locks& locks, std::size_t from = 0) {
    if (from == locks.size()) return run();
    return holding(locks[from], {nest(locks, from + 1)});
}

/// Locks A, B, C, ...; tasks T0, T1, ...
System system_of(std::size_t locks, std::vector<Body> bodies, LockKind kind = LockKind::mutex) {
    System system;
    system.platform.cpus = 2;
    for (std::size_t i = 0; i < locks; ++i) {
        const std::string name = locks > 26 ? "L" + std::to_string(i) : std::string(1, static_cast<char>('A' + i));
        system.locks.push_back({name, kind});
    }
    for (Body& body : bodies) {
        Task task;
        task.name = "T" + std::to_string(system.tasks.size());
        task.releases = Periodic{{10'000}, {}, {}};
        task.deadline = {10'000};
        task.body = std::move(body);
        system.tasks.push_back(std::move(task));
    }
    return system;
}

std::vector<Locks> locks_of(const LockOrderCycles& found) {
    std::vector<Locks> out;
    for (const LockOrderCycle& cycle : found.cycles) {
        Locks& locks = out.emplace_back();
        for (const LockOrderEdge& edge : cycle) locks.push_back(edge.held);
    }
    return out;
}

/// Who takes which lock while which is held, and by what operation: walks the bodies anew for every held lock.
using Takers = std::map<std::pair<std::uint32_t, std::uint32_t>, std::map<std::uint32_t, std::set<std::string>>>;

void each_lock(const Body& body, const std::string& pointer,
               const std::function<void(const Operation&, const std::string&)>& visit) {
    for (std::size_t i = 0; i < body.size(); ++i) {
        const bool is_lock = body[i].kind == OperationKind::lock;
        const std::string here = pointer + "/" + std::to_string(i) + "/" + std::string(name_of(body[i].kind));
        if (is_lock) visit(body[i], here);
        each_lock(body[i].body, here + (is_lock ? "/body" : ""), visit);
    }
}

Takers takers_of(const System& system) {
    Takers out;
    for (std::uint32_t task = 0; task < system.tasks.size(); ++task) {
        const std::string body = "/tasks/" + std::to_string(task) + "/body";
        each_lock(system.tasks[task].body, body, [&](const Operation& outer, const std::string& at) {
            each_lock(outer.body, at + "/body", [&](const Operation& inner, const std::string& pointer) {
                out[{outer.lock, inner.lock}][task].insert(pointer);
            });
        });
    }
    return out;
}

/// Can the edges from this one on each have a task that the earlier ones do not?
bool has_tasks(const Takers& takers, const Locks& cycle, std::size_t edge, std::set<std::uint32_t>& taken) {
    if (edge == cycle.size()) return true;
    for (const auto& [task, pointers] : takers.at({cycle[edge], cycle[(edge + 1) % cycle.size()]})) {
        if (!taken.insert(task).second) continue;
        if (has_tasks(takers, cycle, edge + 1, taken)) return true;
        taken.erase(task);
    }
    return false;
}

/// Every cycle by depth-first search over all paths.
std::vector<Locks> all_cycles(const System& system, const Takers& takers) {
    std::vector<Locks> out;
    Locks path;
    const std::function<void()> extend = [&] {
        for (std::uint32_t next = path.front(); next < system.locks.size(); ++next) {
            if (!takers.contains({path.back(), next})) continue;
            if (next == path.front()) {
                std::set<std::uint32_t> taken;
                if (path.size() > 1 && has_tasks(takers, path, 0, taken)) out.push_back(path);
            } else if (std::find(path.begin(), path.end(), next) == path.end()) {
                path.push_back(next);
                extend();
                path.pop_back();
            }
        }
    };
    for (std::uint32_t first = 0; first < system.locks.size(); ++first) {
        path = {first};
        extend();
    }
    std::sort(out.begin(), out.end(),
              [](const Locks& a, const Locks& b) { return std::pair(a.size(), a) < std::pair(b.size(), b); });
    return out;
}

/// A body of brackets of all kinds in which no lock is inside itself.
Body random_body(std::mt19937& random, std::size_t locks, Locks& held, int depth) {
    Body body;
    for (std::size_t i = 1 + random() % 2; i > 0; --i) {
        const auto lock = static_cast<std::uint32_t>(random() % locks);
        const bool is_held = std::find(held.begin(), held.end(), lock) != held.end();
        if (depth == 0 || is_held) {
            body.push_back(run());
        } else if (random() % 4 == 0) {
            body.push_back({OperationKind::migrate_disable, {}, random_body(random, locks, held, depth - 1)});
        } else {
            held.push_back(lock);
            body.push_back(holding(lock, random_body(random, locks, held, depth - 1)));
            held.pop_back();
        }
    }
    return body;
}

}  // namespace

TEST_CASE("every cycle is found, and only those that as many tasks make") {
    std::mt19937 random(1);
    std::size_t cycles = 0, with_three = 0, harmless = 0;
    for (int round = 0; round < 3000; ++round) {
        const std::size_t locks = 2 + random() % 4;
        std::vector<Body> bodies;
        for (std::size_t i = 1 + random() % 4; i > 0; --i) {
            Locks held;
            bodies.push_back(random_body(random, locks, held, 3));
        }
        const System system = system_of(locks, std::move(bodies));
        CAPTURE(save_system(system));
        const Takers takers = takers_of(system);
        const LockOrderCycles found = find_lock_order_cycles(system);
        REQUIRE(found.complete);
        REQUIRE(locks_of(found) == all_cycles(system, takers));
        for (const LockOrderCycle& cycle : found.cycles) {
            std::set<std::uint32_t> tasks;
            for (std::size_t i = 0; i < cycle.size(); ++i) {
                const LockOrderEdge& edge = cycle[i];
                CHECK(edge.taken == cycle[(i + 1) % cycle.size()].held);
                CHECK(takers.at({edge.held, edge.taken}).at(edge.task).contains(edge.pointer));
                tasks.insert(edge.task);
            }
            CHECK(tasks.size() == cycle.size());
            ++cycles;
            with_three += cycle.size() >= 3 ? 1 : 0;
        }
        for (const auto& [edge, by_task] : takers) {
            if (found.cycles.empty() && takers.contains({edge.second, edge.first})) ++harmless;
        }
    }
    CHECK(cycles > 1000);
    CHECK(with_three > 100);
    CHECK(harmless > 100);
}

TEST_CASE("two tasks that take two locks in two orders; one task alone is harmless") {
    const System two = system_of(2, {{nest({0, 1})}, {run(), {OperationKind::section, {}, {nest({1, 0})}}}});
    const LockOrderCycles found = find_lock_order_cycles(two);
    REQUIRE(found.cycles.size() == 1);
    CHECK(to_text(found.cycles[0], two) ==
          "A -> B (task T0, /tasks/0/body/0/lock/body/0/lock) -> A (task T1, "
          "/tasks/1/body/1/section/0/lock/body/0/lock)");
    CHECK(find_lock_order_cycles(system_of(2, {{nest({0, 1}), nest({1, 0})}})).cycles.empty());
    CHECK(find_lock_order_cycles(system_of(2, {{nest({0, 1}), nest({1, 0})}, {nest({0, 1})}})).cycles.size() == 1);
    // One after the other is not one inside the other.
    CHECK(find_lock_order_cycles(system_of(2, {{nest({0, 1})}, {nest({1}), nest({0})}})).cycles.empty());
}

TEST_CASE("a lock that is taken in between counts: the holder need not take the next one directly") {
    const System system = system_of(3, {{nest({0, 1, 2})}, {nest({2, 0})}});
    CHECK(locks_of(find_lock_order_cycles(system)) == std::vector<Locks>{{0, 2}});
    const System three = system_of(3, {{nest({0, 1})}, {nest({1, 2})}, {nest({2, 0})}});
    CHECK(locks_of(find_lock_order_cycles(three)) == std::vector<Locks>{{0, 1, 2}});
}

TEST_CASE("the search ends: many cycles, many harmless cycles, many locks in one circle") {
    // Each pair of 20 locks in both orders, by tasks of their own.
    std::vector<Body> pairs;
    for (std::uint32_t a = 0; a < 20; ++a) {
        for (std::uint32_t b = 0; b < 20; ++b) {
            if (a != b) pairs.push_back({nest({a, b})});
        }
    }
    const LockOrderCycles many = find_lock_order_cycles(system_of(20, pairs));
    REQUIRE(many.cycles.size() == kMostLockOrderCycles);
    for (const LockOrderCycle& cycle : many.cycles) CHECK(cycle.size() == 2);
    CHECK_FALSE(many.complete);

    // The same of ten locks by one task, which is harmless, and by two, who make circles of two locks only.
    Body all;
    for (std::uint32_t a = 0; a < 10; ++a) {
        for (std::uint32_t b = 0; b < 10; ++b) {
            if (a != b) all.push_back(nest({a, b}));
        }
    }
    const LockOrderCycles one_task = find_lock_order_cycles(system_of(10, {all}));
    CHECK(one_task.cycles.empty());
    CHECK_FALSE(one_task.complete);  // it has not looked at all of them
    const LockOrderCycles two = find_lock_order_cycles(system_of(10, {all, all}));
    CHECK(two.cycles.size() == 45);
    for (const LockOrderCycle& cycle : two.cycles) CHECK(cycle.size() == 2);

    const auto circle = [](std::uint32_t locks) {
        std::vector<Body> bodies;
        for (std::uint32_t i = 0; i < locks; ++i) bodies.push_back({nest({i, (i + 1) % locks})});
        return system_of(locks, bodies);
    };
    const LockOrderCycles largest = find_lock_order_cycles(circle(64));
    CHECK(largest.complete);
    REQUIRE(largest.cycles.size() == 1);
    CHECK(largest.cycles[0].size() == 64);
    const LockOrderCycles longer = find_lock_order_cycles(circle(20'000));
    CHECK_FALSE(longer.complete);
    CHECK(longer.cycles.empty());

    // 100 locks hang together: every circle of two, and a short one through the first lock.
    System mixed = circle(100);
    mixed.tasks[1].body.push_back(nest({50, 49}));
    mixed.tasks[2].body.push_back(nest({2, 0}));
    mixed.tasks[50].body.push_back(nest({70, 69}));
    const LockOrderCycles some = find_lock_order_cycles(mixed);
    CHECK_FALSE(some.complete);
    CHECK(locks_of(some) == std::vector<Locks>{{49, 50}, {69, 70}, {0, 1, 2}});
}

TEST_CASE("a warning has the place of a problem") {
    const std::string text = R"({ "pinstack": 1, "time_unit": "us", "platform": {"cpus": 2},
  "locks": {"A": "mutex", "B": "local_lock"}, "kernel": {"preempt_rt": true},
  "tasks": [
    {"name": "T1", "period": 10, "body": [ {"lock": {"name": "A", "body": [
      {"lock": {"name": "B", "body": [ {"run": 1} ]}} ]}} ]},
    {"name": "T2", "period": 10, "body": [ {"lock": {"name": "B", "body": [
      {"lock": {"name": "A", "body": [ {"run": 1} ]}} ]}} ]}
  ]
})";
    Problems warnings;
    LoadOptions options;
    options.warnings = &warnings;
    const auto system = parse_system(text, "f", options);
    REQUIRE(system);
    CHECK(
        to_text(warnings, "warning") ==
        "f:5:16: warning: /tasks/0/body/0/lock/body/0/lock: found a potential deadlock: "
        "A -> B (task T1, /tasks/0/body/0/lock/body/0/lock) -> A (task T2, /tasks/1/body/0/lock/body/0/lock), "
        "expected locks that all tasks take in one order\n"
        "    hint: a local_lock counts as one lock here; tasks deadlock over it on one CPU and with PREEMPT_RT only\n");
    CHECK(find_warnings(*system).size() == 1);
}

TEST_CASE("where the search ends early, the warnings say so") {
    std::vector<Body> bodies;
    for (std::uint32_t i = 0; i < 70; ++i) bodies.push_back({nest({i, (i + 1) % 70})});
    const Problems warnings = find_warnings(system_of(70, bodies));
    REQUIRE(warnings.size() == 1);
    CHECK(to_text(warnings[0], "warning") ==
          "warning: /locks: found more ways to nest locks than are searched for deadlocks; 0 found, "
          "expected locks that all tasks take in one order\n"
          "    hint: there may be more deadlocks\n");
    CHECK(find_warnings(system_of(70, {{nest({0, 1})}})).empty());
}
