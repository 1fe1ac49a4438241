// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/views/edit/cell_delegate.hpp"

#include <QAbstractItemView>
#include <QComboBox>
#include <QKeyEvent>
#include <QLineEdit>
#include <QTimer>
#include <QToolTip>
#include <algorithm>

#include "gui/models/edit/cells.hpp"
#include "gui/views/edit/message_line.hpp"
#include "gui/views/edit/severity_look.hpp"
#include "gui/views/theme.hpp"

namespace pinstack::gui {

namespace {

QString text_in(const QWidget* editor) {
    if (const auto* box = qobject_cast<const QComboBox*>(editor)) return box->currentText();
    return qobject_cast<const QLineEdit*>(editor)->text();
}

QLineEdit* line_of(QWidget* editor) {
    auto* box = qobject_cast<QComboBox*>(editor);
    return box != nullptr ? box->lineEdit() : qobject_cast<QLineEdit*>(editor);
}

}  // namespace

CellDelegate::CellDelegate(QAbstractItemView& view, MessageLine& line)
    : QStyledItemDelegate(&view), view_(view), line_(line) {
    view.setItemDelegate(this);
    connect(view.selectionModel(), &QItemSelectionModel::currentChanged, this, &CellDelegate::describe_current);
    connect(view.model(), &QAbstractItemModel::dataChanged, this, [this] {
        if (view_.hasFocus()) describe_current();
    });
}

void CellDelegate::describe_current() const {
    const QModelIndex index = view_.currentIndex();
    const auto severity = static_cast<Severity>(index.data(kSeverityRole).toInt());
    if (severity == Severity::none) {
        line_.show_help(index.data(kHelpRole).toString());
    } else {
        line_.show_problem(index.data(kProblemRole).toString(), severity);
    }
}

int CellDelegate::row_height(const QFontMetrics& font) { return font.height() * 3 / 2; }

QWidget* CellDelegate::createEditor(QWidget* parent, const QStyleOptionViewItem& option,
                                    const QModelIndex& index) const {
    const QStringList choices = index.data(kChoicesRole).toStringList();
    const QPersistentModelIndex cell = index;
    auto* self = const_cast<CellDelegate*>(this);
    QWidget* editor = nullptr;
    if (choices.isEmpty()) {
        editor = QStyledItemDelegate::createEditor(parent, option, index);
    } else {
        auto* box = new QComboBox(parent);
        box->addItems(choices);
        box->setEditable(index.data(kFreeTextRole).toBool());
        box->setInsertPolicy(QComboBox::NoInsert);
        connect(box, &QComboBox::activated, this, [self, box] {
            emit self->commitData(box);
            emit self->closeEditor(box);
        });
        if (!box->isEditable()) QTimer::singleShot(0, box, &QComboBox::showPopup);
        editor = box;
    }
    if (QLineEdit* line = line_of(editor)) {
        connect(line, &QLineEdit::textEdited, this, [this, editor, cell] { judge(editor, cell); });
    }
    return editor;
}

void CellDelegate::updateEditorGeometry(QWidget* editor, const QStyleOptionViewItem& option, const QModelIndex&) const {
    // At least as wide as what it may hold: cells of short texts are narrow. Never beyond the view.
    QRect place = option.rect;
    const int enough = std::max(editor->sizeHint().width(), option.fontMetrics.averageCharWidth() * 16);
    place.setWidth(std::max(place.width(), std::min(enough, editor->parentWidget()->width())));
    place.moveLeft(std::max(0, std::min(place.left(), editor->parentWidget()->width() - place.width())));
    editor->setGeometry(place);
}

void CellDelegate::setEditorData(QWidget* editor, const QModelIndex& index) const {
    const QString text = index.data(Qt::EditRole).toString();
    if (auto* box = qobject_cast<QComboBox*>(editor)) {
        box->setCurrentIndex(box->findText(text));
        if (box->isEditable()) box->setEditText(text);
    } else {
        QStyledItemDelegate::setEditorData(editor, index);
    }
}

void CellDelegate::setModelData(QWidget* editor, QAbstractItemModel* model, const QModelIndex& index) const {
    if (judge(editor, index)) model->setData(index, text_in(editor));
}

bool CellDelegate::judge(QWidget* editor, const QModelIndex& index) const {
    const auto* typed = dynamic_cast<const TypedCells*>(index.model());
    const Problems problems = typed->refusal(index, text_in(editor));
    const Theme theme = Theme::of(view_.palette());
    QPalette colours = view_.palette();
    if (problems.empty()) {
        line_.show_help(index.data(kHelpRole).toString());
        QToolTip::hideText();
    } else {
        const QString text = problem_text(problems.front());
        line_.show_problem(text, Severity::error);
        QToolTip::showText(editor->mapToGlobal(editor->rect().bottomLeft()), text, editor);
        colours.setColor(QPalette::Text, look_of(Severity::error, theme).text);
    }
    editor->setPalette(colours);
    return problems.empty();
}

bool CellDelegate::eventFilter(QObject* watched, QEvent* event) {
    auto* editor = qobject_cast<QWidget*>(watched);
    if (event->type() == QEvent::KeyPress && editor != nullptr && line_of(editor) != nullptr) {
        const int key = static_cast<QKeyEvent*>(event)->key();
        const bool leaves =
            key == Qt::Key_Return || key == Qt::Key_Enter || key == Qt::Key_Tab || key == Qt::Key_Backtab;
        if (leaves && !judge(editor, view_.currentIndex())) return true;
    }
    return QStyledItemDelegate::eventFilter(watched, event);
}

QSize CellDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const {
    const QSize size = QStyledItemDelegate::sizeHint(option, index);
    return {size.width() + option.fontMetrics.averageCharWidth(), row_height(option.fontMetrics)};
}

void CellDelegate::initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const {
    QStyledItemDelegate::initStyleOption(option, index);
    const Theme theme = Theme::of(view_.palette());
    if (index.data(kHeadingRole).toBool()) {
        option->font.setBold(true);
        option->backgroundBrush = theme.alternate;
        return;
    }
    const auto severity = static_cast<Severity>(index.data(kSeverityRole).toInt());
    if (severity != Severity::none) {
        option->backgroundBrush = look_of(severity, theme).ground;
        // Where there is no room for both, the text is worth more than the icon.
        const int size = option->fontMetrics.height();
        const int room = option->rect.width() - option->fontMetrics.horizontalAdvance(option->text);
        if (!option->rect.isValid() || room > size * 7 / 4) {
            option->icon = icon_of(severity, *view_.style());
            option->features |= QStyleOptionViewItem::HasDecoration;
            option->decorationSize = QSize(size, size);
        }
    }
    if (option->text.isEmpty()) option->text = index.data(kBlankRole).toString();
    const bool is_own = index.flags() & Qt::ItemIsEditable && !index.data(Qt::DisplayRole).toString().isEmpty();
    if (!is_own) option->palette.setColor(QPalette::Text, theme.weak_text);
}

}  // namespace pinstack::gui
