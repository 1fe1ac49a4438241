// SPDX-License-Identifier: GPL-3.0-or-later
//
// The open document and what is known of it: its run under its own variant, a comparison of variants, the
// schedulability tests. Each is computed in the background, for the latest state of the document only; until it
// comes, the last one stays. Comparison and analysis are computed only while a view wants them.
//
// Or the trace of a kernel is open, and no document: then run() is what happened, and beside it may be the simulation
// of a system file. Or the results of a sweep are open, and neither.
#pragma once

#include <QObject>
#include <memory>
#include <vector>

#include "analyzer/bounds/analysis.hpp"
#include "analyzer/bounds/bound_check.hpp"
#include "analyzer/explore/search.hpp"
#include "analyzer/trace/against.hpp"
#include "gui/models/document.hpp"
#include "gui/models/latest_job.hpp"
#include "gui/models/recorded_run.hpp"
#include "gui/models/sweep/sweep_file.hpp"

namespace pinstack::gui {

struct AnalyzedSystem {
    std::shared_ptr<const System> system;
    Analysis analysis;
    BoundCheck check;  ///< simulated maxima beside the bounds
};

using AnalyzedSystemPtr = std::shared_ptr<const AnalyzedSystem>;

/// A system file, simulated under its own variant, beside the trace that is open.
struct BesideTrace {
    QString file;
    TraceComparison comparison;
    RecordedRunPtr run;  ///< on the time of the trace
};

/// What a search for bad releases came to.
struct FoundCase {
    QString name;  ///< of the document that was searched
    std::shared_ptr<const System> system;
    SearchSpec spec;
    SearchResult result;
};

using FoundCasePtr = std::shared_ptr<const FoundCase>;

using BesideTracePtr = std::shared_ptr<const BesideTrace>;

class Session : public QObject {
    Q_OBJECT

public:
    explicit Session(QObject* parent = nullptr);

    Document& document() { return document_; }
    const Document& document() const { return document_; }

    /// nullptr: none yet. They may be of an older state of the document while is_busy().
    const RecordedRunPtr& run() const { return run_; }
    const RecordedComparisonPtr& comparison() const { return comparison_; }
    const AnalyzedSystemPtr& analysis() const { return analysis_; }

    /// The variants of the comparison. Empty = the system's own one and default_variants().
    void set_variants(std::vector<Variant> variants);
    /// Those that are compared: in order, the own one first where it is not among the default ones.
    std::vector<Variant> variants() const;

    /// Reads it in the background; then it is open in place of what was. A bad one changes nothing: trace_refused().
    void open_trace(const QString& file);
    /// nullptr: no trace is open.
    std::shared_ptr<const TraceRun> trace() const { return run_ != nullptr ? run_->trace : nullptr; }
    /// Simulates the system file and lines the two up, in the background; as soon as the trace is read that is being
    /// read.
    void set_beside(const QString& system_file, const AgainstOptions& options);
    const BesideTracePtr& beside() const { return beside_; }  ///< nullptr: nothing is

    /// Searches for releases under which the document does badly, in the background; it is dropped where the document
    /// changes meanwhile. REQUIRES: the document can be run.
    void search(const SearchSpec& spec);
    const FoundCasePtr& found() const { return found_; }  ///< of the search that ended last; nullptr: none did

    /// Opening results closes what else is open, and the other way round.
    SweepFile& sweep() { return sweep_; }
    const SweepFile& sweep() const { return sweep_; }

    bool is_reading_trace() const { return trace_job_.is_busy(); }

    bool is_open() const { return document_.is_open() || trace() != nullptr || sweep_.results() != nullptr; }
    /// Of the document, the trace or the sweep.
    QString file() const;
    QString name() const;

    void want_comparison(bool wanted);
    void want_analysis(bool wanted);

    bool is_busy() const {
        return run_job_.is_busy() || comparison_job_.is_busy() || analysis_job_.is_busy() || trace_job_.is_busy() ||
               beside_job_.is_busy() || search_job_.is_busy() || sweep_.is_busy();
    }
    /// Stops what is being computed; the last results stay until the next change.
    void cancel();

signals:
    void run_changed();
    void comparison_changed();
    void analysis_changed();
    void variants_changed();
    void trace_opened();  ///< before run_changed()
    void trace_refused(const QString& file, const Problems& problems);
    void beside_changed();
    void search_ended();  ///< with found()
    void search_refused(const Problems& problems);
    void beside_refused(const QString& file, const Problems& problems);
    void busy_changed();
    void progressed(const QString& what, int done, int total);

private:
    void document_opened();
    void document_changed();
    void start_run();
    void start_comparison();
    void start_analysis();
    void start_beside();
    void forget_trace();

    Document document_;
    RecordedRunPtr run_;
    RecordedComparisonPtr comparison_;
    AnalyzedSystemPtr analysis_;
    std::vector<Variant> variants_;
    bool wants_comparison_ = false, wants_analysis_ = false;
    bool comparison_is_old_ = true, analysis_is_old_ = true;
    FoundCasePtr found_;
    QString trace_file_;
    BesideTracePtr beside_;
    QString beside_file_;  // that is asked for; empty: none
    AgainstOptions beside_options_;
    LatestJob run_job_, comparison_job_, analysis_job_, trace_job_, beside_job_, search_job_;
    SweepFile sweep_;
};

}  // namespace pinstack::gui
