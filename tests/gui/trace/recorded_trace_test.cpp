// SPDX-License-Identifier: GPL-3.0-or-later
//
// What is drawn of a trace against what was accounted for while it was read, by other code; and a simulation on the
// time of a trace.
#include "gui/models/trace/recorded_trace.hpp"

#include <QTemporaryDir>
#include <QTest>
#include <fstream>

#include "analyzer/export/trace_export.hpp"
#include "analyzer/report/sink.hpp"
#include "analyzer/trace/read_trace.hpp"
#include "gui/models/timeline/timeline_index.hpp"
#include "gui/models/timeline/unused_cpus.hpp"
#include "gui/models/trace/trace_file.hpp"
#include "model/system/load.hpp"
#include "tests/gui/support/session_fixture.hpp"

using namespace pinstack;
using namespace pinstack::gui;

namespace {

QString raw(const char* name) { return QString(PINSTACK_SOURCE_DIR "/data/kernel-traces/raw/") + name; }

RecordedRunPtr read(const QString& file) {
    TraceOptions options;
    options.keep_episodes = SIZE_MAX;
    auto run = read_trace(file.toStdString(), options);
    return run ? recorded_trace(std::make_shared<const TraceRun>(std::move(*run))) : nullptr;
}

std::int64_t time_of(const TimelineIndex& index, UnusedKind kind) {
    std::int64_t sum = 0;
    for (const CpuLanes& cpu : index.cpus) {
        for (std::size_t i = 0; i < cpu.unused.size(); ++i) {
            if (cpu.unused.id(i) == static_cast<std::uint32_t>(kind)) sum += (cpu.unused.to(i) - cpu.unused.from(i)).ns;
        }
    }
    return sum;
}

void is_drawn_as_it_was_read(const RecordedRunPtr& drawn) {
    QVERIFY(drawn != nullptr);
    const TraceRun& run = *drawn->trace;
    const TimelineIndex& index = *drawn->timeline;
    const Instant end = drawn->recording.end;
    QCOMPARE(end.ns, run.window.length().ns);
    std::int64_t running = 0;
    for (const CpuLanes& cpu : index.cpus) {
        running += cpu.running.busy_between({0}, end).ns;
        for (std::size_t i = 1; i < cpu.running.size(); ++i) QVERIFY(cpu.running.to(i - 1) <= cpu.running.from(i));
    }
    QCOMPARE(running, run.capacity.task + run.capacity.other);
    QCOMPARE(static_cast<std::int64_t>(index.machine.stacking_loss.integral({0}, end)), run.capacity.stacking_loss);
    QCOMPARE(static_cast<std::int64_t>(index.machine.other_loss.integral({0}, end)),
             run.capacity.unpinned_loss + run.capacity.unclear_loss);
    QCOMPARE(static_cast<std::int64_t>(index.machine.unused.integral({0}, end)), run.capacity.idle);
    QCOMPARE(time_of(index, UnusedKind::stacking), run.capacity.stacking_loss);
    QCOMPARE(time_of(index, UnusedKind::other), run.capacity.unpinned_loss + run.capacity.unclear_loss);
    QCOMPARE(time_of(index, UnusedKind::unknown), run.capacity.unknown);
    QCOMPARE(index.max_depth, run.stacking.max_depth);
    std::int64_t charged = 0;
    for (const CpuLanes& cpu : index.cpus) charged += static_cast<std::int64_t>(cpu.charged.integral({0}, end));
    QCOMPARE(charged, run.capacity.stacking_loss);
    for (std::size_t task = 0; task < run.tasks.size(); ++task) {
        const SegmentLane& lane = index.tasks[task].jobs;
        QCOMPARE(lane.busy_between({0}, end).ns, run.tasks[task].running.ns);
        QCOMPARE(index.tasks[task].releases.size(), run.tasks[task].jobs.size());
    }
    QVERIFY(index.tasks[run.tasks.size()].jobs.empty());
    for (const Episode& each : drawn->outcome.result->stacking.episodes) {
        QVERIFY(Instant{0} <= each.from && each.from < each.to && each.to <= end);
    }
}

}  // namespace

class RecordedTraceTest : public QObject {
    Q_OBJECT

private slots:
    void real_traces() {
        for (const char* name :
             {"stack_md.6.1-rt.ftrace.txt.gz", "A12.6.1-rt.ftrace.txt.gz", "push_away.6.12-rt.ftrace.txt.gz"}) {
            QVERIFY(looks_like_trace(raw(name)));
            is_drawn_as_it_was_read(read(raw(name)));
        }
    }

    void traces_of_simulations() {
        const QTemporaryDir folder;
        for (const char* name : {"01-zijlstra-stacking.pinstack.json", "03-overload-then-stack.pinstack.json",
                                 "16-random-arrivals.pinstack.json", "kernel/push-away.pinstack.json"}) {
            QVERIFY(!looks_like_trace(example(name)));
            const auto system = load_system(example(name).toStdString());
            QVERIFY(system.has_value());
            const QString file = folder.filePath("trace.txt");
            StringSink text;
            QVERIFY(write_trace(text, TraceFormat::ftrace, *system, system->kernel).has_value());
            std::ofstream(file.toStdString()) << text.text;
            QVERIFY2(looks_like_trace(file), name);
            is_drawn_as_it_was_read(read(file));
        }
    }

    void a_simulation_on_the_time_of_a_trace() {
        const RecordedRunPtr trace = read(raw("stack_md.6.1-rt.ftrace.txt.gz"));
        auto system = load_system(example("02-stack-md.pinstack.json").toStdString());
        QVERIFY(system.has_value());
        const auto shared = std::make_shared<const System>(std::move(*system));
        const RecordedRunPtr run = run_recorded(shared, shared->kernel, {});
        const Instant start = trace->trace->window.from + milliseconds(100);
        const RecordedRunPtr moved = on_time_of_trace(*run, *trace, start, 2);
        QCOMPARE(moved->recording.end.ns, trace->recording.end.ns);
        QCOMPARE(moved->recording.intervals.size(), run->recording.intervals.size());
        for (std::size_t i = 0; i < run->recording.intervals.size(); ++i) {
            const JobInterval& was = run->recording.intervals[i];
            const JobInterval& is = moved->recording.intervals[i];
            QCOMPARE(is.from.ns, 100'000'000 + 2 * was.from.ns);
            QCOMPARE(is.to.ns, 100'000'000 + 2 * was.to.ns);
            QCOMPARE(moved->system->tasks[is.job.task].name, run->system->tasks[was.job.task].name);
            QCOMPARE(is.cpu, was.cpu);
        }
        const Instant end = moved->recording.end;
        QCOMPARE(static_cast<std::int64_t>(moved->timeline->machine.stacking_loss.integral({0}, end)),
                 2 * run->outcome.result->capacity.stacking_loss);
        // Of one that begins before the trace, the rest.
        const RecordedRunPtr late = on_time_of_trace(*run, *trace, trace->trace->window.from - milliseconds(20), 1);
        for (const JobInterval& each : late->recording.intervals) QVERIFY(each.from.ns >= 0 && each.from < each.to);
        QVERIFY(late->recording.intervals.size() < run->recording.intervals.size());
    }
};

QTEST_APPLESS_MAIN(RecordedTraceTest)
#include "recorded_trace_test.moc"
