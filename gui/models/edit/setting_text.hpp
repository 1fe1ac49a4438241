// SPDX-License-Identifier: GPL-3.0-or-later
//
// Values of a system that are more than a word or a number, as a cell shows and takes them: as in the file.
#pragma once

#include <QString>

#include "model/system/system.hpp"

namespace pinstack::gui {

QString horizon_text(const System& system);      ///< blank: none is given
QString costs_text(const System& system);        ///< "x86-64", {"extends": "x86-64", "ipi": "2us"}
QString edges_text(const System& system);        ///< blank: there are none
QString throttling_text(const System& system);   ///< blank: there is none
QString round_robin_text(const System& system);  ///< 0, [0, 1]; blank: none is given

}  // namespace pinstack::gui
