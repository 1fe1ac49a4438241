// SPDX-License-Identifier: Apache-2.0
#include "analyzer/generate/generate_words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "analyzer/generate/automotive.hpp"
#include "analyzer/generate/word_reader.hpp"
#include "model/system/quote.hpp"
#include "model/system/suggestion.hpp"
#include "model/system/utf8.hpp"

namespace pinstack {

namespace {

constexpr GenerateOption kOptions[] = {
    {"--tasks", "N", "How many tasks", &GenerateWords::tasks},
    {"--cpus", "M", "How many CPUs", &GenerateWords::cpus},
    {"--utilization", "U", "Total utilization of the tasks, e.g. 2.4", &GenerateWords::utilization},
    {"--method", "METHOD", "How it is shared out: uunifast (with discard; default), randfixedsum, drs",
     &GenerateWords::method},
    {"--min-utilization", "U[,U...]", "Least utilization, of every task or one for each; default: 0",
     &GenerateWords::min_utilization},
    {"--max-utilization", "U[,U...]", "Greatest utilization, of every task or one for each; default: 1",
     &GenerateWords::max_utilization},
    {"--periods", "PERIODS",
     "log-uniform:LOW:HIGH[:GRANULARITY] (default: log-uniform:10ms:1s), uniform:LOW:HIGH[:GRANULARITY], "
     "table:PERIOD[=WEIGHT],..., automotive (WATERS 2015, without angle-synchronous tasks)",
     &GenerateWords::periods},
    {"--deadlines", "DEADLINES",
     "implicit (default), constrained, or constrained:LOW:HIGH: C + x (T - C) with x uniform from LOW to HIGH; 0 and 1 "
     "if not given",
     &GenerateWords::deadlines},
    {"--run-times", "TIMES",
     "constant (default): every job runs for C; uniform:SHARE or log-uniform:SHARE: from that share of C to C; "
     "automotive: log-uniform from best to worst case by the factors of WATERS 2015",
     &GenerateWords::run_times},
    {"--md-share", "SHARE", "Share of the tasks with migrate_disable sections, from 0 (default) to 1",
     &GenerateWords::md_share},
    {"--np-share", "SHARE", "Share of the tasks with preempt_disable sections", &GenerateWords::np_share},
    {"--section-share", "SHARE", "Share of the tasks with neutral sections, which --sections of simulate protects",
     &GenerateWords::section_share},
    {"--sections-per-job", "N[..M]", "Sections in each job of such a task, uniform from N to M; default: 1",
     &GenerateWords::sections_per_job},
    {"--section-length", "LENGTH",
     "X, uniform:LOW:HIGH or log-uniform:LOW:HIGH. Fractions are of C, for all sections of a job together; durations "
     "are of each section, cut off where C has no room. Default: uniform:0.1:0.5",
     &GenerateWords::section_length},
    {"--home-cpus", "HOMES", "zero (default): all tasks at home on CPU 0; round-robin; random",
     &GenerateWords::home_cpus},
    {"--priorities", "PRIORITIES",
     "none (default; fp is then deadline-monotonic), rate-monotonic, deadline-monotonic, random; for at most 99 tasks",
     &GenerateWords::priorities},
    {"--order", "ORDER", "fp (default) or edf", &GenerateWords::order},
    {"--horizon", "HORIZON",
     "How long to simulate: a duration (200ms), hyperperiod; default: ten times the longest period there can be",
     &GenerateWords::horizon},
    {"--time-unit", "UNIT", "All times are whole numbers of it: us (default) or ns", &GenerateWords::time_unit},
    {"--name", "NAME", "Of the system and, with --count, of the files; default: set", &GenerateWords::name},
    {"--seed", "N", "From 0 to 2^64 - 1; default: 1", &GenerateWords::seed},
};

/// For a shell: quoted where it needs to be.
std::string shell_word(const std::string& word) {
    const bool is_plain = !word.empty() && word.find_first_not_of(
                                               "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                               "0123456789.,:=_-") == std::string::npos;
    if (is_plain) return word;
    std::string out = "'";
    for (const char c : word) out += c == '\'' ? "'\\''" : std::string(1, c);
    return out + "'";
}

std::string origin_of(const GenerateWords& words, std::uint64_t seed) {
    std::string out = "pinstack generate";
    for (const GenerateOption& option : kOptions) {
        const std::optional<std::string>& word = words.*option.word;
        if (word && option.word != &GenerateWords::seed) out += fmt::format(" {} {}", option.name, shell_word(*word));
    }
    return out + fmt::format(" --seed {}", seed);
}

/// Files are named after it, and the description shows it in a command line.
bool is_good_name(std::string_view name) {
    const bool has_control =
        std::any_of(name.begin(), name.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
    return !name.empty() && !has_control && !find_non_utf8(name) && name.find('/') == std::string_view::npos &&
           name.front() != '.' && name.front() != '-';
}

template <class Value>
struct Name {
    std::string_view name;
    Value value;
};

/// Reads the words one by one; collects problems.
class Reader {
public:
    explicit Reader(const GenerateWords& words) : words_(words) {}

    Result<SetSpec> read() {
        const std::int64_t tasks = read_tasks();
        spec_.cpus = static_cast<int>(required("--cpus", words_.cpus, 1, kMaxCpus, "how many CPUs: --cpus M"));
        read_utilization(static_cast<std::size_t>(tasks));
        read_times();
        read_sections();
        constexpr Name<HomeCpus> kHomes[] = {
            {"zero", HomeCpus::zero}, {"round-robin", HomeCpus::round_robin}, {"random", HomeCpus::random}};
        constexpr Name<Priorities> kPriorities[] = {{"none", Priorities::none},
                                                    {"rate-monotonic", Priorities::rate_monotonic},
                                                    {"deadline-monotonic", Priorities::deadline_monotonic},
                                                    {"random", Priorities::random}};
        constexpr Name<Order> kOrders[] = {{"fp", Order::fp}, {"edf", Order::edf}};
        choose("--home-cpus", words_.home_cpus, kHomes, "home CPUs", spec_.homes);
        choose("--priorities", words_.priorities, kPriorities, "priorities", spec_.priorities);
        choose("--order", words_.order, kOrders, "orders", spec_.order);
        if (words_.name) spec_.name = *words_.name;
        if (!is_good_name(spec_.name))
            misunderstood("--name", spec_.name,
                          "a name of a file: UTF-8, no /, no control characters, no . or - in front");
        if (words_.seed)
            take("--seed", *words_.seed, read_natural(*words_.seed), "a whole number from 0 to 2^64 - 1", spec_.seed);
        if (!problems_.empty()) return tl::unexpected(std::move(problems_));
        if (Problems wrong = check(spec_); !wrong.empty()) return tl::unexpected(std::move(wrong));
        spec_.origin = origin_of(words_, spec_.seed);
        return std::move(spec_);
    }

private:
    void misunderstood(std::string_view option, std::string_view word, std::string expected, std::string hint = "") {
        problems_.push_back({{std::string(option), 0, 0, ""}, quote(word), std::move(expected), std::move(hint)});
    }

    template <class Value, class Read>
    void take(std::string_view option, std::string_view word, const Read& read, std::string expected, Value& value) {
        if (read) {
            value = *read;
        } else {
            misunderstood(option, word, std::move(expected));
        }
    }

    template <class Value, std::size_t N>
    void choose(std::string_view option, const std::optional<std::string>& word, const Name<Value> (&names)[N],
                std::string_view label, Value& value) {
        if (!word) return;
        std::array<std::string_view, N> known;
        std::string expected;
        for (std::size_t i = 0; i < N; ++i) {
            if (names[i].name == *word) {
                value = names[i].value;
                return;
            }
            known[i] = names[i].name;
            expected += (i == 0 ? "" : i + 1 == N ? " or " : ", ") + std::string(names[i].name);
        }
        misunderstood(option, *word, expected, suggest(*word, known, label));
    }

    std::int64_t required(std::string_view option, const std::optional<std::string>& word, std::int64_t least,
                          std::int64_t most, std::string_view hint) {
        const auto value = word ? read_natural(*word) : std::nullopt;
        if (value && *value >= static_cast<std::uint64_t>(least) && *value <= static_cast<std::uint64_t>(most))
            return static_cast<std::int64_t>(*value);
        problems_.push_back({{std::string(option), 0, 0, ""},
                             word ? quote(*word) : "nothing",
                             fmt::format("a whole number from {} to {}", least, most),
                             word ? "" : std::string(hint)});
        return least;
    }

    std::int64_t read_tasks() { return required("--tasks", words_.tasks, 1, 100'000, "how many tasks: --tasks N"); }

    void read_utilization(std::size_t tasks) {
        UtilizationSpec& spec = spec_.utilization;
        const auto total = words_.utilization ? read_decimal(*words_.utilization) : std::nullopt;
        if (total && *total > 0) {
            spec.total = *total;
        } else {
            problems_.push_back({{"--utilization", 0, 0, ""},
                                 words_.utilization ? quote(*words_.utilization) : "nothing",
                                 "a number greater than 0, such as 2.4",
                                 words_.utilization ? "" : "the sum over all tasks, in CPUs: --utilization U"});
        }
        constexpr Name<UtilizationMethod> kMethods[] = {{"uunifast", UtilizationMethod::uunifast},
                                                        {"randfixedsum", UtilizationMethod::randfixedsum},
                                                        {"drs", UtilizationMethod::drs}};
        choose("--method", words_.method, kMethods, "methods", spec.method);
        spec.lower = read_bounds("--min-utilization", words_.min_utilization, 0, tasks);
        spec.upper = read_bounds("--max-utilization", words_.max_utilization, kWholeCpu, tasks);
    }

    std::vector<std::int64_t> read_bounds(std::string_view option, const std::optional<std::string>& word,
                                          std::int64_t otherwise, std::size_t tasks) {
        std::vector<std::int64_t> bounds(tasks, otherwise);
        if (!word) return bounds;
        const std::vector<std::string_view> parts = split(*word, ',');
        if (parts.size() != 1 && parts.size() != tasks) {
            misunderstood(option, *word, fmt::format("one number, or {}: one for each task", tasks));
            return bounds;
        }
        for (std::size_t i = 0; i < tasks; ++i) {
            const std::string_view part = parts[parts.size() == 1 ? 0 : i];
            const auto value = read_decimal(part);
            if (!value || *value > kWholeCpu) {
                misunderstood(option, part, "a number from 0 to 1");
                return bounds;
            }
            bounds[i] = *value;
        }
        return bounds;
    }

    void read_times() {
        constexpr Name<TimeUnit> kUnits[] = {{"us", TimeUnit::us}, {"ns", TimeUnit::ns}};
        choose("--time-unit", words_.time_unit, kUnits, "units", spec_.unit);
        if (words_.periods)
            take("--periods", *words_.periods, read_periods(*words_.periods),
                 "log-uniform:LOW:HIGH[:GRANULARITY], uniform:LOW:HIGH[:GRANULARITY], table:PERIOD[=WEIGHT],... or "
                 "automotive; times with a unit and greater than 0, LOW at most HIGH",
                 spec_.periods);
        if (words_.deadlines)
            take("--deadlines", *words_.deadlines, read_deadlines(*words_.deadlines),
                 "implicit, constrained, or constrained:LOW:HIGH with numbers from 0 to 1, LOW at most HIGH",
                 spec_.deadlines);
        if (words_.run_times)
            take("--run-times", *words_.run_times, read_run_times(*words_.run_times),
                 "constant, uniform:SHARE or log-uniform:SHARE with a number greater than 0 and at most 1, or "
                 "automotive",
                 spec_.run_times);
        if (!words_.horizon) return;
        const auto duration = parse_duration(*words_.horizon);
        if (*words_.horizon == "hyperperiod") {
            spec_.horizon = Hyperperiods{1};
        } else if (duration && duration->ns > 0) {
            spec_.horizon = *duration;
        } else {
            misunderstood("--horizon", *words_.horizon, "a duration greater than 0 such as 200ms, or hyperperiod");
        }
    }

    void read_sections() {
        SectionSpec& spec = spec_.sections;
        const auto share = [&](std::string_view option, const std::optional<std::string>& word, std::int64_t& value) {
            if (word) take(option, *word, read_fraction(*word), "a number from 0 to 1", value);
        };
        share("--md-share", words_.md_share, spec.md_share);
        share("--np-share", words_.np_share, spec.np_share);
        share("--section-share", words_.section_share, spec.neutral_share);
        if (words_.sections_per_job) {
            std::pair<int, int> count{1, 1};
            take("--sections-per-job", *words_.sections_per_job, read_count(*words_.sections_per_job),
                 "a whole number from 1 to 1000, or two as in 1..4", count);
            std::tie(spec.fewest, spec.most) = count;
        }
        if (words_.section_length)
            take("--section-length", *words_.section_length, read_section_length(*words_.section_length, spec),
                 "a duration or fraction greater than 0, or uniform:LOW:HIGH or log-uniform:LOW:HIGH with LOW at most "
                 "HIGH, both durations (10us) or both fractions of C (0.1)",
                 spec);
        const bool has_sections = words_.md_share || words_.np_share || words_.section_share;
        for (const auto& [option, word] : {std::pair("--sections-per-job", &words_.sections_per_job),
                                           std::pair("--section-length", &words_.section_length)}) {
            if (has_sections || !*word) continue;
            misunderstood(option, **word, "one of --md-share, --np-share, --section-share with it",
                          "without these no task has sections");
        }
    }

    const GenerateWords& words_;
    SetSpec spec_;
    Problems problems_;
};

}  // namespace

std::span<const GenerateOption> generate_options() { return kOptions; }

Result<SetSpec> understand(const GenerateWords& words) { return Reader(words).read(); }

}  // namespace pinstack
