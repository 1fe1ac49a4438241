// SPDX-License-Identifier: Apache-2.0
//
// What a sweep notes of a set, against what the commands would say of its system file: `analyze` and `compare`, each
// figure computed anew in the plainest way.
#include "analyzer/sweep/set_evaluator.hpp"

#include "analyzer/bounds/analysis.hpp"
#include "analyzer/run/comparison.hpp"
#include "analyzer/sweep/record_codec.hpp"
#include "analyzer/sweep/sweep_cells.hpp"
#include "model/system/load.hpp"
#include "tests/analyzer/sweep/small_sweep.hpp"
#include "tests/support/catch.hpp"

using namespace pinstack;
using Figure = SweepFigure;

namespace {

/// As text, and read again: what a user would have on disk.
System system_on_disk(const SweepSpec& spec, std::uint64_t cell, std::uint64_t number) {
    const SetGenerator generator = SetGenerator::create(set_spec_of_cell(spec, cell).value()).value();
    return parse_system(save_system(generator.system_of(generator.make(number).value())), "set.pinstack.json").value();
}

double inflation(const RunResult& run, const RunResult& base, bool worst) {
    double sum = 0, most = 0;
    for (std::size_t i = 0; i < run.tasks.size(); ++i) {
        const double own =
            static_cast<double>(run.tasks[i].response.max().ns) / static_cast<double>(base.tasks[i].response.max().ns);
        sum += own;
        most = std::max(most, own);
    }
    return worst ? most : sum / static_cast<double>(run.tasks.size());
}

}  // namespace

TEST_CASE("sweep: a record says what the commands say of the system file") {
    const SweepSpec spec = test::small_sweep();
    for (std::uint64_t cell = 0; cell < spec.cells(); ++cell) {
        const SetEvaluator evaluator(spec, cell);
        for (std::uint64_t number = 0; number < 10; ++number) {
            CAPTURE(cell, number);
            const SetRecord record = evaluator.evaluate(number);
            System system = system_on_disk(spec, cell, number);
            REQUIRE(record.variants.size() == spec.variants.size());
            const RunResult base = *run_variant(system, spec.variants[1].variant).result;
            for (std::size_t i = 0; i < spec.variants.size(); ++i) {
                CAPTURE(spec.variants[i].name);
                const VariantRecord& own = record.variants[i];
                system.kernel = spec.variants[i].variant;
                const Analysis analysis = analyze(system);
                REQUIRE(analysis.tests.size() == spec.tests.size());
                for (std::size_t test = 0; test < spec.tests.size(); ++test) {
                    CAPTURE(spec.tests[test]->id);
                    const TestOutcome& outcome = analysis.tests[test];
                    CHECK(((own.applicable >> test) & 1) == (outcome.applicable() ? 1 : 0));
                    CHECK(((own.schedulable >> test) & 1) ==
                          (outcome.applicable() && outcome.verdict.schedulable ? 1 : 0));
                }
                const RunResult run = *run_variant(system, system.kernel).result;
                CHECK(own[Figure::misses] == static_cast<std::int64_t>(run.deadline_misses()));
                CHECK(own[Figure::total_ns] == run.capacity.total);
                CHECK(*own[Figure::useful_ns] + *own[Figure::inversion_np_ns] + *own[Figure::inversion_pin_ns] +
                          *own[Figure::overhead_ns] + *own[Figure::stacking_loss_ns] + *own[Figure::affinity_loss_ns] +
                          *own[Figure::balancing_loss_ns] + *own[Figure::idle_ns] ==
                      run.capacity.total);
                CHECK(own[Figure::stacking_loss_ns] == run.capacity.stacking_loss);
                CHECK(own[Figure::max_depth] == run.stacking.max_depth);
                double worst_response = 0;
                std::int64_t worst_latency = 0;
                for (std::size_t task = 0; task < run.tasks.size(); ++task) {
                    worst_response = std::max(worst_response, static_cast<double>(run.tasks[task].response.max().ns) /
                                                                  static_cast<double>(system.tasks[task].deadline.ns));
                    worst_latency = std::max(worst_latency, run.tasks[task].latency.max().ns);
                }
                CHECK(static_cast<double>(*own[Figure::worst_response]) == Approx(1e6 * worst_response).margin(1));
                CHECK(own[Figure::worst_latency_ns] == worst_latency);
                CHECK(static_cast<double>(*own[Figure::mean_inflation]) ==
                      Approx(1e6 * inflation(run, base, false)).margin(2));
                CHECK(static_cast<double>(*own[Figure::worst_inflation]) ==
                      Approx(1e6 * inflation(run, base, true)).margin(1));
                CHECK_FALSE(own[Figure::searched_value].has_value());
            }
        }
    }
}

TEST_CASE("sweep: the latency of the most urgent tasks, by priority and by deadline") {
    const SweepSpec spec = test::small_sweep();
    const SetEvaluator evaluator(spec, 3);
    std::int64_t longest = 0;
    for (std::uint64_t number = 0; number < 20; ++number) {
        const System system = system_on_disk(spec, 3, number);
        // Two CPUs; deadlines are implicit, and fp without priorities is deadline-monotonic: the same two tasks.
        std::vector<std::size_t> urgent;
        for (std::size_t i = 0; i < system.tasks.size(); ++i) {
            std::size_t before = 0;
            for (std::size_t j = 0; j < system.tasks.size(); ++j)
                before += std::pair(system.tasks[j].deadline, j) < std::pair(system.tasks[i].deadline, i) ? 1 : 0;
            if (before < 2) urgent.push_back(i);
        }
        REQUIRE(urgent.size() == 2);
        const SetRecord record = evaluator.evaluate(number);
        for (std::size_t i = 0; i < spec.variants.size(); ++i) {
            const RunResult run = *run_variant(system, spec.variants[i].variant).result;
            const std::int64_t wanted =
                std::max(run.tasks[urgent[0]].latency.max().ns, run.tasks[urgent[1]].latency.max().ns);
            CHECK(record.variants[i][Figure::urgent_latency_ns] == wanted);
            if (i == 2) longest = std::max(longest, wanted);  // preempt_disable
        }
        CHECK(record.variants[1][Figure::urgent_latency_ns] == 0);  // none/shift
    }
    CHECK(longest > 0);
}

TEST_CASE("sweep: a search is that of explore with the set's number as seed") {
    SweepSpec spec = test::small_sweep();
    spec.tests.clear();
    spec.simulate = false;
    spec.search = SearchSpec{};
    spec.search->evaluations = 100;
    const SetRecord record = SetEvaluator(spec, 1).evaluate(7);
    System system = system_on_disk(spec, 1, 7);
    for (std::size_t i = 0; i < spec.variants.size(); ++i) {
        system.kernel = spec.variants[i].variant;
        SearchSpec search = *spec.search;
        search.seed = 7;
        CHECK(record.variants[i][Figure::searched_value] == search_worst_case(system, search)->worst.value);
        CHECK_FALSE(record.variants[i][Figure::misses].has_value());
    }
}

TEST_CASE("sweep: sets that cannot be made are noted as such") {
    // UUniFast discards vectors with a utilization above 1; here nearly all have one.
    const SweepSpec spec = parse_sweep(R"({"sweep": 1, "generate": {"cpus": 8, "tasks": 8, "utilization": 7.99},
        "variants": ["none/shift"], "compute": {"simulate": true}})",
                                       "x")
                               .value();
    const SetRecord record = SetEvaluator(spec, 0).evaluate(0);
    CHECK_FALSE(record.utilization.has_value());
    CHECK(record.variants.empty());
}

TEST_CASE("sweep: records survive being sent") {
    const SweepSpec spec = test::small_sweep();
    std::vector<SetRecord> records;
    for (std::uint64_t cell = 0; cell < 4; ++cell) records.push_back(SetEvaluator(spec, cell).evaluate(cell));
    records.push_back({.cell = 3, .number = 9, .utilization = {}, .variants = {}});
    CHECK(decode_records(encode(records)) == records);
    CHECK(decode_records({}).empty());
}
