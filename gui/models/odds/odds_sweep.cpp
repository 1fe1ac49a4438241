// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/models/odds/odds_sweep.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace pinstack::gui {

std::vector<double> pinned_shares() {
    std::vector<double> shares{0.02};
    for (int percent = 5; percent <= 95; percent += 5) shares.push_back(percent / 100.0);
    shares.push_back(0.98);
    return shares;
}

Result<std::vector<OddsPoint>> solve_sweep(const OddsSweep& sweep, const std::stop_token& stop,
                                           const std::function<void(int, int)>& done) {
    std::vector<std::pair<double, OddsQuestion>> questions;
    const auto add = [&](double at, int cpus) -> OddsQuestion& {
        OddsQuestion& question = questions.emplace_back(at, sweep.question).second;
        question.first_cpus = question.last_cpus = cpus;
        return question;
    };
    if (sweep.axis == OddsSweep::Axis::cpus) {
        for (int cpus = sweep.question.first_cpus; cpus <= sweep.question.last_cpus; ++cpus) add(cpus, cpus);
    } else {
        const std::int64_t whole = (sweep.question.plain + sweep.question.section).ns;
        for (const double share : pinned_shares()) {
            OddsQuestion& question = add(share, sweep.question.first_cpus);
            const std::int64_t pinned = std::llround(share * static_cast<double>(whole));
            question.section = {std::clamp<std::int64_t>(pinned, 1, std::max<std::int64_t>(1, whole - 1))};
            question.plain = {std::max<std::int64_t>(1, whole - question.section.ns)};
        }
    }
    std::vector<OddsPoint> points;
    for (const auto& [at, question] : questions) {
        if (stop.stop_requested()) break;
        auto rows = tabulate(question);
        if (!rows) return tl::unexpected(std::move(rows.error()));
        points.push_back({at, (*rows)[0], (*rows)[1]});
        if (done) done(static_cast<int>(points.size()), static_cast<int>(questions.size()));
    }
    return points;
}

}  // namespace pinstack::gui
