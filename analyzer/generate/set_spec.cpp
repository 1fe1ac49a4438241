// SPDX-License-Identifier: Apache-2.0
#include "analyzer/generate/set_spec.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace pinstack {

namespace {

constexpr std::int64_t kMostTasks = 100'000;  // of a system file

constexpr std::int64_t kLongestPeriod = 1'000'000'000'000'000;  // a million seconds: simulations are ten periods long

class Checker {
public:
    explicit Checker(const SetSpec& spec) : spec_(spec), unit_(nanoseconds_per(spec.unit)) {}

    Problems run() {
        check_numbers();
        check_periods();
        check_sections();
        check_priorities();
        if (problems_.empty()) problems_ = check(spec_.utilization);
        return problems_;
    }

private:
    void add(std::string option, std::string found, std::string expected, std::string hint = "") {
        problems_.push_back({{std::move(option), 0, 0, ""}, std::move(found), std::move(expected), std::move(hint)});
    }

    void check_time(const char* option, std::int64_t ns) {
        if (ns % unit_ == 0) return;
        add(option, to_text(Duration{ns}), fmt::format("a whole number of {}", name_of(spec_.unit)),
            "--time-unit ns is finer");
    }

    void check_numbers() {
        if (spec_.tasks() < 1 || static_cast<std::int64_t>(spec_.tasks()) > kMostTasks)
            add("--tasks", std::to_string(spec_.tasks()), fmt::format("from 1 to {}", kMostTasks));
        if (spec_.cpus < 1 || spec_.cpus > kMaxCpus)
            add("--cpus", std::to_string(spec_.cpus), fmt::format("from 1 to {}", kMaxCpus));
        if (spec_.run_times.kind == RunTimeSpec::Kind::automotive &&
            spec_.periods.kind != PeriodSpec::Kind::automotive) {
            add("--run-times", "automotive with other periods", "--periods automotive",
                "the factors belong to the periods");
        }
    }

    void check_periods() {
        const PeriodSpec& periods = spec_.periods;
        for (const PeriodSpec::Row& row : periods.table) {
            check_time("--periods", row.period);
            check_is_not_too_long(row.period);
        }
        if (!periods.table.empty()) return;
        check_is_not_too_long(periods.high);
        for (const std::int64_t ns : {periods.low, periods.high, periods.granule}) check_time("--periods", ns);
        const std::int64_t granule = periods.granule > 0 ? periods.granule : unit_;
        for (const std::int64_t ns : {periods.low, periods.high}) {
            if (ns % granule == 0) continue;
            add("--periods", to_text(Duration{ns}), "a multiple of the granularity, " + to_text(Duration{granule}));
        }
    }

    void check_is_not_too_long(std::int64_t period) {
        if (period > kLongestPeriod)
            add("--periods", to_text(Duration{period}), "at most " + to_text(Duration{kLongestPeriod}));
    }

    void check_sections() {
        const SectionSpec& sections = spec_.sections;
        if (sections.md_share + sections.np_share + sections.neutral_share > kWholeCpu)
            add("--md-share, --np-share, --section-share", "more than 1 together", "shares of the tasks, at most 1");
        if (sections.is_fraction) return;
        for (const std::int64_t ns : {sections.low, sections.high}) check_time("--section-length", ns);
    }

    void check_priorities() {
        if (spec_.priorities == Priorities::none) return;
        if (spec_.order == Order::edf)
            add("--priorities", "priorities with --order edf", "--order fp", "edf goes by deadlines alone");
        if (spec_.tasks() > 99) {
            add("--priorities", fmt::format("{} tasks", spec_.tasks()),
                "at most 99: Linux has the priorities 1 to 99, and each task gets one of its own",
                "without --priorities the order is deadline-monotonic for any number of tasks");
        }
    }

    const SetSpec& spec_;
    std::int64_t unit_;
    Problems problems_;
};

}  // namespace

Problems check(const SetSpec& spec) { return Checker(spec).run(); }

}  // namespace pinstack
