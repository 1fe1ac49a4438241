// SPDX-License-Identifier: Apache-2.0
#include "analyzer/generate/generate_words.hpp"

#include "analyzer/generate/word_reader.hpp"
#include "tests/support/catch.hpp"

namespace pinstack {

using Catch::Contains;

namespace {

GenerateWords sample() {
    GenerateWords words;
    words.tasks = "10";
    words.cpus = "4";
    words.utilization = "2.4";
    return words;
}

std::string problems_of(const GenerateWords& words) {
    const Result<SetSpec> spec = understand(words);
    return spec ? "" : to_text(spec.error());
}

/// What is wrong with the sample where this option has this word.
std::string problem(std::optional<std::string> GenerateWords::*option, const char* word) {
    GenerateWords words = sample();
    words.*option = word;
    return problems_of(words);
}

}  // namespace

TEST_CASE("generate words: decimals are exact") {
    CHECK(read_decimal("2.4") == 2'400'000'000'000);
    CHECK(read_decimal("0.000000000001") == 1);
    CHECK(read_decimal("3") == 3 * kWholeCpu);
    CHECK(read_decimal("100000.999999999999") == 100'000'999'999'999'999);
    for (const char* text :
         {"", ".", "1.", ".5", "-1", "+1", "1e3", "0x1", "1.0000000000001", "1000000", "1,5", " 1", "nan"}) {
        CAPTURE(text);
        CHECK_FALSE(read_decimal(text));
    }
}

TEST_CASE("generate words: what they say arrives") {
    GenerateWords words = sample();
    words.periods = "uniform:2ms:8ms:2ms";
    words.deadlines = "constrained:0.25:0.5";
    words.md_share = "0.5";
    words.sections_per_job = "2..3";
    words.section_length = "log-uniform:10us:1ms";
    words.max_utilization = "0.5";
    words.seed = "7";
    words.name = "it's";
    const SetSpec spec = understand(words).value();
    CHECK(spec.tasks() == 10);
    CHECK(spec.cpus == 4);
    CHECK(spec.utilization.total == 2'400'000'000'000);
    CHECK(spec.utilization.upper == std::vector<std::int64_t>(10, kWholeCpu / 2));
    CHECK(spec.periods.kind == PeriodSpec::Kind::uniform);
    CHECK(spec.periods.granule == 2'000'000);
    CHECK(spec.deadlines.low == kWholeCpu / 4);
    CHECK(spec.sections.most == 3);
    CHECK_FALSE(spec.sections.is_fraction);
    CHECK(spec.sections.high == 1'000'000);
    CHECK(spec.origin ==
          "pinstack generate --tasks 10 --cpus 4 --utilization 2.4 --max-utilization 0.5 --periods uniform:2ms:8ms:2ms "
          "--deadlines constrained:0.25:0.5 --md-share 0.5 --sections-per-job 2..3 --section-length "
          "log-uniform:10us:1ms --name 'it'\\''s' --seed 7");
}

TEST_CASE("generate words: what cannot be understood is told with the option, the word and what is expected") {
    using G = GenerateWords;
    CHECK_THAT(problem(&G::tasks, "0"),
               Contains("--tasks: error: found \"0\", expected a whole number from 1 to 100000"));
    CHECK_THAT(problem(&G::cpus, "1025"), Contains("--cpus") && Contains("from 1 to 1024"));
    CHECK_THAT(problem(&G::utilization, "0"), Contains("--utilization") && Contains("greater than 0"));
    CHECK_THAT(problem(&G::method, "unifast"), Contains("did you mean `uunifast`?"));
    CHECK_THAT(problem(&G::max_utilization, "0.5,0.5"), Contains("one number, or 10"));
    CHECK_THAT(problem(&G::max_utilization, "1.5"), Contains("from 0 to 1"));
    CHECK_THAT(problem(&G::deadlines, "constrained:0.5"), Contains("constrained:LOW:HIGH"));
    CHECK_THAT(problem(&G::run_times, "uniform:0"), Contains("--run-times"));
    CHECK_THAT(problem(&G::md_share, "1.1"), Contains("a number from 0 to 1"));
    CHECK_THAT(problem(&G::home_cpus, "randm"), Contains("did you mean `random`?"));
    CHECK_THAT(problem(&G::priorities, "dm"), Contains("rate-monotonic"));
    CHECK_THAT(problem(&G::order, "rm"), Contains("fp or edf"));
    CHECK_THAT(problem(&G::horizon, "0ms"), Contains("--horizon"));
    CHECK_THAT(problem(&G::time_unit, "ms"), Contains("us or ns"));
    for (const char* name : {"", "a/b", ".hidden", "-o", "a\nb", "\xff"}) {
        CAPTURE(name);
        CHECK_THAT(problem(&G::name, name), Contains("--name: error: found"));
    }
    CHECK_THAT(problem(&G::seed, "-1"), Contains("from 0 to 2^64 - 1"));
    for (const char* periods : {"", "automotiv", "uniform", "uniform:1ms", "uniform:2ms:1ms", "uniform:0ms:1ms",
                                "uniform:1:2", "uniform:1ms:2ms:1ms:1ms", "table:", "table:1ms=0", "table:1ms=x",
                                "table:1ms,,2ms", "log-uniform:1ms:2ms:0us"}) {
        CAPTURE(periods);
        CHECK_THAT(problem(&G::periods, periods), Contains("--periods: error: found"));
    }
    GenerateWords sections = sample();
    sections.md_share = "1";
    for (const char* length :
         {"", "0", "1.5", "0us", "uniform:0.1", "uniform:0.5:0.1", "uniform:1us:0.5", "normal:1us:2us"}) {
        CAPTURE(length);
        sections.section_length = length;
        CHECK_THAT(problems_of(sections), Contains("--section-length: error: found"));
    }
    sections.section_length.reset();
    for (const char* count : {"0", "2..1", "1..", "1.5", "1..1001"}) {
        CAPTURE(count);
        sections.sections_per_job = count;
        CHECK_THAT(problems_of(sections), Contains("--sections-per-job: error: found"));
    }
}

TEST_CASE("generate words: all that is missing or wrong is told at once") {
    const std::string nothing = problems_of({});
    CHECK_THAT(nothing, Contains("--tasks: error: found nothing") && Contains("--cpus: error: found nothing") &&
                            Contains("--utilization: error: found nothing"));
    CHECK_THAT(nothing, Contains("hint: how many tasks: --tasks N"));
}

TEST_CASE("generate words: what does not go together is told") {
    using G = GenerateWords;
    CHECK_THAT(problem(&G::section_length, "0.5"), Contains("without these no task has sections"));
    CHECK_THAT(problem(&G::sections_per_job, "2"), Contains("--md-share"));
    CHECK_THAT(problem(&G::run_times, "automotive"), Contains("--periods automotive"));
    CHECK_THAT(problem(&G::periods, "uniform:1500ns:3us"),
               Contains("a whole number of us") && Contains("--time-unit ns"));
    CHECK_THAT(problem(&G::periods, "uniform:5ms:25ms:10ms"), Contains("a multiple of the granularity, 10ms"));
    CHECK_THAT(problem(&G::periods, "table:1500ns"), Contains("a whole number of us"));
    CHECK_THAT(problem(&G::periods, "uniform:1s:2000000s"), Contains("at most"));
    CHECK_THAT(problem(&G::min_utilization, "0.3"), Contains("--utilization: error: found 2.4, expected from 3 to 10"));
    GenerateWords words = sample();
    words.priorities = "random";
    words.order = "edf";
    CHECK_THAT(problems_of(words), Contains("--priorities") && Contains("edf goes by deadlines alone"));
    words.order.reset();
    words.tasks = "100";
    CHECK_THAT(problems_of(words), Contains("at most 99"));
    words = sample();
    words.md_share = words.np_share = "0.6";
    CHECK_THAT(problems_of(words),
               Contains("--md-share, --np-share, --section-share: error: found more than 1 together"));
}

}  // namespace pinstack
