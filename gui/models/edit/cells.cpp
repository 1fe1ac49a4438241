// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/models/edit/cells.hpp"

namespace pinstack::gui {

QVariant cell_data(const DocumentProblems::At& at, const QString& help, int role) {
    switch (role) {
        case kSeverityRole:
            return static_cast<int>(at.severity);
        case kProblemRole:
            return at.text;
        case kHelpRole:
            return help;
        case Qt::ToolTipRole:
            return at.severity == Severity::none ? help : at.text;
        default:
            return {};
    }
}

}  // namespace pinstack::gui
