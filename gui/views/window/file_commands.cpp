// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/views/window/file_commands.hpp"

#include <QApplication>
#include <QFileDialog>
#include <QFileInfo>
#include <QMenu>
#include <QMessageBox>
#include <QSettings>
#include <QWidget>
#include <utility>

#include "gui/models/export/csv_export.hpp"
#include "gui/models/recent_files.hpp"
#include "gui/models/session.hpp"
#include "gui/models/start/examples.hpp"
#include "gui/views/export/picture_export.hpp"
#include "gui/views/page.hpp"
#include "gui/views/window/message_bar.hpp"

namespace pinstack::gui {

namespace {

const char* kSystemFiles = QT_TR_NOOP("System files (*.pinstack.json *.json);;All files (*)");

QString text_of(const Problems& problems) { return QString::fromStdString(to_text(problems)); }

}  // namespace

FileCommands::FileCommands(QWidget& window, Session& session, MessageBar& messages, QSettings& settings,
                           std::function<Page*()> page)
    : QObject(&window),
      window_(window),
      session_(session),
      messages_(messages),
      settings_(settings),
      page_(std::move(page)),
      watcher_(this) {
    connect(&watcher_, &QFileSystemWatcher::fileChanged, this, &FileCommands::file_changed);
    connect(&session_.document(), &Document::opened, this, &FileCommands::watch);
    connect(&session_.document(), &Document::saved, this, &FileCommands::watch);
}

void FileCommands::fill(QMenu& menu) {
    const auto add = [&](const QString& text, const QKeySequence& keys, auto slot) {
        QAction* action = menu.addAction(text);
        action->setShortcut(keys);
        connect(action, &QAction::triggered, this, slot);
        return action;
    };
    add(tr("&Open..."), QKeySequence::Open, [this] { ask_and_open(); });
    QMenu* recent = menu.addMenu(tr("Open &recent"));
    connect(recent, &QMenu::aboutToShow, this, [this, recent] { fill_recent(*recent); });
    QAction* reload_action = add(tr("Re&load"), QKeySequence(Qt::CTRL | Qt::Key_R), [this] { reload(); });
    menu.addSeparator();
    QAction* save_action = add(tr("&Save"), QKeySequence::Save, [this] { save(); });
    QAction* save_as_action =
        add(tr("Save &as..."), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_S), [this] { save_as(); });
    QAction* export_action = add(tr("&Export..."), QKeySequence(Qt::CTRL | Qt::Key_E), [this] { ask_and_export(); });
    connect(&menu, &QMenu::aboutToShow, this, [=, this] {
        const Document& document = session_.document();
        reload_action->setEnabled(!document.file().isEmpty());
        for (QAction* action : {save_action, save_as_action, export_action}) action->setEnabled(document.is_open());
    });
    // A shortcut of a disabled action does nothing; the menu decides only while it is shown.
    connect(&menu, &QMenu::aboutToHide, this, [=] {
        for (QAction* action : {reload_action, save_action, save_as_action, export_action}) action->setEnabled(true);
    });
}

void FileCommands::fill_recent(QMenu& menu) {
    menu.clear();
    for (const QString& file : recent_files(settings_)) {
        connect(menu.addAction(file), &QAction::triggered, this, [this, file] {
            if (may_close()) open(file);
        });
    }
    if (menu.isEmpty()) {
        menu.addAction(tr("None"))->setEnabled(false);
        return;
    }
    menu.addSeparator();
    connect(menu.addAction(tr("Clear")), &QAction::triggered, this, [this] {
        clear_recent_files(settings_);
        emit recent_changed();
    });
}

QString FileCommands::folder() const {
    const QString& file = session_.document().file();
    return file.isEmpty() ? settings_.value("folder").toString() : QFileInfo(file).absolutePath();
}

bool FileCommands::open(const QString& file) {
    const Problems problems = session_.document().open(file);
    if (!problems.empty()) {
        messages_.show_error(
            tr("%1 cannot be opened: %2.")
                .arg(QFileInfo(file).fileName(),
                     problems.size() == 1 ? tr("one problem") : tr("%1 problems").arg(problems.size())),
            text_of(problems));
        return false;
    }
    messages_.hide();
    settings_.setValue("folder", QFileInfo(file).absolutePath());
    add_recent_file(settings_, file);
    emit recent_changed();
    emit opened();
    return true;
}

void FileCommands::ask_and_open() {
    if (!may_close()) return;
    const QString file = QFileDialog::getOpenFileName(&window_, tr("Open a system file"), folder(), tr(kSystemFiles));
    if (!file.isEmpty()) open(file);
}

void FileCommands::open_example(const QString& id) {
    const Example* example = find_example(id);
    if (example == nullptr || !may_close()) return;
    messages_.hide();
    session_.document().show(example->title, example->system);
    emit opened();
}

bool FileCommands::save_to(const QString& file) {
    const Problems problems = session_.document().save(file);
    if (!problems.empty()) {
        messages_.show_error(tr("%1 was not written.").arg(file), text_of(problems));
        return false;
    }
    messages_.hide();
    add_recent_file(settings_, file);
    emit recent_changed();
    return true;
}

bool FileCommands::save() {
    const Document& document = session_.document();
    if (!document.is_open()) return false;
    return document.file().isEmpty() ? save_as() : save_to(document.file());
}

bool FileCommands::save_as() {
    if (!session_.document().is_open()) return false;
    QString file = QFileDialog::getSaveFileName(&window_, tr("Save the system file"), folder(), tr(kSystemFiles));
    if (file.isEmpty()) return false;
    if (QFileInfo(file).suffix().isEmpty()) file += ".pinstack.json";
    return save_to(file);
}

void FileCommands::reload() {
    const QString file = session_.document().file();
    if (!file.isEmpty() && may_close()) open(file);
}

void FileCommands::ask_and_export() {
    if (page_() == nullptr) return;
    const QString filter = picture_filter() + (page_()->table() != nullptr ? tr(";;Table (*.csv)") : QString());
    const QString file = QFileDialog::getSaveFileName(&window_, tr("Export what is shown"), folder(), filter);
    if (!file.isEmpty()) export_to(file);
}

bool FileCommands::export_to(const QString& file) {
    Page* page = page_();
    if (page == nullptr) return false;
    const bool is_table = QFileInfo(file).suffix().toLower() == "csv";
    Problems problems;
    if (!is_table) {
        problems = export_picture(*page->picture(), file);
    } else if (page->table() != nullptr) {
        problems = export_csv(*page->table(), file);
    } else {
        problems = {{{file.toStdString(), 0, 0, ""}, "a view without a table", "a picture: .png, .svg or .pdf", ""}};
    }
    if (!problems.empty()) messages_.show_error(tr("%1 was not written.").arg(file), text_of(problems));
    return problems.empty();
}

bool FileCommands::may_close() {
    if (session_.document().history().isClean()) return true;
    const auto answer = QMessageBox::question(
        &window_, tr("Changes that are not saved"), tr("%1 was changed. Save it?").arg(session_.document().name()),
        QMessageBox::Save | QMessageBox::Discard | QMessageBox::Cancel, QMessageBox::Save);
    if (answer == QMessageBox::Save) return save();
    return answer == QMessageBox::Discard;
}

void FileCommands::watch() {
    if (!watcher_.files().isEmpty()) watcher_.removePaths(watcher_.files());
    const QString& file = session_.document().file();
    if (!file.isEmpty()) watcher_.addPath(file);
}

// Many programs write a new file in the place of the old one: then the watch is lost, and has to be set up again.
void FileCommands::file_changed() {
    const QString file = session_.document().file();
    if (!QFileInfo::exists(file)) return;
    watch();
    if (session_.document().history().isClean()) {
        open(file);
        return;
    }
    messages_.show_question(tr("%1 was changed by another program.").arg(QFileInfo(file).fileName()),
                            tr("Reload, and lose the changes made here"), [this, file] { open(file); });
}

}  // namespace pinstack::gui
