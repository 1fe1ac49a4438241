// SPDX-License-Identifier: Apache-2.0
#include "analyzer/report/finding_text.hpp"

#include <algorithm>
#include <cstdint>
#include <utility>

#include <fmt/format.h>

#include "analyzer/report/display_text.hpp"
#include "analyzer/report/outcome_text.hpp"
#include "analyzer/report/time_scale.hpp"

namespace pinstack {

namespace {

std::string short_name(const System& system, std::uint32_t task) { return shortened(system.tasks[task].name, 24); }

std::string deadlock_sentence(const System& system, const Finding& deadlock) {
    std::string line = fmt::format("deadlock at {}:", time_text(deadlock.from.ns));
    for (const WaitFor& each : deadlock.circle) {
        const bool is_first = &each == &deadlock.circle.front();
        line += fmt::format("{} {}{} waits for {}", is_first ? "" : ", held by", short_name(system, each.task),
                            is_first ? "" : ", which", shortened(system.locks[each.lock].name, 24));
        if (each.cpu != kNoCpu) line += fmt::format(" of CPU {}", each.cpu);
    }
    return line + fmt::format(", held by {}", short_name(system, deadlock.task));
}

/// "A B C and 2 more"
std::string few_names(const System& system, const std::vector<std::uint32_t>& tasks) {
    constexpr std::size_t kNamed = 3;
    std::string line;
    for (std::size_t i = 0; i < std::min(kNamed, tasks.size()); ++i) {
        line += (i == 0 ? "" : " ") + short_name(system, tasks[i]);
    }
    if (tasks.size() > kNamed) line += fmt::format(" and {} more", tasks.size() - kNamed);
    return line;
}

std::string blocked_sentence(const System& system, const Finding& finding) {
    std::string line = fmt::format("hotplug blocked: what CPU {} was told at {} is not done at {}, the end",
                                   finding.cpu, time_text(finding.from.ns), time_text(finding.to.ns));
    return finding.tasks.empty() ? line : line + ", held up by " + few_names(system, finding.tasks);
}

std::string affinity_sentence(const System& system, const Finding& finding) {
    const std::string name = short_name(system, finding.task);
    const std::string at = time_text(finding.from.ns);
    if (finding.other == kNoCpu) {
        return fmt::format("affinity broken at {}: {} had no active CPU left, and may use all of them from then on", at, name);
    }
    return fmt::format("affinity broken at {}: {} may not use its home CPU any more; that is CPU {} from then on", at, name,
                       finding.other);
}

std::string sentence(const System& system, const Finding& finding) {
    const std::string name = short_name(system, finding.task);
    switch (finding.kind) {
        case Finding::Kind::deadlock:
            return deadlock_sentence(system, finding);
        case Finding::Kind::ping_pong:
            return fmt::format("push-away ping-pong: {} moves {} times between CPU {} and CPU {} from {} to {}", name,
                               finding.moves, finding.cpu, finding.other, time_text(finding.from.ns),
                               time_text(finding.to.ns));
        case Finding::Kind::no_progress:
            return fmt::format("no progress: from {} to {} the kernel's own work left no time to {} or any other job; the run was ended",
                               time_text(finding.from.ns), time_text(finding.to.ns), name);
        case Finding::Kind::hotplug_blocked:
            return blocked_sentence(system, finding);
        case Finding::Kind::never_done:
            return fmt::format("never done: at {} nothing is left to happen, and jobs still wait: {}",
                               time_text(finding.from.ns), few_names(system, finding.tasks));
        case Finding::Kind::affinity_broken:
            return affinity_sentence(system, finding);
        case Finding::Kind::push_away_cycle:
            return fmt::format("push-away in a circle at {}: {} would go back from CPU {} to CPU {}; broken off",
                               time_text(finding.from.ns), name, finding.cpu, finding.other);
    }
    return {};
}

}  // namespace

std::vector<std::string> finding_sentences(const System& system, const Findings& findings) {
    std::vector<std::string> lines;
    for (const Finding::Kind kind :
         {Finding::Kind::no_progress, Finding::Kind::deadlock, Finding::Kind::hotplug_blocked,
          Finding::Kind::never_done, Finding::Kind::affinity_broken, Finding::Kind::ping_pong,
          Finding::Kind::push_away_cycle}) {
        const Finding* first = nullptr;
        std::uint64_t count = 0;
        for (const Finding& finding : findings.kept) {
            if (finding.kind != kind) continue;
            if (count++ == 0) first = &finding;
        }
        if (first == nullptr) continue;
        std::string line = sentence(system, *first);
        if (count > 1) line += fmt::format("; and {}", counted(count - 1, "more time"));
        lines.push_back(std::move(line));
    }
    return lines;
}

std::string overhead_sentence(const CapacitySplit& capacity) {
    const auto& kinds = capacity.overhead_by_kind;
    const auto most = std::max_element(kinds.begin(), kinds.end());
    const auto kind = static_cast<Overhead>(most - kinds.begin());
    std::string line = share_text(capacity.overhead, capacity.total) + " in overhead";
    if (*most == capacity.overhead) return line + fmt::format(", all of it {}", name_of(kind));
    return line + fmt::format(", most of it {} ({})", name_of(kind), share_text(*most, capacity.total));
}

std::string throttling_sentence(const ThrottlingResult& throttling) {
    if (throttling.throttlings == 0) return "RT throttling is on, and throttles no CPU";
    return fmt::format("RT throttling: a CPU is throttled {}, for {} in sum",
                       counted(throttling.throttlings, "time"), time_text(throttling.time.ns));
}

std::string rcu_sentence(const System& system, const RcuResult& rcu) {
    std::string line = fmt::format("RCU: {}, the longest {} ({})", counted(rcu.readers.count(), "read side"),
                                   time_text(rcu.readers.max().ns), short_name(system, rcu.longest_task));
    if (rcu.grace_periods == 0) return line + "; no grace period ends";
    return line + fmt::format("; {}, the longest {}", counted(rcu.grace_periods, "grace period"),
                              time_text(rcu.longest_grace_period.ns));
}

}  // namespace pinstack
