// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/views/start/start_page.hpp"

#include <QGridLayout>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>
#include <memory>
#include <utility>

#include "analyzer/run/drawing_window.hpp"
#include "gui/models/start/examples.hpp"
#include "gui/views/start/example_card.hpp"

namespace pinstack::gui {

namespace {

QLabel* heading(const QString& text, double factor) {
    auto* label = new QLabel(text);
    QFont font = label->font();
    font.setPointSizeF(font.pointSizeF() * factor);
    font.setBold(true);
    label->setFont(font);
    return label;
}

void clear(QLayout& layout) {
    while (QLayoutItem* item = layout.takeAt(0)) {
        delete item->widget();
        delete item;
    }
}

}  // namespace

StartPage::StartPage(QWidget* parent) : Page(parent) {
    content_ = new QWidget;
    auto* column = new QVBoxLayout(content_);
    const int margin = fontMetrics().height() * 2;
    column->setContentsMargins(margin, margin, margin, margin);
    column->setSpacing(fontMetrics().height());
    add_head(*column);
    add_group(*column, QString(), tr("Stacking, and what protects from it"));
    add_group(*column, "kernel", tr("What Linux does"));
    add_group(*column, "locks", tr("Locks and RCU"));
    add_group(*column, "costs", tr("What the kernel costs"));
    add_group(*column, "job-sets", tr("Job sets"));
    column->addStretch();
    auto* scroll = new QScrollArea;
    scroll->setWidget(content_);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    auto* whole = new QVBoxLayout(this);
    whole->setContentsMargins(0, 0, 0, 0);
    whole->addWidget(scroll);
    run_examples();
}

void StartPage::add_head(QVBoxLayout& column) {
    column.addWidget(heading(tr("See migrate-disabled tasks stack up"), 1.8));
    auto* words =
        new QLabel(tr("A task that is preempted inside migrate_disable() stays pinned to its CPU. Several of them can "
                      "end up on one CPU "
                      "while others idle, and deadlines are missed. pinstack shows when and why, what other rules "
                      "would have done, and what can be proved."));
    words->setWordWrap(true);
    column.addWidget(words);
    auto* buttons = new QHBoxLayout;
    auto* tour = new QPushButton(tr("&Take the tour"));
    tour->setObjectName("tour");
    tour->setDefault(true);
    tour->setToolTip(tr("The example that began the debate, step by step"));
    auto* open = new QPushButton(tr("&Open a system file or a trace..."));
    open->setObjectName("open");
    connect(tour, &QPushButton::clicked, this, &StartPage::tour_asked);
    connect(open, &QPushButton::clicked, this, &StartPage::open_asked);
    buttons->addWidget(tour);
    buttons->addWidget(open);
    auto* hint = new QLabel(tr("or drop one here"));
    hint->setForegroundRole(QPalette::PlaceholderText);
    buttons->addWidget(hint);
    buttons->addStretch();
    column.addLayout(buttons);
    recent_ = new QWidget;
    (new QVBoxLayout(recent_))->setContentsMargins(0, 0, 0, 0);
    recent_->hide();
    column.addWidget(recent_);
}

void StartPage::set_recent_files(const QStringList& files) {
    constexpr int kShown = 5;
    clear(*recent_->layout());
    recent_->setVisible(!files.isEmpty());
    if (files.isEmpty()) return;
    recent_->layout()->addWidget(heading(tr("Opened before"), 1.2));
    for (const QString& file : files.mid(0, kShown)) {
        auto* link = new QLabel(QString("<a href=\"#\">%1</a>").arg(file.toHtmlEscaped()));
        connect(link, &QLabel::linkActivated, this, [this, file] { emit file_chosen(file); });
        recent_->layout()->addWidget(link);
    }
}

void StartPage::add_group(QVBoxLayout& column, const QString& group, const QString& words) {
    Group shown;
    shown.grid = new QGridLayout;
    shown.grid->setSpacing(fontMetrics().height() / 2);
    for (const Example& example : examples()) {
        if (example.group != group) continue;
        auto* card = new ExampleCard(example);
        connect(card, &ExampleCard::clicked, this, [this, card] { emit example_chosen(card->id()); });
        shown.cards.push_back(card);
    }
    if (shown.cards.empty()) return;
    column.addWidget(heading(words, 1.2));
    column.addLayout(shown.grid);
    groups_.push_back(std::move(shown));
}

void StartPage::resizeEvent(QResizeEvent* event) {
    Page::resizeEvent(event);
    arrange();
}

// As many columns as there is room for.
void StartPage::arrange() {
    const int card = groups_.front().cards.front()->sizeHint().width();
    const int room = width() - 5 * fontMetrics().height();
    const int columns = std::max(1, room / (card + fontMetrics().height() / 2));
    if (columns == columns_) return;
    columns_ = columns;
    for (const Group& group : groups_) {
        for (int i = 0; i < static_cast<int>(group.cards.size()); ++i) {
            group.grid->addWidget(group.cards[static_cast<std::size_t>(i)], i / columns, i % columns);
        }
        for (int i = 0; i < 16; ++i) group.grid->setColumnStretch(i, i < columns ? 1 : 0);
    }
}

void StartPage::run_examples() {
    runs_.submit([this](const std::stop_token& stop, const LatestJob::Progress&) {
        struct Drawn {
            QString id;
            RecordedRunPtr run;
            Window window;
        };
        std::vector<Drawn> drawn;
        for (const Example& example : examples()) {
            constexpr std::size_t kBars = 300;
            const auto system = std::make_shared<const System>(example.system);
            RecordedRunPtr run = run_recorded(system, system->kernel, stop);
            if (run == nullptr) return LatestJob::Deliver{};
            if (!run->outcome.applicable()) continue;
            const Window window = choose_window(*system, {&run->outcome, 1}, kBars).window;
            drawn.push_back({example.id, std::move(run), window});
        }
        return LatestJob::Deliver{[this, drawn = std::move(drawn)] {
            for (const Group& group : groups_) {
                for (ExampleCard* card : group.cards) {
                    for (const Drawn& each : drawn) {
                        if (each.id == card->id()) card->set_run(each.run, each.window);
                    }
                }
            }
        }};
    });
}

}  // namespace pinstack::gui
