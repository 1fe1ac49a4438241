// SPDX-License-Identifier: Apache-2.0
//
// The body of a task compiled to a flat list of steps: what the engine runs. Brackets become flags of the steps
// they enclose, so entering and leaving a section is a change of flags between neighbouring steps. That is the
// contract's idealisation too: directly adjacent brackets of one kind have no gap.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "model/system/variant.hpp"
#include "model/task/operation.hpp"

namespace pinstack {

struct Step {
    VariableDuration time;
    bool suspends = false;          ///< needs no CPU
    bool non_preemptible = false;   ///< inside preempt_disable, irq_disable, or a section so protected
    bool migrate_disabled = false;  ///< inside migrate_disable, or a section so protected
    bool irqs_off = false;          ///< inside irq_disable; then non_preemptible too

    friend bool operator==(const Step& a, const Step& b) {
        return a.time.min == b.time.min && a.time.max == b.time.max && a.time.distribution == b.time.distribution &&
               a.suspends == b.suspends && a.non_preemptible == b.non_preemptible &&
               a.migrate_disabled == b.migrate_disabled && a.irqs_off == b.irqs_off;
    }
};

using Program = std::vector<Step>;

/// Does the bracket or one of its operations suspend?
bool suspends(const Operation& operation);

/// What a neutral section becomes under a variant: hybrid_below decides by the summed maximal run time.
Protection protection_of(const Operation& section, const Variant& variant);

/// Steps in depth-first order. Their places are the `operation` numbers of CounterStream.
Program compile(const Body& body, const Variant& variant);

}  // namespace pinstack
