// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/views/theme.hpp"

#include <QPalette>
#include <array>

#include "analyzer/report/chart/palette.hpp"

namespace pinstack::gui {

Theme Theme::of(const QPalette& palette) {
    Theme theme;
    theme.ground = palette.color(QPalette::Base);
    theme.is_dark = theme.ground.lightness() < 128;
    theme.text = palette.color(QPalette::Text);
    theme.selection = palette.color(QPalette::Highlight);
    const bool dark = theme.is_dark;
    theme.weak_text = dark ? QColor(0xa8, 0xa8, 0xa8) : QColor(0x5a, 0x5a, 0x5a);
    theme.grid = dark ? QColor(0x3a, 0x3d, 0x41) : QColor(0xe2, 0xe2, 0xe2);
    theme.row_line = dark ? QColor(0x45, 0x48, 0x4d) : QColor(0xd0, 0xd0, 0xd0);
    theme.alternate = dark ? QColor(0x26, 0x28, 0x2b) : QColor(0xf7, 0xf7, 0xf7);
    theme.outline = dark ? QColor(0xee, 0xee, 0xee) : QColor(0x20, 0x20, 0x20);
    theme.miss = dark ? QColor(0xff, 0x5c, 0x4d) : QColor(0xd0, 0x1c, 0x0b);
    theme.loss = dark ? QColor(0xff, 0x6e, 0x60) : QColor(0xd5, 0x3e, 0x2a);
    theme.other_loss = dark ? QColor(0xd9, 0x9a, 0x4e) : QColor(0xb8, 0x72, 0x1c);
    theme.idle = dark ? QColor(0x2e, 0x31, 0x35) : QColor(0xee, 0xee, 0xee);
    theme.overhead = dark ? QColor(0x9a, 0x8f, 0x6a) : QColor(0x8d, 0x84, 0x5f);
    theme.throttled = dark ? QColor(0xc9, 0x8d, 0x80) : QColor(0x8c, 0x56, 0x4b);
    theme.marker_a = dark ? QColor(0x8f, 0xd0, 0x5f) : QColor(0x3d, 0x7a, 0x14);
    theme.marker_b = dark ? QColor(0xc0, 0x9b, 0xff) : QColor(0x6b, 0x2f, 0xc0);
    theme.anybody = dark ? QColor(0x8a, 0x8e, 0x94) : QColor(0x8c, 0x8f, 0x94);
    return theme;
}

Fill task_fill(std::uint32_t task) {
    // Every bar asks, and reading a colour takes longer than filling a bar.
    static const std::array<Fill, kPalette.size()> kFills = [] {
        std::array<Fill, kPalette.size()> fills;
        for (std::size_t i = 0; i < fills.size(); ++i) fills[i] = {QColor(kPalette[i].fill), QColor(kPalette[i].text)};
        return fills;
    }();
    return kFills[task % kFills.size()];
}

Fill cpu_fill(int cpu) { return task_fill(static_cast<std::uint32_t>(cpu)); }

Fill state_fill(JobState state, const Theme& theme) {
    const QColor black(Qt::black), white(Qt::white);
    switch (state) {
        case JobState::running:
            return {QColor(0x00, 0x9e, 0x73), white};
        case JobState::overhead:
            return {theme.overhead, black};
        case JobState::interference:
            return {QColor(0x56, 0xb4, 0xe9), black};
        case JobState::np_blocking:
            return {QColor(0xe6, 0x9f, 0x00), black};
        case JobState::pin_wait:
            return {theme.loss, white};
        case JobState::affinity_wait:
        case JobState::balancing_wait:
            return {theme.other_loss, white};
        case JobState::lock_wait:
            return {QColor(0xcc, 0x79, 0xa7), black};
        case JobState::suspended:
            return {theme.idle, theme.text};
        case JobState::throttled:
            return {QColor(0x8c, 0x56, 0x4b), white};
        case JobState::queued:
            return {theme.anybody, black};
    }
    return {theme.anybody, black};
}

QPalette light_palette() {
    QPalette palette(QColor(0xf0, 0xf0, 0xf0));
    palette.setColor(QPalette::Base, Qt::white);
    palette.setColor(QPalette::AlternateBase, QColor(0xf7, 0xf7, 0xf7));
    palette.setColor(QPalette::Highlight, QColor(0x1f, 0x6f, 0xb5));
    palette.setColor(QPalette::HighlightedText, Qt::white);
    palette.setColor(QPalette::PlaceholderText, QColor(0x70, 0x70, 0x70));
    palette.setColor(QPalette::Link, QColor(0x0b, 0x5c, 0xa8));
    return palette;
}

QPalette dark_palette() {
    QPalette palette(QColor(0x2b, 0x2d, 0x30), QColor(0x24, 0x26, 0x29));
    const QColor text(0xe4, 0xe4, 0xe4), weak(0x85, 0x88, 0x8c);
    palette.setColor(QPalette::Base, QColor(0x1e, 0x1f, 0x22));
    palette.setColor(QPalette::AlternateBase, QColor(0x26, 0x28, 0x2b));
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText, QPalette::ToolTipText}) {
        palette.setColor(role, text);
        palette.setColor(QPalette::Disabled, role, weak);
    }
    palette.setColor(QPalette::ToolTipBase, QColor(0x35, 0x38, 0x3c));
    palette.setColor(QPalette::PlaceholderText, QColor(0x9a, 0x9d, 0xa1));
    palette.setColor(QPalette::Highlight, QColor(0x2f, 0x7f, 0xc4));
    palette.setColor(QPalette::HighlightedText, Qt::white);
    palette.setColor(QPalette::Link, QColor(0x6c, 0xb4, 0xf0));
    return palette;
}

}  // namespace pinstack::gui
