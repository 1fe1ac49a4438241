// SPDX-License-Identifier: Apache-2.0
//
// A schedule-abstraction graph as a graph (Boost.Graph): the explorer keeps two levels of it, this keeps all, to be
// looked at. For Graphviz, states are nodes, with when each CPU becomes available; dispatches are edges, with when the
// job starts and completes. A shortest way from the first state to a dispatch that may miss its deadline is red.
//
// What the last states lead to is not drawn where the job set is endless: it is what the states a hyperperiod before
// led to. Memory: about 200 bytes a state and dispatch.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "analyzer/bounds/job_sets/schedule_abstraction.hpp"

namespace pinstack {

class ScheduleGraph : public SagObserver {
public:
    /// Of a larger graph is_too_large() is all that is known.
    explicit ScheduleGraph(std::size_t most_states);
    ~ScheduleGraph() override;

    void job_set_begins(const JobSet& set) override;
    void level_begins(std::uint32_t level, const AbstractionLevel& states) override;
    void dispatched(const SagDispatch& dispatch) override;

    bool is_too_large() const;
    std::size_t states() const;
    std::size_t dispatches() const;

    /// The dispatches on the red way: "fast 2"; none where no job may miss its deadline. `task_names` in file order.
    std::vector<std::string> way_to_miss(const std::vector<std::string>& task_names) const;
    std::string dot(const std::vector<std::string>& task_names) const;

private:
    struct Graph;
    std::unique_ptr<Graph> graph_;
};

}  // namespace pinstack
