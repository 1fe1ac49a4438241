// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/views/timeline/timeline_page.hpp"

#include "gui/models/session.hpp"
#include "gui/models/view_state.hpp"

namespace pinstack::gui {

TimelinePage::TimelinePage(Session&, ViewState&, QWidget* parent) : Page(parent) {}

}  // namespace pinstack::gui
