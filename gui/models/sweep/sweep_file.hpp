// SPDX-License-Identifier: GPL-3.0-or-later
//
// The results of a sweep that are open: read in the background, and again when the file changes, so that a sweep can be
// watched while it runs. A file that takes long to read is read again the more rarely: at most a tenth of the time.
//
// Changes are seen by the time and size of the file and of the log that a running sweep writes beside it
// (result_store.hpp), looked at each second.
#pragma once

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>
#include <memory>
#include <string>
#include <vector>

#include "analyzer/sweep/sweep_sums.hpp"
#include "gui/models/latest_job.hpp"

namespace pinstack::gui {

/// Is the file to be read as the results of a sweep? An SQLite file, or one that is named so.
bool looks_like_sweep(const QString& file);

/// What plots_of() has a figure for.
struct PlottedFigure {
    std::string id, title, about;
    bool is_over_utilization = false;  ///< it sums up all utilizations, so none is its axis or is chosen
};

struct SweepResults {
    QString file;
    SweepSpec spec;
    SweepSums sums;
    std::vector<PlottedFigure> figures;  ///< empty where no set is evaluated yet
};

using SweepResultsPtr = std::shared_ptr<const SweepResults>;

class SweepFile : public QObject {
    Q_OBJECT

public:
    explicit SweepFile(QObject* parent = nullptr);

    /// In the background; then it is open in place of what was: opened(), or refused() and nothing changes.
    void open(const QString& file);
    void close();
    /// Stops reading; what is open stays.
    void cancel() { job_.cancel(); }

    const SweepResultsPtr& results() const { return results_; }  ///< nullptr: none are open
    bool is_busy() const { return job_.is_busy(); }

signals:
    void opening();  ///< what else is open must go; results() follow
    void opened();   ///< after changed()
    void changed();
    void refused(const QString& file, const QString& why);
    void busy_changed();
    void progressed(int done, int total);

private:
    void read(const QString& file, bool is_again);
    void look();

    SweepResultsPtr results_;
    QString stamp_;  // of the file as it was read last
    QTimer timer_;
    QElapsedTimer since_read_;
    qint64 reading_took_ = 0;  // ms
    LatestJob job_;
};

}  // namespace pinstack::gui
