// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>
#include <QString>
#include <QVector>
#include <utility>

class QTextBrowser;

namespace pinstack::gui {

/// What each key does, on one page.
class KeyboardHelp : public QDialog {
    Q_OBJECT

public:
    using Keys = QVector<std::pair<QString, QString>>;  ///< "Ctrl+O", "open a system file"

    explicit KeyboardHelp(QWidget* parent = nullptr);
    void add_group(const QString& heading, const Keys& keys);

private:
    QTextBrowser* text_ = nullptr;
    QString html_;
};

}  // namespace pinstack::gui
