// SPDX-License-Identifier: Apache-2.0
#include "analyzer/report/job_state_text.hpp"

#include <array>
#include <cstddef>

namespace pinstack {

namespace {

struct StateText {
    const char* meaning;
    const char* fill;
};

// As JobState numbers them.
constexpr std::array<StateText, kJobStates> kTexts = {{
    {"behind an unfinished job of its task", "s-queued"},
    {"sleeps", "s-idle"},
    {"waits for a lock", "s-kernel"},
    {"RT throttling keeps its CPU from it", "s-kernel"},
    {"served by the kernel", "s-kernel"},
    {"runs", "s-run"},
    {"as many more urgent jobs run as there are CPUs", "s-busy"},
    {"a less urgent non-preemptible job holds a CPU it may use, or the CPU of its pin", "s-np"},
    {"pinned, and a more urgent job has its CPU", "s-stack"},
    {"its affinity mask keeps it from running", "s-mask"},
    {"could run on another CPU, but has not been moved", "s-move"},
}};

}  // namespace

const char* meaning_of(JobState state) { return kTexts[static_cast<std::size_t>(state)].meaning; }
const char* fill_of(JobState state) { return kTexts[static_cast<std::size_t>(state)].fill; }

}  // namespace pinstack
