// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace pinstack {

enum ExitCode : int {
    kDone = 0,
    kConditionHolds = 1,  ///< one of --fail-on
    kUsageOrInput = 2,    ///< also: the output could not be written
    kInternal = 3,        ///< a defect of ours
    kInterrupted = 130,   ///< SIGINT
};

}  // namespace pinstack
