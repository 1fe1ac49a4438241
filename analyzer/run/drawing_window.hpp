// SPDX-License-Identifier: Apache-2.0
//
// Which part of a run to draw: the worst stacking episode, from a little before it (where its jobs came) to a
// little after it (where they were done). A system that does not stack shows its first missed deadline, else its
// start. An outcome whose first missed deadline lies elsewhere can have it drawn too.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "analyzer/run/outcome.hpp"
#include "analyzer/run/timeline.hpp"

namespace pinstack {

enum class WindowReason : std::uint8_t { asked_for, worst_episode, first_miss, start };

struct DrawingWindow {
    Window window;
    WindowReason reason = WindowReason::start;
    bool whole_run = false;
    std::string variant;  ///< where that episode or miss was: "migrate_disable/wake-previous"
    Episode episode;      ///< where it is the reason
};

/// What the outcome that stacks most gives; where none stacks, the one worst_outcome() names.
/// The same window for all outcomes, so that they can be read side by side. `max_bars` is how much of the worst
/// outcome the drawing can hold. REQUIRES: an outcome is applicable.
DrawingWindow choose_window(const System& system, std::span<const Outcome> outcomes, std::size_t max_bars);

/// A window of every applicable outcome, recorded. A drawing that could not hold it all is cut short, for all
/// outcomes at the same instant.
struct Picture {
    DrawingWindow drawn;
    bool cut = false;
    std::vector<Timeline> timelines;  ///< one for each applicable outcome, in order
};

/// The end of the longest run. REQUIRES: as above.
Instant end_of_runs(std::span<const Outcome> outcomes);

/// `asked`: the window the user wants, as far as it lies in the runs; else choose_window() decides.
/// REQUIRES: an outcome is applicable; asked->from < end_of_runs(outcomes).
Picture record_picture(const System& system, std::span<const Outcome> outcomes, std::optional<Window> asked,
                       std::size_t max_bars);

/// The first missed deadline of one outcome, and what happened around it.
struct MissPicture {
    std::size_t outcome = 0;  ///< of those given
    Miss miss;
    Picture picture;  ///< of this outcome only
};

/// Of every outcome that misses deadlines beyond those of the baseline (a single outcome: any), unless its first miss
/// is in what is drawn already, or is one of the baseline too. Nothing where the user asked for a window.
/// REQUIRES: `drawn` is of these outcomes.
std::vector<MissPicture> record_first_misses(const System& system, std::span<const Outcome> outcomes,
                                             const Picture& drawn, std::size_t max_bars);

}  // namespace pinstack
