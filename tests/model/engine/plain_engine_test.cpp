// SPDX-License-Identifier: Apache-2.0
//
// The engine of plain plans against the full one and the reference scheduler: every field of every result.
#include "model/engine/plan.hpp"
#include "tests/model/engine/comparison.hpp"

namespace pinstack::test {
namespace {

constexpr const char* kPlainBalancers[] = {"idle-first", "shift", "swap-on-entry"};

RandomSystemOptions plain_kinds() {
    RandomSystemOptions kinds;
    kinds.masks = kinds.non_preemptible = kinds.explicit_sections = kinds.suspensions = false;
    return kinds;
}

bool is_plain(const System& system, const Variant& variant) {
    const Result<Plan> plan = make_plan(system, variant, {});
    return plan && plan->is_plain();
}

void compare_plain(std::uint64_t systems, const RandomSystemOptions& kinds) {
    std::uint64_t compared = 0;
    for (const char* balancer : kPlainBalancers) {
        for (const Order order : {Order::fp, Order::edf}) {
            const Variant plain = variant(Protection::none, balancer, order);
            for (std::uint64_t seed = 0; seed < rounds(systems); ++seed) {
                const System system = random_system(seed, kinds);
                if (!is_plain(system, plain)) continue;
                ++compared;
                RunOptions options;
                options.keep_jobs = true;
                if (seed % 3 == 0) options.tie_order = random_tie_order(seed, system.tasks.size());
                if (!disagreement(system, plain, options)) continue;
                const System least = shrink(system, [&](const System& it) {
                    return is_plain(it, plain) && disagreement(it, plain, options);
                });
                FAIL("seed " << seed << ", " << describe(least, plain, options) << *disagreement(least, plain, options));
            }
        }
    }
    CHECK(compared >= rounds(systems) / 2);
}

}  // namespace

TEST_CASE("plain engine: as the reference on random systems", "[comparison]") { compare_plain(500, plain_kinds()); }

TEST_CASE("plain engine: as the reference with many tasks", "[comparison]") {
    RandomSystemOptions kinds = plain_kinds();
    kinds.many_tasks = true;  // of these, those of up to 64
    compare_plain(60, kinds);
}

TEST_CASE("plain engine: what is not plain") {
    const auto of = [](Body body) {
        System system;
        Task task;
        task.name = "A";
        task.releases = Periodic{milliseconds(10), {}, {}};
        task.deadline = milliseconds(10);
        task.body = std::move(body);
        system.tasks = {task};
        return system;
    };
    const Operation run{OperationKind::run, {milliseconds(1), milliseconds(1), {}}, {}};
    const System runs = of({run, run});
    const System section = of({run, {OperationKind::section, {}, {run}}});
    const System sleeps = of({run, {OperationKind::suspend, {milliseconds(1), milliseconds(1), {}}, {}}, run});
    CHECK(is_plain(runs, variant(Protection::migrate_disable, "shift", Order::fp)));
    CHECK(is_plain(section, variant(Protection::none, "shift", Order::fp)));
    CHECK_FALSE(is_plain(section, variant(Protection::migrate_disable, "shift", Order::fp)));
    CHECK_FALSE(is_plain(section, variant(Protection::preempt_disable, "shift", Order::fp)));
    CHECK_FALSE(is_plain(sleeps, variant(Protection::none, "shift", Order::fp)));
}

}  // namespace pinstack::test
