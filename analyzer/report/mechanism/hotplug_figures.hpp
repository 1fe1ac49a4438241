// SPDX-License-Identifier: Apache-2.0
//
// The figures of CPU hotplug and of affinities that are set, in sum; JSON has each operation and each call, too.
#pragma once

#include "analyzer/report/mechanism/mechanism_figures.hpp"

namespace pinstack {

/// `span`: of the run, at whose end what is not done yet counts as lasting until then.
MechanismFigures hotplug_figures(const HotplugResult& result, Duration span);

}  // namespace pinstack
