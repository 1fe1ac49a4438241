// SPDX-License-Identifier: Apache-2.0
//
// Runs as JUnit suites (junit_writer.hpp), as pipelines show them: a suite for each variant of a system file, in it a
// case for each task, "T0 under migrate_disable/shift", with the file as its class name. A task that misses a deadline
// is a failure, a task without a job is skipped, and so is, as one case, a variant that is impossible for the system.
// --fail-on plays no part: a pipeline has its own rules for what fails it.
#pragma once

#include <cstddef>
#include <vector>

#include "analyzer/report/junit_writer.hpp"
#include "analyzer/report/run_report.hpp"

namespace pinstack {

/// A report stays within about 2 MiB, whatever the number of tasks (GitLab refuses more than 30 MB, and some ten
/// thousands of cases). Where there are more passed cases than this under a variant, they become one case, and of the
/// failed ones only the worst are listed, the others become one; properties of the suite say how many.
struct JunitLimits {
    std::size_t passed = 1000;
    std::size_t failed = 500;
};

/// In the order of report.runs.outcomes.
std::vector<JunitSuite> junit_suites(const RunReport& report, const JunitLimits& limits = {});

void write_junit(Sink& sink, const RunReport& report);

}  // namespace pinstack
