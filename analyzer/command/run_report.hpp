// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>

#include "analyzer/command/run_arguments.hpp"
#include "analyzer/report/sink.hpp"
#include "analyzer/run/comparison.hpp"

namespace pinstack {

/// Writes the report in the format of the settings: of `comparison`, or where that is null of the one outcome.
/// REQUIRES: an outcome is applicable.
void write_run_report(Sink& sink, const System& system, std::span<const Outcome> outcomes, const Comparison* comparison,
                      const RunSettings& settings);

/// The help of --balancer: the names there are.
std::string balancer_help();

}  // namespace pinstack
