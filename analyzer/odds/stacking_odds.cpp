// SPDX-License-Identifier: Apache-2.0
#include "analyzer/odds/stacking_odds.hpp"

#include <Eigen/SparseLU>
#include <algorithm>
#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/strong_components.hpp>
#include <vector>

#include "analyzer/odds/chain_moves.hpp"

namespace pinstack {

namespace {

using Matrix = Eigen::SparseMatrix<double>;
using Vector = Eigen::VectorXd;
using Entries = std::vector<Eigen::Triplet<double>>;

std::optional<Eigen::MatrixXd> solutions(const Matrix& matrix, const Eigen::MatrixXd& right) {
    Eigen::SparseLU<Matrix> decomposition;
    decomposition.compute(matrix);
    if (decomposition.info() != Eigen::Success) return std::nullopt;
    Eigen::MatrixXd solved = decomposition.solve(right);
    if (decomposition.info() != Eigen::Success || !solved.allFinite()) return std::nullopt;
    return solved;
}

double exit_rate(const StackingChain& chain, std::size_t place) {
    double sum = 0;
    for (const ChainTransition& each : chain.transitions(place)) sum += each.rate;
    return sum;
}

// Where the chain ends up: the states it can always come back to, by a number in order; -1 the others. From every state
// all tasks can get to think, so there is one such class, and it holds what can be reached from any of its states.
std::vector<int> recurrent(const StackingChain& chain, int& count) {
    using Graph = boost::adjacency_list<boost::vecS, boost::vecS, boost::directedS>;
    Graph graph(chain.size());
    for (std::size_t from = 0; from < chain.size(); ++from) {
        for (const ChainTransition& each : chain.transitions(from)) boost::add_edge(from, each.to, graph);
    }
    std::vector<int> component(chain.size());
    boost::strong_components(
        graph, boost::make_iterator_property_map(component.begin(), boost::get(boost::vertex_index, graph)));
    // Tarjan's algorithm numbers a component when nothing more leads out of it: the first one is the end.
    count = 0;
    std::vector<int> place(chain.size(), -1);
    for (std::size_t state = 0; state < chain.size(); ++state) {
        if (component[state] == 0) place[state] = count++;
    }
    return place;
}

// pi Q = 0 with sum pi = 1: the transposed generator, its last row replaced by ones.
std::optional<std::vector<double>> stationary(const StackingChain& chain) {
    int n = 0;
    const std::vector<int> place = recurrent(chain, n);
    Entries entries;
    for (std::size_t from = 0; from < chain.size(); ++from) {
        if (place[from] < 0) continue;
        const auto add = [&](std::size_t to, double value) {
            if (place[to] != n - 1) entries.emplace_back(place[to], place[from], value);
        };
        for (const ChainTransition& each : chain.transitions(from)) add(each.to, each.rate);
        add(from, -exit_rate(chain, from));
        entries.emplace_back(n - 1, place[from], 1.0);
    }
    Matrix matrix(n, n);
    matrix.setFromTriplets(entries.begin(), entries.end());
    Vector right = Vector::Zero(n);
    right(n - 1) = 1.0;
    const auto solved = solutions(matrix, right);
    if (!solved) return std::nullopt;
    std::vector<double> probabilities(chain.size(), 0.0);
    for (std::size_t state = 0; state < chain.size(); ++state) {
        // Rounding may leave the least likely states a little below 0.
        if (place[state] >= 0) probabilities[state] = std::max((*solved)(place[state], 0), 0.0);
    }
    return probabilities;
}

// From each state that is not spread: the mean time, and the CPU time lost, until one is. Two right sides of one
// system.
std::optional<Transient> until_spread(const StackingChain& chain) {
    std::vector<int> place(chain.size(), -1);
    int n = 0;
    for (std::size_t state = 0; state < chain.size(); ++state) {
        if (!chain.is_spread(state)) place[state] = n++;
    }
    if (n == 0 || place[0] < 0) return Transient{};
    Entries entries;
    Eigen::MatrixXd right(n, 2);
    for (std::size_t from = 0; from < chain.size(); ++from) {
        if (place[from] < 0) continue;
        entries.emplace_back(place[from], place[from], exit_rate(chain, from));
        for (const ChainTransition& each : chain.transitions(from)) {
            if (place[each.to] >= 0) entries.emplace_back(place[from], place[each.to], -each.rate);
        }
        right(place[from], 0) = 1.0;
        right(place[from], 1) = chain.lost_cpus(from);
    }
    Matrix matrix(n, n);
    matrix.setFromTriplets(entries.begin(), entries.end());
    const auto solved = solutions(matrix, right);
    if (!solved) return std::nullopt;
    return Transient{(*solved)(place[0], 0), (*solved)(place[0], 1)};
}

}  // namespace

Result<StackingOdds> solve(const StackingChain& chain) {
    const auto unsolved = [] {
        return fail("equations without a solution in floating point", "rates that differ by less", "");
    };
    StackingOdds odds;
    odds.states = chain.size();
    const ChainSpec& spec = chain.spec();
    // Where nothing can stack any more nothing is lost in the long run, and the equations may have many solutions.
    if (spec.sticky && spec.tasks <= spec.cpus) {
        odds.transient = until_spread(chain);
        if (!odds.transient) return unsolved();
        const double cycle = 1 / spec.wake_rate + 1 / spec.enter_rate + 1 / spec.leave_rate;
        odds.long_run.busy_cpus = spec.tasks * (1 / spec.enter_rate + 1 / spec.leave_rate) / cycle;
        return odds;
    }
    const auto probabilities = stationary(chain);
    if (!probabilities) return unsolved();
    for (std::size_t place = 0; place < chain.size(); ++place) {
        const double p = (*probabilities)[place];
        const int lost = chain.lost_cpus(place);
        if (lost > 0) odds.long_run.any_stack += p;
        odds.long_run.lost_cpus += p * lost;
        if (chain.is_full_stack(place)) odds.long_run.full_stack += p;
        for (int cpu = 0; cpu < spec.cpus; ++cpu) {
            if (running_on(chain.state(place), cpu) >= 0) odds.long_run.busy_cpus += p;
        }
    }
    return odds;
}

}  // namespace pinstack
