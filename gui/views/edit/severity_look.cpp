// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/views/edit/severity_look.hpp"

#include <QStyle>

#include "gui/views/theme.hpp"

namespace pinstack::gui {

SeverityLook look_of(Severity severity, const Theme& theme) {
    const QColor text = severity == Severity::error ? theme.miss : theme.other_loss;
    QColor ground = text;
    ground.setAlpha(theme.is_dark ? 70 : 45);
    return {text, ground};
}

QIcon icon_of(Severity severity, const QStyle& style) {
    return style.standardIcon(severity == Severity::error ? QStyle::SP_MessageBoxCritical
                                                          : QStyle::SP_MessageBoxWarning);
}

}  // namespace pinstack::gui
