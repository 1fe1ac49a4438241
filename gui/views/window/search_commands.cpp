// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/views/window/search_commands.hpp"

#include <QMenu>
#include <QWidget>
#include <utility>

#include "analyzer/report/explore/explore_report.hpp"
#include "analyzer/report/time_scale.hpp"
#include "gui/dialogs/search_dialog.hpp"
#include "gui/models/table/figure_table.hpp"
#include "gui/views/odds/odds_window.hpp"
#include "gui/views/window/message_bar.hpp"

namespace pinstack::gui {

SearchCommands::SearchCommands(QWidget& window, Session& session, MessageBar& messages, std::function<bool()> may_close)
    : QObject(&window), window_(window), session_(session), messages_(messages), may_close_(std::move(may_close)) {
    connect(&session_, &Session::search_ended, this, &SearchCommands::show_found);
    connect(&session_, &Session::search_refused, this, [this](const Problems& problems) {
        messages_.show_error(tr("The system cannot be searched."), words(to_text(problems)));
    });
}

void SearchCommands::fill(QMenu& menu) {
    QAction* stack =
        menu.addAction(tr("Make it &stack"), QKeySequence(Qt::CTRL | Qt::Key_M), this, &SearchCommands::make_it_stack);
    QAction* search = menu.addAction(tr("Search for a &worst case..."), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_M),
                                     this, &SearchCommands::ask_and_search);
    menu.addSeparator();
    menu.addAction(tr("Stacking &odds"), this, &SearchCommands::show_odds);
    const auto follow = [this, stack, search] {
        for (QAction* action : {stack, search}) action->setEnabled(session_.document().effective() != nullptr);
    };
    connect(&session_.document(), &Document::changed, this, follow);
    follow();
}

void SearchCommands::make_it_stack() {
    SearchSpec spec;
    spec.objective.kind = ObjectiveKind::loss;
    search(spec);
}

void SearchCommands::ask_and_search() {
    if (session_.document().effective() == nullptr) return;
    SearchDialog dialog(*session_.document().effective(), &window_);
    if (dialog.exec() == QDialog::Accepted) search(dialog.spec());
}

void SearchCommands::search(const SearchSpec& spec) {
    if (session_.document().effective() != nullptr) session_.search(spec);
}

QString SearchCommands::words_of(const FoundCase& found) const {
    const auto value = [&](const Score& score) {
        if (found.spec.objective.kind == ObjectiveKind::depth) return QString::number(score.value);
        return words(time_text(score.value));
    };
    const QString runs = words(counted(found.result.evaluations, "run"));
    const QString worst = value(found.result.worst), own = value(found.result.own);
    switch (found.spec.objective.kind) {
        case ObjectiveKind::loss:
            return tr("%1 lost to stacking (the file's own releases: %2), the most of %3.").arg(worst, own, runs);
        case ObjectiveKind::depth:
            return tr("Up to %1 jobs pinned to one CPU (the file's own releases: %2), the most of %3.")
                .arg(worst, own, runs);
        case ObjectiveKind::response:
            return tr("A response of %1 (the file's own releases: %2), the longest of %3.").arg(worst, own, runs);
        case ObjectiveKind::lateness:
            return tr("A lateness of %1 (the file's own releases: %2), the greatest of %3.").arg(worst, own, runs);
    }
    return {};
}

void SearchCommands::show_found() {
    const FoundCasePtr found = session_.found();
    const bool is_of_stacks =
        found->spec.objective.kind == ObjectiveKind::loss || found->spec.objective.kind == ObjectiveKind::depth;
    StringSink report;
    write_explore(report, ReportFormat::text,
                  {found->name.toStdString(), std::nullopt, *found->system, found->spec, found->result});
    if (is_of_stacks && found->result.worst.value == 0) {
        messages_.show_error(tr("Nothing stacks in %1: no better releases were found, which proves nothing.")
                                 .arg(words(counted(found->result.evaluations, "run"))),
                             {});
        return;
    }
    if (!may_close_()) return;
    session_.document().show(tr("%1, worst case").arg(found->name), found->result.witness);
    messages_.show_error(words_of(*found) + ' ' + tr("It is shown; save it to keep it."), words(report.text));
}

void SearchCommands::show_odds() {
    if (odds_ == nullptr) {
        odds_ = new OddsWindow(&window_);
        odds_->setAttribute(Qt::WA_DeleteOnClose);
    }
    odds_->show();
    odds_->raise();
    odds_->activateWindow();
}

}  // namespace pinstack::gui
