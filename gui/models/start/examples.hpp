// SPDX-License-Identifier: GPL-3.0-or-later
//
// The examples of examples/, which are part of the program: it finds them wherever it runs.
#pragma once

#include <QString>
#include <vector>

#include "model/system/system.hpp"

namespace pinstack::gui {

struct Example {
    QString id;     ///< path below examples/: "kernel/ping-pong.pinstack.json"
    QString title;  ///< "Ping pong"
    QString group;  ///< its folder: "kernel"; empty for the numbered ones
    System system;
};

/// In the order of their names, the numbered ones first. Read at the first call.
const std::vector<Example>& examples();

/// nullptr where there is none.
const Example* find_example(const QString& id);

/// What begins the tour: Zijlstra's stack.
const Example& first_example();

}  // namespace pinstack::gui
