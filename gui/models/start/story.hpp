// SPDX-License-Identifier: GPL-3.0-or-later
//
// A run told step by step, in words: who is released, who preempts whom, who is pinned where, which CPUs idle
// meanwhile, and where else other variants ran the job that made the stack. Everything is read off the
// recordings; nothing is known of any balancer but its line in the table of balancers.
//
// Told is the part of the run that choose_window() names: around the worst stacking episode, if there is one. Of a run
// with very many events only the first kMostSteps instants.
#pragma once

#include <QCoreApplication>
#include <QString>
#include <QStringList>
#include <cstddef>
#include <vector>

#include "gui/models/recorded_run.hpp"
#include "gui/models/view_state.hpp"

namespace pinstack::gui {

struct StoryStep {
    Instant at;
    QString title;          ///< "At 2ms"
    QStringList sentences;  ///< what happens, each whole
    QStringList reasons;    ///< why CPUs are lost from here on, and what would have prevented it. Mostly empty
    Selection selection;    ///< who it is about
};

struct Story {
    static constexpr std::size_t kMostSteps = 60;
    QString heading;
    Window window;  ///< of the run, that is told
    std::vector<StoryStep> steps;
};

class StoryTeller {
    Q_DECLARE_TR_FUNCTIONS(StoryTeller)

public:
    /// `others`: runs of the same system under other variants. An impossible run has an empty story.
    static Story tell(const RecordedRun& run, const std::vector<RecordedRunPtr>& others);
};

}  // namespace pinstack::gui
