// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

namespace pinstack::gui {

/// In the place of the what-if panel while a trace is open: why there is nothing to change, and what can be done.
class NoWhatIf : public QWidget {
    Q_OBJECT

public:
    explicit NoWhatIf(QWidget* parent = nullptr);

    QSize sizeHint() const override;

signals:
    void fit_asked();     ///< a system file from the trace
    void beside_asked();  ///< the simulation of a system file beside it
};

}  // namespace pinstack::gui
