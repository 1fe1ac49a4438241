// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/models/sweep/sweep_file.hpp"

#include <QDateTime>
#include <QFile>
#include <QFileInfo>
#include <algorithm>
#include <utility>

#include "analyzer/sweep/sweep_plot.hpp"

namespace pinstack::gui {

namespace {

constexpr int kLookEvery = 1000;   // ms
constexpr qint64 kMostOften = 10;  // times the time that reading took

/// Equal while the file is. A reader may leave an empty log beside it.
QString stamp_of(const QString& file) {
    QString stamp;
    for (const QString& name : {file, file + "-wal"}) {
        const QFileInfo info(name);
        if (info.size() == 0) continue;
        stamp += QString("%1 %2;").arg(info.size()).arg(info.lastModified().toMSecsSinceEpoch());
    }
    return stamp;
}

std::string utilization_of(const SweepSpec& spec) {
    for (const SweepAxis& axis : spec.grid) {
        if (axis.key == "utilization" || axis.key == "utilization_per_cpu") return axis.key;
    }
    return {};
}

std::vector<PlottedFigure> figures_of(const SweepSpec& spec, const SweepSums& sums) {
    // The axis is utilization if the grid has it: a figure with another one sums it up.
    const std::string utilization = utilization_of(spec);
    std::vector<PlottedFigure> figures;
    const auto plots = plots_of(spec, sums, {});
    if (!plots) return figures;
    for (const SweepPlot& plot : *plots) {
        const bool is_over_utilization = !utilization.empty() && plot.axis.key != utilization;
        figures.push_back({plot.id, plot.title, plot.about, is_over_utilization});
    }
    return figures;
}

}  // namespace

bool looks_like_sweep(const QString& name) {
    QFile file(name);
    const bool is_database = file.open(QFile::ReadOnly) && file.read(16) == QByteArray("SQLite format 3\0", 16);
    return is_database || QFileInfo(name).suffix().toLower() == "sqlite";
}

SweepFile::SweepFile(QObject* parent) : QObject(parent), timer_(this) {
    timer_.setInterval(kLookEvery);
    connect(&timer_, &QTimer::timeout, this, &SweepFile::look);
    connect(&job_, &LatestJob::busy_changed, this, &SweepFile::busy_changed);
    connect(&job_, &LatestJob::progressed, this, &SweepFile::progressed);
}

void SweepFile::open(const QString& file) { read(file, false); }

void SweepFile::close() {
    cancel();
    timer_.stop();
    if (std::exchange(results_, nullptr) != nullptr) emit changed();
}

void SweepFile::look() {
    if (job_.is_busy() || !since_read_.hasExpired(kMostOften * reading_took_)) return;
    if (stamp_of(results_->file) != stamp_) read(results_->file, true);
}

void SweepFile::read(const QString& file, bool is_again) {
    // As it was before: what is written meanwhile is a change.
    const QString stamp = stamp_of(file);
    if (is_again) stamp_ = stamp;
    job_.submit([this, file, stamp, is_again](const std::stop_token& stop, const LatestJob::Progress& progress) {
        constexpr std::uint64_t kSteps = 100;
        QElapsedTimer took;
        took.start();
        const auto refuse = [&](const std::string& why) {
            return LatestJob::Deliver{[this, file, why = QString::fromStdString(why)] { emit refused(file, why); }};
        };
        auto store = ResultStore::open_read(file.toStdString());
        if (!store) return refuse(store.error());
        const auto sets = store->sets();
        if (!sets) return refuse(sets.error());
        const std::uint64_t step = std::max<std::uint64_t>(*sets / kSteps, 1);
        auto sums = SweepSums::of(*store, [&](std::uint64_t done) {
            if (done % step == 0) progress(static_cast<int>(done / step), static_cast<int>(*sets / step));
            return !stop.stop_requested();
        });
        if (stop.stop_requested()) return LatestJob::Deliver{};
        if (!sums) return refuse(sums.error());
        auto figures = figures_of(store->spec(), *sums);
        const auto results = std::make_shared<const SweepResults>(
            SweepResults{file, store->spec(), std::move(*sums), std::move(figures)});
        return LatestJob::Deliver{[this, results, stamp, is_again, milliseconds = took.elapsed()] {
            if (!is_again) emit opening();
            results_ = results;
            stamp_ = stamp;
            reading_took_ = milliseconds;
            since_read_.start();
            timer_.start();
            emit changed();
            if (!is_again) emit opened();
        }};
    });
}

}  // namespace pinstack::gui
