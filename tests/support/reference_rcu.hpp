// SPDX-License-Identifier: Apache-2.0
//
// RCU for the reference scheduler: the list of all outermost read sides, and what follows from it.
#pragma once

#include <optional>
#include <vector>

#include "model/engine/run_result.hpp"

namespace pinstack::test {

class ReferenceRcu {
public:
    void begin_reading(std::uint32_t task, std::int64_t now);
    void end_reading(std::uint32_t task, std::int64_t now);

    /// Nothing where nobody read.
    std::optional<RcuResult> result(std::int64_t end, std::int64_t scan) const;

private:
    struct ReadSide {
        std::uint32_t task = 0;
        std::int64_t from = 0;
        std::optional<std::int64_t> to;
        int depth = 0;  ///< of those inside each other that are open
    };
    bool awaits_nobody(std::int64_t began, std::int64_t now) const;

    std::vector<ReadSide> sides_;     // in the order in which they began
    std::vector<std::size_t> ended_;  // places in sides_, in the order in which they ended
};

}  // namespace pinstack::test
