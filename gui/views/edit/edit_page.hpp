// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/views/page.hpp"

namespace pinstack::gui {

class Session;
class ViewState;

class EditPage : public Page {
    Q_OBJECT

public:
    EditPage(Session& session, ViewState& view, QWidget* parent = nullptr);
};

}  // namespace pinstack::gui
