// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/views/start/example_card.hpp"

#include <QPainter>
#include <QTextLayout>
#include <utility>

#include "gui/models/start/examples.hpp"
#include "gui/views/start/thumbnail.hpp"
#include "gui/views/theme.hpp"

namespace pinstack::gui {

namespace {

constexpr int kLines = 4;  // of the description

// As many lines as there is room for; the last one ends in an ellipsis where something is left.
void draw_lines(QPainter& painter, const QRect& area, const QString& text, int lines) {
    QTextLayout layout(text, painter.font());
    layout.beginLayout();
    const int height = painter.fontMetrics().lineSpacing();
    for (int i = 0; i < lines; ++i) {
        QTextLine line = layout.createLine();
        if (!line.isValid()) break;
        line.setLineWidth(area.width());
        const QString rest = text.mid(line.textStart());
        const QString shown = i + 1 < lines ? rest.left(line.textLength())
                                            : painter.fontMetrics().elidedText(rest, Qt::ElideRight, area.width());
        painter.drawText(area.left(), area.top() + i * height + painter.fontMetrics().ascent(), shown);
    }
    layout.endLayout();
}

}  // namespace

ExampleCard::ExampleCard(const Example& example, QWidget* parent)
    : QAbstractButton(parent), id_(example.id), description_(QString::fromStdString(example.system.description)) {
    setText(example.title);
    setToolTip(description_);
    setAccessibleName(example.title);
    setAccessibleDescription(description_);
    setCursor(Qt::PointingHandCursor);
    setAttribute(Qt::WA_Hover);
}

void ExampleCard::set_run(RecordedRunPtr run, Window window) {
    run_ = std::move(run);
    window_ = window;
    update();
}

int ExampleCard::picture_height() const { return fontMetrics().height() * 4; }

QSize ExampleCard::sizeHint() const {
    const QFontMetrics metrics = fontMetrics();
    const int margin = metrics.height() / 2;
    return {metrics.averageCharWidth() * 40,
            picture_height() + metrics.height() + metrics.lineSpacing() * kLines + 5 * margin};
}

void ExampleCard::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const Theme theme = Theme::of(palette());
    const int margin = fontMetrics().height() / 2;
    const bool is_hot = underMouse() || hasFocus();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(is_hot ? theme.selection : theme.row_line, is_hot ? 2 : 1));
    painter.setBrush(isDown() ? theme.alternate : theme.ground);
    painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), 5, 5);
    painter.setRenderHint(QPainter::Antialiasing, false);

    QRect inside = rect().adjusted(2 * margin, 2 * margin, -2 * margin, -margin);
    if (run_ != nullptr) {
        painter.save();
        painter.translate(inside.topLeft());
        paint_thumbnail(painter, {inside.width(), picture_height()}, *run_, window_, theme);
        painter.restore();
    }
    inside.setTop(inside.top() + picture_height() + margin);
    QFont bold = font();
    bold.setBold(true);
    painter.setFont(bold);
    painter.setPen(theme.text);
    painter.drawText(inside, Qt::AlignLeft | Qt::AlignTop,
                     painter.fontMetrics().elidedText(text(), Qt::ElideRight, inside.width()));
    inside.setTop(inside.top() + painter.fontMetrics().lineSpacing());
    painter.setFont(font());
    painter.setPen(theme.weak_text);
    draw_lines(painter, inside, description_, kLines);
}

}  // namespace pinstack::gui
