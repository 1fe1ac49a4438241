// SPDX-License-Identifier: Apache-2.0
#include "analyzer/odds/odds_table.hpp"

#include <utility>

namespace pinstack {

Result<std::vector<OddsRow>> tabulate(const OddsQuestion& question) {
    const auto rate = [](Duration mean) { return 1.0 / static_cast<double>(mean.ns); };
    std::vector<OddsRow> rows;
    for (int cpus = question.first_cpus; cpus <= question.last_cpus; ++cpus) {
        for (const bool push_away : {false, true}) {
            const ChainSpec spec{.cpus = cpus,
                                 .tasks = cpus + question.extra_tasks,
                                 .wake_rate = rate(question.think),
                                 .enter_rate = rate(question.plain),
                                 .leave_rate = rate(question.section),
                                 .sticky = question.sticky,
                                 .push_away = push_away};
            const auto chain = StackingChain::build(spec);
            if (!chain) return tl::unexpected(chain.error());
            auto odds = solve(*chain);
            if (!odds) return tl::unexpected(std::move(odds.error()));
            rows.push_back({spec, *odds});
        }
    }
    return rows;
}

}  // namespace pinstack
