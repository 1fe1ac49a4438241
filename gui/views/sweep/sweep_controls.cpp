// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/views/sweep/sweep_controls.hpp"

#include <QComboBox>
#include <QGridLayout>
#include <QLabel>
#include <QSignalBlocker>
#include <QVBoxLayout>
#include <algorithm>

#include "analyzer/report/display_text.hpp"
#include "analyzer/report/sweep/sweep_chart.hpp"

namespace pinstack::gui {

namespace {

constexpr int kInARow = 4;

/// Items, of which one is the current one. They stay where they are the same, so that an open list stays open.
void set_items(QComboBox& box, const QStringList& items, std::size_t current) {
    const QSignalBlocker blocker(&box);
    QStringList before;
    for (int i = 0; i < box.count(); ++i) before << box.itemText(i);
    if (before != items) {
        box.clear();
        box.addItems(items);
    }
    box.setCurrentIndex(static_cast<int>(current));
}

}  // namespace

SweepControls::SweepControls(SweepChoice& choice, QWidget* parent) : QWidget(parent), choice_(choice) {
    auto* top = new QGridLayout;
    figure_ = add_box(*top, 0, 0, tr("&Figure"), "figure");
    axis_ = add_box(*top, 0, 1, tr("&Across"), "axis");
    QComboBox* intervals = add_box(*top, 0, 2, tr("&Intervals of 95 %"), "intervals");
    intervals->addItems({tr("bars"), tr("bands"), tr("none")});
    top->setColumnStretch(6, 1);
    parameters_ = new QWidget;
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(6, 4, 6, 4);
    column->addLayout(top);
    column->addWidget(parameters_);
    connect(figure_, &QComboBox::currentIndexChanged, this,
            [this](int index) { choice_.set_figure(choice_.results()->figures[static_cast<std::size_t>(index)].id); });
    connect(axis_, &QComboBox::currentIndexChanged, this,
            [this](int index) { choice_.set_axis(choice_.axes()[static_cast<std::size_t>(index)]); });
    connect(intervals, &QComboBox::currentIndexChanged, this,
            [this](int index) { emit intervals_chosen(static_cast<SweepChart::Intervals>(index)); });
    connect(&choice_, &SweepChoice::changed, this, &SweepControls::follow);
    follow();
}

QComboBox* SweepControls::add_box(QGridLayout& grid, int row, int column, const QString& label, const char* name) {
    auto* box = new QComboBox;
    box->setObjectName(name);
    box->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    auto* words = new QLabel(label);
    words->setBuddy(box);
    grid.addWidget(words, row, column * 2, Qt::AlignRight);
    grid.addWidget(box, row, column * 2 + 1);
    return box;
}

void SweepControls::follow() {
    setEnabled(choice_.has_plot());
    if (!choice_.has_plot()) return;
    QStringList figures, axes;
    for (const PlottedFigure& figure : choice_.results()->figures) figures << QString::fromStdString(figure.title);
    set_items(*figure_, figures, choice_.figure());
    const std::vector<std::string> keys = choice_.axes();
    for (const std::string& key : keys) axes << QString::fromStdString(axis_text(key));
    const auto axis = std::find(keys.begin(), keys.end(), choice_.plot().axis.key);
    set_items(*axis_, axes, static_cast<std::size_t>(axis - keys.begin()));
    axis_->setEnabled(keys.size() > 1);
    make_parameters();
    for (const Parameter& each : boxes_) {
        const QSignalBlocker blocker(each.box);
        each.box->setCurrentIndex(static_cast<int>(choice_.value(each.key)));
    }
}

void SweepControls::make_parameters() {
    const std::vector<const SweepAxis*> others = choice_.others();
    const bool same = std::equal(others.begin(), others.end(), boxes_.begin(), boxes_.end(),
                                 [](const SweepAxis* axis, const Parameter& box) { return axis->key == box.key; });
    const bool of_same = boxes_of_ != nullptr && boxes_of_->spec.text == choice_.results()->spec.text;
    if (same && of_same) return;
    boxes_of_ = choice_.results();
    boxes_.clear();
    auto* fresh = new QWidget;
    auto* grid = new QGridLayout(fresh);
    grid->setContentsMargins({});
    for (std::size_t i = 0; i < others.size(); ++i) {
        const SweepAxis& axis = *others[i];
        const int place = static_cast<int>(i);
        QComboBox* box = add_box(*grid, place / kInARow, place % kInARow,
                                 QString::fromStdString(axis_text(axis.key)) + " =", axis.key.c_str());
        for (const std::string& word : axis.words) box->addItem(QString::fromStdString(printable(word)));
        connect(box, &QComboBox::currentIndexChanged, this,
                [this, key = axis.key](int index) { choice_.set_value(key, static_cast<std::size_t>(index)); });
        boxes_.push_back({axis.key, box});
    }
    grid->setColumnStretch(kInARow * 2, 1);
    delete layout()->replaceWidget(parameters_, fresh);
    delete parameters_;
    parameters_ = fresh;
    fresh->setVisible(!others.empty());
}

}  // namespace pinstack::gui
