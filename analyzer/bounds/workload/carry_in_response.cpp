// SPDX-License-Identifier: Apache-2.0
#include "analyzer/bounds/workload/carry_in_response.hpp"

#include "analyzer/bounds/workload/carry_in.hpp"
#include "analyzer/bounds/workload/interference.hpp"
#include "analyzer/bounds/workload/response_iteration.hpp"

namespace pinstack {
namespace {

/// The bound of one task after another, of one set.
class CarryInResponse {
public:
    explicit CarryInResponse(const TaskSet& set)
        : set_(set), others_(set.cpus, set.size(), longest_time(set)), interferers_(set) {}
    std::int64_t operator()(std::size_t place, std::span<const std::int64_t> responses, SearchRange range) {
        const SporadicTask& task = set_.tasks[place];
        interferers_.of(place, responses);
        interferers_.restart();
        return least_response(others_, task.wcet, range,
                              [&](Interference& others, std::int64_t length) { interferers_.fill(others, length); });
    }

private:
    const TaskSet& set_;
    Interference others_;
    Interferers interferers_;
};

}  // namespace

void bound_carry_in_fp(const TaskSet& set, CarryIn carry_in, Verdict& verdict) {
    bound_by_priority(set, verdict, CarryInResponse(set), [&](const SporadicTask& task, std::int64_t response) {
        return carry_in == CarryIn::deadlines ? task.deadline : response;
    });
}

void bound_carry_in_edf(const TaskSet& set, Verdict& verdict) {
    bound_until_stable(set, verdict, CarryInResponse(set));
}

}  // namespace pinstack
