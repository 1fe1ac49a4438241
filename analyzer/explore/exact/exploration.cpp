// SPDX-License-Identifier: Apache-2.0
#include "analyzer/explore/exact/exploration.hpp"

#include <fmt/format.h>
#include <oneapi/tbb/parallel_for.h>

#include <algorithm>

#include "analyzer/explore/exact/expansion.hpp"
#include "analyzer/explore/exact/state_store.hpp"

namespace pinstack {
namespace {

template <int kWords>
struct Child {
    PackedState<kWords> state;
    std::uint64_t hash = 0;
    StateId parent = 0;
};

template <int kWords, Scheme kScheme>
class Exploration {
public:
    Exploration(const SlotSystem& system, const StateLayout& layout, const ExactSpec& spec)
        : system_(system), spec_(spec), expansion_(system, layout, spec.lengths), findings_(system.tasks.size()) {}

    ExactResult run(const std::stop_token& stop, const ExactProgress& progress) {
        const State first = expansion_.initial();
        store_.insert(first, first.hash(), 0);
        ExactResult::End end = ExactResult::End::complete;
        std::array<std::uint32_t, Store::kShards> from{};
        while (end == ExactResult::End::complete) {
            std::vector<Range> level = ranges_from(from);
            if (level.empty()) break;
            std::uint64_t open = 0;
            for (const Range& range : level) open += range.end - range.begin;
            if (progress) progress(store_.size(), open);
            // The way depends on the work, not on the threads, and so does the result.
            end = open < kWorthSharing ? expand_alone(level, stop) : expand_together(level, stop);
        }
        return result(end);
    }

private:
    using State = PackedState<kWords>;
    using Store = StateStore<kWords>;
    struct Range {
        std::uint32_t shard, begin, end;
    };

    static constexpr std::uint64_t kWorthSharing = 1u << 14;
    static constexpr std::uint32_t kChunk = 1024;      // states that one thread expands at a time
    static constexpr std::size_t kChunksOfRound = 32;  // of which the children are kept until they are added
    static constexpr std::size_t kAhead = 32;          // children whose place in the table is being fetched

    /// The states that were found last, which nobody has looked at.
    std::vector<Range> ranges_from(std::array<std::uint32_t, Store::kShards>& from) const {
        std::vector<Range> level;
        for (std::uint32_t shard = 0; shard < Store::kShards; ++shard) {
            const std::uint32_t end = store_.shard(shard).size();
            for (std::uint32_t begin = from[shard]; begin < end; begin += kChunk) {
                level.push_back({shard, begin, std::min(end, begin + kChunk)});
            }
            from[shard] = end;
        }
        return level;
    }

    ExactResult::End limit(const std::stop_token& stop) const {
        if (stop.stop_requested()) return ExactResult::End::stopped;
        if (store_.size() > spec_.states) return ExactResult::End::no_states_left;
        if (store_.bytes() + store_.bytes_soon() > spec_.bytes) return ExactResult::End::no_memory_left;
        return ExactResult::End::complete;
    }

    ExactResult::End expand_alone(const std::vector<Range>& level, const std::stop_token& stop) {
        std::array<Child<kWords>, kAhead> waiting;
        std::size_t count = 0;
        const auto add_waiting = [&] {
            for (std::size_t i = 0; i < count; ++i) store_.insert(waiting[i].state, waiting[i].hash, waiting[i].parent);
            count = 0;
        };
        for (const Range& range : level) {
            if (const auto end = limit(stop); end != ExactResult::End::complete) return end;
            for (std::uint32_t place = range.begin; place < range.end; ++place) {
                const StateId id = Store::id_of(range.shard, place);
                const State state = store_.shard(range.shard).state(place);
                expansion_.expand(state, id, findings_, [&](const State& child, std::uint32_t) {
                    const std::uint64_t hash = child.hash();
                    store_.shard(Store::shard_of(hash)).prefetch(hash);
                    waiting[count++] = {child, hash, id};
                    if (count == kAhead) add_waiting();
                });
            }
        }
        add_waiting();
        return limit(stop);
    }

    /// Rounds of two steps: threads expand chunks, then threads add the children to shards. Children of a shard come in
    /// the order of chunks, as they do when one thread does it all.
    ExactResult::End expand_together(const std::vector<Range>& level, const std::stop_token& stop) {
        std::vector<std::array<std::vector<Child<kWords>>, Store::kShards>> children(kChunksOfRound);
        std::vector<ExactFindings> found(kChunksOfRound, ExactFindings(system_.tasks.size()));
        for (std::size_t begin = 0; begin < level.size(); begin += kChunksOfRound) {
            if (const auto end = limit(stop); end != ExactResult::End::complete) return end;
            const std::size_t chunks = std::min(kChunksOfRound, level.size() - begin);
            oneapi::tbb::parallel_for(std::size_t{0}, chunks, [&](std::size_t chunk) {
                auto& out = children[chunk];
                for (auto& shard : out) shard.clear();
                found[chunk] = ExactFindings(system_.tasks.size());
                Expansion<kWords, kScheme> expansion = expansion_;
                const Range& range = level[begin + chunk];
                for (std::uint32_t place = range.begin; place < range.end; ++place) {
                    const StateId id = Store::id_of(range.shard, place);
                    expansion.expand(store_.shard(range.shard).state(place), id, found[chunk],
                                     [&](const State& child, std::uint32_t) {
                                         const std::uint64_t hash = child.hash();
                                         out[Store::shard_of(hash)].push_back({child, hash, id});
                                     });
                }
            });
            oneapi::tbb::parallel_for(std::uint32_t{0}, Store::kShards, [&](std::uint32_t shard) {
                auto& to = store_.shard(shard);
                for (std::size_t chunk = 0; chunk < chunks; ++chunk) {
                    const auto& from = children[chunk][shard];
                    for (std::size_t i = 0; i < from.size(); ++i) {
                        if (i + 8 < from.size()) to.prefetch(from[i + 8].hash);
                        to.insert(from[i].state, from[i].hash, from[i].parent);
                    }
                }
            });
            for (std::size_t chunk = 0; chunk < chunks; ++chunk) findings_.merge(found[chunk]);
        }
        return limit(stop);
    }

    ExactResult result(ExactResult::End end) {
        ExactResult out;
        out.end = end;
        out.unit = system_.unit;
        out.states = store_.size();
        out.bytes = store_.bytes();
        out.depth = findings_.depth.value;
        out.tasks.resize(system_.tasks.size());
        for (std::size_t i = 0; i < system_.tasks.size(); ++i) {
            ExactTask& task = out.tasks[system_.tasks[i].file_index];
            task.worst_response = findings_.responses[i].value * system_.unit;
            task.overruns = findings_.overruns[i].value > 0;
            if (!spec_.witnesses) continue;
            const ExactFinding& worst = task.overruns ? findings_.overruns[i] : findings_.responses[i];
            if (worst.value == 0) continue;  // not reached before it ended
            task.witness = plan_to(worst, [&](const ExactFindings& here) {
                return (task.overruns ? here.overruns[i] : here.responses[i]).value == worst.value;
            });
        }
        if (spec_.witnesses && findings_.depth.value > 0) {
            out.depth_witness = plan_to(
                findings_.depth, [&](const ExactFindings& here) { return here.depth.value == findings_.depth.value; });
        }
        return out;
    }

    /// The releases that lead to a finding: along the parents, then by the first choice in which it happens.
    template <class IsIt>
    ReleasePlan plan_to(const ExactFinding& finding, IsIt is_it) {
        std::vector<StateId> path = {finding.from};
        while (path.back() != root()) path.push_back(store_.parent(path.back()));
        std::reverse(path.begin(), path.end());
        ReleasePlan plan;
        plan.instants.resize(system_.tasks.size());
        std::int64_t slot = 0;
        const auto release = [&](std::uint32_t tasks) {
            for (; tasks != 0; tasks &= tasks - 1) {
                plan.instants[system_.tasks[lowest(tasks)].file_index].push_back(slot * system_.unit);
            }
            ++slot;
        };
        for (std::size_t step = 0; step + 1 < path.size(); ++step) {
            const State& next = store_.state(path[step + 1]);
            ExactFindings here(system_.tasks.size());
            std::optional<std::uint32_t> by;
            expansion_.expand(store_.state(path[step]), path[step], here, [&](const State& child, std::uint32_t tasks) {
                if (!by && child == next) by = tasks;
            });
            release(by.value());
        }
        release(expansion_.releases_into(store_.state(finding.from), is_it));
        // Every task has to come once in a plan; later than all that the plan is about.
        std::int64_t later = slot;
        for (const SlotTask& task : system_.tasks) later += task.length();
        for (auto& instants : plan.instants) {
            if (instants.empty()) instants.push_back(later * system_.unit);
        }
        return plan;
    }
    StateId root() const { return Store::id_of(Store::shard_of(expansion_.initial().hash()), 0); }

    const SlotSystem& system_;
    const ExactSpec& spec_;
    Store store_;
    Expansion<kWords, kScheme> expansion_;
    ExactFindings findings_;
};

template <int kWords>
ExactResult explore_as(const SlotSystem& system, const StateLayout& layout, const ExactSpec& spec,
                       const std::stop_token& stop, const ExactProgress& progress) {
    switch (system.scheme) {
        case Scheme::pooled:
            return Exploration<kWords, Scheme::pooled>(system, layout, spec).run(stop, progress);
        case Scheme::swap_on_entry:
            return Exploration<kWords, Scheme::swap_on_entry>(system, layout, spec).run(stop, progress);
        case Scheme::any_shift:
            return Exploration<kWords, Scheme::any_shift>(system, layout, spec).run(stop, progress);
        case Scheme::any_unmitigated:
            return Exploration<kWords, Scheme::any_unmitigated>(system, layout, spec).run(stop, progress);
        case Scheme::balanced:
            break;
    }
    return Exploration<kWords, Scheme::balanced>(system, layout, spec).run(stop, progress);
}

}  // namespace

bool ExactResult::has_overrun() const {
    return std::any_of(tasks.begin(), tasks.end(), [](const ExactTask& task) { return task.overruns; });
}

ExactResult explore_exactly(const System& system, const ExactSpec& spec, const std::stop_token& stop,
                            const ExactProgress& progress) {
    const SlotSystem slots = make_slot_system(system, spec.placements, spec.unit);
    const StateLayout layout = StateLayout::of(slots);
    return layout.words == 1 ? explore_as<1>(slots, layout, spec, stop, progress)
                             : explore_as<2>(slots, layout, spec, stop, progress);
}

std::string why_incomplete(const ExactResult& result) {
    switch (result.end) {
        case ExactResult::End::complete:
            return "";
        case ExactResult::End::no_states_left:
            return fmt::format("more than {} states", result.states);
        case ExactResult::End::no_memory_left:
            return fmt::format("{} states, and no memory left for more", result.states);
        case ExactResult::End::stopped:
            break;
    }
    return fmt::format("stopped after {} states", result.states);
}

}  // namespace pinstack
