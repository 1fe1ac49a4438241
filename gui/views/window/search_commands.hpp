// SPDX-License-Identifier: GPL-3.0-or-later
//
// What the Explore menu does: searching for releases under which the open system does badly, and the odds of stacking.
#pragma once

#include <QObject>
#include <QPointer>
#include <functional>

#include "analyzer/explore/search.hpp"
#include "gui/models/session.hpp"

class QAction;
class QMenu;
class QWidget;

namespace pinstack::gui {

class MessageBar;

class SearchCommands : public QObject {
    Q_OBJECT

public:
    /// `may_close` asks whether what is open may be given up for what was found. All must outlive this.
    SearchCommands(QWidget& window, Session& session, MessageBar& messages, std::function<bool()> may_close);

    void fill(QMenu& menu);

    /// Searches for the most CPU time lost to stacking.
    void make_it_stack();
    void ask_and_search();
    void search(const SearchSpec& spec);
    /// The chart of odds, in a window of its own.
    void show_odds();

private:
    void show_found();
    QString words_of(const FoundCase& found) const;

    QWidget& window_;
    Session& session_;
    MessageBar& messages_;
    std::function<bool()> may_close_;
    QPointer<QWidget> odds_;
};

}  // namespace pinstack::gui
