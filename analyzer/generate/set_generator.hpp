// SPDX-License-Identifier: Apache-2.0
//
// Random task sets. Set number i of a spec is a function of (spec, i): it does not depend on which others are made, in
// which order, or on how many threads.
//
// A task's execution time is its utilization times its period, rounded to the nearest whole unit of time g, at least
// one and at most the period. So its utilization is off by at most g / (2 T), or g / T where it would round to nothing;
// the total by at most the sum of these, with a standard deviation of 0.29 g sqrt(sum of 1 / T^2). `utilization` has
// the total that came out.
//
// Left out: sporadic tasks, offsets, jitter, suspensions, locks, affinity, arbitrary deadlines.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "analyzer/bounds/task_set.hpp"
#include "analyzer/generate/set_spec.hpp"
#include "analyzer/generate/task_shapes.hpp"

namespace pinstack {

/// All times in ns.
struct GeneratedTask {
    std::int64_t wcet = 0, period = 0, deadline = 0;
    std::optional<int> priority;
    CpuId home = 0;
    OperationKind bracket = OperationKind::run;          ///< of its sections; run = it has none
    std::size_t first_section = 0, end_section = 0;      ///< in GeneratedSet::sections
    std::int64_t shortest_share = kWholeCpu;             ///< the least run time of a job, as a share of the longest
    Distribution distribution = Distribution::constant;  ///< of the run time
};

struct GeneratedSet {
    std::uint64_t number = 0;
    double utilization = 0;
    std::vector<GeneratedTask> tasks;
    std::vector<GeneratedSection> sections;
};

class SetGenerator {
public:
    /// Every contradiction of the spec is a problem.
    static Result<SetGenerator> create(const SetSpec& spec);

    /// Fails only where too many utilization vectors were discarded.
    Result<GeneratedSet> make(std::uint64_t number) const;

    /// The set as a system, valid under every rule of system files unless the horizon is a hyperperiod that does not
    /// fit. Its name is that of the spec and the number of the set.
    System system_of(const GeneratedSet& set) const;

    /// make_task_set(system_of(set)), several times as fast.
    TaskSet task_set_of(const GeneratedSet& set) const;

    const SetSpec& spec() const { return *spec_; }

private:
    explicit SetGenerator(const SetSpec& spec);
    void draw_run_time(Draws& draws, std::size_t row, GeneratedTask& task) const;
    void draw_sections(GeneratedSet& set) const;
    void set_homes_and_priorities(GeneratedSet& set) const;

    std::shared_ptr<const SetSpec> spec_;
    std::shared_ptr<const UtilizationSource> utilizations_;
    PeriodSource periods_;
    SectionSource sections_;
    std::int64_t unit_;
};

}  // namespace pinstack
