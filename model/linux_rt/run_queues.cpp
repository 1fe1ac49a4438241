// SPDX-License-Identifier: Apache-2.0
#include "model/linux_rt/run_queues.hpp"

#include <limits>

namespace pinstack::linux_rt {

void RunQueues::find_least_urgent_running() const {
    least_ = {std::numeric_limits<std::int64_t>::min(), kNoTask};
    for (const Cpu& cpu : cpus_) {
        const Urgency running{job(cpu.current).queue.rank, cpu.current};
        const bool is_less_urgent = (cpu.current != kNoTask) & (running.key > least_.key);
        least_ = is_less_urgent ? running : least_;
    }
}

}  // namespace pinstack::linux_rt
