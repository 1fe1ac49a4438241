// SPDX-License-Identifier: GPL-3.0-or-later
//
// The lanes of every example against the layout that the reports draw, which is made by other code from another
// recording, and against what the run itself counted.
#include "gui/models/timeline/timeline_index.hpp"

#include <QDirIterator>
#include <QTest>
#include <algorithm>
#include <numeric>
#include <tuple>

#include "analyzer/report/chart/gantt_layout.hpp"
#include "gui/models/recorded_run.hpp"
#include "gui/models/timeline/overview_columns.hpp"
#include "gui/models/timeline/unused_cpus.hpp"
#include "model/system/load.hpp"
#include "tests/gui/support/session_fixture.hpp"

using namespace pinstack;
using namespace pinstack::gui;

namespace {

RecordedRunPtr run_of(const QString& file) {
    const auto system = load_system(file.toStdString());
    if (!system) return nullptr;
    auto shared = std::make_shared<const System>(*system);
    return run_recorded(shared, shared->kernel, {});
}

// Whatever is drawn, in figures that can be compared and printed.
using Shape = std::vector<std::tuple<std::int64_t, std::int64_t, std::uint64_t, std::uint64_t>>;

/// Neighbours that differ in nothing are one.
void append(Shape& shape, std::int64_t from, std::int64_t to, std::uint64_t what, std::uint64_t how) {
    if (!shape.empty() && std::get<1>(shape.back()) == from && std::get<2>(shape.back()) == what &&
        std::get<3>(shape.back()) == how) {
        std::get<1>(shape.back()) = to;
    } else {
        shape.emplace_back(from, to, what, how);
    }
}

std::uint64_t number_of(JobId job) { return job.task * 1'000'000 + job.number; }

Shape shape_of(const SegmentLane& lane, const Recording& recording) {
    Shape shape;
    for (std::size_t i = 0; i < lane.size(); ++i) {
        const JobInterval& interval = recording.intervals[lane.id(i)];
        append(shape, lane.from(i).ns, lane.to(i).ns, number_of(interval.job),
               interval.has_cpu ? interval.protections.non_preemptible * 2U + interval.protections.migrate_disabled
                                : (interval.state == JobState::suspended ? 1U : 0U));
    }
    return shape;
}

/// In which a CPU has a job and serves the kernel.
std::int64_t time_served(const Recording& recording) {
    std::int64_t sum = 0;
    for (const JobInterval& each : recording.intervals) {
        if (each.has_cpu && each.state != JobState::running) sum += (each.to - each.from).ns;
    }
    return sum;
}

}  // namespace

class TimelineIndexTest : public QObject {
    Q_OBJECT

private slots:
    void examples_data() {
        QTest::addColumn<QString>("file");
        QDirIterator files(PINSTACK_SOURCE_DIR "/examples", {"*.pinstack.json"}, QDir::Files,
                           QDirIterator::Subdirectories);
        while (files.hasNext()) {
            const QString file = files.next();
            QTest::newRow(qPrintable(QFileInfo(file).baseName())) << file;
        }
    }

    void examples() {
        QFETCH(QString, file);
        const RecordedRunPtr run = run_of(file);
        QVERIFY(run != nullptr && run->timeline != nullptr);
        const Recording& recording = run->recording;
        const TimelineIndex& index = *run->timeline;
        const RunResult& result = *run->outcome.result;
        const System& system = *run->system;

        const Timeline drawn = record_timeline(system, system.kernel, {{0}, recording.end}, std::size_t{1} << 24);
        const GanttLayout layout = lay_out(drawn, system.platform.cpus, 10'000);
        for (std::size_t cpu = 0; cpu < index.cpus.size(); ++cpu) {
            const CpuTrack& track = layout.tracks[cpu];
            Shape running;
            for (const GanttBar& bar : track.running) {
                append(running, bar.from.ns, bar.to.ns, number_of(bar.job),
                       bar.protections.non_preemptible * 2U + bar.protections.migrate_disabled);
            }
            QCOMPARE(shape_of(index.cpus[cpu].running, recording), running);

            Shape lost;
            for (const IdleBar& bar : track.idle) {
                if (bar.kind == IdleKind::unused) continue;
                const auto kind = bar.kind == IdleKind::lost_to_stacking ? UnusedKind::stacking
                                  : bar.kind == IdleKind::throttled      ? UnusedKind::throttled
                                                                         : UnusedKind::other;
                append(lost, bar.from.ns, bar.to.ns, static_cast<std::uint32_t>(kind), 0);
            }
            Shape shown;
            // The report knows no work of the kernel without a job.
            const SegmentLane& lane = index.cpus[cpu].unused;
            for (std::size_t i = 0; i < lane.size(); ++i) {
                if (lane.id(i) < static_cast<std::uint32_t>(UnusedKind::kernel))
                    append(shown, lane.from(i).ns, lane.to(i).ns, lane.id(i), 0);
            }
            QCOMPARE(shown, lost);

            // As long as no pile is higher than its lanes, the lanes are those of the report.
            if (track.lanes > static_cast<int>(PinnedPile::kLanes)) continue;
            QVERIFY(index.cpus[cpu].pile.more.empty());
            QCOMPARE(index.cpus[cpu].pile.lanes.size(), static_cast<std::size_t>(track.lanes));
            for (int i = 0; i < track.lanes; ++i) {
                Shape pinned;
                for (const GanttBar& bar : track.pinned) {
                    if (bar.lane == i)
                        append(pinned, bar.from.ns, bar.to.ns, number_of(bar.job), bar.suspended ? 1 : 0);
                }
                QCOMPARE(shape_of(index.cpus[cpu].pile.lanes[static_cast<std::size_t>(i)], recording), pinned);
            }
        }
        check_counts(*run, result);
        check_lanes(index, recording);
        check_curves(*run, result);
    }

    void a_high_pile_counts_who_has_no_lane() {
        const RecordedRunPtr run = run_of(example("03-overload-then-stack.pinstack.json"));
        Recording recording = run->recording;
        recording.intervals.clear();
        for (std::uint32_t task = 0; task < 5; ++task) {
            recording.intervals.push_back(
                {{task, 0}, {task}, {10 + task}, JobState::pin_wait, {false, true}, 0, false});
        }
        // The lowest lane is free again by then.
        recording.intervals.push_back({{5, 0}, {12}, {14}, JobState::pin_wait, {false, true}, 0, false});
        recording.end = {20};
        const PinnedPile pile = pinned_piles(recording).front();
        QCOMPARE(pile.lanes.size(), PinnedPile::kLanes);
        QCOMPARE(pile.lanes[0].size(), std::size_t{2});
        QCOMPARE(pile.more.value_at({2}), 0);
        QCOMPARE(pile.more.value_at({3}), 1);
        QCOMPARE(pile.more.value_at({4}), 2);
        QCOMPARE(pile.more.value_at({13}), 1);
        QCOMPARE(pile.more.value_at({14}), 0);
    }

    void an_impossible_variant_has_no_timeline() {
        const auto system = load_system(example("08-sleep-in-section.pinstack.json").toStdString());
        QVERIFY(system.has_value());
        auto shared = std::make_shared<const System>(*system);
        Variant variant = shared->kernel;
        variant.sections = Protection::preempt_disable;
        const RecordedRunPtr run = run_recorded(shared, variant, {});
        QVERIFY(!run->outcome.applicable());
        QVERIFY(run->timeline == nullptr);
    }

private:
    static void check_counts(const RecordedRun& run, const RunResult& result) {
        const TimelineIndex& index = *run.timeline;
        std::uint64_t migrations = 0, misses = 0;
        for (const TaskResult& task : result.tasks) {
            migrations += task.migrations;
            misses += task.misses;
        }
        QCOMPARE(index.migrations.size(), migrations);
        QVERIFY(std::is_sorted(index.migrations.begin(), index.migrations.end(),
                               [](const Migration& a, const Migration& b) { return a.to < b.to; }));
        QCOMPARE(index.attention.size(), misses + result.stacking.episodes_total);
        for (const AttentionPoint& point : index.attention) {
            QVERIFY(point.span.from <= point.span.to);
            if (point.kind != AttentionPoint::Kind::miss) continue;
            const JobId job = run.recording.deadlines[point.which].job;
            const auto record = std::find_if(result.jobs.begin(), result.jobs.end(), [&](const JobRecord& each) {
                return each.task == job.task && each.number == job.number;
            });
            QVERIFY(record->missed);
            QCOMPARE(point.span.from, std::min(record->deadline, run.recording.end));
            QCOMPARE(point.span.to, record->finish.value_or(run.recording.end));
        }
    }

    /// Each interval is where it belongs, once.
    static void check_lanes(const TimelineIndex& index, const Recording& recording) {
        std::vector<int> on_cpu(recording.intervals.size()), of_task(recording.intervals.size());
        for (const CpuLanes& cpu : index.cpus) {
            for (std::size_t i = 0; i < cpu.running.size(); ++i) ++on_cpu[cpu.running.id(i)];
        }
        for (const TaskLanes& task : index.tasks) {
            for (std::size_t i = 0; i < task.jobs.size(); ++i) ++of_task[task.jobs.id(i)];
            for (std::size_t i = 1; i < task.jobs.size(); ++i) QVERIFY(task.jobs.to(i - 1) <= task.jobs.from(i));
        }
        for (const CpuLanes& cpu : index.cpus) {
            for (std::size_t i = 1; i < cpu.running.size(); ++i) QVERIFY(cpu.running.to(i - 1) <= cpu.running.from(i));
        }
        for (std::size_t i = 0; i < recording.intervals.size(); ++i) {
            QCOMPARE(on_cpu[i], recording.intervals[i].has_cpu ? 1 : 0);
            QCOMPARE(of_task[i], recording.intervals[i].state == JobState::queued ? 0 : 1);
        }
    }

    static void check_curves(const RecordedRun& run, const RunResult& result) {
        const TimelineIndex& index = *run.timeline;
        const Instant end = run.recording.end;
        const CapacitySplit& capacity = result.capacity;
        QCOMPARE(static_cast<std::int64_t>(index.machine.stacking_loss.integral({0}, end)), capacity.stacking_loss);
        QCOMPARE(static_cast<std::int64_t>(index.machine.other_loss.integral({0}, end)),
                 capacity.affinity_loss + capacity.balancing_loss);
        QCOMPARE(static_cast<std::int64_t>(index.machine.unused.integral({0}, end)), capacity.idle);
        QCOMPARE(index.max_depth, result.stacking.max_depth);
        // What is drawn as lost is as much as was lost.
        std::int64_t lost = 0, queued = 0;
        std::int64_t overhead = 0, some_overhead = 0;
        for (const CpuLanes& cpu : index.cpus) {
            for (std::size_t i = 0; i < cpu.unused.size(); ++i) {
                const std::int64_t length = (cpu.unused.to(i) - cpu.unused.from(i)).ns;
                const auto kind = static_cast<UnusedKind>(cpu.unused.id(i));
                if (kind == UnusedKind::stacking || kind == UnusedKind::other) lost += length;
                if (kind == UnusedKind::throttled || kind == UnusedKind::kernel) overhead += length;
                if (kind == UnusedKind::some_kernel) some_overhead += length;
            }
        }
        QCOMPARE(lost, capacity.lost());
        // With the CPUs on which jobs are served: exact where it is known which CPUs the kernel is on.
        overhead += time_served(run.recording);
        QVERIFY2(overhead <= capacity.overhead && capacity.overhead <= overhead + some_overhead,
                 qPrintable(QString("%1 + %2 for %3").arg(overhead).arg(some_overhead).arg(capacity.overhead)));
        for (const TaskLanes& task : index.tasks) queued += static_cast<std::int64_t>(task.queue.integral({0}, end));
        std::int64_t expected = 0;
        for (const JobInterval& interval : run.recording.intervals) {
            if (interval.state == JobState::queued) expected += (interval.to - interval.from).ns;
        }
        QCOMPARE(queued, expected);
        // One column is the whole run.
        const OverviewColumn all = overview_columns(run, ColumnEdges(TimeMap({{0}, end}, 1))).front();
        const auto near = [&](int share, std::int64_t part) {
            const double exact = 1000.0 * static_cast<double>(part) / static_cast<double>(capacity.total);
            return std::abs(share - exact) <= 1;
        };
        QVERIFY(near(all.busy, capacity.useful + capacity.inversion() + capacity.overhead));
        QVERIFY(near(all.stacking_loss, capacity.stacking_loss));
        QCOMPARE(all.max_depth, index.max_depth);
        QCOMPARE(all.missed, result.deadline_misses() > 0);
    }
};

QTEST_GUILESS_MAIN(TimelineIndexTest)
#include "timeline_index_test.moc"
