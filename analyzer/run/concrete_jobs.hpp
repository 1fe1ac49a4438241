// SPDX-License-Identifier: Apache-2.0
//
// The jobs that a run releases, without a run: releases with their jitter and their random distances are a function of
// the system alone, so they are the same under every variant. What each job executes is CounterStream's to say.
#pragma once

#include <cstdint>
#include <vector>

#include "model/engine/observer.hpp"
#include "model/system/problem.hpp"
#include "model/system/system.hpp"

namespace pinstack {

struct ConcreteJob {
    JobId id;
    Instant release;
    Instant deadline;  ///< absolute, from the instant the job is due

    friend bool operator==(const ConcreteJob&, const ConcreteJob&) = default;
};

/// Every job released before the end of a run (all of them where it drains), by release, then task. Of more than `most`
/// there are `most` + 1, some of them. Problems as of Simulation::create(): the system must be possible under
/// `variant`.
Result<std::vector<ConcreteJob>> concrete_jobs(const System& system, const Variant& variant, std::size_t most);

}  // namespace pinstack
