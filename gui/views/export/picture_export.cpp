// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/views/export/picture_export.hpp"

#include <QCoreApplication>
#include <QFileInfo>
#include <QPageSize>
#include <QPainter>
#include <QPdfWriter>
#include <QPixmap>
#include <QSaveFile>
#include <QSvgGenerator>
#include <QWidget>

namespace pinstack::gui {

namespace {

constexpr int kDotsPerInch = 96;  // what a pixel of a widget is taken for

bool write_png(QWidget& widget, QIODevice& device) { return widget.grab().save(&device, "PNG"); }

bool write_svg(QWidget& widget, QIODevice& device) {
    QSvgGenerator generator;
    generator.setOutputDevice(&device);
    generator.setResolution(kDotsPerInch);
    generator.setSize(widget.size());
    generator.setViewBox(widget.rect());
    generator.setTitle(widget.windowTitle());
    QPainter painter;
    if (!painter.begin(&generator)) return false;
    widget.render(&painter);
    return painter.end();
}

bool write_pdf(QWidget& widget, QIODevice& device) {
    QPdfWriter writer(&device);
    constexpr double kPointsPerPixel = 72.0 / kDotsPerInch;
    writer.setResolution(kDotsPerInch * 4);
    writer.setPageMargins({});
    writer.setPageSize(QPageSize(QSizeF(widget.size()) * kPointsPerPixel, QPageSize::Point, {}, QPageSize::ExactMatch));
    QPainter painter;
    if (!painter.begin(&writer)) return false;
    painter.scale(4, 4);
    widget.render(&painter);
    return painter.end();
}

Problems problem(const QString& file, const QString& found, const QString& expected) {
    return {{{file.toStdString(), 0, 0, ""}, found.toStdString(), expected.toStdString(), ""}};
}

QString tr(const char* text) { return QCoreApplication::translate("PictureExport", text); }

}  // namespace

QString picture_filter() { return tr("Pictures (*.png *.svg *.pdf)"); }

Problems export_picture(QWidget& widget, const QString& file) {
    const QString format = QFileInfo(file).suffix().toLower();
    const auto write = format == "png"   ? write_png
                       : format == "svg" ? write_svg
                       : format == "pdf" ? write_pdf
                                         : nullptr;
    if (write == nullptr) {
        return problem(file, tr("a name that ends in \".%1\"").arg(format), tr("one that ends in .png, .svg or .pdf"));
    }
    widget.ensurePolished();
    if (!widget.testAttribute(Qt::WA_Resized) && !widget.isVisible()) widget.adjustSize();
    QSaveFile target(file);
    const bool is_written = target.open(QIODevice::WriteOnly) && write(widget, target) && target.commit();
    if (!is_written) return problem(file, target.errorString(), tr("a file that can be written"));
    return {};
}

}  // namespace pinstack::gui
