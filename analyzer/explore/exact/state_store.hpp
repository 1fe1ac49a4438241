// SPDX-License-Identifier: Apache-2.0
//
// All states found, each once, in the order in which they were found, and where each came from. In shards, each an
// open-addressing table and a list of its own, so that several threads can add at once, one to each shard. What is
// found, and in which order within a shard, depends on the order of insertions into that shard only.
//
// Memory: for each state its words and 4 bytes in the lists, and between 1.5 and 3 times its words in the tables.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "analyzer/explore/exact/packed_state.hpp"

namespace pinstack {

/// Of a state in the store: its place in its shard's list, and the shard.
using StateId = std::uint32_t;

template <int kWords>
class StateShard {
public:
    using State = PackedState<kWords>;

    std::uint32_t size() const { return size_; }
    const State& state(std::uint32_t place) const { return blocks_[place / kBlock]->states[place % kBlock]; }
    StateId parent(std::uint32_t place) const { return blocks_[place / kBlock]->parents[place % kBlock]; }

    void prefetch(std::uint64_t hash) const { __builtin_prefetch(&table_[hash & mask_]); }

    /// Is it new?
    bool insert(const State& state, std::uint64_t hash, StateId parent) {
        for (std::uint64_t at = hash & mask_;; at = (at + 1) & mask_) {
            if (table_[at] == state) return false;
            if (!table_[at].is_none()) continue;
            table_[at] = state;
            break;
        }
        if (size_ % kBlock == 0) blocks_.push_back(std::make_unique<Block>());
        blocks_.back()->states[size_ % kBlock] = state;
        blocks_.back()->parents[size_ % kBlock] = parent;
        ++size_;
        if (3 * std::uint64_t{size_} > 2 * (mask_ + 1)) grow();
        return true;
    }

    std::uint64_t bytes() const { return (mask_ + 1) * sizeof(State) + blocks_.size() * sizeof(Block); }
    /// Of the larger table that is likely to be needed soon; while it is filled the old one is there too.
    std::uint64_t bytes_soon() const {
        return 8 * std::uint64_t{size_} > 5 * (mask_ + 1) ? 2 * (mask_ + 1) * sizeof(State) : 0;
    }

private:
    static constexpr std::uint32_t kBlock = 1024;
    struct Block {
        State states[kBlock];
        StateId parents[kBlock];
    };

    void grow() {
        mask_ = 2 * mask_ + 1;
        table_.assign(mask_ + 1, State{});
        for (std::uint32_t place = 0; place < size_; ++place) {
            const State& each = state(place);
            std::uint64_t at = each.hash() & mask_;
            while (!table_[at].is_none()) at = (at + 1) & mask_;
            table_[at] = each;
        }
    }

    std::uint64_t mask_ = 63;
    std::vector<State> table_ = std::vector<State>(64);
    std::vector<std::unique_ptr<Block>> blocks_;
    std::uint32_t size_ = 0;
};

template <int kWords>
class StateStore {
public:
    using State = PackedState<kWords>;
    static constexpr std::uint32_t kShards = 16;

    StateShard<kWords>& shard(std::uint32_t index) { return shards_[index]; }
    const StateShard<kWords>& shard(std::uint32_t index) const { return shards_[index]; }
    /// The bits of a hash that say so are not those that a shard's table uses.
    static std::uint32_t shard_of(std::uint64_t hash) { return static_cast<std::uint32_t>(hash >> 60); }
    static StateId id_of(std::uint32_t shard, std::uint32_t place) { return place * kShards + shard; }
    const State& state(StateId id) const { return shards_[id % kShards].state(id / kShards); }
    StateId parent(StateId id) const { return shards_[id % kShards].parent(id / kShards); }
    bool insert(const State& state, std::uint64_t hash, StateId parent) {
        return shards_[shard_of(hash)].insert(state, hash, parent);
    }

    std::uint64_t size() const {
        std::uint64_t sum = 0;
        for (const auto& shard : shards_) sum += shard.size();
        return sum;
    }
    std::uint64_t bytes() const {
        std::uint64_t sum = 0;
        for (const auto& shard : shards_) sum += shard.bytes();
        return sum;
    }
    std::uint64_t bytes_soon() const {
        std::uint64_t sum = 0;
        for (const auto& shard : shards_) sum += shard.bytes_soon();
        return sum;
    }

private:
    std::array<StateShard<kWords>, kShards> shards_;
};

}  // namespace pinstack
