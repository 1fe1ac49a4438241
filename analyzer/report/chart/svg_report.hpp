// SPDX-License-Identifier: Apache-2.0
//
// The schedules of a run as one SVG picture that stands alone, in the reader's light or dark colours.
#pragma once

#include <span>

#include "analyzer/report/sink.hpp"
#include "analyzer/run/drawing_window.hpp"
#include "analyzer/run/outcome.hpp"

namespace pinstack {

/// REQUIRES: an outcome is applicable; picture.timelines has one element for each applicable one.
void write_svg(Sink& sink, const System& system, std::span<const Outcome> outcomes, const Picture& picture);

}  // namespace pinstack
