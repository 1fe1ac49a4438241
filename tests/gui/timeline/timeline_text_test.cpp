// SPDX-License-Identifier: GPL-3.0-or-later
//
// What a timeline says, which rows it has, and where its keys lead.
#include "gui/models/timeline/timeline_text.hpp"

#include <QTest>

#include "gui/models/timeline/attention.hpp"
#include "gui/models/timeline/row_layout.hpp"
#include "model/system/load.hpp"
#include "tests/gui/support/session_fixture.hpp"

using namespace pinstack;
using namespace pinstack::gui;

namespace {

RecordedRunPtr run_of(const char* name) {
    const auto system = load_system(example(name).toStdString());
    auto shared = std::make_shared<const System>(*system);
    return run_recorded(shared, shared->kernel, {});
}

/// The first of the task in the state.
const JobInterval& interval_of(const RecordedRun& run, std::uint32_t task, JobState state) {
    for (const JobInterval& each : run.recording.intervals) {
        if (each.job.task == task && each.state == state) return each;
    }
    qFatal("no such interval");
}

QString rows_text(const RowLayout& layout) {
    QStringList rows;
    for (const TimelineRow& row : layout.rows()) rows << (row.is_cpu ? "CPU " : "task ") + QString::number(row.number);
    return rows.join(", ");
}

}  // namespace

class TimelineTextTest : public QObject {
    Q_OBJECT

private slots:
    void an_interval_is_told_in_words() {
        const RecordedRunPtr run = run_of("01-zijlstra-stacking.pinstack.json");
        const TimelineText text(*run);
        QCOMPARE(text.interval(interval_of(*run, 0, JobState::pin_wait)),
                 QString("T0#0: pinned to CPU 0: pinned, and a more urgent job has its CPU\n"
                         "from 2ms to 17ms: 15ms\n"
                         "migrate-disabled (MD)\n"
                         "priority 10\n"
                         "released at 0, deadline 9ms\n"
                         "complete at 20ms: response time 20ms, 11ms too late"));
        QCOMPARE(text.interval(interval_of(*run, 3, JobState::running)),
                 QString("T3#0: runs on CPU 0\n"
                         "from 6ms to 7ms: 1ms\n"
                         "priority 40\n"
                         "released at 6ms, deadline 15ms\n"
                         "complete at 11ms: response time 5ms"));
        QCOMPARE(text.cpu_head(0), QString("CPU 0: a job has it 33.33 % of the time\n"
                                           "stack depth up to 4\n"
                                           "its stack costs 60ms of CPU time"));
        QCOMPARE(text.task_head(0), QString("T0\npriority 10\nhas a CPU 8.33 % of the time\n2 jobs, 2 missed\n"
                                            "worst response time 20ms"));
        QCOMPARE(text.stack(0, {8'000'000}),
                 QString("stack depth 4 on CPU 0: unfinished jobs pinned to it\n"
                         "from 7ms to 11ms: 4ms\ncosts the machine 3 CPUs at this instant"));
        QCOMPARE(text.merged(12), QString("12 intervals share this pixel: zoom in"));
        QCOMPARE(text.deadlines(0, 0, 2),
                 QString("deadline of T0#0 at 9ms: missed\ndeadline of T0#1 at 109ms: missed"));
        QCOMPARE(text.releases(3, 1, 2), QString("T3#1 released at 106ms"));
    }

    void a_selection_and_markers_are_told_in_words() {
        const RecordedRunPtr run = run_of("01-zijlstra-stacking.pinstack.json");
        Selection selection;
        QCOMPARE(TimelineText(*run).selection(selection), QString());
        selection.task = 2;
        selection.job = 1;
        selection.cpu = 3;
        selection.span = Window{{1}, {3'500}};
        QCOMPARE(TimelineText(*run).selection(selection), QString("T2#1, CPU 3, from 1ns to 3.5us: 3.499us"));
        ViewState view;
        QCOMPARE(markers_text(view), QString());
        view.set_marker(Marker::a, Instant{9'000'000});
        QCOMPARE(markers_text(view), QString("A 9ms"));
        view.set_marker(Marker::b, Instant{1'677'905'512'345});
        QCOMPARE(markers_text(view), QString::fromUtf8("A 9ms, B 1677.905512345s, B − A = 1677.896512345s"));
        view.set_marker(Marker::b, Instant{8'999'999});
        QCOMPARE(markers_text(view), QString::fromUtf8("A 9ms, B 8.999999ms, B − A = −1ns"));
    }

    void rows_follow_the_choice_and_the_filter() {
        const RecordedRunPtr run = run_of("07-two-tasks-lose-a-cpu.pinstack.json");
        const auto rows = [&](Rows shown, const char* filter, bool compact = false) {
            return rows_text(RowLayout(*run->system, *run->timeline, shown, filter, RowMetrics{16, compact}));
        };
        QCOMPARE(rows(Rows::both, ""), QString("CPU 0, CPU 1, CPU 2, CPU 3, task 0, task 1"));
        QCOMPARE(rows(Rows::both, "t1"), QString("CPU 0, CPU 1, CPU 2, CPU 3, task 1"));
        QCOMPARE(rows(Rows::cpus, "t1"), QString("CPU 0, CPU 1, CPU 2, CPU 3"));
        QCOMPARE(rows(Rows::tasks, ""), QString("task 0, task 1"));
        QCOMPARE(rows(Rows::tasks, "", true), QString("CPU 0, CPU 1, CPU 2, CPU 3"));
        QCOMPARE(rows(Rows::tasks, "nobody"), QString());
    }

    void rows_are_found_by_height_and_number() {
        const RecordedRunPtr run = run_of("07-two-tasks-lose-a-cpu.pinstack.json");
        const RowLayout layout(*run->system, *run->timeline, Rows::both, {}, RowMetrics{});
        int y = 0;
        for (std::size_t i = 0; i < layout.rows().size(); ++i) {
            const TimelineRow& row = layout.rows()[i];
            QCOMPARE(row.top, y);
            QCOMPARE(layout.first_from(row.top), i);
            QCOMPARE(layout.first_from(row.top + row.height - 1), i);
            QCOMPARE(row.is_cpu ? layout.of_cpu(static_cast<CpuId>(row.number)) : layout.of_task(row.number), &row);
            y += row.height;
        }
        QCOMPARE(layout.height(), y);
        QCOMPARE(layout.first_from(y), layout.rows().size());
        QVERIFY(layout.of_task(2) == nullptr);
        QVERIFY(layout.of_cpu(4) == nullptr);
    }

    void a_search_goes_round() {
        const RecordedRunPtr run = run_of("01-zijlstra-stacking.pinstack.json");
        const auto find = [&](const char* text, std::optional<JobId> after, Direction direction = Direction::next) {
            const auto found = find_job(*run, JobQuery::parse(text), after, direction);
            return found ? TimelineText(*run).job_name(found->job) : QString("none");
        };
        QCOMPARE(find("T2", std::nullopt), QString("T2#0"));
        QCOMPARE(find("t2", JobId{2, 0}), QString("T2#1"));
        QCOMPARE(find("T2", JobId{2, 1}), QString("T2#0"));
        QCOMPARE(find("T2#1", std::nullopt), QString("T2#1"));
        QCOMPARE(find("T#1", std::nullopt), QString("T0#1"));
        QCOMPARE(find("T", JobId{3, 0}), QString("T0#1"));
        QCOMPARE(find("T", JobId{3, 0}, Direction::previous), QString("T2#0"));
        QCOMPARE(find("T", std::nullopt, Direction::previous), QString("T3#1"));
        QCOMPARE(find("T2#7", std::nullopt), QString("none"));
        QCOMPARE(find("T2#x", std::nullopt), QString("none"));
    }

    void misses_and_episodes_follow_each_other() {
        const RecordedRunPtr run = run_of("01-zijlstra-stacking.pinstack.json");
        ViewState view;
        view.set_end(run->recording.end);
        QStringList forward, backward;
        while (const auto point = attention_point(*run, view, Direction::next)) {
            view.select(selection_of(*run, run->timeline->attention[*point]));
            forward << TimelineText(*run).selection(view.selection());
        }
        QCOMPARE(forward.join('\n'),
                 QString("CPU 0, from 2ms to 17ms: 15ms\nT0#0, from 9ms to 20ms: 11ms\nT1#0, from 11ms to 17ms: 6ms\n"
                         "T2#0, from 13ms to 14ms: 1ms\nCPU 0, from 102ms to 117ms: 15ms\n"
                         "T0#1, from 109ms to 120ms: 11ms\nT1#1, from 111ms to 117ms: 6ms\n"
                         "T2#1, from 113ms to 114ms: 1ms"));
        while (const auto point = attention_point(*run, view, Direction::previous)) {
            view.select(selection_of(*run, run->timeline->attention[*point]));
            backward.prepend(TimelineText(*run).selection(view.selection()));
        }
        backward << forward.back();
        QCOMPARE(backward, forward);
        // Nothing selected: from what is visible.
        view.clear_selection();
        view.zoom_to({{50'000'000}, {60'000'000}});
        QCOMPARE(run->timeline->attention[*attention_point(*run, view, Direction::next)].span.from.ns, 102'000'000);
        QCOMPARE(run->timeline->attention[*attention_point(*run, view, Direction::previous)].span.from.ns, 13'000'000);
    }
};

QTEST_GUILESS_MAIN(TimelineTextTest)
#include "timeline_text_test.moc"
