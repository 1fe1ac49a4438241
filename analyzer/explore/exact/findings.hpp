// SPDX-License-Identifier: Apache-2.0
//
// The worst that an exploration has come upon so far, and where: what each is reached from, as a state and the choice
// made there is found again by looking at all of them.
#pragma once

#include <cstdint>
#include <vector>

#include "analyzer/explore/exact/state_store.hpp"

namespace pinstack {

struct ExactFinding {
    std::int32_t value = 0;  ///< slots, or jobs; 0: nothing yet
    StateId from = 0;        ///< the state before the slot in which it happens

    /// Of equal values the earlier counts.
    void note(std::int32_t other, StateId state) {
        if (other > value) *this = {other, state};
    }
    void note(const ExactFinding& other) { note(other.value, other.from); }
};

struct ExactFindings {
    std::vector<ExactFinding> responses;  ///< of complete jobs, by task
    std::vector<ExactFinding> overruns;   ///< by task; 1: a job was unfinished one period after its release
    ExactFinding depth;                   ///< unfinished jobs pinned to one CPU

    explicit ExactFindings(std::size_t tasks) : responses(tasks), overruns(tasks) {}
    /// Of one who looked later.
    void merge(const ExactFindings& later) {
        for (std::size_t i = 0; i < responses.size(); ++i) {
            responses[i].note(later.responses[i]);
            overruns[i].note(later.overruns[i]);
        }
        depth.note(later.depth);
    }
};

}  // namespace pinstack
