// SPDX-License-Identifier: Apache-2.0
#include "model/system/lock_order.hpp"

#include <algorithm>
#include <map>
#include <utility>

#include <fmt/format.h>
#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/hawick_circuits.hpp>
#include <boost/graph/strong_components.hpp>

#include "model/system/quote.hpp"

namespace pinstack {

namespace {

/// Of a strongly connected component that is searched to the end, and so of a cycle.
constexpr std::size_t kMostLocks = 64;
/// Cycles of a component that are looked at, those that too few tasks make included.
constexpr std::size_t kMostExamined = 10 * kMostLockOrderCycles;
constexpr std::size_t kMostEdges = 1'000'000;

struct Witness {
    std::uint32_t task;
    const Operation* operation;  // that takes the lock
};

using Edge = std::pair<std::uint32_t, std::uint32_t>;  // held, taken
/// The first witness of each task; of as many tasks as a cycle can need.
using Edges = std::map<Edge, std::vector<Witness>>;

class EdgeCollector {
public:
    explicit EdgeCollector(const System& system) {
        for (task_ = 0; task_ < system.tasks.size(); ++task_) collect(system.tasks[task_].body);
    }

    Edges edges;
    bool complete = true;

private:
    void collect(const Body& body) {
        for (const Operation& operation : body) {
            const bool is_lock = operation.kind == OperationKind::lock;
            if (is_lock) {
                for (const std::uint32_t held : held_) add({held, operation.lock}, operation);
                held_.push_back(operation.lock);
            }
            collect(operation.body);
            if (is_lock) held_.pop_back();
        }
    }

    void add(const Edge& edge, const Operation& operation) {
        if (edges.size() == kMostEdges && !edges.contains(edge)) {
            complete = false;
            return;
        }
        std::vector<Witness>& witnesses = edges[edge];
        if (witnesses.size() == kMostLocks || (!witnesses.empty() && witnesses.back().task == task_)) return;
        witnesses.push_back({task_, &operation});
    }

    std::uint32_t task_ = 0;
    std::vector<std::uint32_t> held_;
};

/// "/1/lock" of an operation in a body, at any depth; empty where it is not there.
std::string path_to(const Operation& wanted, const Body& body) {
    for (std::size_t i = 0; i < body.size(); ++i) {
        const Operation& operation = body[i];
        const std::string here = fmt::format("/{}/{}", i, name_of(operation.kind));
        if (&operation == &wanted) return here;
        const std::string inside = path_to(wanted, operation.body);
        if (!inside.empty()) return here + (operation.kind == OperationKind::lock ? "/body" : "") + inside;
    }
    return "";
}

/// Gives each edge of a cycle a task of its own, by augmenting paths.
class WitnessChoice {
public:
    explicit WitnessChoice(std::vector<const std::vector<Witness>*> candidates)
        : candidates_(std::move(candidates)), chosen_(candidates_.size(), nullptr) {}

    /// Empty where there are too few tasks.
    std::vector<const Witness*> choose() {
        for (std::size_t edge = 0; edge < candidates_.size(); ++edge) {
            tried_.clear();
            if (!find_witness(edge)) return {};
        }
        return chosen_;
    }

private:
    bool find_witness(std::size_t edge) {
        // An edge that has as many candidates as there are edges gets one of the first so many.
        const std::size_t most = std::min(candidates_[edge]->size(), candidates_.size());
        for (std::size_t i = 0; i < most; ++i) {
            const Witness& witness = (*candidates_[edge])[i];
            if (std::find(tried_.begin(), tried_.end(), witness.task) != tried_.end()) continue;
            tried_.push_back(witness.task);
            const auto owner = std::find_if(chosen_.begin(), chosen_.end(), [&](const Witness* other) {
                return other != nullptr && other->task == witness.task;
            });
            if (owner == chosen_.end() || find_witness(static_cast<std::size_t>(owner - chosen_.begin()))) {
                chosen_[edge] = &witness;
                return true;
            }
        }
        return false;
    }

    std::vector<const std::vector<Witness>*> candidates_;
    std::vector<const Witness*> chosen_;  // of each edge
    std::vector<std::uint32_t> tried_;    // tasks
};

using Graph = boost::adjacency_list<boost::vecS, boost::vecS, boost::directedS>;

class CycleSearch {
public:
    CycleSearch(const System& system, const EdgeCollector& collected) : system_(system), edges_(collected.edges) {
        found_.complete = collected.complete;
    }

    LockOrderCycles run() {
        try {
            search_pairs();
            for (const std::vector<std::uint32_t>& locks : components()) search(locks);
        } catch (const Enough&) {
            found_.complete = false;
        }
        const auto places = [](const LockOrderCycle& cycle) {
            std::vector<std::uint32_t> out;
            for (const LockOrderEdge& edge : cycle) out.push_back(edge.held);
            return out;
        };
        std::sort(found_.cycles.begin(), found_.cycles.end(), [&](const LockOrderCycle& a, const LockOrderCycle& b) {
            return std::pair(a.size(), places(a)) < std::pair(b.size(), places(b));
        });
        return std::move(found_);
    }

private:
    struct Enough {};         // cycles in all
    struct EnoughOfThese {};  // in one component

    /// Called by Boost with the vertices of each cycle.
    struct Visitor {
        CycleSearch& search;
        const std::vector<std::uint32_t>& locks;  // of the vertices

        template <class Path>
        void cycle(const Path& path, const Graph&) {
            if (path.size() == 2) return;  // see search_pairs()
            if (search.examined_++ == kMostExamined) throw EnoughOfThese{};
            std::vector<std::uint32_t> along;
            for (const auto vertex : path) along.push_back(locks[vertex]);
            search.examine(along);
        }
    };

    /// The strongly connected components in which there are cycles: their locks, in file order.
    std::vector<std::vector<std::uint32_t>> components() const {
        std::uint32_t locks = 0;
        for (const auto& [edge, witnesses] : edges_) locks = std::max({locks, edge.first + 1, edge.second + 1});
        Graph graph(locks);
        for (const auto& [edge, witnesses] : edges_) boost::add_edge(edge.first, edge.second, graph);
        std::vector<std::size_t> component(locks);
        const std::size_t count = boost::strong_components(
            graph, boost::make_iterator_property_map(component.begin(), boost::get(boost::vertex_index, graph)));
        std::vector<std::vector<std::uint32_t>> members(count);
        for (std::uint32_t lock = 0; lock < locks; ++lock) members[component[lock]].push_back(lock);
        std::erase_if(members, [](const auto& some) { return some.size() < 2; });
        std::sort(members.begin(), members.end());
        return members;
    }

    Graph graph_of(const std::vector<std::uint32_t>& locks) const {
        Graph graph(locks.size());
        for (std::size_t from = 0; from < locks.size(); ++from) {
            for (auto edge = edges_.lower_bound({locks[from], 0});
                 edge != edges_.end() && edge->first.first == locks[from]; ++edge) {
                const auto to = std::lower_bound(locks.begin(), locks.end(), edge->first.second);
                if (to == locks.end() || *to != edge->first.second) continue;
                boost::add_edge(from, static_cast<std::size_t>(to - locks.begin()), graph);
            }
        }
        return graph;
    }

    /// All cycles of two locks, before any other: nothing but their number can hide them.
    void search_pairs() {
        for (const auto& [edge, witnesses] : edges_) {
            const auto [held, taken] = edge;
            if (held < taken && edges_.contains({taken, held})) examine({held, taken});
        }
    }

    void search(const std::vector<std::uint32_t>& locks) {
        const Graph graph = graph_of(locks);
        examined_ = 0;
        if (locks.size() > kMostLocks) {
            const std::vector<std::uint32_t> one = shortest_cycle(graph, locks);
            if (one.size() > 2 && one.size() <= kMostLocks) examine(one);
            found_.complete = false;
            return;
        }
        try {
            boost::hawick_circuits(graph, Visitor{*this, locks});
        } catch (const EnoughOfThese&) {
            found_.complete = false;
        }
    }

    /// Through the first of these locks.
    static std::vector<std::uint32_t> shortest_cycle(const Graph& graph, const std::vector<std::uint32_t>& locks) {
        constexpr std::size_t kNone = SIZE_MAX;
        std::vector<std::size_t> before(locks.size(), kNone), reached = {0};
        for (std::size_t next = 0; before[0] == kNone; ++next) {  // ends: the component is strongly connected
            const auto [begin, end] = boost::adjacent_vertices(reached[next], graph);
            for (auto to = begin; to != end; ++to) {
                if (before[*to] != kNone) continue;
                before[*to] = reached[next];
                if (*to != 0) reached.push_back(*to);
            }
        }
        std::vector<std::uint32_t> along;
        std::size_t at = 0;
        do {
            at = before[at];
            along.push_back(locks[at]);
        } while (at != 0);
        std::reverse(along.begin(), along.end());
        return along;
    }

    void examine(const std::vector<std::uint32_t>& along) {
        std::vector<const std::vector<Witness>*> candidates;
        for (std::size_t i = 0; i < along.size(); ++i) {
            candidates.push_back(&edges_.at({along[i], along[(i + 1) % along.size()]}));
        }
        const std::vector<const Witness*> witnesses = WitnessChoice(std::move(candidates)).choose();
        if (witnesses.empty()) return;
        if (found_.cycles.size() == kMostLockOrderCycles) throw Enough{};
        LockOrderCycle& cycle = found_.cycles.emplace_back();
        for (std::size_t i = 0; i < along.size(); ++i) {
            const auto [task, operation] = *witnesses[i];
            const std::string path = path_to(*operation, system_.tasks[task].body);
            cycle.push_back(
                {along[i], along[(i + 1) % along.size()], task, fmt::format("/tasks/{}/body{}", task, path)});
        }
    }

    const System& system_;
    const Edges& edges_;
    std::size_t examined_ = 0;  // in this component
    LockOrderCycles found_;
};

}  // namespace

LockOrderCycles find_lock_order_cycles(const System& system) {
    if (system.locks.size() < 2) return {};
    return CycleSearch(system, EdgeCollector(system)).run();
}

std::string to_text(const LockOrderCycle& cycle, const System& system) {
    const auto plain = [](const std::string& name) {
        const std::string quoted = quote(name);
        return quoted.substr(1, quoted.size() - 2);
    };
    std::string out = plain(system.locks[cycle.front().held].name);
    for (const LockOrderEdge& edge : cycle) {
        out += fmt::format(" -> {} (task {}, {})", plain(system.locks[edge.taken].name),
                           plain(system.tasks[edge.task].name), edge.pointer);
    }
    return out;
}

}  // namespace pinstack
