// SPDX-License-Identifier: Apache-2.0
//
// The parts of the JSON reports that `simulate` and `compare` share.
#pragma once

#include "analyzer/report/json/json_writer.hpp"
#include "analyzer/run/outcome.hpp"

namespace pinstack {

/// "pinstack": {"format": 1, "version": "..."}
void write_provenance(JsonWriter& json);

/// {"order", "sections", "balancer", options in force}
void write_variant(JsonWriter& json, const System& system, const Variant& variant);

/// Of a system that declares locks: "warnings", as `validate` has them.
void write_warnings(JsonWriter& json, const System& system);

/// The members of the simulate object of an applicable outcome.
void write_outcome(JsonWriter& json, const System& system, const Outcome& outcome, const RunRequest& request);

}  // namespace pinstack
