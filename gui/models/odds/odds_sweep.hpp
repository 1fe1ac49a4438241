// SPDX-License-Identifier: GPL-3.0-or-later
//
// Stacking odds along one quantity: the number of CPUs, or the share of a job's run time that is pinned. docs/odds.md
// says what the figures are.
//
// Left out: wake-ups on the CPU of before with no more tasks than CPUs, which stop stacking after a while; the long run
// says nothing of them then.
#pragma once

#include <functional>
#include <stop_token>
#include <vector>

#include "analyzer/odds/odds_table.hpp"

namespace pinstack::gui {

struct OddsSweep {
    enum class Axis : std::uint8_t { cpus, pinned_share };
    Axis axis = Axis::cpus;
    /// Of a sweep over shares, first_cpus is the number of CPUs, and plain + section stays what it is.
    OddsQuestion question;

    /// Do tasks stack in the long run?
    bool has_long_run() const { return !question.sticky || question.extra_tasks > 0; }
};

struct OddsPoint {
    double at = 0;  ///< CPUs, or a share in (0, 1)
    OddsRow wake_previous, push_away;
};

/// The shares of a sweep over shares.
std::vector<double> pinned_shares();

/// Fewer points where it was stopped. Problems: a chain is too large. `done`, if any, is called after each point.
Result<std::vector<OddsPoint>> solve_sweep(const OddsSweep& sweep, const std::stop_token& stop = {},
                                           const std::function<void(int done, int all)>& done = {});

}  // namespace pinstack::gui
