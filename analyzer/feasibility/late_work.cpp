// SPDX-License-Identifier: Apache-2.0
#include "analyzer/feasibility/late_work.hpp"

#include <algorithm>
#include <span>
#include <tuple>

#include "analyzer/feasibility/flow_network.hpp"

namespace pinstack {

namespace {

using Node = FlowNetwork::Node;

/// Pieces whose windows hang together.
class Stretch {
public:
    Stretch(const Demand& demand, std::span<const WorkPiece> pieces, std::size_t most_arcs)
        : demand_(demand), pieces_(pieces), most_arcs_(most_arcs) {
        for (const WorkPiece& piece : pieces) {
            edges_.push_back(piece.from);
            edges_.push_back(piece.to);
            has_masks_ |= piece.mask != kAnyCpu;
        }
        std::sort(edges_.begin(), edges_.end());
        edges_.erase(std::unique(edges_.begin(), edges_.end()), edges_.end());
    }

    /// Of all its pieces; nothing where the network is too large.
    std::optional<std::int64_t> late_work() {
        std::int64_t work = 0;
        for (const WorkPiece& piece : pieces_) {
            const Node node = network_.add_node();
            network_.add_arc(FlowNetwork::kSource, node, piece.work.ns);
            nodes_.push_back(node);
            work += piece.work.ns;
        }
        std::vector<std::size_t> open;  // pieces
        std::size_t next = 0;
        for (std::size_t i = 0; i + 1 < edges_.size(); ++i) {
            std::erase_if(open, [&](std::size_t piece) { return pieces_[piece].to <= edges_[i]; });
            for (; next < pieces_.size() && pieces_[next].from <= edges_[i]; ++next) open.push_back(next);
            add_interval((edges_[i + 1] - edges_[i]).ns, open);
            if (network_.arcs() > most_arcs_) return std::nullopt;
        }
        return work - network_.maximum_flow();
    }

private:
    void add_interval(std::int64_t length, std::vector<std::size_t>& open) {
        const auto group_of = [&](std::size_t piece) { return std::tuple(pieces_[piece].mask, pieces_[piece].task); };
        std::sort(open.begin(), open.end(), [&](std::size_t a, std::size_t b) { return group_of(a) < group_of(b); });
        const Node all = network_.add_node();
        cpu_nodes_.clear();
        if (has_masks_) {
            for (CpuId cpu = 0; cpu < demand_.cpus; ++cpu) {
                cpu_nodes_.push_back(network_.add_node());
                network_.add_arc(cpu_nodes_.back(), FlowNetwork::kSink, length);
                network_.add_arc(all, cpu_nodes_.back(), length);
            }
        } else {
            // All work there is stays below the limit, so that cuts nothing off.
            const __int128 room = static_cast<__int128>(length) * demand_.cpus;
            network_.add_arc(all, FlowNetwork::kSink,
                             static_cast<std::int64_t>(std::min<__int128>(room, kTimeLimitNs)));
        }
        for (std::size_t first = 0; first < open.size();) {
            std::size_t last = first;
            while (last < open.size() && group_of(open[last]) == group_of(open[first])) ++last;
            add_group(length, {open.data() + first, last - first}, all);
            first = last;
        }
    }
    /// Pieces of one task and mask: together no more than the interval is long.
    void add_group(std::int64_t length, std::span<const std::size_t> pieces, Node all) {
        Node group = nodes_[pieces.front()];
        if (pieces.size() > 1) {
            group = network_.add_node();
            for (const std::size_t piece : pieces) network_.add_arc(nodes_[piece], group, length);
        }
        const std::int32_t index = pieces_[pieces.front()].mask;
        if (index == kAnyCpu) return network_.add_arc(group, all, length);
        const CpuSet& mask = demand_.masks[static_cast<std::size_t>(index)];
        if (mask.has_several()) {
            // By way of one arc: what the group does on all of its CPUs together counts.
            const Node spread = network_.add_node();
            network_.add_arc(group, spread, length);
            group = spread;
        }
        for (CpuId cpu = 0; cpu < demand_.cpus; ++cpu) {
            if (mask.contains(cpu)) network_.add_arc(group, cpu_nodes_[static_cast<std::size_t>(cpu)], length);
        }
    }

    const Demand& demand_;
    std::span<const WorkPiece> pieces_;  // by the beginning of their windows
    std::size_t most_arcs_;
    std::vector<Instant> edges_;  // of intervals
    bool has_masks_ = false;
    FlowNetwork network_;
    std::vector<Node> nodes_;      // of the pieces
    std::vector<Node> cpu_nodes_;  // of the interval
};

}  // namespace

std::optional<Duration> least_late_work(const Demand& demand, std::size_t most_arcs) {
    constexpr auto kMost = static_cast<__int128>(kTimeLimitNs);
    std::vector<WorkPiece> pieces;
    __int128 late = 0, fits = 0;
    // What is longer than its window is late anyway; so no capacity is larger than time is long.
    for (const WorkPiece& piece : demand.pieces) {
        const std::int64_t room = std::clamp<std::int64_t>((piece.to - piece.from).ns, 0, piece.work.ns);
        late += piece.work.ns - room;
        fits += room;
        if (room > 0) pieces.push_back({piece.from, piece.to, {room}, piece.task, piece.mask});
    }
    if (late + fits >= kMost) return std::nullopt;
    std::sort(pieces.begin(), pieces.end(), [](const WorkPiece& a, const WorkPiece& b) { return a.from < b.from; });
    for (std::size_t first = 0; first < pieces.size();) {
        std::size_t last = first;
        for (Instant end = pieces[first].to; last < pieces.size() && (last == first || pieces[last].from < end); ++last)
            end = std::max(end, pieces[last].to);
        const auto of_stretch = Stretch(demand, {pieces.data() + first, last - first}, most_arcs).late_work();
        if (!of_stretch) return std::nullopt;
        late += *of_stretch;
        first = last;
    }
    return Duration{static_cast<std::int64_t>(late)};
}

}  // namespace pinstack
