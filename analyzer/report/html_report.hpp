// SPDX-License-Identifier: Apache-2.0
//
// The reports of `simulate` and `compare` as one page that needs no network, and as an SVG picture alone. Both
// follow the reader's light or dark preference; the page prints, and reads on a narrow screen.
#pragma once

#include <span>

#include "analyzer/report/sink.hpp"
#include "analyzer/run/comparison.hpp"
#include "analyzer/run/drawing_window.hpp"

namespace pinstack {

/// `comparison` is null for a single outcome. REQUIRES: an outcome is applicable, and they were run with this
/// request; picture.timelines has one element for each applicable one.
void write_html(Sink& sink, const System& system, std::span<const Outcome> outcomes, const Comparison* comparison,
                const RunRequest& request, const Picture& picture);

void write_svg(Sink& sink, const System& system, std::span<const Outcome> outcomes, const Picture& picture);

}  // namespace pinstack
