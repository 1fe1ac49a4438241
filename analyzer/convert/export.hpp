// SPDX-License-Identifier: Apache-2.0
//
// Systems written as other programs' files. docs/formats.md says what becomes of each field. What has no place there is
// a warning; what cannot be written without being wrong makes the export fail, with nothing written.
#pragma once

#include <string>
#include <vector>

#include "analyzer/report/sink.hpp"
#include "model/system/problem.hpp"
#include "model/system/system.hpp"

namespace pinstack {

struct Exported {
    Problems warnings;               ///< what could not be carried over
    std::vector<std::string> notes;  ///< what to tell whoever uses the file: nothing is lost by it
};

/// rt-app JSON. Sections become locks of their own, which nobody else takes, with names that our reader takes for the
/// sections they were (section_lock_name()).
Result<Exported> write_rt_app(Sink& sink, const System& system);

/// A job set of the schedule-abstraction-graph tools: every job up to the end of the run, in units of `unit`, at most
/// kMostImportedJobs.
Result<Exported> write_sag(Sink& sink, const System& system, TimeUnit unit);

/// A scenario of examples/kernel-rig: every job up to the end of the run, at most 100,000, with what it executes.
/// docs/kernel-rig.md has the format. Nothing is written where it fails.
Result<Exported> write_rig_scenario(Sink& sink, const System& system);

}  // namespace pinstack
