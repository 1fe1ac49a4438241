// SPDX-License-Identifier: Apache-2.0
//
// What a conversion has to say: problems, which make it fail, and warnings of what cannot be carried over. Of one kind
// of warning (same expectation and hint) the first few are kept and the rest are counted.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>

#include "model/system/problem.hpp"

namespace pinstack {

class ConversionLog {
public:
    void fail(Place where, std::string found, std::string expected, std::string hint = {}) {
        if (problems_.size() < kMostProblems)
            problems_.push_back({std::move(where), std::move(found), std::move(expected), std::move(hint)});
    }
    void warn(Place where, std::string found, std::string expected, std::string hint = {}) {
        std::uint64_t& count = counts_[{expected, hint}];
        if (++count > kKept) return;
        warnings_.push_back({std::move(where), std::move(found), std::move(expected), std::move(hint)});
    }
    bool has_problems() const { return !problems_.empty(); }
    Problems take_problems() { return std::move(problems_); }
    /// The last of a kind that was cut short says so.
    Problems take_warnings() {
        for (std::size_t i = warnings_.size(); i-- > 0;) {
            Problem& it = warnings_[i];
            std::uint64_t& count = counts_[{it.expected, it.hint}];
            if (count > kKept) it.found += " (and " + std::to_string(count - kKept) + " more like this)";
            count = 0;
        }
        counts_.clear();
        return std::move(warnings_);
    }

private:
    static constexpr std::uint64_t kKept = 5;
    static constexpr std::size_t kMostProblems = 1000;

    Problems problems_, warnings_;
    std::map<std::pair<std::string, std::string>, std::uint64_t> counts_;
};

}  // namespace pinstack
