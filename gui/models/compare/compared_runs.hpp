// SPDX-License-Identifier: GPL-3.0-or-later
//
// The comparison that is shown, as all views of it need it: the outcomes without jobs and episodes (as the reports take
// them), and a list of the variants, which is the legend of all charts: one can be hidden from them there.
#pragma once

#include <QAbstractListModel>
#include <memory>
#include <vector>

#include "analyzer/report/response_groups.hpp"
#include "gui/models/recorded_run.hpp"

namespace pinstack::gui {

class ComparedRuns : public QAbstractListModel {
    Q_OBJECT

public:
    using QAbstractListModel::QAbstractListModel;

    void show(RecordedComparisonPtr comparison);

    bool is_empty() const { return comparison_ == nullptr; }
    // REQUIRES for all of these: !is_empty().
    const RecordedComparison& recorded() const { return *comparison_; }
    const System& system() const { return comparison_->system(); }
    const Comparison& outcomes() const { return outcomes_; }
    /// Percentiles are those of the histograms, as in the reports of `compare`.
    const ResponseFigures& responses() const { return *responses_; }
    const Variant& variant(std::size_t run) const { return outcomes_.outcomes[run].variant; }
    /// Applicable and not hidden.
    std::vector<std::size_t> shown() const;

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    bool setData(const QModelIndex& index, const QVariant& value, int role = Qt::EditRole) override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;

signals:
    /// Other runs, or others of them are shown.
    void changed();

private:
    RecordedComparisonPtr comparison_;
    Comparison outcomes_;
    std::unique_ptr<ResponseFigures> responses_;
    std::vector<bool> hidden_;
};

}  // namespace pinstack::gui
