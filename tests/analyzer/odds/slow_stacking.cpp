// SPDX-License-Identifier: Apache-2.0
#include "tests/analyzer/odds/slow_stacking.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <random>
#include <vector>

namespace pinstack {

namespace {

struct Cpu {
    std::optional<int> runs;
    std::vector<int> pinned;  // waiting, in any order
};

class Machine {
public:
    Machine(const ChainSpec& spec, std::uint64_t seed)
        : spec_(spec),
          random_(seed),
          cpus_(static_cast<std::size_t>(spec.cpus)),
          tasks_(static_cast<std::size_t>(spec.tasks)) {}

    struct Task {
        enum { thinks, ready } state = thinks;
        bool pinned = false;
        int last_cpu = 0;
    };

    /// Lets the time pass until the next event, and tells how long it was.
    double step() {
        // The memoryless clocks of all tasks that think or run: the first one to ring.
        std::vector<std::pair<int, double>> clocks;
        for (int task = 0; task < spec_.tasks; ++task) {
            const Task& it = tasks_[std::size_t(task)];
            if (it.state == Task::thinks) {
                clocks.emplace_back(task, spec_.wake_rate);
            } else if (cpus_[std::size_t(it.last_cpu)].runs == task) {
                clocks.emplace_back(task, it.pinned ? spec_.leave_rate : spec_.enter_rate);
            }
        }
        double first = 0;
        int rings = -1;
        for (const auto& [task, rate] : clocks) {
            const double at = std::exponential_distribution<double>(rate)(random_);
            if (rings < 0 || at < first) {
                first = at;
                rings = task;
            }
        }
        next_ = rings;
        return first;
    }

    void happen() {
        Task& it = tasks_[std::size_t(next_)];
        if (it.state == Task::thinks) {
            it.state = Task::ready;
            const int tried = spec_.sticky ? it.last_cpu : pick(spec_.cpus);
            const Cpu& cpu = cpus_[std::size_t(tried)];
            if (!cpu.runs || *cpu.runs > next_) {
                take(tried, next_);
            } else {
                find_place(next_);
            }
        } else if (!it.pinned) {
            it.pinned = true;
        } else {
            it.pinned = false;
            it.state = Task::thinks;
            const int cpu = it.last_cpu;
            cpus_[std::size_t(cpu)].runs.reset();
            refill(cpu);
            while (spec_.push_away && push(cpu, next_)) {
            }
        }
    }

    int idle() const {
        return int(std::count_if(cpus_.begin(), cpus_.end(), [](const Cpu& cpu) { return !cpu.runs; }));
    }
    int waiting() const {
        std::size_t count = free_.size();
        for (const Cpu& cpu : cpus_) count += cpu.pinned.size();
        return int(count);
    }

private:
    int pick(int count) { return std::uniform_int_distribution<int>(0, count - 1)(random_); }

    void take(int number, int task) {
        Cpu& cpu = cpus_[std::size_t(number)];
        const std::optional<int> displaced = cpu.runs;
        cpu.runs = task;
        tasks_[std::size_t(task)].last_cpu = number;
        if (!displaced) return;
        if (tasks_[std::size_t(*displaced)].pinned) {
            cpu.pinned.push_back(*displaced);
        } else {
            find_place(*displaced);
        }
    }

    void find_place(int task) {
        std::vector<int> idle_ones;
        int worst = 0;
        for (int cpu = 0; cpu < spec_.cpus; ++cpu) {
            const auto& runs = cpus_[std::size_t(cpu)].runs;
            if (!runs) {
                idle_ones.push_back(cpu);
            } else if (cpus_[std::size_t(worst)].runs && *runs > *cpus_[std::size_t(worst)].runs) {
                worst = cpu;
            }
        }
        if (!idle_ones.empty()) return take(idle_ones[std::size_t(pick(int(idle_ones.size())))], task);
        if (*cpus_[std::size_t(worst)].runs > task) return take(worst, task);
        free_.push_back(task);
    }

    // The CPU is idle: the most urgent of those pinned to it and of those that wait anywhere.
    void refill(int number) {
        Cpu& cpu = cpus_[std::size_t(number)];
        const auto pinned = std::min_element(cpu.pinned.begin(), cpu.pinned.end());
        const auto free = std::min_element(free_.begin(), free_.end());
        if (pinned == cpu.pinned.end() && free == free_.end()) return;
        if (free == free_.end() || (pinned != cpu.pinned.end() && *pinned < *free)) {
            cpu.runs = *pinned;
            cpu.pinned.erase(pinned);
        } else {
            cpu.runs = *free;
            tasks_[std::size_t(*free)].last_cpu = number;
            free_.erase(free);
        }
    }

    bool push(int to, int ended) {
        Cpu& target = cpus_[std::size_t(to)];
        if (target.runs && *target.runs < ended) return false;
        int chosen = -1, from = -1;  // the most urgent pinned task under a task that can be pushed
        for (int cpu = 0; cpu < spec_.cpus; ++cpu) {
            const Cpu& it = cpus_[std::size_t(cpu)];
            if (cpu == to || !it.runs || tasks_[std::size_t(*it.runs)].pinned) continue;
            for (const int task : it.pinned) {
                if (target.runs && *target.runs < task) continue;
                if (chosen < 0 || task < chosen) {
                    chosen = task;
                    from = cpu;
                }
            }
        }
        if (chosen < 0) return false;
        const int pushed = *cpus_[std::size_t(from)].runs;
        cpus_[std::size_t(from)].runs.reset();
        // The most urgent of those pinned there is the one that was chosen, and runs now.
        std::erase(cpus_[std::size_t(from)].pinned, chosen);
        cpus_[std::size_t(from)].runs = chosen;
        take(to, pushed);
        return true;
    }

    const ChainSpec& spec_;
    std::mt19937_64 random_;
    std::vector<Cpu> cpus_;
    std::vector<Task> tasks_;
    std::vector<int> free_;  // ready, not pinned, on no CPU
    int next_ = -1;
};

Estimate estimate(const std::vector<double>& batches) {
    double sum = 0, squares = 0;
    for (const double each : batches) sum += each;
    const double mean = sum / double(batches.size());
    for (const double each : batches) squares += (each - mean) * (each - mean);
    const double count = double(batches.size());
    return {mean, std::sqrt(squares / (count - 1) / count)};
}

}  // namespace

SlowStacking simulate_stacking(const ChainSpec& spec, int events, int batches, std::uint64_t seed) {
    Machine machine(spec, seed);
    std::vector<double> lost, any, busy;
    for (int batch = 0; batch <= batches; ++batch) {
        double time = 0, lost_time = 0, any_time = 0, busy_time = 0;
        for (int event = 0; event < events; ++event) {
            const int lost_now = std::min(machine.idle(), machine.waiting());
            const int busy_now = spec.cpus - machine.idle();
            const double passed = machine.step();
            time += passed;
            lost_time += passed * lost_now;
            any_time += lost_now > 0 ? passed : 0;
            busy_time += passed * busy_now;
            machine.happen();
        }
        if (batch == 0) continue;
        lost.push_back(lost_time / time);
        any.push_back(any_time / time);
        busy.push_back(busy_time / time);
    }
    return {estimate(lost), estimate(any), estimate(busy)};
}

}  // namespace pinstack
