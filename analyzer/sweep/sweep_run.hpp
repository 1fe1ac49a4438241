// SPDX-License-Identifier: Apache-2.0
//
// Runs an experiment: makes the sets that are missing in the store, in parallel (oneTBB), and commits them in batches.
// Sets are taken number by number across all cells, so that a part of the results is a smaller experiment.
//
// A set's results depend on the set alone: not on threads, shards, or how often the run was interrupted.
#pragma once

#include <cstdint>
#include <functional>
#include <stop_token>
#include <vector>

#include "analyzer/sweep/result_store.hpp"

namespace pinstack {

/// Part `index` of `count` of an experiment: every count-th set.
struct SweepShard {
    std::uint64_t index = 1;  ///< from 1
    std::uint64_t count = 1;
};

/// The places (number * cells + cell) of the sets of the shard that are not `done`, in order.
class MissingSets {
public:
    MissingSets(const SweepSpec& spec, const SweepShard& shard, std::vector<bool> done);
    std::uint64_t count() const { return count_; }
    /// At most `most` of them; empty at the end.
    std::vector<std::uint64_t> take(std::size_t most);

private:
    std::uint64_t step_, next_, count_ = 0;
    std::vector<bool> done_;
};

/// Evaluates sets by place, for several threads at once; keeps what belongs to a cell.
class SweepEvaluator {
public:
    explicit SweepEvaluator(const SweepSpec& spec);
    ~SweepEvaluator();
    SetRecord evaluate(std::uint64_t place) const;

private:
    struct Cells;
    std::unique_ptr<Cells> cells_;
};

/// Writes records and commits now and then: after so many, or after so long.
class BatchedStore {
public:
    explicit BatchedStore(ResultStore& store) : store_(store) {}
    DatabaseDone add(const SetRecord& record);

private:
    ResultStore& store_;
    std::size_t pending_ = 0;
    std::int64_t last_commit_ms_ = 0;
};

struct SweepRequest {
    unsigned threads = 0;  ///< 0 = as many as the machine has
    SweepShard shard;
};

/// How many sets of how many were made in this run. Called from one thread at a time.
using SweepProgress = std::function<void(std::uint64_t done, std::uint64_t all)>;

/// Ends early where a stop is requested; what was made is committed. Throws where a run breaks an invariant, or memory
/// is short: what was made before is committed then, too.
DatabaseDone run_sweep(ResultStore& store, const SweepRequest& request, const std::stop_token& stop,
                       const SweepProgress& progress);

}  // namespace pinstack
