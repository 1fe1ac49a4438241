// SPDX-License-Identifier: Apache-2.0
//
// How long a job can wait if its waiting is told apart: A instants in which m more urgent jobs run, B in which fewer do
// and one of them is on its CPU (docs/bounds-under-pins.md, (3)). Of the tasks that can be more urgent, w_i is the most
// that task i executes, c_i the most that it does of that on the job's CPU in the B instants. Then, for some b_i <=
// c_i,
//
//     m A <= sum min(A, w_i - b_i),    B = sum b_i <= most_blocked.
//
// The longest A + B: for a given A with m A <= sum min(A, w_i), the b_i can add up to
// B = min(most_blocked, sum c_i, sum min(w_i, A + c_i) - m A). Each of these is concave in A, so that Newton's method
// from the right finds where they cross: O(n) for each of a few steps.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

namespace pinstack {

class SplitWait {
public:
    void clear(int cpus, std::int64_t most_blocked) {
        cpus_ = cpus;
        most_blocked_ = most_blocked;
        all_work_ = all_on_cpu_ = 0;
        tasks_.clear();
        edges_.assign(static_cast<std::size_t>(cpus - 1), 0);
    }
    /// REQUIRES: 0 <= on_cpu <= work.
    void add(std::int64_t work, std::int64_t on_cpu) {
        tasks_.push_back({work, on_cpu});
        all_work_ += work;
        all_on_cpu_ += on_cpu;
        std::int64_t edge = work - on_cpu;
        if (edges_.empty() || edge <= edges_.back()) return;
        for (std::int64_t& each : edges_) {
            if (edge > each) std::swap(edge, each);
        }
    }
    std::int64_t longest() const;

private:
    struct Task {
        std::int64_t work, on_cpu;  ///< w_i, c_i
    };
    struct At {
        bool is_possible = false;  ///< m A <= sum min(A, w_i)
        std::int64_t room = 0;     ///< sum min(w_i, A + c_i) - m A
    };

    At at(std::int64_t a) const;
    /// The last A at which sum min(w_i, A + c_i) - m A, with c_i or 0 in its place, is `least` or more. REQUIRES: there
    /// is one.
    std::int64_t last_with(std::int64_t least, bool with_on_cpu) const;

    int cpus_ = 1;
    std::int64_t most_blocked_ = 0, all_work_ = 0, all_on_cpu_ = 0;
    std::vector<Task> tasks_;
    std::vector<std::int64_t> edges_;  ///< the m - 1 largest w_i - c_i, from the largest; 0 for those there are not
};

}  // namespace pinstack
