// SPDX-License-Identifier: Apache-2.0
#include "analyzer/bounds/workload/carry_in_response.hpp"

#include "analyzer/bounds/workload/carry_in.hpp"
#include "analyzer/bounds/workload/edf_descent.hpp"
#include "analyzer/bounds/workload/interference.hpp"
#include "analyzer/bounds/workload/response_iteration.hpp"

namespace pinstack {
namespace {

/// The bound of one task after another, of one set.
class CarryInResponse {
public:
    explicit CarryInResponse(const TaskSet& set)
        : set_(set), interferers_(set), others_(interferers_.no_interference()) {}

    std::int64_t operator()(std::size_t place, std::span<const std::int64_t> responses, SearchRange range) {
        interferers_.select(place, responses);
        return least_response(others_, set_.tasks[place].wcet, range,
                              [&](Interference& others, std::int64_t length) { interferers_.fill(others, length); });
    }
    bool gave_up() const { return others_.gave_up(); }
    EdfDescent descent(Waiting waiting) { return {set_, interferers_, others_.budget(), waiting}; }

private:
    const TaskSet& set_;
    Interferers interferers_;
    Interference others_;
};

}  // namespace

void bound_carry_in_fp(const TaskSet& set, CarryIn carry_in, Verdict& verdict) {
    CarryInResponse bound(set);
    bound_by_priority(set, verdict, bound, [&](const SporadicTask& task, std::int64_t response) {
        return carry_in == CarryIn::deadlines ? task.deadline : response;
    });
}

void bound_carry_in_edf(const TaskSet& set, Verdict& verdict) {
    CarryInResponse bound(set);
    EdfDescent descent = bound.descent(Waiting::for_work);
    bound_until_stable(
        set, verdict, bound, [&](ResponsesFromAbove& responses) { descent.lower(responses); }, bound);
}

}  // namespace pinstack
