// SPDX-License-Identifier: Apache-2.0
#include "analyzer/bounds/workload/carry_in.hpp"

namespace pinstack {

Interferers::Interferers(const TaskSet& set) : set_(set) {
    interferers_.reserve(set.size());
    growing_.reserve(set.size());
    constexpr std::size_t kFew = 256;  // half a megabyte
    if (set.order == Order::fp || set.size() > kFew) return;
    jobs_.reserve(set.size() * set.size());
    for (const SporadicTask& task : set.tasks) {
        for (const SporadicTask& other : set.tasks) jobs_.push_back(edf_jobs(other, task.deadline));
    }
}

std::int64_t Interferers::jobs(std::size_t i, std::size_t place) const {
    return jobs_.empty() ? edf_jobs(set_.tasks[i], set_.tasks[place].deadline) : jobs_[place * set_.size() + i];
}

std::span<const Interferer> Interferers::of(std::size_t place, std::span<const std::int64_t> responses) {
    interferers_.clear();
    if (set_.order == Order::fp) {
        for (std::size_t i = 0; i < place; ++i) interferers_.push_back({&set_.tasks[i], responses[i]});
        return interferers_;
    }
    const std::int64_t deadline = set_.tasks[place].deadline;
    for (std::size_t i = 0; i < set_.size(); ++i) {
        if (i == place) continue;
        const SporadicTask& other = set_.tasks[i];
        const std::int64_t inside = jobs(i, place);
        const std::int64_t carried_in = edf_carried_in(other, inside, responses[i], deadline);
        // W_i(L) is that and the jobs inside from where L + R_i - C_i is this.
        const std::int64_t from_release =
            carried_in > 0 ? inside * other.period + carried_in : (inside - 1) * other.period + other.wcet;
        interferers_.push_back({&other, responses[i], inside * other.wcet + carried_in,
                                (inside + (carried_in > 0 ? 1 : 0)) * other.sectioned, inside,
                                from_release + other.wcet - responses[i]});
    }
    return interferers_;
}

void Interferers::restart() {
    constant_ = 0;
    growing_.clear();
    for (const Interferer& it : interferers_) {
        if (it.most_work > 0) growing_.push_back(&it);
    }
}

void Interferers::fill(Interference& others, std::int64_t length) {
    others.clear(constant_);
    for (std::size_t i = 0; i < growing_.size();) {
        if (length < growing_[i]->most_work_from) {
            ++i;
            continue;
        }
        others.add({growing_[i]->most_work, 0});
        ++constant_;
        growing_[i] = growing_.back();
        growing_.pop_back();
    }
    for (const Interferer* it : growing_) others.add(it->work(length));
}

}  // namespace pinstack
