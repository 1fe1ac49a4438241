// SPDX-License-Identifier: GPL-3.0-or-later
//
// What is being looked at: a system as the user edits it, and the factor by which its sections are scaled on the way
// to a run. A value; the undo history is a list of them.
#pragma once

#include <memory>

#include "model/system/system.hpp"

namespace pinstack::gui {

struct Scenario {
    std::shared_ptr<const System> system;  ///< as edited; it may break rules of the file format
    int section_percent = 100;             ///< 1..1000

    /// What is run and saved: `system` with the run times inside its brackets times section_percent / 100.
    std::shared_ptr<const System> effective() const;
};

/// Every run inside a bracket (sections, explicit brackets, locks, RCU read sides) times percent / 100, rounded down,
/// at least 1 ns and at most kTimeLimitNs - 1; what is outside, and suspensions, stay. So execution times and the
/// utilization change.
System scale_sections(const System& system, int percent);

}  // namespace pinstack::gui
