// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/views/timeline/pixel_sheet.hpp"

#include <QImage>
#include <QPainter>
#include <algorithm>
#include <cmath>

namespace pinstack::gui {

namespace {

bool is_whole(qreal value) { return value == std::floor(value) && std::abs(value) < 1e6; }

/// Two channels at a time, times alpha / 255, rounded as Qt does it.
QRgb times(QRgb pixel, uint alpha) {
    const auto half = [alpha](QRgb two) {
        const uint product = two * alpha;
        return ((product + ((product >> 8) & 0xff00ff) + 0x800080) >> 8) & 0xff00ff;
    };
    return half(pixel & 0xff00ff) | (half((pixel >> 8) & 0xff00ff) << 8);
}

}  // namespace

PixelSheet::PixelSheet(const QPainter& painter) {
    QPaintDevice* device = painter.device();
    if (device == nullptr || device->devType() != QInternal::Image) return;
    auto* image = static_cast<QImage*>(device);
    if (image->format() != QImage::Format_RGB32 && image->format() != QImage::Format_ARGB32_Premultiplied) return;
    const QTransform& to_device = painter.deviceTransform();
    const bool is_simple = to_device.type() <= QTransform::TxScale && to_device.m11() == to_device.m22() &&
                           to_device.m11() >= 1 && is_whole(to_device.m11()) && is_whole(to_device.dx()) &&
                           is_whole(to_device.dy());
    if (!is_simple || painter.opacity() != 1) return;
    scale_ = static_cast<int>(to_device.m11());
    dx_ = static_cast<int>(to_device.dx());
    dy_ = static_cast<int>(to_device.dy());
    bounds_ = image->rect();
    bytes_per_line_ = image->bytesPerLine();
    bits_ = image->bits();
}

QRect PixelSheet::on_device(const QRect& area) const {
    return QRect(area.left() * scale_ + dx_, area.top() * scale_ + dy_, area.width() * scale_, area.height() * scale_) &
           bounds_;
}

QRgb* PixelSheet::row(int y) const { return reinterpret_cast<QRgb*>(bits_ + y * bytes_per_line_); }

void PixelSheet::fill(const QRect& area, const QColor& colour) {
    const QRect shown = on_device(area);
    const QRgb pixel = qPremultiply(colour.rgba());
    const auto alpha = static_cast<uint>(qAlpha(pixel));
    for (int y = shown.top(); y <= shown.bottom(); ++y) {
        QRgb* begin = row(y) + shown.left();
        QRgb* end = begin + shown.width();
        if (alpha == 255) {
            std::fill(begin, end, pixel);
        } else {
            for (; begin != end; ++begin) *begin = pixel + times(*begin, 255 - alpha);
        }
    }
}

void PixelSheet::fill_rows(const QRect& area, int left, const std::vector<QRgb>& line) {
    const QRect shown = on_device(area);
    if (shown.isEmpty()) return;
    // Where the line is seen, in stretches without a gap.
    struct Stretch {
        int left = 0;
        std::vector<QRgb> pixels;
    };
    std::vector<Stretch> stretches;
    bool goes_on = false;
    for (int x = shown.left(); x <= shown.right(); ++x) {
        const QRgb pixel = line[static_cast<std::size_t>((x - dx_) / scale_ - left)];
        if (qAlpha(pixel) != 0) {
            if (!goes_on) stretches.push_back({x, {}});
            stretches.back().pixels.push_back(pixel);
        }
        goes_on = qAlpha(pixel) != 0;
    }
    for (int y = shown.top(); y <= shown.bottom(); ++y) {
        for (const Stretch& each : stretches) std::copy(each.pixels.begin(), each.pixels.end(), row(y) + each.left);
    }
}

void PixelSheet::hatch(const QRect& area, const QColor& colour, int spacing, int thickness) {
    const QRect shown = on_device(area);
    const QRgb pixel = qPremultiply(colour.rgba());
    const auto rest = static_cast<uint>(255 - qAlpha(pixel));
    for (int y = shown.top(); y <= shown.bottom(); ++y) {
        QRgb* pixels = row(y);
        // The first diagonal that begins at the left edge or before it, and touches it.
        for (int first = shown.left() - (shown.left() + y + 1) % spacing; first <= shown.right(); first += spacing) {
            const int end = std::min(first + thickness, shown.right() + 1);
            for (int x = std::max(first, shown.left()); x < end; ++x) pixels[x] = pixel + times(pixels[x], rest);
        }
    }
}

}  // namespace pinstack::gui
