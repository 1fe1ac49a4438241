// SPDX-License-Identifier: Apache-2.0
#include "analyzer/bounds/workload/limited_carry_in.hpp"

namespace pinstack {

LimitedCarryIn::LimitedCarryIn(const TaskSet& set) : carriers_(static_cast<std::size_t>(set.cpus - 1)) {
    tasks_.reserve(set.size());
    choices_.reserve(set.size());
}

void LimitedCarryIn::fill(Interference& others, std::int64_t length, std::int64_t waiting) {
    others.clear();
    others.budget().take(2 * tasks_.size());  // a term of these takes three times as long as one that is not chosen
    choices_.clear();
    for (const MoreUrgent& it : tasks_) {
        const Growth with = limited_carry_in_workload(*it.task, it.response, length);
        const Growth without = synchronous_workload(*it.task, length);
        const std::int64_t gain = std::min(with.value, waiting) - std::min(without.value, waiting);
        choices_.push_back({gain, with, without});
    }
    if (choices_.size() > carriers_) {
        const auto middle = choices_.begin() + static_cast<std::ptrdiff_t>(carriers_);
        std::nth_element(choices_.begin(), middle, choices_.end(),
                         [](const Choice& a, const Choice& b) { return a.gain > b.gain; });
    }
    for (std::size_t i = 0; i < choices_.size(); ++i) {
        others.add(i < carriers_ ? choices_[i].with : choices_[i].without);
    }
}

std::int64_t LimitedCarryIn::response(Interference& others, const SporadicTask& task) {
    return least_response(others, task.wcet, {task.wcet, task.deadline}, [&](Interference& terms, std::int64_t length) {
        fill(terms, length, length - task.wcet + 1);
    });
}

}  // namespace pinstack
