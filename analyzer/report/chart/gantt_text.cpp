// SPDX-License-Identifier: Apache-2.0
#include "analyzer/report/chart/gantt_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <optional>
#include <set>

#include "analyzer/report/chart/signs.hpp"
#include "analyzer/report/display_text.hpp"
#include "analyzer/report/outcome_text.hpp"
#include "analyzer/report/table.hpp"
#include "analyzer/report/time_scale.hpp"
#include "model/time/text.hpp"

namespace pinstack {

namespace {

constexpr int kLabelWidth = 11;
constexpr int kChartWidth = 84;
constexpr int kMostTracks = 16;
constexpr int kMostLanes = 12;
constexpr char kOtherTask = '?';  // past the letters of the alphabet
constexpr char kLostSign = '!';   // no letter: letters are tasks
constexpr char kLostOtherwiseSign = '%';
constexpr char kIdleSign = '.';
constexpr char kOverheadSign = '+';
constexpr char kThrottledSign = '=';

char lower(char letter) { return static_cast<char>(std::tolower(static_cast<unsigned char>(letter))); }
char upper(char letter) { return static_cast<char>(std::toupper(static_cast<unsigned char>(letter))); }

/// The tasks that get a letter: all if there are letters for all, else first those that wait pinned. In file order.
std::vector<std::uint32_t> tasks_with_letter(const std::vector<Timeline>& timelines) {
    const std::vector<std::uint32_t> tasks = tasks_in(timelines);
    constexpr std::size_t kLetters = 26;
    if (tasks.size() <= kLetters) return tasks;
    std::set<std::uint32_t> chosen;
    for (const Timeline& timeline : timelines) {
        for (const JobInterval& interval : timeline.intervals) {
            const bool is_pile = !interval.has_cpu && interval.protections.migrate_disabled;
            if (is_pile && chosen.size() < kLetters) chosen.insert(interval.job.task);
        }
    }
    for (const std::uint32_t task : tasks) {
        if (chosen.size() < kLetters) chosen.insert(task);
    }
    return {chosen.begin(), chosen.end()};
}

/// A task's own initial where every task has a different one, else a, b, c, ... in order.
std::unordered_map<std::uint32_t, char> letters_for(const System& system, const std::vector<std::uint32_t>& tasks) {
    std::unordered_map<std::uint32_t, char> letters;
    std::set<char> used;
    for (const std::uint32_t task : tasks) {
        const std::string& name = system.tasks[task].name;
        const char initial = name.empty() ? '\0' : name.front();
        const bool is_letter = (initial >= 'a' && initial <= 'z') || (initial >= 'A' && initial <= 'Z');
        if (!is_letter || !used.insert(lower(initial)).second) break;
        letters[task] = lower(initial);
    }
    if (letters.size() == tasks.size()) return letters;
    letters.clear();
    for (std::size_t i = 0; i < tasks.size(); ++i) letters[tasks[i]] = static_cast<char>('a' + i);
    return letters;
}

/// Which of the bars (ascending, without overlap) fills most of each column; nothing where none does.
template <class Bar>
std::vector<const Bar*> dominant_bars(const std::vector<Bar>& bars, const ColumnRaster& raster) {
    std::vector<const Bar*> dominant(static_cast<std::size_t>(raster.columns()), nullptr);
    std::vector<__int128> most(dominant.size(), 0);
    for (const Bar& bar : bars) {
        for (int column = raster.column_of(bar.from); column < raster.columns(); ++column) {
            const __int128 overlap = raster.overlap(column, bar.from, bar.to);
            if (overlap == 0) break;
            const auto index = static_cast<std::size_t>(column);
            if (overlap > most[index]) {
                most[index] = overlap;
                dominant[index] = &bar;
            }
        }
    }
    return dominant;
}

/// Entries side by side, in lines.
std::string flowed(const std::vector<std::string>& entries) {
    std::string out, line = "  ";
    for (const std::string& entry : entries) {
        if (line.size() > 2 && display_width(line) + display_width(entry) > kTextWidth) {
            out += line.substr(0, line.find_last_not_of(' ') + 1) + "\n";
            line = "  ";
        }
        line += entry + "   ";
    }
    return out + line.substr(0, line.find_last_not_of(' ') + 1) + "\n";
}

}  // namespace

GanttText::GanttText(const System& system, const Picture& picture, const Style& style)
    : system_(system),
      picture_(picture),
      style_(style),
      raster_(picture.drawn.window, picture.timelines, kChartWidth),
      tasks_(tasks_in(picture.timelines)),
      letters_(letters_for(system, tasks_with_letter(picture.timelines))) {}

char GanttText::letter_of(std::uint32_t task) const {
    const auto letter = letters_.find(task);
    return letter == letters_.end() ? kOtherTask : letter->second;
}

std::string GanttText::title() const {
    const Window& window = picture_.drawn.window;
    std::string out = folded(fmt::format("From {} to {}: {}; {}.", instant_text(window.from.ns),
                                         instant_text(window.to.ns), reason_text(picture_.drawn), raster_.text()),
                             kTextWidth, 2);
    if (picture_.cut) out += "  There is too much in this interval for one chart: only its beginning is drawn.\n";
    if (!raster_.exact()) out += "  What is shorter than a column may not show.\n";
    return out;
}

std::string GanttText::axis() const {
    const std::vector<Instant> ticks = ticks_in(picture_.drawn.window, std::max(2, raster_.columns() / 9));
    const TickLabels labels = label_ticks(ticks);
    std::string line(static_cast<std::size_t>(raster_.columns()) + 16, ' ');
    std::string marks(static_cast<std::size_t>(raster_.columns()) + 1, ' ');
    std::size_t free_from = 0;
    for (std::size_t i = 0; i < ticks.size(); ++i) {
        const auto at = static_cast<std::size_t>(raster_.column_of(ticks[i])) +
                        (ticks[i] == picture_.drawn.window.to && raster_.exact() ? 1u : 0u);
        const std::string& text = labels.texts[i];
        if (at < free_from || at + text.size() > line.size()) continue;
        line.replace(at, text.size(), text);
        marks[at] = '|';
        free_from = at + text.size() + 1;
    }
    return row("time in " + labels.unit, line) + row("", marks);
}

std::string GanttText::row(std::string_view label, const std::string& cells) const {
    std::string line = padded(label, kLabelWidth, Table::Align::left) + cells;
    while (line.ends_with(' ')) line.pop_back();
    if (!style_.colour) return line + "\n";
    // Lost CPUs and missed deadlines are the findings: red. Unused ones step back.
    std::string out;
    std::size_t at = 0;
    while (at < line.size()) {
        const char sign = at < kLabelWidth ? 0 : line[at];
        std::size_t end = at + 1;
        while (end < line.size() && (end < kLabelWidth || line[end] == sign) && end != kLabelWidth) ++end;
        const Emphasis emphasis = sign == kLostSign   ? Emphasis::bad
                                  : sign == kIdleSign ? Emphasis::faint
                                                      : Emphasis::none;
        out += style_(emphasis, line.substr(at, end - at));
        at = end;
    }
    return out + "\n";
}

std::string GanttText::running_cells(const CpuTrack& track) const {
    std::string cells(static_cast<std::size_t>(raster_.columns()), ' ');
    const auto idle = dominant_bars(track.idle, raster_);
    const auto running = dominant_bars(track.running, raster_);
    for (std::size_t column = 0; column < cells.size(); ++column) {
        if (const GanttBar* bar = running[column]) {
            const bool starts = column == 0 || running[column - 1] != bar;
            const char letter = letter_of(bar->job.task);
            if (bar->is_overhead) {
                cells[column] = kOverheadSign;
            } else if (bar->protections.non_preemptible) {
                cells[column] = starts ? upper(letter) : '#';
            } else {
                cells[column] = bar->protections.migrate_disabled ? upper(letter) : letter;
            }
        } else if (idle[column] != nullptr) {
            const IdleKind kind = idle[column]->kind;
            cells[column] = kind == IdleKind::unused             ? kIdleSign
                            : kind == IdleKind::throttled        ? kThrottledSign
                            : kind == IdleKind::lost_to_stacking ? kLostSign
                                                                 : kLostOtherwiseSign;
        }
    }
    return cells;
}

std::string GanttText::pinned_cells(const CpuTrack& track, int lane) const {
    std::vector<GanttBar> bars;
    for (const GanttBar& bar : track.pinned) {
        if (bar.lane == lane) bars.push_back(bar);
    }
    const auto dominant = dominant_bars(bars, raster_);
    const auto same_job = [](const GanttBar* a, const GanttBar* b) {
        return a != nullptr && b != nullptr && a->job == b->job && (a == b || a->to == b->from);
    };
    std::string cells(dominant.size(), ' ');
    for (std::size_t column = 0; column < cells.size(); ++column) {
        const GanttBar* bar = dominant[column];
        if (bar == nullptr) continue;
        const bool starts = column == 0 || !same_job(dominant[column - 1], bar);
        const bool ends = column + 1 == cells.size() || !same_job(bar, dominant[column + 1]);
        // [a-----]: the bracket, the letter, the rest. A bar of one or two columns keeps its letter.
        const bool second = column > 0 && !starts && (column == 1 || !same_job(dominant[column - 2], bar));
        if (starts) {
            cells[column] = ends ? letter_of(bar->job.task) : '[';
        } else if (second) {
            cells[column] = letter_of(bar->job.task);
        } else {
            cells[column] = ends ? ']' : bar->suspended ? '~' : '-';
        }
    }
    return cells;
}

std::string GanttText::mark_cells(const std::vector<Mark>& marks, bool missed_only) const {
    std::string cells(static_cast<std::size_t>(raster_.columns()) + 1, ' ');
    for (const Mark& mark : marks) {
        if (missed_only && !mark.missed) continue;
        const bool at_end = mark.at == picture_.drawn.window.to && raster_.exact();
        char& cell = cells[static_cast<std::size_t>(raster_.column_of(mark.at)) + (at_end ? 1u : 0u)];
        cell = cell == ' ' ? letter_of(mark.job.task) : '*';
    }
    return cells;
}

std::string GanttText::chart(const Timeline& timeline) const {
    const GanttLayout layout = lay_out(timeline, system_.platform.cpus, kMostTracks);
    std::string out = axis();
    if (!timeline.releases.empty()) out += row("released", mark_cells(timeline.releases, false));
    for (const CpuTrack& track : layout.tracks) {
        out += row(fmt::format("CPU {}", track.cpu), running_cells(track));
        const int lanes = std::min(track.lanes, kMostLanes);
        for (int lane = lanes - 1; lane >= 0; --lane) {
            out += row(lane == lanes - 1 ? " pinned," : lane == lanes - 2 ? " waiting" : "", pinned_cells(track, lane));
        }
        if (track.lanes > lanes) out += row("", fmt::format("({} more of the pile not drawn)", track.lanes - lanes));
    }
    if (layout.hidden_cpus > 0)
        out +=
            row("", fmt::format("({} not drawn)", counted(static_cast<std::uint64_t>(layout.hidden_cpus), "more CPU")));
    const std::string missed = mark_cells(timeline.deadlines, true);
    if (missed.find_first_not_of(' ') != std::string::npos) out += row("missed", missed);
    return out;
}

std::string GanttText::legend() const {
    const Signs signs = signs_in(picture_.timelines);
    std::vector<std::string> entries;
    const auto explain = [&](bool occurs, const char* entry) {
        if (occurs) entries.emplace_back(entry);
    };
    explain(signs.plain, "aaaa runs");
    explain(signs.migrate_disabled, "AAAA runs in MD");
    explain(signs.non_preemptible, "A### runs in NP");
    explain(signs.overhead, "++++ overhead: the kernel works for a job, or a job spins");
    explain(signs.waits_pinned, "[a---] pinned in MD, waits for that CPU");
    explain(signs.sleeps_pinned, "[a~~~] pinned in MD, sleeps");
    explain(signs.throttled, "==== throttled: kept from the jobs queued there");
    explain(signs.idle, ".... idle, nobody waits");
    explain(signs.stacking_loss, "!!!! idle although a pinned job waits elsewhere: lost to stacking");
    explain(signs.other_loss, "%%%% idle although a job waits that is not pinned: lost to affinity or balancing");
    std::string out = flowed(entries);

    entries.clear();
    for (const std::uint32_t task : tasks_) {
        if (letter_of(task) == kOtherTask) continue;
        entries.push_back(fmt::format("{} = {}", letter_of(task), shortened_inside(system_.tasks[task].name, 24)));
    }
    if (letters_.size() < tasks_.size()) {
        entries.push_back(
            fmt::format("{} = one of {}", kOtherTask, counted(tasks_.size() - letters_.size(), "more task")));
    }
    entries.push_back("* = several at once");
    return out + flowed(entries);
}

}  // namespace pinstack
