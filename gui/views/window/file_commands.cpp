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

#include "analyzer/trace/fit.hpp"
#include "gui/models/export/csv_export.hpp"
#include "gui/models/recent_files.hpp"
#include "gui/models/session.hpp"
#include "gui/models/start/examples.hpp"
#include "gui/models/trace/trace_file.hpp"
#include "gui/views/export/picture_export.hpp"
#include "gui/views/page.hpp"
#include "gui/views/window/message_bar.hpp"

namespace pinstack::gui {

namespace {

const char* kSystemFiles = QT_TR_NOOP("System files (*.pinstack.json *.json);;All files (*)");
const char* kAllKinds =
    QT_TR_NOOP("System files, traces and sweeps (*.json *.txt *.gz *.ftrace *.trace *.report *.sqlite);;All files (*)");

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
    connect(&session_, &Session::trace_opened, this, [this] {
        watch();
        note_opened(session_.file());
    });
    connect(&session_, &Session::trace_refused, this, &FileCommands::refuse);
    connect(&session_.sweep(), &SweepFile::opened, this, [this] { note_opened(session_.file()); });
    connect(&session_.sweep(), &SweepFile::refused, this, [this](const QString& file, const QString& why) {
        has_failed_ = true;
        messages_.show_error(tr("%1 cannot be opened.").arg(QFileInfo(file).fileName()), why);
    });
    connect(&session_, &Session::beside_refused, this, [this](const QString& file, const Problems& problems) {
        has_failed_ = true;
        messages_.show_error(tr("The trace cannot be compared with %1.").arg(QFileInfo(file).fileName()),
                             text_of(problems));
    });
    connect(&session_, &Session::beside_changed, &messages_, &QWidget::hide);
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
    menu.addSeparator();
    QAction* fit_action = add(tr("&Make a system of the trace"), {}, [this] { fit(); });
    QAction* beside_action = add(tr("&Compare the trace with..."), {}, [this] { emit beside_asked(); });
    connect(&menu, &QMenu::aboutToShow, this, [=, this] {
        reload_action->setEnabled(!session_.file().isEmpty());
        for (QAction* action : {save_action, save_as_action}) action->setEnabled(session_.document().is_open());
        export_action->setEnabled(session_.is_open());
        fit_action->setEnabled(session_.trace() != nullptr);
        beside_action->setEnabled(session_.trace() != nullptr);
    });
    // A shortcut of a disabled action does nothing; the menu decides only while it is shown.
    connect(&menu, &QMenu::aboutToHide, this, [=] {
        for (QAction* action : {reload_action, save_action, save_as_action, export_action, fit_action, beside_action})
            action->setEnabled(true);
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
    const QString file = session_.file();
    return file.isEmpty() ? settings_.value("folder").toString() : QFileInfo(file).absolutePath();
}

bool FileCommands::open(const QString& file) {
    has_failed_ = false;
    if (looks_like_trace(file)) {
        session_.open_trace(file);
        return true;
    }
    if (looks_like_sweep(file)) {
        session_.sweep().open(file);
        return true;
    }
    const Problems problems = session_.document().open(file);
    if (!problems.empty()) {
        refuse(file, problems);
        return false;
    }
    note_opened(file);
    return true;
}

void FileCommands::refuse(const QString& file, const Problems& problems) {
    has_failed_ = true;
    messages_.show_error(tr("%1 cannot be opened: %2.")
                             .arg(QFileInfo(file).fileName(),
                                  problems.size() == 1 ? tr("one problem") : tr("%1 problems").arg(problems.size())),
                         text_of(problems));
}

void FileCommands::note_opened(const QString& file) {
    messages_.hide();
    settings_.setValue("folder", QFileInfo(file).absolutePath());
    add_recent_file(settings_, file);
    emit recent_changed();
    emit opened();
}

void FileCommands::fit() {
    const auto trace = session_.trace();
    if (trace == nullptr) return;
    auto fitted = fit_system(*trace);
    if (!fitted) {
        messages_.show_error(tr("No system can be made of the trace."), text_of(fitted.error()));
        return;
    }
    QStringList notes;
    for (const std::string& note : fitted->notes) notes << QString::fromStdString(note);
    session_.document().show(tr("fitted to %1").arg(session_.name()), std::move(fitted->system));
    emit opened();
    if (!notes.isEmpty())
        messages_.show_error(tr("The system was made of the trace; some of it is assumed:"), notes.join('\n'));
}

void FileCommands::ask_and_open() {
    if (!may_close()) return;
    const QString file =
        QFileDialog::getOpenFileName(&window_, tr("Open a system file, a trace or a sweep"), folder(), tr(kAllKinds));
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
    if (session_.trace() != nullptr) {
        messages_.show_question(tr("A trace is not saved: it is what a kernel did. A system can be made of it."),
                                tr("Make a system of it"), [this] { fit(); });
        return false;
    }
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
    const QString file = session_.file();
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
    const QString file = session_.file();
    if (!file.isEmpty()) watcher_.addPath(file);
}

// Many programs write a new file in the place of the old one: then the watch is lost, and has to be set up again.
void FileCommands::file_changed() {
    const QString file = session_.file();
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
