// SPDX-License-Identifier: Apache-2.0
//
// What a schedulability test finds out about one task set. A value that many runs may share, so that they allocate
// once.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "analyzer/bounds/task_set.hpp"

namespace pinstack {

struct Verdict {
    bool schedulable = false;  ///< proved: no job misses its deadline. false: not proved; an exact test refutes it
    /// By place: no response, counted from the due instant, is longer. Nothing where the test proves none.
    std::vector<std::optional<std::int64_t>> bounds;
    std::vector<CpuId>
        placement;  ///< of a test that places tasks: the CPU of each place, or kNoCpu where it is split; else empty
    std::string why_not;  ///< the test gave up (a budget was used up), and nothing else here counts

    /// Proves nothing, yet.
    void reset(std::size_t tasks) {
        schedulable = false;
        bounds.assign(tasks, std::nullopt);
        placement.clear();
        why_not.clear();
    }
    /// Every task meets its deadline; that is all that is known.
    void accept(const TaskSet& set) {
        reset(set.size());
        schedulable = true;
        for (std::size_t place = 0; place < set.size(); ++place) bounds[place] = set.tasks[place].deadline;
    }
};

}  // namespace pinstack
