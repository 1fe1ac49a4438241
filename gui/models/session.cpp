// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/models/session.hpp"

#include <QFileInfo>
#include <algorithm>
#include <utility>

#include "analyzer/trace/read_trace.hpp"
#include "gui/models/trace/recorded_trace.hpp"
#include "model/system/load.hpp"

namespace pinstack::gui {

Session::Session(QObject* parent) : QObject(parent) {
    connect(&document_, &Document::opened, this, &Session::document_opened);
    connect(&document_, &Document::changed, this, &Session::document_changed);
    for (LatestJob* job : {&run_job_, &comparison_job_, &analysis_job_, &trace_job_, &beside_job_, &search_job_}) {
        connect(job, &LatestJob::busy_changed, this, &Session::busy_changed);
    }
    connect(&sweep_, &SweepFile::busy_changed, this, &Session::busy_changed);
    connect(&sweep_, &SweepFile::opening, &document_, &Document::close);
    connect(&sweep_, &SweepFile::progressed, this,
            [this](int done, int total) { emit progressed(tr("Reading the results"), done, total); });
    connect(&comparison_job_, &LatestJob::progressed, this,
            [this](int done, int total) { emit progressed(tr("Comparing variants"), done, total); });
    connect(&search_job_, &LatestJob::progressed, this,
            [this](int done, int total) { emit progressed(tr("Searching"), done, total); });
    connect(&trace_job_, &LatestJob::progressed, this,
            [this](int done, int total) { emit progressed(tr("Reading the trace"), done, total); });
}

void Session::document_opened() {
    cancel();
    forget_trace();
    sweep_.close();
    run_ = nullptr;
    comparison_ = nullptr;
    analysis_ = nullptr;
    variants_.clear();
    emit run_changed();
    emit comparison_changed();
    emit analysis_changed();
    emit variants_changed();
}

void Session::document_changed() {
    comparison_is_old_ = true;
    analysis_is_old_ = true;
    search_job_.cancel();
    if (document_.effective() == nullptr) return cancel();
    start_run();
    if (wants_comparison_) start_comparison();
    if (wants_analysis_) start_analysis();
}

std::vector<Variant> Session::variants() const {
    if (!document_.is_open()) return {};
    const System& system = document_.system();
    std::vector<Variant> variants = variants_;
    if (variants.empty()) {
        variants = default_variants(system);
        const bool has_own = std::find(variants.begin(), variants.end(), system.kernel) != variants.end();
        if (!has_own) variants.insert(variants.begin(), system.kernel);
        return variants;
    }
    // What a variant does not name is the system's own, as on the command line.
    for (Variant& variant : variants) {
        Variant own = system.kernel;
        own.sections = variant.sections;
        own.balancer = variant.balancer;
        own.linux = variant.linux;
        variant = std::move(own);
    }
    return variants;
}

void Session::set_variants(std::vector<Variant> variants) {
    variants_ = std::move(variants);
    comparison_is_old_ = true;
    emit variants_changed();
    if (wants_comparison_ && document_.effective() != nullptr) start_comparison();
}

void Session::want_comparison(bool wanted) {
    wants_comparison_ = wanted;
    if (wanted && comparison_is_old_ && document_.effective() != nullptr) start_comparison();
}

void Session::want_analysis(bool wanted) {
    wants_analysis_ = wanted;
    if (wanted && analysis_is_old_ && document_.effective() != nullptr) start_analysis();
}

void Session::cancel() {
    run_job_.cancel();
    comparison_job_.cancel();
    analysis_job_.cancel();
    trace_job_.cancel();
    beside_job_.cancel();
    search_job_.cancel();
    sweep_.cancel();
}

void Session::search(const SearchSpec& spec) {
    search_job_.submit([this, spec, name = document_.name(), system = document_.effective()](
                           const std::stop_token& stop, const LatestJob::Progress& progress) {
        constexpr std::uint64_t kSteps = 200;  // of the progress: a run may take microseconds
        std::uint64_t told = 0;
        auto result = search_worst_case(*system, spec, stop, [&](std::uint64_t done, std::uint64_t all) {
            const std::uint64_t step = done * kSteps / std::max<std::uint64_t>(all, 1);
            if (step == told) return;
            told = step;
            progress(static_cast<int>(step), static_cast<int>(kSteps));
        });
        if (stop.stop_requested()) return LatestJob::Deliver{};
        if (!result) {
            return LatestJob::Deliver{[this, problems = std::move(result.error())] { emit search_refused(problems); }};
        }
        auto found = std::make_shared<const FoundCase>(FoundCase{name, system, spec, std::move(*result)});
        return LatestJob::Deliver{[this, found = std::move(found)] {
            found_ = found;
            emit search_ended();
        }};
    });
}

QString Session::file() const {
    if (sweep_.results() != nullptr) return sweep_.results()->file;
    return trace() != nullptr ? trace_file_ : document_.file();
}

QString Session::name() const { return document_.is_open() ? document_.name() : QFileInfo(file()).fileName(); }

void Session::open_trace(const QString& file) {
    beside_file_.clear();
    trace_job_.submit([this, file](const std::stop_token& stop, const LatestJob::Progress& progress) {
        constexpr std::uint64_t kStep = 1'000'000;  // bytes
        TraceOptions options;
        options.keep_episodes = SIZE_MAX;
        std::uint64_t told = 0;
        auto run = read_trace(
            file.toStdString(), options,
            [&](std::uint64_t done, std::uint64_t bytes) {
                if (done / kStep == told) return;
                told = done / kStep;
                progress(static_cast<int>(told), static_cast<int>(bytes / kStep + 1));
            },
            stop);
        if (stop.stop_requested()) return LatestJob::Deliver{};
        if (!run) {
            return LatestJob::Deliver{
                [this, file, problems = std::move(run.error())] { emit trace_refused(file, problems); }};
        }
        RecordedRunPtr drawn = recorded_trace(std::make_shared<const TraceRun>(std::move(*run)));
        return LatestJob::Deliver{[this, file, drawn = std::move(drawn)] {
            const QString beside = beside_file_;
            document_.close();
            run_ = drawn;
            trace_file_ = file;
            beside_file_ = beside;
            emit trace_opened();
            emit run_changed();
            if (!beside_file_.isEmpty()) start_beside();
        }};
    });
}

void Session::forget_trace() {
    trace_file_.clear();
    beside_file_.clear();
    if (std::exchange(beside_, nullptr) != nullptr) emit beside_changed();
}

void Session::set_beside(const QString& system_file, const AgainstOptions& options) {
    beside_file_ = system_file;
    beside_options_ = options;
    if (trace() != nullptr && !trace_job_.is_busy()) start_beside();
}

void Session::start_beside() {
    beside_job_.submit([this, trace = run_, file = beside_file_, options = beside_options_](
                           const std::stop_token& stop, const LatestJob::Progress&) {
        const auto refuse = [&](Problems problems) {
            return LatestJob::Deliver{
                [this, file, problems = std::move(problems)] { emit beside_refused(file, problems); }};
        };
        auto system = load_system(file.toStdString());
        if (!system) return refuse(std::move(system.error()));
        auto comparison = compare_with_run(*trace->trace, *system, file.toStdString(), options);
        if (!comparison) return refuse(std::move(comparison.error()));
        auto beside = std::make_shared<BesideTrace>();
        beside->file = file;
        beside->comparison = std::move(*comparison);
        const auto shared = std::make_shared<const System>(std::move(*system));
        const RecordedRunPtr run = run_recorded(shared, shared->kernel, stop);
        if (run == nullptr) return LatestJob::Deliver{};
        beside->run = on_time_of_trace(*run, *trace, beside->comparison.start, beside->comparison.scale);
        return LatestJob::Deliver{[this, beside = BesideTracePtr(std::move(beside))] {
            beside_ = beside;
            emit beside_changed();
        }};
    });
}

void Session::start_run() {
    run_job_.submit([this, system = document_.effective()](const std::stop_token& stop, const LatestJob::Progress&) {
        RecordedRunPtr run = run_recorded(system, system->kernel, stop);
        if (run == nullptr) return LatestJob::Deliver{};
        return LatestJob::Deliver{[this, run = std::move(run)] {
            run_ = run;
            emit run_changed();
        }};
    });
}

void Session::start_comparison() {
    comparison_is_old_ = false;
    comparison_job_.submit([this, system = document_.effective(), variants = variants()](
                               const std::stop_token& stop, const LatestJob::Progress& progress) {
        const int total = static_cast<int>(variants.size());
        RecordedComparisonPtr comparison = compare_recorded(
            system, variants, stop, [&](std::size_t done) { progress(static_cast<int>(done), total); });
        if (comparison == nullptr) return LatestJob::Deliver{};
        return LatestJob::Deliver{[this, comparison = std::move(comparison)] {
            comparison_ = comparison;
            emit comparison_changed();
        }};
    });
}

void Session::start_analysis() {
    analysis_is_old_ = false;
    analysis_job_.submit(
        [this, system = document_.effective()](const std::stop_token& stop, const LatestJob::Progress&) {
            auto analyzed = std::make_shared<AnalyzedSystem>();
            analyzed->system = system;
            analyzed->analysis = analyze(*system);
            if (stop.stop_requested()) return LatestJob::Deliver{};
            analyzed->check = check_bounds(*system, analyzed->analysis);
            return LatestJob::Deliver{[this, analyzed = AnalyzedSystemPtr(std::move(analyzed))] {
                analysis_ = analyzed;
                emit analysis_changed();
            }};
        });
}

}  // namespace pinstack::gui
