// SPDX-License-Identifier: GPL-3.0-or-later
//
// A table of what a run measured: rows that were computed before, sorted and filtered by an index vector, so that a
// million rows need no proxy model and no text but that of the rows a view shows. A cell has a figure, which is
// exact, sorts and is exported, and a text, which is rounded to the unit in the heading of its column.
//
// Sorting: stable, so that equal rows keep their order before it; cells without a value come last either way. Without
// a sort column rows stand in the order they were made in. O(n log n) for n rows; filtering O(n).
//
// Left out: rows are never edited, inserted or removed; the whole content changes at once.
#pragma once

#include <QAbstractTableModel>
#include <QString>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "analyzer/report/style.hpp"
#include "gui/models/view_state.hpp"
#include "model/system/system.hpp"

namespace pinstack::gui {

/// What a cell says: nothing, a count or nanoseconds, a mean or a share, words.
using Figure = std::variant<std::monostate, std::int64_t, double, QString>;

struct FigureColumn {
    QString heading;  ///< with its unit: "response max\nms"
    QString meaning;  ///< for a tooltip; may be empty
    QString key;      ///< of an export: "response_max_ns"
    bool is_text = false;
};

class FigureTable : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Role : int {
        kFigureRole = Qt::UserRole,  ///< the Figure as a QVariant; invalid where there is none. Of a heading: its key
        kEmphasisRole,               ///< Emphasis as an int
    };

    using QAbstractTableModel::QAbstractTableModel;

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;
    /// column -1: as made.
    void sort(int column, Qt::SortOrder order = Qt::AscendingOrder) override;

    /// Only rows about a task whose name contains the text, ignoring case, and rows about no task.
    void set_filter(const QString& text);
    std::size_t rows_in_all() const { return count(); }

    /// What choosing the row selects.
    Selection selection_of(int row) const { return selected_by(source_of(row)); }
    /// What to look at then. Nothing where the row is about no time.
    std::optional<Window> window_of(int row) const { return shown_by(source_of(row)); }
    /// The row that shows it best, or -1.
    int row_of(const Selection& selection) const;

protected:
    // A source is a row by the number it was made with, whatever is sorted and filtered.
    virtual std::size_t count() const = 0;
    virtual Figure figure(std::size_t source, int column) const = 0;
    virtual QString text(std::size_t source, int column) const = 0;
    /// What the column is sorted by, where the figure is slow to compare or says something else.
    virtual Figure sort_key(std::size_t source, int column) const { return figure(source, column); }
    virtual Emphasis emphasis(std::size_t, int) const { return Emphasis::none; }
    /// More than the text has room for.
    virtual QString tip(std::size_t, int) const { return {}; }
    virtual Selection selected_by(std::size_t) const { return {}; }
    virtual std::optional<Window> shown_by(std::size_t) const { return std::nullopt; }
    virtual std::optional<std::size_t> source_of_selection(const Selection&) const { return std::nullopt; }
    /// The tasks (file order) that the row is about.
    virtual std::vector<std::uint32_t> tasks_of(std::size_t) const { return {}; }
    virtual bool is_about_tasks() const { return false; }

    /// Replaces the content. `system`: whose tasks the rows are about; nullptr where there is none.
    void reset(std::shared_ptr<const System> system, const std::function<std::vector<FigureColumn>()>& make);
    const std::shared_ptr<const System>& system() const { return system_; }
    QString task_name(std::uint32_t task) const;

    std::size_t source_of(int row) const { return order_[static_cast<std::size_t>(row)]; }

private:
    void arrange();
    void rearrange();
    void sort_sources();

    std::shared_ptr<const System> system_;
    std::vector<FigureColumn> columns_;
    std::vector<std::uint32_t> order_;
    QString filter_;
    int sort_column_ = -1;
    Qt::SortOrder sort_order_ = Qt::AscendingOrder;
};

/// For texts that come from the analyzer.
inline QString words(const std::string& text) { return QString::fromStdString(text); }
inline QString words(std::string_view text) {
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}
inline QString words(const char* text) { return QString::fromUtf8(text); }

}  // namespace pinstack::gui
