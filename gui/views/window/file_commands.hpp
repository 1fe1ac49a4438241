// SPDX-License-Identifier: GPL-3.0-or-later
//
// What the File menu does: opening, saving and exporting, files opened before, and looking after the open file, which
// another program may change.
#pragma once

#include <QFileSystemWatcher>
#include <QObject>
#include <QString>
#include <functional>

class QMenu;
class QSettings;
class QWidget;

namespace pinstack::gui {

class MessageBar;
class Page;
class Session;

class FileCommands : public QObject {
    Q_OBJECT

public:
    /// `page` says which page an export is of. All must outlive this.
    FileCommands(QWidget& window, Session& session, MessageBar& messages, QSettings& settings,
                 std::function<Page*()> page);

    void fill(QMenu& menu);

    /// False where the file is bad: its problems are shown, and what was open stays.
    bool open(const QString& file);
    void ask_and_open();
    void open_example(const QString& id);
    bool save();
    bool save_as();
    void reload();
    /// Writes the page as the ending of the file says: .png, .svg, .pdf, .csv. False where it cannot; then the reason
    /// is shown.
    bool export_to(const QString& file);
    /// May what is open be given up? Asks where there are changes that were not saved.
    bool may_close();

signals:
    void opened();
    void recent_changed();

private:
    void ask_and_export();
    void fill_recent(QMenu& menu);
    void watch();
    void file_changed();
    bool save_to(const QString& file);
    QString folder() const;

    QWidget& window_;
    Session& session_;
    MessageBar& messages_;
    QSettings& settings_;
    std::function<Page*()> page_;
    QFileSystemWatcher watcher_;
};

}  // namespace pinstack::gui
