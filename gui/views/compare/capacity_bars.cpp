// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/views/compare/capacity_bars.hpp"

#include <QBarSet>
#include <QChart>
#include <QCursor>
#include <QHorizontalStackedBarSeries>
#include <QToolTip>
#include <algorithm>

#include "analyzer/report/outcome_text.hpp"
#include "gui/models/compare/capacities_table.hpp"
#include "gui/models/table/figure_table.hpp"

namespace pinstack::gui {

namespace {

constexpr int kNameCharacters = 27;  // "NP/linux-rt-5.15" and the like, and the mark of the baseline

}  // namespace

CapacityBars::CapacityBars(const ComparedRuns& runs, QWidget* parent)
    : FramedChart(0, kNameCharacters, parent), runs_(runs) {}

QSize CapacityBars::sizeHint() const {
    return {fontMetrics().averageCharWidth() * 80, fontMetrics().height() * (3 + bars_ * 2)};
}

QSize CapacityBars::minimumSizeHint() const {
    return {fontMetrics().averageCharWidth() * 40, fontMetrics().height() * 3 + fontMetrics().height() * bars_ * 5 / 4};
}

void CapacityBars::clear() {
    chart()->removeAllSeries();
    set_upwards_range(0, 1, {});
    set_across(100, {});
}

void CapacityBars::refresh() {
    clear();
    const Theme theme = Theme::of(palette());
    // Bars are drawn from the bottom.
    std::vector<std::size_t> shown = runs_.shown();
    std::reverse(shown.begin(), shown.end());
    auto* series = new QHorizontalStackedBarSeries;
    series->setBarWidth(0.7);
    for (const CapacityKind* kind : kinds_in(runs_)) {
        auto* set = new QBarSet(words(kind->name));
        set->setBrush(kind_colour(*kind, theme));
        set->setPen(QPen(theme.ground, 0.5));
        for (const std::size_t run : shown) {
            const CapacitySplit& capacity = runs_.outcomes().outcomes[run].result->capacity;
            const auto total = static_cast<double>(std::max<std::int64_t>(1, capacity.total));
            *set << static_cast<double>(capacity.*kind->part) / total * 100;
        }
        connect(set, &QBarSet::hovered, this, [this, kind, shown](bool is_in, int bar) {
            if (!is_in || bar < 0 || static_cast<std::size_t>(bar) >= shown.size()) return QToolTip::hideText();
            show_part(*kind, shown[static_cast<std::size_t>(bar)]);
        });
        series->append(set);
    }
    add_series(series);
    std::vector<AxisLabel> names, shares;
    for (std::size_t i = 0; i < shown.size(); ++i) {
        names.push_back({static_cast<double>(i), runs_.index(static_cast<int>(shown[i])).data().toString()});
    }
    for (int share = 0; share <= 100; share += 20)
        shares.push_back({static_cast<double>(share), tr("%1 %").arg(share)});
    bars_ = static_cast<int>(shown.size());
    set_upwards_range(-0.5, std::max(0.5, bars_ - 0.5), std::move(names));
    set_across(100, std::move(shares));
    updateGeometry();
}

void CapacityBars::show_part(const CapacityKind& kind, std::size_t run) {
    const CapacitySplit& capacity = runs_.outcomes().outcomes[run].result->capacity;
    QToolTip::showText(
        QCursor::pos(),
        tr("%1: %2\n%3")
            .arg(words(kind.name), words(share_text(capacity.*kind.part, capacity.total)), words(kind.meaning)),
        this);
}

}  // namespace pinstack::gui
