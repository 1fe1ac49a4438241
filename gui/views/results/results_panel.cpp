// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/views/results/results_panel.hpp"

#include "gui/models/session.hpp"
#include "gui/models/view_state.hpp"

namespace pinstack::gui {

ResultsPanel::ResultsPanel(Session&, ViewState&, QWidget* parent) : QWidget(parent) {}

}  // namespace pinstack::gui
