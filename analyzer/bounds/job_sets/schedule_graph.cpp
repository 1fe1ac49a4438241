// SPDX-License-Identifier: Apache-2.0
#include "analyzer/bounds/job_sets/schedule_graph.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/breadth_first_search.hpp>
#include <boost/graph/graphviz.hpp>
#include <set>
#include <sstream>

#include "analyzer/report/display_text.hpp"
#include "model/time/text.hpp"

namespace pinstack {
namespace {

struct StateNode {
    std::vector<TimeRange> available;
    bool is_root = false;
};

struct DispatchEdge {
    std::uint32_t task = 0;  ///< file index
    std::uint32_t number = 0;
    TimeRange start, finish;
    bool may_miss = false;
};

// Bidirectional: its edges are a list. GCC 12 warns where a directed graph goes through those of its vertices.
using Boost = boost::adjacency_list<boost::vecS, boost::vecS, boost::bidirectionalS, StateNode, DispatchEdge>;
using Vertex = boost::graph_traits<Boost>::vertex_descriptor;
using Edge = boost::graph_traits<Boost>::edge_descriptor;

std::string text_of(const TimeRange& range) {
    const std::string from = to_text(Duration{range.min});
    return range.min == range.max ? from : from + " .. " + to_text(Duration{range.max});
}

std::string name_of(const DispatchEdge& edge, const std::vector<std::string>& task_names) {
    return fmt::format("{} {}", printable(task_names[edge.task]), edge.number + 1);
}

std::string label_of(const StateNode& node) {
    std::string out;
    for (const TimeRange& range : node.available) out += (out.empty() ? "" : "\n") + text_of(range);
    return out;
}

/// The edges by which a search got to each vertex that it found.
class SearchTree : public boost::default_bfs_visitor {
public:
    struct Found {
        std::vector<Vertex> order;  ///< nearest first
        std::vector<Edge> edge;
        std::vector<bool> has_edge;
    };
    explicit SearchTree(Found& found) : found_(&found) {}
    void discover_vertex(Vertex vertex, const Boost&) { found_->order.push_back(vertex); }
    void tree_edge(const Edge& edge, const Boost& graph) {
        found_->edge[boost::target(edge, graph)] = edge;
        found_->has_edge[boost::target(edge, graph)] = true;
    }

private:
    Found* found_;
};

std::vector<Edge> way_to_miss_from(Vertex root, const Boost& graph) {
    SearchTree::Found found{
        {}, std::vector<Edge>(boost::num_vertices(graph)), std::vector<bool>(boost::num_vertices(graph))};
    boost::breadth_first_search(graph, root, boost::visitor(SearchTree(found)));
    for (const Vertex vertex : found.order) {
        for (const Edge& edge : boost::make_iterator_range(boost::out_edges(vertex, graph))) {
            if (!graph[edge].may_miss) continue;
            std::vector<Edge> way = {edge};
            for (Vertex at = vertex; found.has_edge[at]; at = boost::source(way.back(), graph)) {
                way.push_back(found.edge[at]);
            }
            std::reverse(way.begin(), way.end());
            return way;
        }
    }
    return {};
}

/// In order, the last one of a job that may miss its deadline.
std::vector<Edge> way_to_miss_in(const Boost& graph) {
    std::vector<Edge> best;
    for (const Vertex root : boost::make_iterator_range(boost::vertices(graph))) {
        if (!graph[root].is_root) continue;
        std::vector<Edge> way = way_to_miss_from(root, graph);
        if (!way.empty() && (best.empty() || way.size() < best.size())) best = std::move(way);
    }
    return best;
}

}  // namespace

struct ScheduleGraph::Graph {
    Boost boost;
    std::size_t most_states = 0;
    bool is_too_large = false;
    const JobSet* set = nullptr;
    std::size_t here = 0, next = 0;  ///< the first vertex of the level that is left, and of the one after it
};

ScheduleGraph::ScheduleGraph(std::size_t most_states) : graph_(std::make_unique<Graph>()) {
    graph_->most_states = most_states;
}
ScheduleGraph::~ScheduleGraph() = default;

bool ScheduleGraph::is_too_large() const { return graph_->is_too_large; }
std::size_t ScheduleGraph::states() const { return boost::num_vertices(graph_->boost); }
std::size_t ScheduleGraph::dispatches() const { return boost::num_edges(graph_->boost); }

void ScheduleGraph::job_set_begins(const JobSet& set) {
    graph_->set = &set;
    graph_->here = graph_->next = states();
}

// Vertices of a level come when edges first lead there; what a state has become is known when its level begins.
void ScheduleGraph::level_begins(std::uint32_t level, const AbstractionLevel& states) {
    Graph& graph = *graph_;
    if (graph.is_too_large) return;
    graph.here = graph.next;
    while (this->states() < graph.here + states.states()) boost::add_vertex(graph.boost);
    for (std::uint32_t state = 0; state < states.states(); ++state) {
        StateNode& node = graph.boost[graph.here + state];
        node.available.assign(states.available(state).begin(), states.available(state).end());
        node.is_root = level == 0;
    }
    graph.next = this->states();
    graph.is_too_large = this->states() > graph.most_states;
}

void ScheduleGraph::dispatched(const SagDispatch& dispatch) {
    Graph& graph = *graph_;
    if (graph.is_too_large) return;
    while (states() <= graph.next + dispatch.to) boost::add_vertex(graph.boost);
    const JobStream& stream = graph.set->streams[dispatch.stream];
    const bool may_miss = dispatch.finish.max > stream.due(dispatch.number) + stream.deadline;
    boost::add_edge(graph.here + dispatch.from, graph.next + dispatch.to,
                    DispatchEdge{stream.file_index, dispatch.number, dispatch.start, dispatch.finish, may_miss},
                    graph.boost);
}

std::vector<std::string> ScheduleGraph::way_to_miss(const std::vector<std::string>& task_names) const {
    std::vector<std::string> out;
    for (const Edge& edge : way_to_miss_in(graph_->boost)) out.push_back(name_of(graph_->boost[edge], task_names));
    return out;
}

std::string ScheduleGraph::dot(const std::vector<std::string>& task_names) const {
    const Boost& graph = graph_->boost;
    std::set<const void*> red;  // edges, by where their properties are
    for (const Edge& edge : way_to_miss_in(graph)) red.insert(&graph[edge]);
    const auto write_state = [&](std::ostream& out, Vertex vertex) {
        out << "[label=" << boost::escape_dot_string(label_of(graph[vertex]))
            << (graph[vertex].is_root ? ", penwidth=2]" : "]");
    };
    const auto write_dispatch = [&](std::ostream& out, const Edge& each) {
        const DispatchEdge& edge = graph[each];
        const std::string label =
            fmt::format("{}\nstarts {}\nends {}{}", name_of(edge, task_names), text_of(edge.start),
                        text_of(edge.finish), edge.may_miss ? "\nmay miss its deadline" : "");
        out << "[label=" << boost::escape_dot_string(label)
            << (red.contains(&edge) ? ", color=red, fontcolor=red]" : "]");
    };
    const auto write_style = [](std::ostream& out) {
        out << "rankdir=LR;\nnode [shape=box, fontname=\"sans\"];\nedge [fontname=\"sans\", fontsize=10];\n";
    };
    std::ostringstream out;
    boost::write_graphviz(out, graph, write_state, write_dispatch, write_style);
    return out.str();
}

}  // namespace pinstack
