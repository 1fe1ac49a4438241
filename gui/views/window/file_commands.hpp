// SPDX-License-Identifier: GPL-3.0-or-later
//
// What the File menu does: opening, saving and exporting, files opened before, and looking after the open file, which
// another program may change.
#pragma once

#include <QFileSystemWatcher>
#include <QObject>
#include <QString>
#include <functional>

#include "model/system/problem.hpp"

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

    /// A system file, a trace or a sweep, as it looks. False where the file is bad: its problems are shown, and what
    /// was open stays. A trace or a sweep is read in the background: true, and opened() comes later or has_failed()
    /// holds then.
    bool open(const QString& file);
    bool has_failed() const { return has_failed_; }  ///< what was to be opened last
    /// A system file from the trace that is open, as a new document.
    void fit();
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
    void beside_asked();  ///< the simulation of a system file beside the trace

private:
    void ask_and_export();
    void fill_recent(QMenu& menu);
    void watch();
    void file_changed();
    bool save_to(const QString& file);
    QString folder() const;
    void note_opened(const QString& file);
    void refuse(const QString& file, const Problems& problems);

    QWidget& window_;
    Session& session_;
    MessageBar& messages_;
    QSettings& settings_;
    std::function<Page*()> page_;
    QFileSystemWatcher watcher_;
    bool has_failed_ = false;
};

}  // namespace pinstack::gui
