// SPDX-License-Identifier: Apache-2.0
//
// An experiment given by options instead of a file. The options make the text of the file that would say the same, so
// that there is one reader.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "model/system/problem.hpp"

namespace pinstack {

struct SweepOptions {
    std::vector<std::string> generate;  ///< "KEY=VALUE"
    std::vector<std::string> grid;      ///< "KEY=VALUE;VALUE;..."
    std::optional<std::string> variants, tests, name;
    bool simulate = false;

    bool is_empty() const { return generate.empty() && grid.empty() && !variants && !tests && !name && !simulate; }
};

/// The JSON of the experiment. Fails where a word has no `=`.
Result<std::string> sweep_text(const SweepOptions& options);

}  // namespace pinstack
