// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/models/sweep/sweep_choice.hpp"

#include <algorithm>
#include <utility>

#include "analyzer/report/display_text.hpp"
#include "analyzer/report/sweep/sweep_chart.hpp"

namespace pinstack::gui {

void SweepChoice::show(SweepResultsPtr results) {
    results_ = std::move(results);
    plot_again();
    emit changed();
}

bool SweepChoice::is_summed_up(const SweepAxis& axis) const {
    return results_->figures[figure_].is_over_utilization &&
           (axis.key == "utilization" || axis.key == "utilization_per_cpu");
}

std::vector<std::string> SweepChoice::axes() const {
    std::vector<std::string> keys;
    for (const SweepAxis& axis : results_->spec.grid) {
        if (!is_summed_up(axis)) keys.push_back(axis.key);
    }
    return keys;
}

std::vector<const SweepAxis*> SweepChoice::others() const {
    std::vector<const SweepAxis*> others;
    for (const SweepAxis& axis : results_->spec.grid) {
        if (axis.key != plot_.axis.key && !is_summed_up(axis)) others.push_back(&axis);
    }
    return others;
}

std::size_t SweepChoice::value(const std::string& key) const {
    const auto chosen = words_.find(key);
    for (const SweepAxis& axis : results_->spec.grid) {
        if (axis.key != key || chosen == words_.end()) continue;
        const auto place = std::find(axis.words.begin(), axis.words.end(), chosen->second);
        if (place != axis.words.end()) return static_cast<std::size_t>(place - axis.words.begin());
    }
    return 0;
}

QString SweepChoice::values_text() const {
    QStringList texts;
    for (const SweepAxis* axis : others()) {
        const std::string word = printable(axis->words[value(axis->key)]);
        texts << QString("%1 = %2").arg(QString::fromStdString(axis_text(axis->key)), QString::fromStdString(word));
    }
    return texts.join(", ");
}

void SweepChoice::set_figure(const std::string& id) {
    figure_id_ = id;
    plot_again();
    emit changed();
}

void SweepChoice::set_axis(const std::string& key) {
    axis_ = key;
    plot_again();
    emit changed();
}

void SweepChoice::set_value(const std::string& key, std::size_t place) {
    for (const SweepAxis* axis : others()) {
        if (axis->key == key) words_[key] = axis->words[place];
    }
    find_panel();
    emit changed();
}

void SweepChoice::plot_again() {
    plot_ = {};
    panel_ = figure_ = 0;
    if (results_ == nullptr || results_->figures.empty()) return;
    const auto& figures = results_->figures;
    const auto chosen =
        std::find_if(figures.begin(), figures.end(), [&](const auto& figure) { return figure.id == figure_id_; });
    if (chosen != figures.end()) figure_ = static_cast<std::size_t>(chosen - figures.begin());
    PlotQuestion question;
    question.ids = {figures[figure_].id};
    const std::vector<std::string> keys = axes();
    if (std::find(keys.begin(), keys.end(), axis_) != keys.end()) question.axis = axis_;
    auto plots = plots_of(results_->spec, results_->sums, question);
    if (!plots || plots->empty()) return;
    plot_ = std::move(plots->front());
    find_panel();
}

// Panels stand in the order of the cells, of which the first parameter varies slowest.
void SweepChoice::find_panel() {
    panel_ = 0;
    for (const SweepAxis* axis : others()) panel_ = panel_ * axis->words.size() + value(axis->key);
}

}  // namespace pinstack::gui
