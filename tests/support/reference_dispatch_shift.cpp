// SPDX-License-Identifier: Apache-2.0
//
// shift and swap-on-entry: choose the jobs that run, then where.
#include <algorithm>

#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/max_cardinality_matching.hpp>

#include "tests/support/reference_dispatch.hpp"

namespace pinstack::test {
namespace {

struct Shift {
    const Scene& scene;
    /// Where each ready job may go: nothing while it is not taken, one CPU once it is placed.
    std::vector<std::vector<CpuId>> places;
    Placement placed;

    explicit Shift(const Scene& at)
        : scene(at), places(at.ready.size()), placed(static_cast<std::size_t>(at.cpus), kNobody) {}

    bool taken(std::size_t i) const { return !places[i].empty(); }
    std::size_t number_taken() const {
        return places.size() - static_cast<std::size_t>(std::count(places.begin(), places.end(), std::vector<CpuId>{}));
    }
    bool is_placed(std::size_t i) const {
        return std::find(placed.begin(), placed.end(), static_cast<int>(i)) != placed.end();
    }
    bool free(CpuId cpu) const { return placed[static_cast<std::size_t>(cpu)] == kNobody; }
    void place(std::size_t i, CpuId cpu) {
        places[i] = {cpu};
        placed[static_cast<std::size_t>(cpu)] = static_cast<int>(i);
    }

    std::vector<CpuId> allowed(std::size_t i) const {
        std::vector<CpuId> cpus;
        for (CpuId cpu = 0; cpu < scene.cpus; ++cpu) {
            if (scene.ready[i].affinity.contains(cpu)) cpus.push_back(cpu);
        }
        return cpus;
    }

    /// Can every taken job have a CPU of its own?
    bool complete_placement_exists() const {
        using Graph = boost::adjacency_list<boost::vecS, boost::vecS, boost::undirectedS>;
        const auto cpus = static_cast<std::size_t>(scene.cpus);
        Graph graph(cpus + places.size());
        std::size_t jobs = 0;
        for (std::size_t i = 0; i < places.size(); ++i) {
            jobs += taken(i) ? 1 : 0;
            for (const CpuId cpu : places[i]) boost::add_edge(static_cast<std::size_t>(cpu), cpus + i, graph);
        }
        std::vector<boost::graph_traits<Graph>::vertex_descriptor> mate(cpus + places.size());
        boost::edmonds_maximum_cardinality_matching(graph, mate.data());
        return boost::matching_size(graph, mate.data()) == jobs;
    }

    bool complete_placement_exists_with(std::size_t i, CpuId cpu) {
        std::vector<CpuId> saved = {cpu};
        std::swap(saved, places[i]);
        const bool exists = complete_placement_exists();
        std::swap(saved, places[i]);
        return exists;
    }

    void take() {
        // "Non-preemptible running jobs are taken first."
        for (std::size_t i = 0; i < scene.ready.size(); ++i) {
            if (scene.ready[i].keeps_cpu) place(i, scene.ready[i].ran_on);
        }
        // "Then scan ready jobs by priority: take a pinned job if no taken job holds its CPU, take an unpinned job
        // always; stop when m are taken." "With affinity masks: priority-ordered augmenting paths."
        for (std::size_t i = 0; i < scene.ready.size(); ++i) {
            if (taken(i)) continue;
            if (number_taken() == static_cast<std::size_t>(scene.cpus)) break;
            const CpuId pin = scene.ready[i].pin;
            places[i] = pin != kNoCpu ? std::vector<CpuId>{pin} : allowed(i);
            if (!complete_placement_exists()) places[i].clear();
        }
        for (std::size_t i = 0; i < scene.ready.size(); ++i) {
            if (taken(i) && !is_placed(i) && scene.ready[i].pin != kNoCpu) place(i, scene.ready[i].pin);
        }
    }

    /// swap-on-entry: "unpinned taken jobs that stand at the start of an MD section are placed first, in priority
    /// order: on a free CPU (not held by a taken pinned or non-preemptible job nor by an earlier entrant) with no
    /// occupant if there is one, else on the free CPU whose most urgent occupant is least urgent; ties: own CPU, then
    /// lowest number."
    void place_entrants() {
        for (std::size_t i = 0; i < scene.ready.size(); ++i) {
            if (!taken(i) || is_placed(i) || !scene.ready[i].enters_section) continue;
            CpuId best = kNoCpu;
            for (const CpuId cpu : allowed(i)) {
                if (!free(cpu) || !complete_placement_exists_with(i, cpu)) continue;
                if (best == kNoCpu || better_for_entry(i, cpu, best)) best = cpu;
            }
            place(i, best);
        }
    }

    bool better_for_entry(std::size_t i, CpuId a, CpuId b) const {
        const auto& on_a = scene.occupants[static_cast<std::size_t>(a)];
        const auto& on_b = scene.occupants[static_cast<std::size_t>(b)];
        if (on_a.empty() != on_b.empty()) return on_a.empty();
        if (!on_a.empty()) {
            // The smaller Urgency is the more urgent.
            return *std::min_element(on_b.begin(), on_b.end()) < *std::min_element(on_a.begin(), on_a.end());
        }
        const CpuId own = scene.ready[i].own;
        if ((a == own) != (b == own)) return a == own;
        return a < b;
    }

    /// "Unpinned taken jobs in priority order keep their CPU if free; the rest, in priority order, get the lowest
    /// free." "first pass own CPU if a complete placement still exists, second pass the lowest CPU for which one
    /// exists".
    void place_rest() {
        for (std::size_t i = 0; i < scene.ready.size(); ++i) {
            const CpuId own = scene.ready[i].own;
            if (!taken(i) || is_placed(i) || !scene.ready[i].affinity.contains(own) || !free(own)) continue;
            if (complete_placement_exists_with(i, own)) place(i, own);
        }
        for (std::size_t i = 0; i < scene.ready.size(); ++i) {
            if (!taken(i) || is_placed(i)) continue;
            for (const CpuId cpu : allowed(i)) {
                if (!free(cpu) || !complete_placement_exists_with(i, cpu)) continue;
                place(i, cpu);
                break;
            }
        }
    }
};

}  // namespace

Placement dispatch_by_shift(const Scene& scene, bool swap_on_entry) {
    Shift shift(scene);
    shift.take();
    if (swap_on_entry) shift.place_entrants();
    shift.place_rest();
    return shift.placed;
}

}  // namespace pinstack::test
