// SPDX-License-Identifier: GPL-3.0-or-later
//
// The values of a system file beside tasks and locks, one by one: what they are called, how they are written, and how
// the user changes them.
#pragma once

#include <QString>
#include <QStringList>
#include <functional>
#include <string>
#include <vector>

#include "gui/models/edit/typed_value.hpp"

namespace pinstack::gui {

struct Setting {
    enum class Form : std::uint8_t {
        value,   ///< JSON, or a text without its quotes
        text,    ///< a text, whatever it looks like
        choice,  ///< one of the choices
        either,  ///< one of the choices or another value
    };
    QString group;
    std::string pointer;  ///< of the value in the file
    QString label;
    QString help;
    Form form = Form::value;
    QStringList choices;
    std::function<QString(const System&)> text;  ///< blank where the file leaves it out
    std::function<void(System& to, const System& from)> take;
    QString blank = {};  ///< what is in force then
};

/// In the order of the file, neighbours by group.
const std::vector<Setting>& settings();
/// The one whose pointer is the longest that `pointer` begins with; of a pointer to an object ("/kernel/latencies"),
/// the first in it. Nothing: settings().size().
std::size_t setting_at(const std::string& pointer);

/// The text in place of the value; blank: the default, as if the file left it out.
Result<SystemEdit> edit_setting(const System& system, const Setting& setting, const QString& text);

/// What a change to Linux does.
QString help_of(const LinuxChange& change);

/// A machine of so many CPUs. A topology, which says how many there are, gives way; an affinity that is possible
/// stays, and one that is not becomes a problem of the document, and so does a home CPU. REQUIRES: 1..kMaxCpus.
void set_cpus(System& system, int cpus);

}  // namespace pinstack::gui
