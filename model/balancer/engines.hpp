// SPDX-License-Identifier: Apache-2.0
//
// The engines of the balancers, each defined in the balancer's own file (those of Linux in model/linux_rt) and listed
// in balancer.cpp.
#pragma once

namespace pinstack {

struct EngineFactory;

extern const EngineFactory kBoundedStack;
extern const EngineFactory kIdleFirst;
extern const EngineFactory kLinuxRt511;
extern const EngineFactory kLinuxRt515;
extern const EngineFactory kLinuxRtChained;
extern const EngineFactory kLinuxDl;
extern const EngineFactory kLinuxRtNoPush;
extern const EngineFactory kPartitioned;
extern const EngineFactory kShift;
extern const EngineFactory kSwapOnEntry;
extern const EngineFactory kWakePrevious;
extern const EngineFactory kWakePreviousPush;

}  // namespace pinstack
