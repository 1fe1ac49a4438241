// SPDX-License-Identifier: Apache-2.0
//
// A network with whole capacities and its maximum flow (Boost.Graph, push-relabel; Goldberg and Tarjan, JACM, 1988).
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace pinstack {

class FlowNetwork {
public:
    using Node = std::uint32_t;
    static constexpr Node kSource = 0, kSink = 1;

    Node add_node() { return nodes_++; }
    /// REQUIRES: capacity >= 0, and the sum of those out of the source stays below 2^62.
    void add_arc(Node from, Node to, std::int64_t capacity) { arcs_.push_back({from, to, capacity}); }
    std::size_t arcs() const { return arcs_.size(); }

    /// From source to sink. O(nodes^3) at worst.
    std::int64_t maximum_flow() const;

private:
    struct Arc {
        Node from, to;
        std::int64_t capacity;
    };
    Node nodes_ = 2;
    std::vector<Arc> arcs_;
};

}  // namespace pinstack
