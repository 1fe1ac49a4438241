// SPDX-License-Identifier: Apache-2.0
//
// Reports as JUnit XML, as pipelines read it (GitLab, Jenkins, GitHub): one suite for each system file, one test case
// for each task under each variant, with the file as its class name. A task that misses a deadline is a failure, a
// variant that is impossible for the system is skipped, a file that cannot be read is an error.
#pragma once

#include "analyzer/report/run_report.hpp"

namespace pinstack {

void write_junit(Sink& sink, const RunReport& report);

}  // namespace pinstack
