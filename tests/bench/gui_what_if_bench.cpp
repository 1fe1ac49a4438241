// SPDX-License-Identifier: GPL-3.0-or-later
//
// How soon an answer is there: from a change of the document to the figures of its run, and to a window that shows
// them. 20 tasks, 4 CPUs, 1 s, every job with a section; wall-clock time, the run in its own thread.
//     QT_QPA_PLATFORM=offscreen build/bench/tests/bench/pinstack-bench-gui-what-if
#include <benchmark/benchmark.h>

#include <QApplication>
#include <QEventLoop>

#include "gui/views/window/main_window.hpp"
#include "gui/views/theme.hpp"
#include "workload.hpp"

using namespace pinstack;
using namespace pinstack::gui;

namespace {

System workload(std::int64_t tasks) {
    return bench::make_workload({.tasks = static_cast<int>(tasks), .sections = true}, seconds(1));
}

void wait_for_run(Session& session) {
    while (session.run() == nullptr || session.run()->system != session.document().effective()) {
        QApplication::processEvents(QEventLoop::WaitForMoreEvents);
    }
}

/// Another factor of the sections each time, as a slider gives it.
void change(Document& document, int& percent) {
    percent = percent >= 150 ? 50 : percent + 1;
    Scenario scenario = document.scenario();
    scenario.section_percent = percent;
    document.change("sections", scenario, "slider");
}

/// The document's part alone: scaled, checked, its history kept.
void document_change(benchmark::State& state) {
    Document document;
    document.show("bench", workload(state.range(0)));
    int percent = 100;
    for (auto _ : state) change(document, percent);
}

void run_after_change(benchmark::State& state) {
    Session session;
    session.document().show("bench", workload(state.range(0)));
    wait_for_run(session);
    int percent = 100;
    for (auto _ : state) {
        change(session.document(), percent);
        wait_for_run(session);
    }
}

void window_after_change(benchmark::State& state, const char* view) {
    MainWindow window;
    window.session().document().show("bench", workload(state.range(0)));
    window.show_view(view);
    window.show();
    wait_for_run(window.session());
    QApplication::processEvents();
    int percent = 100;
    for (auto _ : state) {
        change(window.session().document(), percent);
        wait_for_run(window.session());
        while (window.session().is_busy()) QApplication::processEvents(QEventLoop::WaitForMoreEvents);
        // What the views have asked to be drawn.
        QApplication::sendPostedEvents();
        QApplication::processEvents();
    }
}

BENCHMARK(document_change)->Arg(20)->Arg(1000)->UseRealTime()->Unit(benchmark::kMillisecond);
BENCHMARK(run_after_change)->Arg(20)->UseRealTime()->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(window_after_change, timeline, "timeline")->Arg(20)->UseRealTime()->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(window_after_change, compare, "compare")->Arg(20)->UseRealTime()->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(window_after_change, analysis, "analysis")->Arg(20)->UseRealTime()->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(window_after_change, edit, "edit")->Arg(20)->UseRealTime()->Unit(benchmark::kMillisecond);

}  // namespace

int main(int argc, char** argv) {
    const QApplication application(argc, argv);
    QApplication::setStyle("Fusion");
    QApplication::setPalette(light_palette());
    benchmark::Initialize(&argc, argv);
    benchmark::RunSpecifiedBenchmarks();
    return 0;
}
