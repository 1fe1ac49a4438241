// SPDX-License-Identifier: GPL-3.0-or-later
//
// What a timeline costs: a frame (layout, painting into an image, blitting), the index of a recording, and opening a
// long file or trace up to the point where it can be drawn. 20 tasks on 4 CPUs with sections; a segment is an interval
// of a job.
//
//     cmake --preset bench && cmake --build --preset bench && build/bench/tests/bench/pinstack-bench-gui
#include <benchmark/benchmark.h>

#include <QApplication>
#include <QImage>
#include <QTemporaryDir>
#include <fstream>
#include <map>

#include "analyzer/export/trace_export.hpp"
#include "analyzer/trace/read_trace.hpp"
#include "gui/models/timeline/timeline_index.hpp"
#include "gui/models/trace/recorded_trace.hpp"
#include "gui/models/view_state.hpp"
#include "gui/views/theme.hpp"
#include "gui/views/timeline/timeline_view.hpp"
#include "model/system/load.hpp"
#include "tests/bench/workload.hpp"

namespace pinstack::gui {

namespace {

System long_system(Duration horizon) {
    bench::WorkloadSpec spec;
    spec.sections = true;
    return bench::make_workload(spec, horizon);
}

RecordedRunPtr run_for(Duration horizon) {
    auto system = std::make_shared<const System>(long_system(horizon));
    return run_recorded(system, system->kernel, {});
}

/// How long a run must be to have about so many segments.
Duration horizon_for(std::int64_t segments) {
    constexpr Duration kSample = seconds(2);
    static const auto rate = static_cast<std::int64_t>(run_for(kSample)->recording.intervals.size());
    return {kSample.ns / rate * segments};
}

const RecordedRunPtr& run_with(std::int64_t segments) {
    static std::map<std::int64_t, RecordedRunPtr> runs;
    RecordedRunPtr& run = runs[segments];
    if (run == nullptr) run = run_for(horizon_for(segments));
    return run;
}

/// Arguments: segments of the run; segments in view (0 = all); width; height.
void frame(benchmark::State& state) {
    const RecordedRunPtr& run = run_with(state.range(0));
    const std::int64_t end = run->recording.end.ns;
    const auto all = static_cast<std::int64_t>(run->recording.intervals.size());
    const std::int64_t length = state.range(1) == 0 ? end : end / all * std::min(state.range(1), all);
    ViewState view;
    view.set_end({end});
    view.zoom_to({{(end - length) / 2}, {(end - length) / 2 + length}});
    TimelineView timeline(view);
    timeline.resize(static_cast<int>(state.range(2)), static_cast<int>(state.range(3)));
    timeline.show(run);
    QImage image(timeline.size(), QImage::Format_ARGB32_Premultiplied);
    const auto step = std::max<std::int64_t>(1, length / 500);
    std::int64_t turn = 1;
    for (auto _ : state) {
        // There and back; the whole run cannot be panned, so there a column's worth of it is zoomed away.
        if (state.range(1) == 0) {
            view.move_to({{0}, {turn > 0 ? end - step : end}});
        } else {
            view.pan({turn * step});
        }
        turn = -turn;
        timeline.render(&image);
        benchmark::DoNotOptimize(image.constBits());
    }
    state.counters["segments"] = static_cast<double>(all);
    state.counters["merged"] = static_cast<double>(timeline.merged_events());
}

void index_of_a_recording(benchmark::State& state) {
    const RecordedRunPtr& run = run_with(state.range(0));
    for (auto _ : state) {
        const TimelineIndex index(run->recording, run->outcome.result->stacking.episodes, run->system->tasks.size());
        benchmark::DoNotOptimize(index.max_depth);
    }
    state.counters["segments"] = static_cast<double>(run->recording.intervals.size());
}

/// Reading, checking, simulating with everything recorded, indexing.
void open_a_file(benchmark::State& state) {
    const QTemporaryDir folder;
    const std::string file = folder.filePath("long.pinstack.json").toStdString();
    std::ofstream(file) << save_system(long_system(horizon_for(state.range(0))));
    std::size_t segments = 0;
    for (auto _ : state) {
        auto system = load_system(file);
        if (!system) return state.SkipWithError("the file cannot be read");
        auto shared = std::make_shared<const System>(std::move(*system));
        const RecordedRunPtr run = run_recorded(shared, shared->kernel, {});
        segments = run->recording.intervals.size();
    }
    state.counters["segments"] = static_cast<double>(segments);
}

/// A kernel's trace of about so many thousand events, as `simulate --format ftrace` writes it: reading, accounting,
/// making of it what a timeline draws.
void open_a_trace(benchmark::State& state) {
    const QTemporaryDir folder;
    const std::string file = folder.filePath("trace.txt").toStdString();
    // A segment makes about two events.
    const System system = long_system(horizon_for(state.range(0) * 1000 / 2));
    StringSink text;
    if (!write_trace(text, TraceFormat::ftrace, system, system.kernel)) return state.SkipWithError("no trace");
    std::ofstream(file) << text.text;
    std::uint64_t events = 0;
    TraceOptions options;
    options.keep_episodes = SIZE_MAX;
    for (auto _ : state) {
        auto run = read_trace(file, options);
        if (!run) return state.SkipWithError("the trace cannot be read");
        events = run->input.events;
        const RecordedRunPtr drawn = recorded_trace(std::make_shared<const TraceRun>(std::move(*run)));
        benchmark::DoNotOptimize(drawn->timeline->max_depth);
    }
    state.counters["events"] = static_cast<double>(events);
}

void frames(benchmark::internal::Benchmark* bench) {
    for (const auto& [width, height] : {std::pair{1280, 800}, std::pair{1920, 1080}}) {
        for (const std::int64_t segments : {10'000, 100'000, 1'000'000}) {
            for (const std::int64_t shown : {std::int64_t{0}, segments / 10, std::int64_t{4000}}) {
                bench->Args({segments, shown, width, height});
            }
        }
    }
}

BENCHMARK(frame)->Apply(frames)->Unit(benchmark::kMillisecond);
BENCHMARK(index_of_a_recording)->Arg(10'000)->Arg(100'000)->Arg(1'000'000)->Unit(benchmark::kMillisecond);
BENCHMARK(open_a_trace)->Arg(1000)->Unit(benchmark::kMillisecond);
BENCHMARK(open_a_file)->Arg(100'000)->Arg(1'000'000)->Unit(benchmark::kMillisecond);

}  // namespace

}  // namespace pinstack::gui

int main(int argc, char** argv) {
    qputenv("QT_QPA_PLATFORM", "offscreen");
    const QApplication application(argc, argv);
    QApplication::setStyle("Fusion");
    QApplication::setPalette(pinstack::gui::light_palette());
    benchmark::Initialize(&argc, argv);
    benchmark::RunSpecifiedBenchmarks();
    benchmark::Shutdown();
}
