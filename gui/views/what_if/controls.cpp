// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/views/what_if/controls.hpp"

#include <QEvent>
#include <QFormLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QPainter>
#include <QStyle>
#include <algorithm>

#include "gui/models/edit/edit_place.hpp"
#include "gui/views/edit/severity_look.hpp"
#include "gui/views/theme.hpp"
#include "model/time/text.hpp"

namespace pinstack::gui {

namespace {

class WheelGuard : public QObject {
public:
    using QObject::QObject;
    bool eventFilter(QObject* watched, QEvent* event) override {
        if (event->type() != QEvent::Wheel || static_cast<QWidget*>(watched)->hasFocus()) return false;
        event->ignore();
        return true;
    }
};

}  // namespace

ProblemLabel::ProblemLabel(const QString& name, QWidget* parent) : QLabel(parent) {
    setObjectName(name);
    setWordWrap(true);
    setTextFormat(Qt::PlainText);
    setTextInteractionFlags(Qt::TextSelectableByMouse);
    colour();
    hide();
}

void ProblemLabel::colour() {
    QPalette colours = palette();
    const QColor text = look_of(Severity::error, Theme::of(colours)).text;
    if (colours.color(QPalette::WindowText) == text) return;
    colours.setColor(QPalette::WindowText, text);
    setPalette(colours);
}

void ProblemLabel::show_text(const QString& text) {
    setText(text);
    setVisible(!text.isEmpty());
}

void ProblemLabel::changeEvent(QEvent* event) {
    QLabel::changeEvent(event);
    if (event->type() == QEvent::PaletteChange) colour();
}

ElidedLabel::ElidedLabel(QWidget* parent) : QLabel(parent) {
    setTextFormat(Qt::PlainText);
    setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
}

void ElidedLabel::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const QString cut = fontMetrics().elidedText(text(), Qt::ElideRight, contentsRect().width());
    style()->drawItemText(&painter, contentsRect(), static_cast<int>(alignment()), palette(), isEnabled(), cut,
                          foregroundRole());
}

ChoiceBox::ChoiceBox(Objection objection, QWidget* parent) : QComboBox(parent), objection_(std::move(objection)) {
    // Long entries do not make the panel wide.
    setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    setMinimumContentsLength(10);
    ignore_passing_wheel(*this);
}

void ChoiceBox::showPopup() {
    for (int i = 0; objection_ && i < count(); ++i) {
        const QString objection = objection_(i);
        if (!objection.isEmpty()) {
            setItemIcon(i, icon_of(Severity::warning, *style()));
            setItemData(i, objection, Qt::ToolTipRole);
        } else {
            setItemIcon(i, {});
            setItemData(i, itemData(i, Qt::WhatsThisRole), Qt::ToolTipRole);
        }
    }
    QComboBox::showPopup();
}

TimeEdit::TimeEdit(Take take, ProblemLabel& problem, QWidget* parent)
    : QAbstractSpinBox(parent), take_(std::move(take)), problem_(problem) {
    ignore_passing_wheel(*this);
    connect(lineEdit(), &QLineEdit::editingFinished, this, &TimeEdit::commit);
}

void TimeEdit::show_time(const QString& text) {
    shown_ = text;
    if (lineEdit()->text() != text) {
        lineEdit()->setText(text);
        lineEdit()->setCursorPosition(0);  // of what is too long the begin is seen
    }
    // What is computed, or no single time, has nothing to step.
    const bool has_steps = text.isEmpty() || stepEnabled() != StepNone;
    setButtonSymbols(has_steps ? UpDownArrows : NoButtons);
}

void TimeEdit::commit() {
    const QString text = lineEdit()->text();
    if (text == shown_) return;
    const Problems problems = take_(text);
    problem_.show_text(problems.empty() ? QString() : problem_text(problems.front()));
    // Written otherwise than the document has it: 2000us for 2ms.
    if (problems.empty()) lineEdit()->setText(shown_);
}

void TimeEdit::stepBy(int steps) {
    const auto time = parse_duration(lineEdit()->text().toStdString());
    if (!time) return;
    std::int64_t step = 1;
    while (step * 100 <= time->ns) step *= 10;
    // Below a power of ten the second digit is another one: from 10 down to 9.9.
    if (steps < 0 && time->ns < step * 10 + step && step > 1) step /= 10;
    lineEdit()->setText(QString::fromStdString(to_text(Duration{std::max<std::int64_t>(1, time->ns + steps * step)})));
    commit();
}

void TimeEdit::set_blank_text(const QString& text) { lineEdit()->setPlaceholderText(text); }

QAbstractSpinBox::StepEnabled TimeEdit::stepEnabled() const {
    if (isReadOnly() || !parse_duration(lineEdit()->text().toStdString())) return StepNone;
    return StepUpEnabled | StepDownEnabled;
}

void ignore_passing_wheel(QWidget& control) {
    control.setFocusPolicy(Qt::StrongFocus);
    control.installEventFilter(new WheelGuard(&control));
}

void add_control(QFormLayout& form, const QString& label, QWidget* control) {
    control->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    form.addRow(label, control);
}

}  // namespace pinstack::gui
