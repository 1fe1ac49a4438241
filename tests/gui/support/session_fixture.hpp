// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTest>

#include "gui/models/session.hpp"

namespace pinstack::gui {

/// The path of an example, by its file name.
inline QString example(const char* name) { return QString(PINSTACK_SOURCE_DIR "/examples/") + name; }

/// Waits until nothing is computed in the background; false after ten seconds.
inline bool wait_until_idle(const Session& session) {
    return QTest::qWaitFor([&] { return !session.is_busy(); }, 10'000);
}

}  // namespace pinstack::gui
