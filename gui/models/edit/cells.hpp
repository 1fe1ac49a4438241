// SPDX-License-Identifier: GPL-3.0-or-later
//
// What the models of the editor have in common: cells that know how they are typed, what is wrong with them, and that
// refuse a text before it is taken.
#pragma once

#include <QModelIndex>
#include <QString>
#include <QVariant>

#include "gui/models/edit/document_problems.hpp"

namespace pinstack::gui {

enum CellRole : int {
    kChoicesRole = Qt::UserRole + 1,  ///< QStringList: the words among which the user chooses
    kFreeTextRole,                    ///< bool: beside the choices, other texts are possible
    kSeverityRole,                    ///< int, a Severity
    kProblemRole,                     ///< QString: what is wrong
    kHelpRole,                        ///< QString: what the value is and how it is written
    kBlankRole,                       ///< QString: what it means that the text is blank
    kHeadingRole,                     ///< bool: not a value but a heading of those below
};

/// Models whose cells are typed. setData() refuses what refusal() finds wrong, and leaves the document as it is.
class TypedCells {
public:
    virtual ~TypedCells() = default;
    /// Empty: the text can be taken.
    virtual Problems refusal(const QModelIndex& index, const QString& text) const = 0;
};

/// The roles above, and the tool tip, of a cell.
QVariant cell_data(const DocumentProblems::At& at, const QString& help, int role);

}  // namespace pinstack::gui
