// SPDX-License-Identifier: Apache-2.0
//
// What a run did that its reader should know of, as members of a JSON object.
#pragma once

#include "analyzer/report/json/json_writer.hpp"
#include "model/engine/run_result.hpp"
#include "model/system/system.hpp"

namespace pinstack {

void write_findings(JsonWriter& json, const System& system, const Findings& findings);
void write_throttling(JsonWriter& json, const ThrottlingResult& throttling);
void write_rcu(JsonWriter& json, const System& system, const RcuResult& rcu);

}  // namespace pinstack
