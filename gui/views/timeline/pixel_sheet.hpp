// SPDX-License-Identifier: GPL-3.0-or-later
//
// The pixels under a painter, to be set directly. A timeline is tens of thousands of small rectangles, and a painter
// takes longer to look at one than to fill it. Pixels come out as the painter would make them.
//
// Left out: images that are not of 32 bits, and painters that do more than move and scale by a whole factor. For these
// is_usable() is false, and the painter has to do it.
#pragma once

#include <QColor>
#include <QRect>
#include <vector>

class QPainter;

namespace pinstack::gui {

class PixelSheet {
public:
    /// The painter must outlive this, and keep its transformation. Its clip is not looked at.
    explicit PixelSheet(const QPainter& painter);

    bool is_usable() const { return bits_ != nullptr; }
    /// In the painter's units; what lies outside the image is left out. REQUIRES: is_usable().
    void fill(const QRect& area, const QColor& colour);
    /// Every row of the area becomes the line, whose colours are those of the units from `left` on; where they are of
    /// alpha 0 the row stays. REQUIRES: the line covers the area.
    void fill_rows(const QRect& area, int left, const std::vector<QRgb>& line);
    /// Diagonals so many device pixels apart and so thick: where x + y + 1, counted from the corner of the image, is a
    /// multiple of the spacing they begin.
    void hatch(const QRect& area, const QColor& colour, int spacing, int thickness);

    int scale() const { return scale_; }

private:
    QRect on_device(const QRect& area) const;
    QRgb* row(int y) const;

    uchar* bits_ = nullptr;
    qsizetype bytes_per_line_ = 0;
    QRect bounds_;
    int scale_ = 1, dx_ = 0, dy_ = 0;
};

}  // namespace pinstack::gui
