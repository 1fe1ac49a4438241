// SPDX-License-Identifier: GPL-3.0-or-later
//
// What a window without a file shows: the tour, files opened before, and the examples as cards.
#pragma once

#include <vector>

#include "gui/models/latest_job.hpp"
#include "gui/views/page.hpp"

class QGridLayout;
class QVBoxLayout;

namespace pinstack::gui {

class ExampleCard;

class StartPage : public Page {
    Q_OBJECT

public:
    explicit StartPage(QWidget* parent = nullptr);

    void set_recent_files(const QStringList& files);
    /// The small schedules are computed in the background.
    bool is_busy() const { return runs_.is_busy(); }

signals:
    void open_asked();
    void file_chosen(const QString& file);
    void example_chosen(const QString& id);
    void tour_asked();

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    struct Group {
        QGridLayout* grid = nullptr;
        std::vector<ExampleCard*> cards;
    };
    void add_head(QVBoxLayout& column);
    void add_group(QVBoxLayout& column, const QString& group, const QString& heading);
    void arrange();
    void run_examples();

    QWidget* recent_ = nullptr;
    QWidget* content_ = nullptr;
    std::vector<Group> groups_;
    int columns_ = 0;
    LatestJob runs_;
};

}  // namespace pinstack::gui
