// SPDX-License-Identifier: Apache-2.0
#include "model/platform/kernel_costs.hpp"

#include <string_view>
#include <utility>
#include <vector>

#include "model/time/text.hpp"
#include "tests/support/catch.hpp"

using namespace pinstack;

namespace {

constexpr std::int64_t kKiB = 1024;
constexpr std::int64_t kMiB = 1024 * kKiB;

CostModel x86() { return find_cost_model("x86-64").value(); }

CostModel with(CostModel model, const std::vector<std::pair<std::string_view, std::int64_t>>& values) {
    for (const auto& [name, value] : values) {
        for (Cost& each : model.costs) {
            if (each.name == name) each.value = {value};
        }
    }
    return model;
}

/// From memory of the package.
std::int64_t reload(const CostModel& model, std::int64_t bytes) {
    return cache_reload(model, bytes)[static_cast<std::size_t>(CpuDistance::same_package)];
}

/// 10, 20, 40, 80, 160 and 320 ns.
CostModel doubling() {
    return with(x86(), {{"cache_reload_4k", 10},
                        {"cache_reload_16k", 20},
                        {"cache_reload_64k", 40},
                        {"cache_reload_256k", 80},
                        {"cache_reload_1m", 160},
                        {"cache_reload_4m", 320}});
}

}  // namespace

TEST_CASE("what an engine charges is what the model says") {
    const KernelCosts costs = kernel_costs(x86());
    CHECK(costs.context_switch == 1000);
    CHECK(costs.migration == 500);
    CHECK(costs.ipi == 1200);
    CHECK(costs.ipi_send == 100);
    CHECK(costs.ipi_receive == 550);
    CHECK(costs.interrupt == 1000);
    CHECK(costs.wake_up == 1000);
    CHECK(costs.stopper == 5000);
    CHECK(costs.timer_tick == 2000);
    CHECK(costs.timer_tick_period == 4'000'000);
    CHECK(costs.rt_mutex_uncontended == 20);
    CHECK(costs.rt_mutex_contended == 4000 - 2 * 1000);
    CHECK(costs.migrate_disable_pair == 4);
    CHECK(costs.migrate_disable_switched == 300);
}

TEST_CASE("a contended lock never costs less than its two switches") {
    const auto contended = [](std::int64_t lock, std::int64_t context_switch) {
        return kernel_costs(with(x86(), {{"rt_mutex_contended", lock}, {"context_switch", context_switch}}))
            .rt_mutex_contended;
    };
    CHECK(contended(10, 4) == 2);
    CHECK(contended(8, 4) == 0);
    CHECK(contended(7, 4) == 0);
    CHECK(contended(7, 0) == 7);
}

TEST_CASE("what a model does not name is free") {
    const KernelCosts none = kernel_costs(CostModel{});
    CHECK(none.context_switch == 0);
    CHECK(none.timer_tick_period == 0);
    CHECK(none.rt_mutex_contended == 0);
    CHECK(cache_reload(CostModel{}, 64 * kKiB) == std::array<std::int64_t, kCpuDistances>{0, 0, 0, 0});
}

TEST_CASE("cache reload: the points of the table") {
    CHECK(reload(x86(), 4 * kKiB) == 1200);
    CHECK(reload(x86(), 16 * kKiB) == 2700);
    CHECK(reload(x86(), 64 * kKiB) == 6400);
    CHECK(reload(x86(), 256 * kKiB) == 30'000);
    CHECK(reload(x86(), kMiB) == 113'000);
    CHECK(reload(x86(), 4 * kMiB) == 110'000);
}

TEST_CASE("cache reload: linear between the points, in proportion below them, the last above them") {
    CHECK(reload(doubling(), 10 * kKiB) == 15);
    CHECK(reload(doubling(), 40 * kKiB) == 30);
    CHECK(reload(doubling(), 5 * kKiB) == 10);  // 10.8
    CHECK(reload(doubling(), 112 * kKiB) == 50);
    CHECK(reload(doubling(), 640 * kKiB) == 120);
    CHECK(reload(doubling(), 2 * kMiB) == 213);  // 160 + 160 / 3

    CHECK(reload(doubling(), 0) == 0);
    CHECK(reload(doubling(), 2 * kKiB) == 5);
    CHECK(reload(doubling(), 1) == 0);
    CHECK(reload(x86(), 1 * kKiB) == 300);
    CHECK(reload(x86(), 4 * kKiB - 1) == 1199);

    CHECK(reload(doubling(), 4 * kMiB + 1) == 320);
    CHECK(reload(doubling(), std::int64_t{1} << 40) == 320);
}

TEST_CASE("cache reload: rounded down where the table falls, too") {
    // From 113 us at 1 MiB to 110 us at 4 MiB: 3000 ns in 3145728 bytes.
    CHECK(reload(x86(), kMiB + 1) == 112'999);
    CHECK(reload(x86(), 2 * kMiB) == 112'000);
    CHECK(reload(x86(), 4 * kMiB - 1) == 110'000);
}

TEST_CASE("cache reload: by distance") {
    using Times = std::array<std::int64_t, kCpuDistances>;
    // Threads of a core, an L3 cache, a package, the machine: 150 / 90.
    CHECK(cache_reload(x86(), 64 * kKiB) == Times{0, 1280, 6400, 10'666});
    CHECK(cache_reload(x86(), 4 * kKiB) == Times{0, 240, 1200, 2000});
    CHECK(cache_reload(with(x86(), {{"cache_reload_4k", 4}}), 4 * kKiB) == Times{0, 0, 4, 6});
    CHECK(cache_reload(with(x86(), {{"cache_reload_4k", 5}}), 4 * kKiB) == Times{0, 1, 5, 8});
    CHECK(cache_reload(x86(), 0) == Times{0, 0, 0, 0});
    // Memory of the other package that is nearer, and a model that does not know what memory costs.
    CHECK(cache_reload(with(x86(), {{"llc_miss", 300}}), 4 * kKiB) == Times{0, 240, 1200, 600});
    CHECK(cache_reload(with(x86(), {{"llc_miss", 0}}), 4 * kKiB) == Times{0, 240, 1200, 1200});
}

TEST_CASE("cache reload: huge values do not overflow") {
    constexpr std::int64_t kHuge = std::int64_t{1} << 61;
    const CostModel model =
        with(x86(), {{"cache_reload_4k", kHuge}, {"cache_reload_16k", 0}, {"llc_miss", 1}, {"llc_miss_remote", kHuge}});
    const auto at_the_point = cache_reload(model, 4 * kKiB);
    CHECK(at_the_point[1] == kHuge / 5);
    CHECK(at_the_point[2] == kHuge);
    CHECK(at_the_point[3] == kTimeLimitNs);  // no run is longer
    CHECK(reload(model, 2 * kKiB) == kHuge / 2);
    CHECK(reload(model, 10 * kKiB) == kHuge / 2);
    CHECK(reload(model, std::int64_t{1} << 40) == 110'000);
}

TEST_CASE("a tick must be shorter than its period") {
    CHECK(check_costs(x86()).empty());
    CHECK(check_costs(CostModel{}).empty());
    CHECK(check_costs(with(x86(), {{"timer_tick_period", 0}})).empty());
    CHECK(check_costs(with(x86(), {{"timer_tick_period", 2001}})).empty());
    const Problems problems = check_costs(with(x86(), {{"timer_tick_period", 2000}}));
    REQUIRE(problems.size() == 1);
    CHECK(problems[0].found == "a timer tick of 2us every 2us");
}
