// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/engine/run_result.hpp"

namespace pinstack {

/// What a job does in that state, in a phrase: "pinned, and a more urgent job has its CPU".
const char* meaning_of(JobState state);

/// Its class in the charts' style sheet: the colour of the kind of capacity that belongs to it.
const char* fill_of(JobState state);

}  // namespace pinstack
