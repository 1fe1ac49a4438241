// SPDX-License-Identifier: Apache-2.0
#include "analyzer/generate/set_generator.hpp"

#include <algorithm>
#include <cmath>
#include <set>
#include <thread>

#include "analyzer/batch/digest.hpp"
#include "analyzer/bounds/task_set.hpp"
#include "analyzer/generate/automotive.hpp"
#include "analyzer/generate/generate_words.hpp"
#include "model/system/load.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/chi_square.hpp"

namespace pinstack {

using namespace test;

namespace {

GenerateWords words_of(const char* tasks, const char* cpus, const char* utilization) {
    GenerateWords words;
    words.tasks = tasks;
    words.cpus = cpus;
    words.utilization = utilization;
    return words;
}

SetGenerator generator_of(const GenerateWords& words) {
    const Result<SetSpec> spec = understand(words);
    INFO((spec ? std::string() : to_text(spec.error())));
    REQUIRE(spec);
    return SetGenerator::create(*spec).value();
}

std::string file_of(const SetGenerator& generator, std::uint64_t number) {
    return save_system(generator.system_of(generator.make(number).value()));
}

/// One of every kind of option.
std::vector<GenerateWords> varied_words() {
    std::vector<GenerateWords> out;
    out.push_back(words_of("1", "1", "0.000001"));
    out.push_back(words_of("20", "4", "2.4"));
    GenerateWords md = words_of("20", "4", "3.2");
    md.md_share = "0.5";
    md.sections_per_job = "1..4";
    md.section_length = "log-uniform:1us:10ms";
    md.method = "randfixedsum";
    md.run_times = "uniform:0.25";
    md.home_cpus = "random";
    out.push_back(md);
    GenerateWords mixed = words_of("12", "8", "5");
    mixed.md_share = mixed.np_share = "0.3";
    mixed.section_share = "0.4";
    mixed.method = "drs";
    mixed.min_utilization = "0.1";
    mixed.periods = "automotive";
    mixed.run_times = "automotive";
    mixed.priorities = "rate-monotonic";
    mixed.home_cpus = "round-robin";
    mixed.horizon = "hyperperiod";
    out.push_back(mixed);
    GenerateWords edf = words_of("30", "4", "2");
    edf.order = "edf";
    edf.deadlines = "constrained:0.5:1";
    edf.time_unit = "ns";
    edf.periods = "uniform:1us:10us:10ns";
    edf.run_times = "log-uniform:0.01";
    edf.np_share = "1";
    edf.section_length = "1";
    out.push_back(edf);
    GenerateWords table = words_of("99", "16", "10");
    table.periods = "table:5ms=2,10ms,20ms=3";
    table.deadlines = "constrained";
    table.priorities = "random";
    table.seed = "18446744073709551615";
    table.name = "a \"quoted\" name";
    out.push_back(table);
    return out;
}

}  // namespace

TEST_CASE("generated sets: every file loads without a problem, to the system that was made") {
    for (const GenerateWords& words : varied_words()) {
        const SetGenerator generator = generator_of(words);
        for (std::uint64_t number = 0; number < 50; ++number) {
            const std::string text = file_of(generator, number);
            const Result<System> loaded = parse_system(text, "set.json");
            INFO(text << (loaded ? std::string() : to_text(loaded.error())));
            REQUIRE(loaded);
            REQUIRE(save_system(*loaded) == text);
        }
    }
}

TEST_CASE("generated sets: whole units, C >= 1, C <= D <= T, utilization within the rounding, homes on the machine") {
    for (const GenerateWords& words : varied_words()) {
        const SetGenerator generator = generator_of(words);
        const SetSpec& spec = generator.spec();
        const std::int64_t unit = nanoseconds_per(spec.unit);
        for (std::uint64_t number = 0; number < 50; ++number) {
            const GeneratedSet set = generator.make(number).value();
            REQUIRE(set.tasks.size() == spec.tasks());
            double room = 1e-9, total = 0;
            for (const GeneratedTask& task : set.tasks) {
                REQUIRE(task.wcet >= unit);
                REQUIRE(task.wcet <= task.deadline);
                REQUIRE(task.deadline <= task.period);
                for (const std::int64_t time : {task.wcet, task.deadline, task.period}) REQUIRE(time % unit == 0);
                REQUIRE(task.home >= 0);
                REQUIRE(task.home < spec.cpus);
                const double least = static_cast<double>(unit) / static_cast<double>(task.period);
                room += task.wcet == unit ? least : least / 2;
                total += static_cast<double>(task.wcet) / static_cast<double>(task.period);
            }
            const double wanted = static_cast<double>(spec.utilization.total) / static_cast<double>(kWholeCpu);
            REQUIRE(std::abs(total - wanted) <= room);
            REQUIRE(set.utilization == Approx(total));
        }
    }
}

TEST_CASE("generated sets: as many tasks have sections as asked for, of the kind asked for") {
    GenerateWords words = words_of("10", "4", "2");
    words.md_share = "0.3";
    words.np_share = "0.2";
    words.section_share = "0.1";
    const SetGenerator generator = generator_of(words);
    std::vector<double> with_md(10, 0.0);
    constexpr int kSets = 2'000;
    for (std::uint64_t number = 0; number < kSets; ++number) {
        const GeneratedSet set = generator.make(number).value();
        const auto count = [&](OperationKind kind) {
            return std::count_if(set.tasks.begin(), set.tasks.end(),
                                 [&](const GeneratedTask& task) { return task.bracket == kind; });
        };
        REQUIRE(count(OperationKind::migrate_disable) == 3);
        REQUIRE(count(OperationKind::preempt_disable) == 2);
        REQUIRE(count(OperationKind::section) == 1);
        for (std::size_t i = 0; i < 10; ++i) with_md[i] += set.tasks[i].bracket == OperationKind::migrate_disable;
    }
    CHECK(p_value(with_md, std::vector<double>(10, kSets * 0.3)) > kSignificance);
}

TEST_CASE("generated sets: deadlines are uniform between C and T, and where they are told to be") {
    for (const auto& [text, low, high] :
         {std::tuple("constrained", 0.0, 1.0), std::tuple("constrained:0.2:0.7", 0.2, 0.7)}) {
        GenerateWords words = words_of("20", "4", "2");
        words.deadlines = text;
        const SetGenerator generator = generator_of(words);
        std::vector<double> places;
        for (std::uint64_t number = 0; number < 500; ++number) {
            const GeneratedSet set = generator.make(number).value();
            for (const GeneratedTask& task : set.tasks) {
                const double x =
                    static_cast<double>(task.deadline - task.wcet) / static_cast<double>(task.period - task.wcet);
                places.push_back((x - low) / (high - low));
            }
        }
        CAPTURE(text);
        CHECK(p_value_uniform(places) > kSignificance);
    }
}

TEST_CASE("generated sets: run times vary from the share asked for, or by the factors of the period") {
    GenerateWords words = words_of("20", "4", "2");
    words.run_times = "uniform:0.25";
    const SetGenerator by_share = generator_of(words);
    const System system = by_share.system_of(by_share.make(0).value());
    for (const Task& task : system.tasks) {
        const VariableDuration& time = task.body.at(0).time;
        CHECK(std::abs(time.max.ns - 4 * time.min.ns) <= 2'000);  // rounded to us
        CHECK(time.distribution == Distribution::uniform);
    }

    words.periods = words.run_times = "automotive";
    const SetGenerator by_factors = generator_of(words);
    std::vector<double> places;  // of the share, by its distribution function
    for (std::uint64_t number = 0; number < 200; ++number) {
        const GeneratedSet set = by_factors.make(number).value();
        for (const GeneratedTask& task : set.tasks) {
            const auto row = std::find_if(kAutomotivePeriods.begin(), kAutomotivePeriods.end(),
                                          [&](const AutomotivePeriod& each) { return each.period_ns == task.period; });
            REQUIRE(row != kAutomotivePeriods.end());
            const double share = static_cast<double>(task.shortest_share) / static_cast<double>(kWholeCpu);
            const auto ratio = [](std::int64_t best, std::int64_t worst) {
                return static_cast<double>(best) / static_cast<double>(worst);
            };
            REQUIRE(share >= ratio(row->best_from, row->worst_to) - 1e-9);
            REQUIRE(share <= ratio(row->best_to, row->worst_from) + 1e-9);
            // P(best / worst <= s), both uniform: the mean over worst of the share of best below s * worst.
            double below = 0;
            constexpr int kSteps = 200;
            for (int i = 0; i < kSteps; ++i) {
                const double worst = static_cast<double>(row->worst_from) +
                                     (i + 0.5) / kSteps * static_cast<double>(row->worst_to - row->worst_from);
                below += std::clamp((share * worst - static_cast<double>(row->best_from)) /
                                        static_cast<double>(row->best_to - row->best_from),
                                    0.0, 1.0);
            }
            places.push_back(below / kSteps);
        }
    }
    CHECK(p_value_uniform(places) > kSignificance);
}

TEST_CASE("generated sets: priorities are a permutation, in the order asked for") {
    for (const char* kind : {"rate-monotonic", "deadline-monotonic", "random"}) {
        GenerateWords words = words_of("10", "2", "1");
        words.priorities = kind;
        words.deadlines = "constrained";
        words.periods = "table:10ms,20ms";  // ties
        const SetGenerator generator = generator_of(words);
        std::vector<double> of_first(10, 0.0);
        for (std::uint64_t number = 0; number < 1'000; ++number) {
            const GeneratedSet set = generator.make(number).value();
            std::vector<const GeneratedTask*> by_priority(10, nullptr);
            for (const GeneratedTask& task : set.tasks)
                by_priority.at(static_cast<std::size_t>(*task.priority - 1)) = &task;
            for (std::size_t i = 0; i + 1 < 10; ++i) {
                REQUIRE(by_priority[i] != nullptr);
                const GeneratedTask &low = *by_priority[i], &high = *by_priority[i + 1];
                if (kind == std::string("rate-monotonic")) REQUIRE(high.period <= low.period);
                if (kind == std::string("deadline-monotonic")) REQUIRE(high.deadline <= low.deadline);
                // Ties: file order.
                if (kind == std::string("rate-monotonic") && high.period == low.period) REQUIRE(&high < &low);
            }
            ++of_first[static_cast<std::size_t>(*set.tasks[0].priority - 1)];
        }
        if (kind == std::string("random")) CHECK(p_value(of_first, std::vector<double>(10, 100.0)) > kSignificance);
    }
}

TEST_CASE("generated sets: set i is the same whichever others are made, and aspects do not disturb each other") {
    const GenerateWords words = varied_words()[2];
    const SetGenerator generator = generator_of(words);
    const std::string seventh = file_of(generator, 7);
    CHECK(file_of(generator_of(words), 7) == seventh);
    std::vector<std::string> backwards(8);
    {
        std::vector<std::jthread> threads;
        for (std::uint64_t number = 8; number-- > 0;)
            threads.emplace_back([&, number] { backwards[number] = file_of(generator, number); });
    }
    for (std::uint64_t number = 0; number < 8; ++number) CHECK(backwards[number] == file_of(generator, number));
    std::set<std::string> different;
    for (std::uint64_t number = 0; number < 20; ++number) different.insert(file_of(generator, number));
    CHECK(different.size() == 20);

    GenerateWords other = words;
    other.section_length = "0.5";
    other.home_cpus = "zero";
    const GeneratedSet before = generator.make(7).value(), after = generator_of(other).make(7).value();
    for (std::size_t i = 0; i < before.tasks.size(); ++i) {
        CHECK(before.tasks[i].wcet == after.tasks[i].wcet);
        CHECK(before.tasks[i].period == after.tasks[i].period);
        CHECK(before.tasks[i].bracket == after.tasks[i].bracket);
    }
    other.seed = "2";
    CHECK(generator_of(other).make(7).value().tasks[0].wcet != after.tasks[0].wcet);
}

TEST_CASE("generated sets: the bytes are pinned") {
    // Whoever quotes a seed relies on these. A change here is a change of format: say so in the release notes.
    std::string all;
    for (const GenerateWords& words : varied_words()) {
        const SetGenerator generator = generator_of(words);
        for (const std::uint64_t number : {0ull, 1ull, 7ull, 123'456'789'012ull}) all += file_of(generator, number);
    }
    CHECK(digest_of(all) == "2690901b09567dfba40aa22f9396cbc6");
}

TEST_CASE("generated sets: the task set made directly is the one made from the system") {
    std::size_t sections = 0, np = 0;
    for (const GenerateWords& words : varied_words()) {
        const SetGenerator generator = generator_of(words);
        for (std::uint64_t number = 0; number < 30; ++number) {
            const GeneratedSet set = generator.make(number).value();
            const TaskSet direct = generator.task_set_of(set), expected = make_task_set(generator.system_of(set));
            REQUIRE(direct.cpus == expected.cpus);
            REQUIRE(direct.order == expected.order);
            REQUIRE(direct.fifo_ties == expected.fifo_ties);
            REQUIRE(direct.sections == expected.sections);
            REQUIRE(direct.size() == expected.size());
            for (std::size_t i = 0; i < direct.size(); ++i) {
                const auto all = [](const SporadicTask& task) {
                    return std::tuple(task.wcet, task.period, task.deadline, task.jitter, task.first_section,
                                      task.end_section, task.sectioned, task.longest_section, task.longest_np,
                                      task.final_np, task.level, task.home, task.file_index);
                };
                REQUIRE(all(direct.tasks[i]) == all(expected.tasks[i]));
                np += direct.tasks[i].longest_np > 0;
            }
            sections += direct.sections.size();
        }
    }
    CHECK(sections > 1'000);
    CHECK(np > 100);
}

}  // namespace pinstack
