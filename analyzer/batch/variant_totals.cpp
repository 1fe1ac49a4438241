// SPDX-License-Identifier: Apache-2.0
#include "analyzer/batch/variant_totals.hpp"

#include <algorithm>

namespace pinstack {

std::vector<VariantTotals> totals_of(const std::vector<BatchEntry>& entries) {
    std::vector<VariantTotals> all;
    for (const BatchEntry& entry : entries) {
        if (!entry.problems.empty()) continue;
        for (const BatchRow& row : entry.rows) {
            auto totals = std::find_if(all.begin(), all.end(),
                                       [&](const VariantTotals& each) { return each.variant == row.variant; });
            if (totals == all.end()) totals = all.insert(all.end(), VariantTotals{.variant = row.variant});
            if (!row.summary) {
                ++totals->impossible;
                continue;
            }
            const double loss = row.summary->capacity.utilization_loss();
            ++totals->files;
            totals->with_misses += row.summary->deadline_misses > 0 ? 1 : 0;
            totals->with_loss += row.summary->capacity.lost() > 0 ? 1 : 0;
            totals->mean_loss += loss;  // the sum, for now
            totals->max_depth = std::max(totals->max_depth, row.summary->max_depth);
            if (loss > totals->worst_loss) {
                totals->worst = &entry;
                totals->worst_loss = loss;
            }
        }
    }
    for (VariantTotals& totals : all) {
        if (totals.files > 0) totals.mean_loss /= static_cast<double>(totals.files);
    }
    return all;
}

}  // namespace pinstack
