// SPDX-License-Identifier: GPL-3.0-or-later
//
// What is looked at of a sweep: a figure, the parameter that is its axis, and a value of each other parameter of the
// grid. What was chosen stays chosen, as far as it exists, when the results are read again or another figure is.
#pragma once

#include <QObject>
#include <map>
#include <string>
#include <vector>

#include "analyzer/report/sweep/plot_scale.hpp"
#include "gui/models/sweep/sweep_file.hpp"

namespace pinstack::gui {

class SweepChoice : public QObject {
    Q_OBJECT

public:
    using QObject::QObject;

    /// nullptr: nothing is open.
    void show(SweepResultsPtr results);

    const SweepResultsPtr& results() const { return results_; }
    /// Is there a figure? Not where nothing is open, or no set is evaluated yet.
    bool has_plot() const { return !plot_.panels.empty(); }

    // REQUIRES for all of these: has_plot().
    const SweepPlot& plot() const { return plot_; }                  ///< with all values of the other parameters
    const PlotPanel& panel() const { return plot_.panels[panel_]; }  ///< with those that are chosen
    /// The same for all panels, so that values can be compared by changing them.
    PlotScale scale() const { return PlotScale::of(plot_); }
    std::size_t figure() const { return figure_; }    ///< of SweepResults::figures
    std::vector<std::string> axes() const;            ///< that may be chosen; empty where the grid is
    std::vector<const SweepAxis*> others() const;     ///< that need a value, in the order of the grid
    std::size_t value(const std::string& key) const;  ///< place among the values of the parameter
    /// "CPUs = 4, section length = 0.1"; empty where there are no others.
    QString values_text() const;

    void set_figure(const std::string& id);
    void set_axis(const std::string& key);
    void set_value(const std::string& key, std::size_t place);

signals:
    void changed();

private:
    void plot_again();
    void find_panel();
    bool is_summed_up(const SweepAxis& axis) const;

    SweepResultsPtr results_;
    std::string figure_id_, axis_;              // as chosen; empty = the first, the usual one
    std::map<std::string, std::string> words_;  // as chosen, by key
    SweepPlot plot_;
    std::size_t figure_ = 0, panel_ = 0;
};

}  // namespace pinstack::gui
