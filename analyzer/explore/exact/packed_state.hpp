// SPDX-License-Identifier: Apache-2.0
//
// A state of an exploration in a fixed number of words: of each task, side by side, the age of its last release (capped
// at its period, from when on the next may come), how many slots its job has run (all of them: no job is unfinished),
// a CPU, and whether it ran in the slot before. The two last take bits only where a scheme asks for them.
#pragma once

#include <array>
#include <bit>
#include <cstdint>
#include <vector>

#include "analyzer/explore/exact/slot_system.hpp"

namespace pinstack {

template <int kWords>
struct PackedState {
    std::array<std::uint64_t, kWords> words{};

    friend bool operator==(const PackedState&, const PackedState&) = default;
    void add(unsigned word, std::uint64_t value) { words[kWords == 1 ? 0 : word] += value; }
    std::uint64_t word(unsigned index) const { return words[kWords == 1 ? 0 : index]; }

    /// Mixed well in its upper half.
    std::uint64_t hash() const {
        std::uint64_t mixed = 0;
        for (const std::uint64_t each : words) {
            mixed = (mixed ^ each) * 0x9E37'79B9'7F4A'7C15u;
            mixed ^= mixed >> 32;
        }
        return mixed * 0xD6E8'FEB8'6659'FD93u;
    }
    /// No state is that: in each a task has a release behind it or a job complete.
    bool is_none() const { return words[0] == 0; }
};

/// Where the fields of a task are.
struct TaskFields {
    unsigned word = 0;
    unsigned age = 0, progress = 0, cpu = 0, ran = 0;                           ///< lowest bits
    std::uint64_t age_mask = 0, progress_mask = 0, cpu_mask = 0, ran_mask = 0;  ///< before shifting; 0: no such field
};

struct StateLayout {
    std::vector<TaskFields> tasks;
    unsigned words = 1;

    /// The fields that the scheme needs.
    static StateLayout of(const SlotSystem& system) {
        const std::string& balancer = system.balancer.name;
        const bool is_balanced = system.scheme == Scheme::balanced;
        const bool scans = balancer != "shift" && balancer != "swap-on-entry" && balancer != "partitioned";
        return {system, system.scheme != Scheme::pooled && !(is_balanced && balancer == "partitioned"),
                is_balanced && scans};
    }

private:
    StateLayout(const SlotSystem& system, bool has_cpu, bool has_ran) {
        unsigned used = 0;
        for (const SlotTask& task : system.tasks) {
            const auto bits = [](std::int32_t most) {
                return static_cast<unsigned>(std::bit_width(static_cast<std::uint32_t>(most)));
            };
            const unsigned age = bits(task.period), progress = bits(task.length());
            const unsigned cpu = has_cpu ? bits(system.cpus - 1) : 0, ran = has_ran ? 1 : 0;
            if (used + age + progress + cpu + ran > 64) {  // no field lies in two words
                ++words;
                used = 0;
            }
            TaskFields& fields = tasks.emplace_back();
            fields.word = words - 1;
            fields.age = used;
            fields.progress = fields.age + age;
            // Of a field without bits the place must be one that can be shifted to.
            fields.cpu = cpu > 0 ? fields.progress + progress : 0;
            fields.ran = ran > 0 ? fields.progress + progress + cpu : 0;
            fields.age_mask = (std::uint64_t{1} << age) - 1;
            fields.progress_mask = (std::uint64_t{1} << progress) - 1;
            fields.cpu_mask = (std::uint64_t{1} << cpu) - 1;
            fields.ran_mask = ran;
            used += age + progress + cpu + ran;
        }
    }
};

}  // namespace pinstack
