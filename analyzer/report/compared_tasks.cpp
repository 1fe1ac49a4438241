// SPDX-License-Identifier: Apache-2.0
#include "analyzer/report/compared_tasks.hpp"

#include <algorithm>
#include <compare>
#include <limits>

namespace pinstack {

namespace {

struct Difference {
    std::uint64_t misses = 0;  ///< most, minus least
    double ratio = 1;  ///< of the longest worst response to the shortest; infinite where there is not always one

    friend auto operator<=>(const Difference&, const Difference&) = default;
};

Difference difference_of(const Comparison& comparison, std::uint32_t task) {
    std::uint64_t fewest = UINT64_MAX, most = 0;
    std::int64_t shortest = INT64_MAX, longest = 0;
    bool some_without = false;
    for (const Outcome& outcome : comparison.outcomes) {
        if (!outcome.applicable()) continue;
        const TaskResult& row = outcome.result->tasks[task];
        fewest = std::min(fewest, row.misses);
        most = std::max(most, row.misses);
        if (row.response.count() == 0) {
            some_without = true;
            continue;
        }
        shortest = std::min(shortest, row.response.max().ns);
        longest = std::max(longest, row.response.max().ns);
    }
    Difference difference{.misses = most - std::min(fewest, most), .ratio = 1};
    if (shortest > longest) return difference;  // no job completes
    difference.ratio = some_without ? std::numeric_limits<double>::infinity()
                                    : static_cast<double>(std::max<std::int64_t>(1, longest)) /
                                          static_cast<double>(std::max<std::int64_t>(1, shortest));
    return difference;
}

}  // namespace

std::vector<std::uint32_t> tasks_to_compare(const System& system, const Comparison& comparison, std::size_t most) {
    std::vector<std::uint32_t> tasks(system.tasks.size());
    for (std::uint32_t i = 0; i < tasks.size(); ++i) tasks[i] = i;
    if (tasks.size() <= most) return tasks;
    std::vector<Difference> differences;
    for (const std::uint32_t task : tasks) differences.push_back(difference_of(comparison, task));
    std::stable_sort(tasks.begin(), tasks.end(),
                     [&](std::uint32_t a, std::uint32_t b) { return differences[a] > differences[b]; });
    tasks.resize(most);
    std::sort(tasks.begin(), tasks.end());
    return tasks;
}

std::string why_not_shown(const System& system, const Comparison& comparison, const std::vector<std::uint32_t>& shown) {
    bool any_differs = false;
    for (std::uint32_t task = 0; task < system.tasks.size() && !any_differs; ++task) {
        const bool is_hidden = !std::binary_search(shown.begin(), shown.end(), task);
        any_differs = is_hidden && difference_of(comparison, task) != Difference{};
    }
    return any_differs ? "those above differ most between the variants"
                       : "their worst responses and misses are the same under all variants";
}

}  // namespace pinstack
