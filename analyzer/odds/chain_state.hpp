// SPDX-License-Identifier: Apache-2.0
//
// A state of the stacking chain: the phase and the CPU of each task, up to the names of the CPUs.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>

namespace pinstack {

enum class ChainPhase : std::uint8_t {
    thinking,   ///< has nothing to do; its CPU is where it wakes up, if that is remembered
    waiting,    ///< ready and not pinned, on no CPU
    plain,      ///< on a CPU, outside its section
    in_section  ///< pinned to its CPU: running, or waiting for it
};

/// Tasks are numbered by urgency, 0 the most urgent. At most kMostTasks of them on as many CPUs.
class ChainState {
public:
    static constexpr int kMostTasks = 62;
    static constexpr int kNoCpu = -1;

    explicit ChainState(int tasks) : bytes_(static_cast<std::size_t>(tasks), pack(ChainPhase::thinking, kNoCpu)) {}

    int tasks() const { return static_cast<int>(bytes_.size()); }
    ChainPhase phase(int task) const { return static_cast<ChainPhase>(byte(task) >> 6); }
    int cpu(int task) const { return (byte(task) & 0x3f) - 1; }
    void set(int task, ChainPhase phase, int cpu) { bytes_[static_cast<std::size_t>(task)] = pack(phase, cpu); }
    /// On the CPU: running there, or pinned there and waiting.
    bool is_on(int task, int cpu_number) const { return phase(task) >= ChainPhase::plain && cpu(task) == cpu_number; }

    /// The same state with the CPUs renamed in the order in which the tasks mention them: equal for two states that
    /// differ in the names of CPUs only.
    ChainState canonical() const;

    const std::string& bytes() const { return bytes_; }
    friend bool operator==(const ChainState&, const ChainState&) = default;

private:
    static char pack(ChainPhase phase, int cpu) {
        return static_cast<char>((static_cast<unsigned>(phase) << 6) | static_cast<unsigned>(cpu + 1));
    }
    int byte(int task) const { return static_cast<unsigned char>(bytes_[static_cast<std::size_t>(task)]); }

    std::string bytes_;  // small, hashed, compared
};

struct ChainStateHash {
    std::size_t operator()(const ChainState& state) const { return std::hash<std::string>{}(state.bytes()); }
};

}  // namespace pinstack
