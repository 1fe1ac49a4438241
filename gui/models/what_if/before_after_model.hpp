// SPDX-License-Identifier: GPL-3.0-or-later
//
// What the changes since a system was opened did to its run: the run as opened beside the latest one, a figure each
// row. Where the first run was overtaken by a change before it came, it is made in the background.
#pragma once

#include <QAbstractTableModel>
#include <optional>

#include "gui/models/session.hpp"

namespace pinstack::gui {

class BeforeAfterModel : public QAbstractTableModel {
    Q_OBJECT

public:
    enum class Row : std::uint8_t { misses, loss, depth, response };
    enum class Column : std::uint8_t { opened, now, change };
    static constexpr int kRows = 4;
    static constexpr int kColumns = 3;
    /// Of a cell of `change`: int, < 0 better than as opened, > 0 worse.
    static constexpr int kJudgementRole = Qt::UserRole + 1;

    explicit BeforeAfterModel(Session& session, QObject* parent = nullptr);

    /// Whose worst response is shown: by name, as its place may change. Nothing: that of no task.
    void set_task(const QString& name);

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    void document_opened();
    void document_changed();
    void run_changed();
    void set_first(const RecordedRunPtr& run);
    void tell();
    /// nullptr: there is none, or the variant is impossible.
    const RunResult* result(Column column) const;
    QString text(Row row, Column column) const;
    QString change_text(Row row) const;
    int judgement(Row row) const;
    std::optional<std::int64_t> figure(Row row, Column column) const;

    Session& session_;
    std::shared_ptr<const System> opened_;
    RecordedRunPtr first_;
    LatestJob first_job_;
    QString task_;
};

}  // namespace pinstack::gui
