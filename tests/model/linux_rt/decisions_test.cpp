// SPDX-License-Identifier: Apache-2.0
//
// The search for the lowest CPU against the decisions of real kernels (data/kernel-traces/runs): each recorded result
// of find_lowest_rq(), with what it saw. Which of several equal CPUs is taken hangs on the last pick of the executing
// CPU. migrate_enable() moves that too, if the task was switched out inside its section: such ends of sections are
// worked out from the observed schedule, so that the sequence of picks is complete up to the last finish, except in
// group E (locks).
#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "model/linux_rt/lowest_cpu.hpp"
#include "tests/support/catch.hpp"

namespace pinstack::linux_rt {
namespace {

using nlohmann::json;
namespace fs = std::filesystem;

constexpr int kCpus = 4;
constexpr double kUnit = 1000.0;    // of a scenario, in the system's time unit
constexpr double kRounding = 0.02;  // units: of the observed instants

std::vector<json> scenarios() {
    std::vector<fs::path> paths;
    for (const auto& entry : fs::directory_iterator(PINSTACK_SOURCE_DIR "/data/kernel-traces/runs")) {
        paths.push_back(entry.path());
    }
    std::sort(paths.begin(), paths.end());
    std::vector<json> out;
    for (const fs::path& path : paths) {
        std::ifstream file(path);
        out.push_back(json::parse(file));
    }
    return out;
}

CpuSet mask_of(const json& task) {
    CpuSet mask(kCpus);
    for (const int cpu : task.at("affinity")) mask.insert(cpu);
    return mask;
}

Priority kernel_priority(int priority) { return priority == 0 ? kNormal : 99 - priority; }

struct Decision {
    double at;
    std::string task;
    CpuId choice;
    LowestQuery<CpuSet> query;
    std::array<Priority, kCpus> most_urgent;
};

Decision read_decision(const json& recorded, const std::map<std::string, CpuSet>& masks) {
    std::array<Priority, kCpus> most_urgent{};
    for (std::size_t cpu = 0; cpu < kCpus; ++cpu) most_urgent[cpu] = kernel_priority(recorded.at(6).at(cpu));
    const std::string task = recorded.at(2);
    return {recorded.at(0),
            task,
            recorded.at(7),
            {masks.at(task), kernel_priority(recorded.at(3)), recorded.at(4), recorded.at(5)},
            most_urgent};
}

/// What find_lowest_rq() could return, whatever was picked before.
std::vector<CpuId> possible_choices(const Decision& decision) {
    std::vector<CpuId> out;
    for (CpuId before = 0; before < kCpus; ++before) {
        CpuId last_pick = before;
        const CpuId choice = find_lowest_cpu(decision.most_urgent, decision.query, last_pick);
        if (std::find(out.begin(), out.end(), choice) == out.end()) out.push_back(choice);
    }
    return out;
}

struct Piece {
    bool suspends;
    double time;
    int section;  ///< number of the outermost migrate-disabled section; 0 outside
};

void flatten(const json& body, int section, int& sections, std::vector<Piece>& out) {
    for (const json& operation : body) {
        const std::string key = operation.begin().key();
        const json& value = operation.begin().value();
        if (key == "run" || key == "suspend") {
            // The only text is the "1ns" before a suspension.
            out.push_back({key == "suspend", value.is_string() ? 0.0 : value.get<double>() / kUnit, section});
        } else {
            const bool outermost = key == "migrate_disable" && section == 0;
            flatten(value, outermost ? ++sections : section, sections, out);
        }
    }
}

struct SectionEnd {
    double at;
    CpuId cpu;
    CpuSet mask;
};

/// Ends of the task's sections in which it was switched out: its body laid over the times at which it ran.
std::vector<SectionEnd> ends_after_switch(const json& task, const json& runs) {
    struct Run {
        CpuId cpu;
        double from, to;
    };
    std::vector<Run> ran;
    for (const json& run : runs) {
        if (run.at(0) == task.at("name")) ran.push_back({run.at(1), run.at(2), run.at(3)});
    }
    std::vector<Piece> pieces;
    int sections = 0;
    for (std::size_t job = 0; job < task.at("releases").size(); ++job) flatten(task.at("body"), 0, sections, pieces);

    std::vector<SectionEnd> out;
    std::size_t i = 0;
    double now = 0;
    for (std::size_t k = 0; k < pieces.size();) {
        const int section = pieces[k].section;
        bool begun = false;
        bool switched = false;
        CpuId cpu = kNoCpu;
        // The pieces of one section, or one piece outside.
        do {
            switched |= pieces[k].suspends;
            double left = pieces[k].suspends ? 0.0 : pieces[k].time;
            while (left > 1e-9 && i < ran.size()) {
                now = std::max(now, ran[i].from);
                const double available = std::max(0.0, ran[i].to - now);
                if (!begun && available <= kRounding) {
                    ++i;
                    continue;
                }
                if (!begun) cpu = ran[i].cpu;
                begun = true;
                if (available >= left - kRounding) {
                    now += std::min(left, available);
                    left = 0;
                } else {
                    left -= available;
                    ++i;
                    switched = true;
                }
            }
        } while (++k < pieces.size() && section != 0 && pieces[k].section == section);
        if (section != 0 && begun && switched) out.push_back({now, cpu, mask_of(task)});
    }
    return out;
}

double last_finish(const json& observed) {
    double last = 0;
    for (const auto& [task, finish] : observed.at("finish").items()) {
        last = std::max(last, finish.is_array() ? finish.back().get<double>() : finish.get<double>());
    }
    return last;
}

struct Prediction {
    int choices = 0;
    int right = 0;
};

/// Replays the picks among equal CPUs of a run.
Prediction predict(const json& system, const json& observed, const std::map<std::string, CpuSet>& masks) {
    std::vector<SectionEnd> ends;
    for (const json& task : system.at("tasks")) {
        for (const SectionEnd& end : ends_after_switch(task, observed.at("runs"))) ends.push_back(end);
    }
    std::stable_sort(ends.begin(), ends.end(), [](const auto& a, const auto& b) { return a.at < b.at; });
    std::array<CpuId, kCpus> last_pick{};
    const double last = last_finish(observed);
    Prediction out;
    auto end = ends.begin();
    for (const json& recorded : observed.at("decisions")) {
        const Decision decision = read_decision(recorded, masks);
        if (decision.at > last) break;  // the threads end: more happens than was recorded
        for (; end != ends.end() && end->at <= decision.at; ++end) {
            next_in_turn(end->mask, last_pick[static_cast<std::size_t>(end->cpu)]);
        }
        CpuId& state = last_pick[static_cast<std::size_t>(decision.query.executing)];
        const bool equals = possible_choices(decision).size() > 1;
        const CpuId choice = find_lowest_cpu(decision.most_urgent, decision.query, state);
        if (!equals) continue;
        ++out.choices;
        out.right += choice == decision.choice;
        state = decision.choice;  // go on from what the kernel did
    }
    return out;
}

std::map<std::string, CpuSet> masks_of(const json& system) {
    std::map<std::string, CpuSet> masks;
    for (const json& task : system.at("tasks")) masks.emplace(task.at("name"), mask_of(task));
    return masks;
}

}  // namespace

TEST_CASE("lowest CPU: every recorded decision of the kernel is one that the search can take", "[kernel]") {
    int forced = 0;
    int among_equals = 0;
    for (const json& scenario : scenarios()) {
        const auto masks = masks_of(scenario.at("system"));
        for (const auto& [tag, run] : scenario.at("runs").items()) {
            for (const json& recorded : run.at("observed").at("decisions")) {
                INFO(scenario.at("scenario") << "." << tag << ": " << recorded);
                const std::vector<CpuId> possible = possible_choices(read_decision(recorded, masks));
                CHECK(std::find(possible.begin(), possible.end(), recorded.at(7).get<CpuId>()) != possible.end());
                ++(possible.size() == 1 ? forced : among_equals);
            }
        }
    }
    CHECK(forced > 2000);
    CHECK(among_equals > 1000);
}

TEST_CASE("lowest CPU: the round robin predicts the kernel's picks among equal CPUs", "[kernel]") {
    std::map<std::string, Prediction> by_tag;
    for (const json& scenario : scenarios()) {
        if (scenario.at("system").contains("locks")) continue;
        const auto masks = masks_of(scenario.at("system"));
        for (const auto& [tag, run] : scenario.at("runs").items()) {
            const Prediction one = predict(scenario.at("system"), run.at("observed"), masks);
            by_tag[tag].choices += one.choices;
            by_tag[tag].right += one.right;
        }
    }
    CHECK(by_tag.at("61q").choices >= 60);
    for (const auto& [tag, sum] : by_tag) {
        INFO(tag << ": " << sum.right << " of " << sum.choices);
        // Where kernel threads are real-time, they move the counters too.
        const bool quiet = tag.ends_with('q');
        CHECK(100 * sum.right >= (quiet ? 100 : 98) * sum.choices);
    }
}

TEST_CASE("lowest CPU: own before executing before the next in turn", "[linux-rt]") {
    const std::array<Priority, 4> most_urgent = {kNormal, kNormal, 40, kNormal};
    const CpuSet all = CpuSet::all(4);
    CpuId last_pick = 0;
    CHECK(find_lowest_cpu(most_urgent, LowestQuery<CpuSet>{all, 20, 1, 0}, last_pick) == 1);
    CHECK(find_lowest_cpu(most_urgent, LowestQuery<CpuSet>{all, 20, 2, 3}, last_pick) == 3);
    CHECK(last_pick == 0);
    CHECK(find_lowest_cpu(most_urgent, LowestQuery<CpuSet>{all, 20, 2, 2}, last_pick) == 1);  // CPU 0 is not first
    CHECK(find_lowest_cpu(most_urgent, LowestQuery<CpuSet>{all, 20, 2, 2}, last_pick) == 3);
    CHECK(find_lowest_cpu(most_urgent, LowestQuery<CpuSet>{all, 20, 2, 2}, last_pick) == 0);
    CHECK(last_pick == 0);
}

TEST_CASE("lowest CPU: only CPUs that are less urgent than the task, within its mask", "[linux-rt]") {
    const std::array<Priority, 4> most_urgent = {10, 30, 20, 50};
    CpuId last_pick = 0;
    CpuSet mask(4);
    mask.insert(3);
    CHECK(find_lowest_cpu(most_urgent, LowestQuery<CpuSet>{mask, 5, 0, 0}, last_pick) == kNoCpu);  // bound to one CPU
    mask.insert(1);
    CHECK(find_lowest_cpu(most_urgent, LowestQuery<CpuSet>{mask, 5, 0, 0}, last_pick) == 3);
    CHECK(last_pick == 3);  // moves for a single candidate too
    CHECK(find_lowest_cpu(most_urgent, LowestQuery<CpuSet>{mask, 49, 0, 0}, last_pick) == 3);
    CHECK(find_lowest_cpu(most_urgent, LowestQuery<CpuSet>{mask, 50, 0, 0}, last_pick) == kNoCpu);
    mask.erase(3);
    mask.insert(2);
    CHECK(find_lowest_cpu(most_urgent, LowestQuery<CpuSet>{mask, 25, 0, 0}, last_pick) == 1);
    CHECK(find_lowest_cpu(most_urgent, LowestQuery<CpuSet>{mask, 30, 0, 0}, last_pick) == kNoCpu);
}

TEST_CASE("next in turn: wraps, and leaves the state alone where there is no CPU", "[linux-rt]") {
    CpuSet mask(4);
    CpuId last_pick = 2;
    CHECK(next_in_turn(mask, last_pick) == kNoCpu);
    CHECK(last_pick == 2);
    mask.insert(2);
    CHECK(next_in_turn(mask, last_pick) == 2);
    mask.insert(0);
    CHECK(next_in_turn(mask, last_pick) == 0);
}

}  // namespace pinstack::linux_rt
