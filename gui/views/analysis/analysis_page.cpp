// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/views/analysis/analysis_page.hpp"

#include "gui/models/session.hpp"
#include "gui/models/view_state.hpp"

namespace pinstack::gui {

AnalysisPage::AnalysisPage(Session&, ViewState&, QWidget* parent) : Page(parent) {}

}  // namespace pinstack::gui
