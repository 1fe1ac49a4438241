// SPDX-License-Identifier: Apache-2.0
#include "analyzer/report/capacity_kinds.hpp"

#include <array>

namespace pinstack {

std::span<const CapacityKind> capacity_kinds() {
    using Split = CapacitySplit;
    static constexpr std::array<CapacityKind, 8> kKinds = {{
        {"useful", &Split::useful, "the most urgent ready jobs run", "s-run", false, true},
        {"inversion, NP", &Split::inversion_np, "a less urgent job runs, a more urgent one is kept out", "s-np"},
        {"inversion, pin", &Split::inversion_pin, "a less urgent job runs, a more urgent one waits on its pin",
         "s-pinned"},
        {"overhead", &Split::overhead, "the kernel's own work", "s-kernel"},
        {"stacking loss", &Split::stacking_loss, "idle while a pinned job waits elsewhere", "s-stack", true, true},
        {"affinity loss", &Split::affinity_loss, "idle while the mask of a waiting job excludes the CPU", "s-mask",
         true},
        {"balancing loss", &Split::balancing_loss, "idle while a waiting job could run there", "s-move", true},
        {"idle", &Split::idle, "nobody waits", "s-idle", false, true},
    }};
    return kKinds;
}

const char* meaning_of(const CapacityKind& kind, std::int64_t throttled) {
    const bool is_throttling = kind.part == &CapacitySplit::overhead && throttled > 0;
    return is_throttling ? "the kernel's own work, and RT throttling" : kind.meaning;
}

}  // namespace pinstack
