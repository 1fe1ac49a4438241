// SPDX-License-Identifier: Apache-2.0
#include "analyzer/feasibility/flow_network.hpp"

#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/push_relabel_max_flow.hpp>

namespace pinstack {

namespace {

using Traits = boost::adjacency_list_traits<boost::vecS, boost::vecS, boost::directedS>;
using Graph = boost::adjacency_list<
    boost::vecS, boost::vecS, boost::directedS, boost::no_property,
    boost::property<boost::edge_capacity_t, std::int64_t,
                    boost::property<boost::edge_residual_capacity_t, std::int64_t,
                                    boost::property<boost::edge_reverse_t, Traits::edge_descriptor>>>>;

}  // namespace

std::int64_t FlowNetwork::maximum_flow() const {
    Graph graph(nodes_);
    const auto capacity = boost::get(boost::edge_capacity, graph);
    const auto reverse = boost::get(boost::edge_reverse, graph);
    for (const Arc& arc : arcs_) {
        const auto there = boost::add_edge(arc.from, arc.to, graph).first;
        const auto back = boost::add_edge(arc.to, arc.from, graph).first;
        capacity[there] = arc.capacity;
        capacity[back] = 0;
        reverse[there] = back;
        reverse[back] = there;
    }
    return boost::push_relabel_max_flow(graph, kSource, kSink);
}

}  // namespace pinstack
