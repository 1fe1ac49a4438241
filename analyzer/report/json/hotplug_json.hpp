// SPDX-License-Identifier: Apache-2.0
//
// `hotplug` of a simulate object: what became of the events of the system.
#pragma once

#include "analyzer/report/json/json_writer.hpp"
#include "model/hotplug/hotplug_result.hpp"
#include "model/system/system.hpp"

namespace pinstack {

void write_hotplug(JsonWriter& json, const System& system, const HotplugResult& hotplug, Duration span);

}  // namespace pinstack
