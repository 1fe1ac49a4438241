// SPDX-License-Identifier: Apache-2.0
//
// What random task sets are asked for: how each aspect of a task is drawn. Times are in nanoseconds; shares and
// fractions are whole numbers of kWholeCpu-ths (10^-12), as utilizations are.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "analyzer/generate/utilizations.hpp"
#include "model/system/system.hpp"

namespace pinstack {

/// How long the periods are.
struct PeriodSpec {
    enum class Kind : std::uint8_t {
        log_uniform,  ///< from low to high, rounded down to whole granules (Emberson et al., WATERS 2010)
        uniform,      ///< the multiples of the granule from low to high
        table,        ///< one of a list, by weight
        automotive,   ///< the table of automotive.hpp
    };
    struct Row {
        std::int64_t period = 0;
        std::int64_t weight = 1;
    };
    Kind kind = Kind::log_uniform;
    std::int64_t low = 10'000'000, high = 1'000'000'000;
    std::int64_t granule = 0;  ///< low and high are multiples of it; 0 = the set's unit of time
    std::vector<Row> table;    ///< of a table, the automotive one included
};

/// D = C + x (T - C), x uniform: 1..1 is an implicit deadline, 0..1 any constrained one.
struct DeadlineSpec {
    std::int64_t low = kWholeCpu, high = kWholeCpu;
};

/// The run time of a job: C, or drawn in every job from a share of C up to C.
struct RunTimeSpec {
    enum class Kind : std::uint8_t { constant, share, automotive };
    Kind kind = Kind::constant;
    std::int64_t share = kWholeCpu;
    Distribution distribution = Distribution::constant;
};

/// Sections: which tasks, how many in each job, how long.
struct SectionSpec {
    std::int64_t md_share = 0, np_share = 0, neutral_share = 0;  ///< of the tasks; the sum is at most kWholeCpu
    int fewest = 1, most = 1;                                    ///< sections in a job
    bool is_fraction = true;  ///< of C, for all sections of the job together; else nanoseconds, for each section
    Distribution distribution = Distribution::uniform;
    std::int64_t low = kWholeCpu / 10, high = kWholeCpu / 2;
};

enum class HomeCpus : std::uint8_t { zero, round_robin, random };
enum class Priorities : std::uint8_t { none, rate_monotonic, deadline_monotonic, random };

struct SetSpec {
    std::string name = "set";
    std::string origin;  ///< the command that makes the set, for the description
    int cpus = 1;
    UtilizationSpec utilization;  ///< its bounds say how many tasks there are
    PeriodSpec periods;
    DeadlineSpec deadlines;
    RunTimeSpec run_times;
    SectionSpec sections;
    HomeCpus homes = HomeCpus::zero;
    Priorities priorities = Priorities::none;
    Order order = Order::fp;
    std::optional<Horizon> horizon;  ///< nothing = ten times the longest period there can be
    TimeUnit unit = TimeUnit::us;    ///< all times are whole numbers of it: ns or us
    std::uint64_t seed = 1;

    std::size_t tasks() const { return utilization.upper.size(); }
};

/// Every contradiction of the spec. Places name the options of `pinstack generate`.
Problems check(const SetSpec& spec);

}  // namespace pinstack
