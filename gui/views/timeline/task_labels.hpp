// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFont>
#include <QStaticText>
#include <optional>
#include <vector>

#include "model/system/system.hpp"

namespace pinstack::gui {

/// The names of tasks, laid out once for a font: drawing them is most of the cost of a frame otherwise.
class TaskLabels {
public:
    struct Label {
        QStaticText text;
        int width = 0, height = 0;
    };

    TaskLabels(const System& system, QFont font) : system_(&system), font_(std::move(font)), labels_(system.tasks.size()) {}

    const QFont& font() const { return font_; }
    const Label& of(std::uint32_t task);

private:
    const System* system_;
    QFont font_;
    std::vector<std::optional<Label>> labels_;
};

}  // namespace pinstack::gui
