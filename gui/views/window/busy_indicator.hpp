// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTimer>
#include <QWidget>

class QLabel;
class QProgressBar;

namespace pinstack::gui {

class Session;

/// In the status bar: what is being computed, how far it is, and a way to stop it. Short work is not shown.
class BusyIndicator : public QWidget {
    Q_OBJECT

public:
    explicit BusyIndicator(Session& session, QWidget* parent = nullptr);

private:
    void follow();

    Session& session_;
    QTimer delay_;
    QLabel* what_ = nullptr;
    QProgressBar* progress_ = nullptr;
};

}  // namespace pinstack::gui
