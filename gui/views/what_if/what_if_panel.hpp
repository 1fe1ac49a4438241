// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

namespace pinstack::gui {

class Session;
class ViewState;

class WhatIfPanel : public QWidget {
    Q_OBJECT

public:
    WhatIfPanel(Session& session, ViewState& view, QWidget* parent = nullptr);
};

}  // namespace pinstack::gui
