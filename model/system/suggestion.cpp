// SPDX-License-Identifier: Apache-2.0
#include "model/system/suggestion.hpp"

#include <algorithm>
#include <vector>

#include <fmt/format.h>

namespace pinstack {

namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }
char plain(char c) { return c == '_' || c == ' ' ? '-' : lower(c); }

// Optimal string alignment distance: insert, delete, change, swap neighbours. Case and -_ do not count.
std::size_t distance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> before(b.size() + 1), last(b.size() + 1), row(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j) last[j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const bool same = plain(a[i - 1]) == plain(b[j - 1]);
            row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + (same ? 0 : 1)});
            if (i > 1 && j > 1 && plain(a[i - 1]) == plain(b[j - 2]) && plain(a[i - 2]) == plain(b[j - 1])) {
                row[j] = std::min(row[j], before[j - 2] + 1);
            }
        }
        std::swap(before, last);
        std::swap(last, row);
    }
    return last[b.size()];
}

}  // namespace

std::string suggest(std::string_view word, std::span<const std::string_view> candidates, std::string_view label) {
    // The start of a word is that word: "migrate" for "migrate_disable".
    for (const std::string_view candidate : candidates) {
        if (word.size() >= 4 && candidate.starts_with(word)) return fmt::format("did you mean `{}`?", candidate);
    }
    std::string_view nearest;
    std::size_t smallest = std::max<std::size_t>(1, word.size() / 3) + 1;
    for (const std::string_view candidate : candidates) {
        // The difference in length is a lower bound, and keeps very long words cheap.
        const std::size_t apart =
            word.size() > candidate.size() ? word.size() - candidate.size() : candidate.size() - word.size();
        if (apart >= smallest || apart > 8) continue;
        const std::size_t d = distance(word, candidate);
        if (d < smallest && d < std::max(word.size(), candidate.size())) {
            smallest = d;
            nearest = candidate;
        }
    }
    if (!nearest.empty()) return fmt::format("did you mean `{}`?", nearest);
    return candidates.empty() ? std::string() : fmt::format("the {} are `{}`", label, fmt::join(candidates, "`, `"));
}

}  // namespace pinstack
