// SPDX-License-Identifier: Apache-2.0
//
// Job sets of the schedule-abstraction-graph tools (np-schedulability-analysis): CSV, a job a row. Eight columns, which
// the tools take by position; a first row that is no numbers is the heading, and names them where they stand in another
// order.
//
//   Task ID, Job ID, Arrival min, Arrival max, Cost min, Cost max, Deadline (absolute), Priority (small = urgent)
//
// The jobs there are non-preemptive. Jobs of a task that differ in nothing but their release are one task here.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <tuple>

#include "analyzer/convert/decimal.hpp"
#include "analyzer/convert/finish_import.hpp"
#include "analyzer/convert/priorities.hpp"
#include "model/system/quote.hpp"
#include "model/system/utf8.hpp"
#include "model/time/checked.hpp"

namespace pinstack {

namespace {

enum Column : std::uint8_t { task_id, job_id, arrival_min, arrival_max, cost_min, cost_max, deadline, priority };
constexpr std::size_t kColumns = 8;
constexpr std::array<std::string_view, kColumns> kNames = {"Task ID",  "Job ID",   "Arrival min", "Arrival max",
                                                           "Cost min", "Cost max", "Deadline",    "Priority"};

/// What else the columns are called, in small letters without blanks and underscores.
constexpr std::array<std::array<std::string_view, 6>, kColumns> kAliases = {{
    {"taskid", "tid", "task", "", "", ""},
    {"jobid", "jid", "job", "", "", ""},
    {"arrivalmin", "releasemin", "rmin", "earliestrelease", "amin", ""},
    {"arrivalmax", "releasemax", "rmax", "latestrelease", "amax", ""},
    {"costmin", "bcet", "cmin", "executionmin", "", ""},
    {"costmax", "wcet", "cmax", "executionmax", "", ""},
    {"deadline", "absolutedeadline", "dl", "d", "absdeadline", ""},
    {"priority", "prio", "p", "", "", ""},
}};

struct Cell {
    std::string_view text;
    std::uint32_t column = 1;  // of its first byte
};

struct Job {
    std::array<std::int64_t, kColumns> value{};
    std::uint32_t line = 0;
    std::int64_t relative_deadline() const { return value[deadline] - value[arrival_min]; }
};

std::vector<Cell> cells_of(std::string_view line) {
    std::vector<Cell> out;
    std::size_t at = 0;
    for (;;) {
        std::size_t comma = line.find_first_of(",;\t", at);
        if (comma == std::string_view::npos) comma = line.size();
        std::string_view text = line.substr(at, comma - at);
        std::size_t skipped = 0;
        while (skipped < text.size() && (text[skipped] == ' ' || text[skipped] == '"')) ++skipped;
        text.remove_prefix(skipped);
        while (!text.empty() && (text.back() == ' ' || text.back() == '"')) text.remove_suffix(1);
        out.push_back({text, static_cast<std::uint32_t>(at + skipped + 1)});
        if (comma == line.size()) return out;
        at = comma + 1;
    }
}

std::string plain(std::string_view heading) {
    std::string out;
    for (const char c : heading) {
        if (c >= 'A' && c <= 'Z') out += static_cast<char>(c - 'A' + 'a');
        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) out += c;
    }
    return out;
}

class SagReader {
public:
    SagReader(std::string_view text, const ImportOptions& options) : text_(text), options_(options) {
        for (std::size_t i = 0; i < kColumns; ++i) order_[i] = i;
    }

    Result<Imported> read() {
        if (const auto bad = find_non_utf8(text_)) {
            const auto before = text_.substr(0, *bad);
            line_ = static_cast<std::uint32_t>(std::count(before.begin(), before.end(), '\n') + 1);
            log_.fail(place(), "a byte that is no UTF-8", "UTF-8 text without NUL");
            return finish_import({}, log_, options_);
        }
        read_lines();
        if (jobs_.empty() && !log_.has_problems()) {
            line_ = 0;
            log_.fail(place(), "no job", "a row for each job",
                      "the columns are Task ID, Job ID, Arrival min, Arrival max, "
                      "Cost min, Cost max, Deadline, Priority");
        }
        std::vector<System> systems;
        if (!log_.has_problems()) systems.push_back(make_system());
        return finish_import(std::move(systems), log_, options_);
    }

private:
    Place place(std::uint32_t column = 0) const { return {options_.file, line_, column, ""}; }

    void read_lines() {
        if (text_.starts_with("\xef\xbb\xbf")) text_.remove_prefix(3);
        bool is_first = true;
        while (!text_.empty()) {
            const std::size_t end = std::min(text_.find('\n'), text_.size());
            std::string_view line = text_.substr(0, end);
            text_.remove_prefix(std::min(end + 1, text_.size()));
            ++line_;
            if (line.ends_with('\r')) line.remove_suffix(1);
            if (line.find_first_not_of(" \t,;") == std::string_view::npos || line.front() == '#') continue;
            const std::vector<Cell> cells = cells_of(line);
            const bool is_heading = is_first && !parse_decimal_in(cells.front().text, 1);
            is_first = false;
            if (is_heading) {
                read_heading(cells);
            } else {
                read_job(cells);
            }
            if (jobs_.size() > kMostImportedJobs) {
                log_.fail(place(), fmt::format("more than {} jobs", kMostImportedJobs), "fewer");
                return;
            }
        }
    }

    void read_heading(const std::vector<Cell>& cells) {
        std::array<std::size_t, kColumns> order;
        order.fill(SIZE_MAX);
        bool all_known = true;
        for (std::size_t i = 0; i < cells.size(); ++i) {
            const std::string name = plain(cells[i].text);
            std::size_t column = 0;
            while (column < kColumns && (name.empty() || std::find(kAliases[column].begin(), kAliases[column].end(),
                                                                   name) == kAliases[column].end())) {
                ++column;
            }
            if (column < kColumns && order[column] == SIZE_MAX) {
                order[column] = i;
            } else if (!cells[i].text.empty()) {
                all_known = false;
                log_.warn(place(cells[i].column), "the column " + quote(cells[i].text), "a column of a job set",
                          "the columns are Task ID, Job ID, Arrival min, Arrival max, Cost min, Cost max, Deadline, "
                          "Priority");
            }
        }
        const bool complete = std::find(order.begin(), order.end(), SIZE_MAX) == order.end();
        if (complete) {
            order_ = order;
            return;
        }
        if (all_known || cells.size() < kColumns) {
            for (std::size_t i = 0; i < kColumns; ++i) {
                if (order[i] == SIZE_MAX)
                    log_.fail(place(), fmt::format("no column `{}`", kNames[i]), "the eight columns of a job set");
            }
            return;
        }
        log_.warn(place(), "a heading that does not name every column", "the names of the columns",
                  "the columns are taken by position, as the tools do");
    }

    void read_job(const std::vector<Cell>& cells) {
        Job job;
        job.line = line_;
        bool good = true;
        for (std::size_t i = 0; i < kColumns; ++i) {
            if (order_[i] >= cells.size()) {
                log_.fail(place(), fmt::format("{} columns", cells.size()), fmt::format("`{}` too", kNames[i]));
                return;
            }
            const Cell& cell = cells[order_[i]];
            if (cell.text.starts_with('{')) {
                log_.fail(place(cell.column), quote(cell.text), "a number", "gang jobs are not modelled");
                return;
            }
            const bool is_time = i >= arrival_min && i <= deadline;
            const auto number = parse_decimal_in(cell.text, is_time ? nanoseconds_per(options_.unit) : 1);
            if (!number || (!number->exact && !is_time)) {
                log_.fail(place(cell.column), quote(cell.text), fmt::format("a number as `{}`", kNames[i]));
                good = false;
                continue;
            }
            if (!number->exact) log_.warn(place(cell.column), quote(cell.text), "whole nanoseconds", "it is rounded");
            if (is_time && number->value < 0) {
                log_.fail(place(cell.column), quote(cell.text), fmt::format("a `{}` that is not negative", kNames[i]));
                good = false;
            }
            job.value[i] = number->value;
        }
        if (!good) return;
        if (!check_order(job, arrival_min, arrival_max) || !check_order(job, cost_min, cost_max)) return;
        if (job.relative_deadline() <= 0) {
            log_.fail(place(), "a deadline that is not after the release", "a later `Deadline`, which is absolute");
            return;
        }
        if (job.value[cost_max] == 0) {
            log_.warn(place(), "a job without cost", "a `Cost max` above 0", "it is left out");
            return;
        }
        if (job.value[cost_min] == 0) {
            log_.warn(place(), "a `Cost min` of 0", "a time above 0", "it becomes 1 ns");
            job.value[cost_min] = 1;
        }
        jobs_.push_back(job);
    }

    bool check_order(const Job& job, Column smaller, Column larger) {
        if (job.value[smaller] <= job.value[larger]) return true;
        log_.fail(place(), fmt::format("`{}` below `{}`", kNames[larger], kNames[smaller]), "at least as much");
        return false;
    }

    System make_system() {
        System system;
        system.name = stem_of(options_.file);
        system.description = "from a job set of the schedule-abstraction-graph tools";
        system.time_unit = options_.unit;
        system.platform.cpus = options_.cpus.value_or(1);
        if (!options_.cpus) {
            log_.warn({options_.file, 0, 0, ""}, "no number of CPUs: a job set has none", "--cpus N", "1 taken");
        }
        const bool is_edf = std::all_of(jobs_.begin(), jobs_.end(), [&](const Job& it) {
            const auto scaled = checked_multiply(it.value[priority], nanoseconds_per(options_.unit));
            return scaled && *scaled == it.value[deadline];
        });
        system.kernel.order = is_edf ? Order::edf : Order::fp;
        system.kernel.sections = Protection::preempt_disable;
        system.kernel.balancer = {"idle-first", {}};
        add_tasks(system, is_edf);
        return system;
    }

    /// Jobs that differ in their release only are one task. Tasks come by their IDs, which break ties in the tools.
    void add_tasks(System& system, bool is_edf) {
        using Key = std::tuple<std::int64_t, std::int64_t, std::int64_t, std::int64_t, std::int64_t, std::int64_t>;
        std::map<Key, std::vector<const Job*>> groups;
        for (const Job& job : jobs_) {
            groups[{job.value[task_id], is_edf ? 0 : job.value[priority], job.relative_deadline(),
                    job.value[arrival_max] - job.value[arrival_min], job.value[cost_min], job.value[cost_max]}]
                .push_back(&job);
        }
        std::map<std::int64_t, int> parts;  // of each task ID
        for (const auto& [key, jobs] : groups) ++parts[std::get<0>(key)];
        std::vector<std::int64_t> priorities;
        std::map<std::int64_t, int> number;
        for (auto& [key, jobs] : groups) {
            std::sort(jobs.begin(), jobs.end(), [](const Job* a, const Job* b) {
                return std::pair(a->value[arrival_min], a->value[job_id]) <
                       std::pair(b->value[arrival_min], b->value[job_id]);
            });
            const Job& first = *jobs.front();
            const std::int64_t id = first.value[task_id];
            Task task;
            task.name = fmt::format("T{}", id);
            if (parts[id] > 1) {
                task.name += fmt::format("-{}", ++number[id]);
                line_ = first.line;
                log_.warn(place(), fmt::format("jobs of task {} that differ in more than their release", id),
                          "jobs that are alike",
                          "a task for each kind: they can run at the same time, as jobs of one task cannot");
            }
            ExplicitReleases releases;
            for (const Job* job : jobs) releases.instants.push_back({job->value[arrival_min]});
            releases.jitter = {first.value[arrival_max] - first.value[arrival_min]};
            task.releases = std::move(releases);
            task.deadline = {first.relative_deadline()};
            const Duration shortest{first.value[cost_min]}, longest{first.value[cost_max]};
            const Distribution distribution = shortest == longest ? Distribution::constant : Distribution::uniform;
            task.body = {
                {OperationKind::preempt_disable, {}, {{OperationKind::run, {shortest, longest, distribution}, {}}}}};
            priorities.push_back(first.value[priority]);
            system.tasks.push_back(std::move(task));
        }
        if (is_edf) return;
        const auto linux = linux_priorities(priorities);
        if (!linux) {
            log_.fail({options_.file, 0, 0, ""}, "more than 99 different priorities", "at most 99",
                      "priorities equal to the deadlines are read as EDF, which has no such limit");
            return;
        }
        for (std::size_t i = 0; i < linux->size(); ++i) system.tasks[i].priority = (*linux)[i];
    }

    std::string_view text_;
    const ImportOptions& options_;
    ConversionLog log_;
    std::array<std::size_t, kColumns> order_{};
    std::uint32_t line_ = 0;
    std::vector<Job> jobs_;
};

}  // namespace

Result<Imported> read_sag(std::string_view text, const ImportOptions& options) {
    return SagReader(text, options).read();
}

}  // namespace pinstack
