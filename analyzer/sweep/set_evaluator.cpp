// SPDX-License-Identifier: Apache-2.0
#include "analyzer/sweep/set_evaluator.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <stdexcept>
#include <utility>

#include "analyzer/bounds/analysis.hpp"
#include "analyzer/run/comparison.hpp"
#include "analyzer/sweep/sweep_cells.hpp"
#include "model/engine/simulation.hpp"

namespace pinstack {

namespace {

constexpr std::int64_t kMillion = 1'000'000;

/// value / base in millionths, rounded down; saturated, as a base may be tiny.
std::int64_t ratio(std::int64_t value, std::int64_t base) {
    const __int128 wide = static_cast<__int128>(value) * kMillion / base;
    return static_cast<std::int64_t>(std::min<__int128>(wide, INT64_MAX));
}

/// Tests under each variant; what does not depend on the variant is kept for the next one.
class SetTests {
public:
    explicit SetTests(const SweepSpec& spec) : spec_(spec) {}

    void run(const System& system, VariantRecord& record) {
        const auto order = static_cast<std::size_t>(system.kernel.order);
        std::vector<const SchedulabilityTest*> asked;
        for (const SchedulabilityTest* test : spec_.tests) {
            if (!known_[order] || test->family != TestFamily::pinned) asked.push_back(test);
        }
        const Analysis analysis = analyze(system, asked);
        std::size_t next = 0;
        for (std::size_t i = 0; i < spec_.tests.size(); ++i) {
            const std::uint64_t bit = std::uint64_t{1} << i;
            if (next < asked.size() && asked[next] == spec_.tests[i]) {
                const TestOutcome& outcome = analysis.tests[next++];
                if (outcome.applicable()) record.applicable |= bit;
                if (outcome.applicable() && outcome.verdict.schedulable) record.schedulable |= bit;
            } else {
                record.applicable |= known_[order]->applicable & bit;
                record.schedulable |= known_[order]->schedulable & bit;
            }
        }
        known_[order] = record;
    }

private:
    const SweepSpec& spec_;
    std::optional<VariantRecord> known_[kOrders.size()];  // by order
};

/// As many tasks as there are CPUs, the most urgent ones: of fp those with the highest priorities, of edf those with
/// the shortest deadlines; of equals the first. Where nothing is pinned or non-preemptive, fp lets none of them wait.
std::vector<std::uint32_t> most_urgent_tasks(const System& system) {
    const TaskSet set = make_task_set(system);  // under fp by urgency
    std::vector<std::uint32_t> places(set.size());
    std::iota(places.begin(), places.end(), 0U);
    if (system.kernel.order == Order::edf) {
        std::stable_sort(places.begin(), places.end(),
                         [&](auto a, auto b) { return set.tasks[a].deadline < set.tasks[b].deadline; });
    }
    places.resize(std::min(places.size(), static_cast<std::size_t>(set.cpus)));
    for (std::uint32_t& place : places) place = set.tasks[place].file_index;
    return places;
}

void note_run(const System& system, const RunResult& result, VariantRecord& record) {
    using Figure = SweepFigure;
    const CapacitySplit& capacity = result.capacity;
    std::uint64_t jobs = 0;
    std::int64_t worst_response = 0, worst_latency = 0;
    for (std::size_t i = 0; i < result.tasks.size(); ++i) {
        const TaskResult& task = result.tasks[i];
        jobs += task.jobs;
        if (task.response.count() == 0) continue;
        worst_response = std::max(worst_response, ratio(task.response.max().ns, system.tasks[i].deadline.ns));
        worst_latency = std::max(worst_latency, task.latency.max().ns);
    }
    record[Figure::jobs] = static_cast<std::int64_t>(jobs);
    record[Figure::misses] = static_cast<std::int64_t>(result.deadline_misses());
    record[Figure::total_ns] = capacity.total;
    record[Figure::useful_ns] = capacity.useful;
    record[Figure::inversion_np_ns] = capacity.inversion_np;
    record[Figure::inversion_pin_ns] = capacity.inversion_pin;
    record[Figure::overhead_ns] = capacity.overhead;
    record[Figure::stacking_loss_ns] = capacity.stacking_loss;
    record[Figure::affinity_loss_ns] = capacity.affinity_loss;
    record[Figure::balancing_loss_ns] = capacity.balancing_loss;
    record[Figure::idle_ns] = capacity.idle;
    record[Figure::max_depth] = result.stacking.max_depth;
    record[Figure::worst_response] = worst_response;
    record[Figure::worst_latency_ns] = worst_latency;
    std::int64_t urgent_latency = 0;
    for (const std::uint32_t task : most_urgent_tasks(system)) {
        const DurationStatistics& latency = result.tasks[task].latency;
        if (latency.count() > 0) urgent_latency = std::max(urgent_latency, latency.max().ns);
    }
    record[Figure::urgent_latency_ns] = urgent_latency;
}

void note_inflation(const RunResult& result, const RunResult& base, VariantRecord& record) {
    std::int64_t worst = 0, tasks = 0;
    __int128 sum = 0;
    for (std::size_t i = 0; i < result.tasks.size(); ++i) {
        const DurationStatistics &own = result.tasks[i].response, &other = base.tasks[i].response;
        if (own.count() == 0 || other.count() == 0) continue;
        const std::int64_t inflation = ratio(own.max().ns, other.max().ns);
        worst = std::max(worst, inflation);
        sum += inflation;
        ++tasks;
    }
    if (tasks == 0) return;
    record[SweepFigure::mean_inflation] = static_cast<std::int64_t>(sum / tasks);
    record[SweepFigure::worst_inflation] = worst;
}

}  // namespace

SetEvaluator::SetEvaluator(const SweepSpec& spec, std::uint64_t cell)
    : spec_(spec), cell_(cell), generator_(SetGenerator::create(set_spec_of_cell(spec, cell).value()).value()) {
    bool has_ideal = false;
    for (const SweepVariant& row : spec.variants) {
        Variant& variant = variants_.emplace_back(row.variant);
        if (!row.has_order) variant.order = generator_.spec().order;
        if (is_ideal(variant) && !std::exchange(has_ideal, true)) baseline_ = variants_.size() - 1;
    }
}

SetRecord SetEvaluator::evaluate(std::uint64_t number) const try {
    SetRecord record{.cell = cell_, .number = number, .utilization = {}, .variants = {}};
    const Result<GeneratedSet> set = generator_.make(number);
    if (!set) return record;
    record.utilization = std::llround(set->utilization * static_cast<double>(kMillion));
    System system = generator_.system_of(*set);
    system.platform.costs = spec_.costs;
    SetTests tests(spec_);
    std::vector<std::optional<RunResult>> runs(variants_.size());
    record.variants.resize(variants_.size());
    for (std::size_t i = 0; i < variants_.size(); ++i) {
        VariantRecord& own = record.variants[i];
        system.kernel = variants_[i];
        if (!spec_.tests.empty()) tests.run(system, own);
        if (spec_.simulate) {
            if (const auto simulation = Simulation::create(system, variants_[i])) {
                runs[i] = simulation->run();
                note_run(system, *runs[i], own);
            }
        }
        if (spec_.search) {
            SearchSpec search = *spec_.search;
            search.seed = number;
            if (const auto found = search_worst_case(system, search))
                own[SweepFigure::searched_value] = found->worst.value;
        }
    }
    for (std::size_t i = 0; i < runs.size(); ++i) {
        if (runs[i] && runs[baseline_]) note_inflation(*runs[i], *runs[baseline_], record.variants[i]);
    }
    return record;
} catch (const std::exception& error) {
    throw std::runtime_error(
        fmt::format("set {} of the cell {}: {}", number, name_of_cell(spec_, cell_), error.what()));
}

}  // namespace pinstack
