// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace pinstack::gui {

/// Is the file to be read as a kernel's trace, not as a system file? By its beginning: packed, a trace.dat (of which
/// the reader says what to do), or text with a line of a trace in its first 64 KiB. False where it cannot be read.
bool looks_like_trace(const QString& file);

}  // namespace pinstack::gui
