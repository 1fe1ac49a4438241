// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "analyzer/report/display_text.hpp"
#include "analyzer/report/time_scale.hpp"
#include "analyzer/report/trace/trace_report.hpp"

namespace pinstack {

namespace {

std::string who(const std::string& name) { return name.empty() ? "nobody" : printable(name); }

std::string flags_sentence(const FlagColumns& flags) {
    if (flags.source() == FlagColumns::Source::none) return "no flags: pins cannot be seen";
    std::string out = fmt::format(
        "{} flag columns{}", flags.count(),
        flags.source() == FlagColumns::Source::drawn ? "" : ", which is which guessed: no header draws them");
    if (!flags.shows_pins()) out += "; none is migrate-disable: pins cannot be seen";
    return out;
}

std::string lines_from(const LineCount& lines, std::string_view what) {
    return fmt::format("{}, first in line {}", counted(lines.count, what), lines.first_line);
}

void add_damage(std::vector<std::string>& out, const TraceRun& run) {
    const TraceInput& input = run.input;
    if (!input.end_error.empty()) out.push_back("the file ends early: " + input.end_error);
    if (input.damaged.count > 0) out.push_back(lines_from(input.damaged, "damaged line") + ", passed over");
    if (input.out_of_order.count > 0) {
        out.push_back(lines_from(input.out_of_order, "line") + " out of order, passed over");
    }
    if (input.lost.count > 0) {
        out.push_back(fmt::format("{}{}", lines_from(input.lost, "notice"), " of lost events") +
                      (input.lost_events > 0 ? fmt::format(" ({} of them)", input.lost_events) : ""));
    }
    if (input.overwritten) out.push_back("the buffer had lost its beginning");
    if (run.doubts > 0) {
        out.push_back(fmt::format(
            "{} where what ran on a CPU is lost from sight: losses are what the rest proves, at most what they were",
            counted(run.doubts, "place")));
    }
    if (!run.silent_cpus.empty()) {
        std::string cpus;
        for (const CpuId cpu : run.silent_cpus) cpus += fmt::format("{}{}", cpus.empty() ? "" : ", ", cpu);
        out.push_back(
            fmt::format("no event of {} {}: taken for idle", run.silent_cpus.size() == 1 ? "CPU" : "CPUs", cpus));
    }
    if (run.intervals_cut) out.push_back("too many intervals to keep: drawings and comparisons end early");
}

}  // namespace

std::vector<std::string> trace_findings(const TraceReport& report) {
    const TraceRun& run = report.run;
    std::vector<std::string> out;
    const TraceCapacity& it = run.capacity;
    out.push_back(
        fmt::format("{} of {} ({}) lost to stacking{}", time_text(it.stacking_loss), time_text(it.total),
                    percent_text(it.stacking_loss, it.total),
                    run.stacking.episodes_total == 0
                        ? ""
                        : fmt::format(": {}, up to {} pinned to one CPU, up to {} idle for it at once",
                                      counted(run.stacking.episodes_total, "episode"),
                                      counted(static_cast<std::uint64_t>(run.stacking.max_depth), "task"),
                                      counted(static_cast<std::uint64_t>(run.stacking.max_simultaneous_loss), "CPU"))));
    if (it.unpinned_loss > 0) {
        out.push_back(fmt::format("{} ({}) idle while a task waits that is not pinned", time_text(it.unpinned_loss),
                                  percent_text(it.unpinned_loss, it.total)));
    }
    if (it.unclear_loss > 0) {
        out.push_back(fmt::format("{} ({}) idle while a task waits, pinned or not", time_text(it.unclear_loss),
                                  percent_text(it.unclear_loss, it.total)));
    }
    const IdleWhileOverloaded& idle = run.overloaded;
    out.push_back(fmt::format("idle while overloaded, all threads: wall time {}, per-CPU time {}, per-thread time {}",
                              time_text(idle.wall), time_text(idle.per_cpu), time_text(idle.per_thread)));
    out.push_back(fmt::format("{} of {}, {} not used; {}", counted(run.input.events, "event"), printable(run.file),
                              run.input.unknown_events, flags_sentence(run.input.flags)));
    add_damage(out, run);
    return out;
}

std::vector<std::string> against_findings(const TraceComparison& against) {
    const Agreement& all = against.all;
    std::vector<std::string> out;
    out.push_back(fmt::format(
        "{} of the CPU time agrees with {} under {}; of the time in which a task runs in one of the two, {}",
        percent_text(all.agreed(), all.compared()), printable(against.file), against.variant,
        percent_text(all.same_task, all.busy())));
    if (const auto& first = against.first) {
        out.push_back(fmt::format(
            "first divergence longer than {}: at {} ({} of the run) on CPU {}: {} in the trace, {} in the simulation",
            time_text(against.tolerance.ns), instant_text(first->at.ns), instant_text(first->in_run.ns), first->cpu,
            who(first->trace), who(first->run)));
    } else {
        out.push_back(fmt::format("no divergence longer than {}", time_text(against.tolerance.ns)));
    }
    out.push_back(fmt::format("the run begins at {} of the trace{}; compared up to {}", instant_text(against.start.ns),
                              against.scale == 1 ? "" : fmt::format(", which is {} times as slow", against.scale),
                              instant_text(against.compared.to.ns)));
    const auto names = [&](const std::vector<std::string>& list, const char* where) {
        if (list.empty()) return;
        out.push_back(fmt::format("{} only {}: {}{}", counted(list.size(), "task"), where, printable(list.front()),
                                  list.size() > 1 ? ", ..." : ""));
    };
    names(against.only_in_file, "in the file");
    names(against.only_in_trace, "in the trace");
    if (all.unknown > 0) out.push_back(time_text(all.unknown) + " of CPU time not compared: not known in the trace");
    return out;
}

}  // namespace pinstack
