// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/models/odds/odds_table.hpp"

#include <utility>

namespace pinstack::gui {

QString odds_text(double probability) { return StackingOddsTable::tr("%1 %").arg(probability * 100, 0, 'g', 3); }

void StackingOddsTable::show(std::vector<OddsPoint> points) {
    reset(nullptr, [&] {
        points_ = std::move(points);
        return std::vector<FigureColumn>{
            {tr("CPUs"), {}, "cpus"},
            {tr("tasks"), {}, "tasks"},
            {tr("pinned\nshare"), tr("of the run time of a job"), "pinned_share"},
            {tr("rule"), {}, "rule", true},
            {tr("some CPU\nis lost"), tr("the probability that a CPU idles while a pinned task waits for another one"),
             "any_stack"},
            {tr("CPUs\nlost"), tr("on average"), "lost_cpus"},
            {tr("share of\ncapacity"), tr("that is lost"), "loss"},
            {tr("all tasks\non one CPU"), tr("the probability that all are ready and on one CPU"), "full_stack"},
            {tr("CPUs\nbusy"), tr("on average"), "busy_cpus"},
            {tr("states"), tr("of the Markov chain"), "states"}};
    });
}

Figure StackingOddsTable::figure(std::size_t source, int column) const {
    const OddsRow& it = row(source);
    const LongRun& odds = it.odds.long_run;
    switch (column) {
        case kCpus:
            return std::int64_t{it.spec.cpus};
        case kTasks:
            return std::int64_t{it.spec.tasks};
        case kPinned:
            // Lengths are the reciprocals of rates.
            return (1 / it.spec.leave_rate) / (1 / it.spec.enter_rate + 1 / it.spec.leave_rate);
        case kRule:
            return QString(it.spec.push_away ? "wake-previous-push" : "wake-previous");
        case kAnyStack:
            return odds.any_stack;
        case kLostCpus:
            return odds.lost_cpus;
        case kLostShare:
            return odds.loss(it.spec.cpus);
        case kFullStack:
            return odds.full_stack;
        case kBusyCpus:
            return odds.busy_cpus;
        default:
            return static_cast<std::int64_t>(it.odds.states);
    }
}

QString StackingOddsTable::text(std::size_t source, int column) const {
    const Figure value = figure(source, column);
    if (const auto* count = std::get_if<std::int64_t>(&value)) return QString::number(*count);
    if (const auto* name = std::get_if<QString>(&value)) return *name;
    const double number = std::get<double>(value);
    if (column == kLostCpus || column == kBusyCpus) return QString::number(number, 'g', 4);
    return odds_text(number);
}

}  // namespace pinstack::gui
