// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/dialogs/keyboard_help.hpp"

#include <QDialogButtonBox>
#include <QTextBrowser>
#include <QVBoxLayout>

namespace pinstack::gui {

KeyboardHelp::KeyboardHelp(QWidget* parent) : QDialog(parent) {
    setWindowTitle(tr("Keys"));
    text_ = new QTextBrowser;
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto* column = new QVBoxLayout(this);
    column->addWidget(text_);
    column->addWidget(buttons);
    resize(fontMetrics().averageCharWidth() * 90, fontMetrics().lineSpacing() * 34);
}

void KeyboardHelp::add_group(const QString& heading, const Keys& keys) {
    html_ += QString("<h3>%1</h3><table cellpadding=\"2\">").arg(heading.toHtmlEscaped());
    for (const auto& [key, words] : keys) {
        html_ += QString("<tr><td><b>%1</b>&nbsp;&nbsp;&nbsp;</td><td>%2</td></tr>")
                     .arg(key.toHtmlEscaped(), words.toHtmlEscaped());
    }
    html_ += "</table>";
    text_->setHtml(html_);
}

}  // namespace pinstack::gui
