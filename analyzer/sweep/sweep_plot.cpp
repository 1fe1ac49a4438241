// SPDX-License-Identifier: Apache-2.0
#include "analyzer/sweep/sweep_plot.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>

#include "analyzer/sweep/sweep_cells.hpp"
#include "model/system/quote.hpp"
#include "model/system/suggestion.hpp"

namespace pinstack {

namespace {

constexpr double kZ = 1.959963984540054;  // of the normal distribution, 2.5 % beyond it

struct PlotKind {
    std::string_view id, title, about;
    PlotUnit unit;
    std::optional<SweepMeasure> measure;  // else shares
};

constexpr PlotKind kKinds[] = {
    {"acceptance", "Acceptance ratio of the tests", "Share of the task sets that a test proves schedulable.",
     PlotUnit::share, std::nullopt},
    {"deadlines", "No deadline missed in the simulation",
     "Share of the task sets that met every deadline in one run. It proves nothing, but what misses here is not "
     "schedulable.",
     PlotUnit::share, std::nullopt},
    {"weighted", "Weighted schedulability",
     "Acceptance ratio with each set weighted by its utilization, over all utilizations of the grid.", PlotUnit::share,
     std::nullopt},
    {"weighted-deadlines", "No deadline missed in the simulation, weighted",
     "Share of the task sets that met every deadline in one run, each weighted by its utilization, over all "
     "utilizations of the grid.",
     PlotUnit::share, std::nullopt},
    {"loss", "Capacity lost", "Mean share of all CPU time in which a CPU idled although a task waited.",
     PlotUnit::share, SweepMeasure::loss},
    {"inversion", "Priority inversion",
     "Mean share of all CPU time that ran less urgent jobs while more urgent ones waited.", PlotUnit::share,
     SweepMeasure::inversion},
    {"inflation", "Response inflation",
     "Longest response of a task divided by that under the baseline: mean over tasks, then over sets.", PlotUnit::ratio,
     SweepMeasure::inflation},
    {"latency", "Latency of the most urgent tasks",
     "Longest time from the release to the first run of a job of the m most urgent tasks on m CPUs, which under fp "
     "wait for protected sections only: mean over sets.",
     PlotUnit::nanoseconds, SweepMeasure::latency},
    {"searched", "Worst case found", "What the search for a worst case found: mean over sets.", PlotUnit::nanoseconds,
     SweepMeasure::searched},
};

bool is_utilization(const SweepAxis& axis) { return axis.key == "utilization" || axis.key == "utilization_per_cpu"; }

/// A line of a figure, and what it shows of a cell.
struct Line {
    std::string name;
    std::size_t style = 0, variant = 0, test = SweepSums::kMet;
};

class Plotter {
public:
    Plotter(const SweepSpec& spec, const SweepSums& sums, const PlotQuestion& question)
        : spec_(spec), sums_(sums), question_(question) {}

    Result<std::vector<SweepPlot>> plots() {
        choose_cells();
        choose_axis();
        check_ids();
        if (!problems_.empty()) return tl::unexpected(std::move(problems_));
        std::vector<SweepPlot> plots;
        for (const PlotKind& kind : kKinds) {
            const auto& ids = question_.ids;
            if (!ids.empty() && std::find(ids.begin(), ids.end(), kind.id) == ids.end()) continue;
            if (auto plot = plot_of(kind)) plots.push_back(std::move(*plot));
        }
        return plots;
    }

private:
    void problem(const char* option, std::string found, std::string expected, std::string hint) {
        Problem& problem = problems_.emplace_back();
        problem.where.file = option;
        problem.found = std::move(found);
        problem.expected = std::move(expected);
        problem.hint = std::move(hint);
    }

    std::optional<std::size_t> find_axis(const char* option, const std::string& key) {
        std::vector<std::string_view> keys;
        for (const SweepAxis& axis : spec_.grid) keys.push_back(axis.key);
        const auto found = std::find(keys.begin(), keys.end(), key);
        if (found != keys.end()) return static_cast<std::size_t>(found - keys.begin());
        problem(option, quote(key), "a parameter of the grid", suggest(key, keys, "parameters"));
        return std::nullopt;
    }

    void choose_cells() {
        fixed_.resize(spec_.grid.size());
        for (const auto& [key, word] : question_.where) {
            const auto axis = find_axis("--where", key);
            if (!axis) continue;
            const std::vector<std::string>& words = spec_.grid[*axis].words;
            const auto found = std::find(words.begin(), words.end(), word);
            if (found == words.end()) {
                const std::vector<std::string_view> known(words.begin(), words.end());
                problem("--where", quote(word), fmt::format("a value of `{}`", key), suggest(word, known, "values"));
                continue;
            }
            fixed_[*axis] = static_cast<std::size_t>(found - words.begin());
        }
    }

    void choose_axis() {
        if (question_.axis) {
            axis_ = find_axis("--x", *question_.axis);
            return;
        }
        for (std::size_t i = 0; i < spec_.grid.size(); ++i) {
            if (fixed_[i]) continue;
            if (!axis_ || is_utilization(spec_.grid[i]) || !is_utilization(spec_.grid[*axis_])) axis_ = i;
        }
    }

    void check_ids() {
        std::vector<std::string_view> known;
        for (const PlotKind& kind : kKinds) known.push_back(kind.id);
        for (const std::string& id : question_.ids) {
            if (std::find(known.begin(), known.end(), id) == known.end())
                problem("--figure", quote(id), "the name of a figure", suggest(id, known, "figures"));
        }
    }

    /// The axis against which utilization is summed up: not itself.
    std::optional<std::size_t> axis_beside_utilization() const {
        if (axis_ && !is_utilization(spec_.grid[*axis_])) return axis_;
        std::optional<std::size_t> last;
        for (std::size_t i = 0; i < spec_.grid.size(); ++i) {
            if (!is_utilization(spec_.grid[i]) && !fixed_[i]) last = i;
        }
        return last;
    }

    std::vector<Line> lines_of(const PlotKind& kind) const {
        return kind.id == "acceptance" || kind.id == "weighted" ? lines_of_tests() : lines_of_variants();
    }

    std::vector<Line> lines_of_variants() const {
        std::vector<Line> lines;
        for (std::size_t variant = 0; variant < spec_.variants.size(); ++variant)
            lines.push_back({spec_.variants[variant].name, variant, variant, SweepSums::kMet});
        return lines;
    }

    /// A line for each test and each variant that it applies under.
    std::vector<Line> lines_of_tests() const {
        std::vector<Line> lines;
        for (std::size_t test = 0; test < spec_.tests.size(); ++test) {
            for (std::size_t variant = 0; variant < spec_.variants.size(); ++variant) {
                const bool of_its_own = spec_.tests[test]->family == TestFamily::pinned;
                if (of_its_own && variant > 0) continue;
                std::uint64_t sets = 0;
                for (std::uint64_t cell = 0; cell < spec_.cells(); ++cell)
                    sets += sums_.share(cell, variant, test).sets;
                if (sets == 0) continue;
                const std::string id(spec_.tests[test]->id);
                lines.push_back(
                    {of_its_own ? id : id + " " + spec_.variants[variant].name, lines.size(), variant, test});
            }
        }
        return lines;
    }

    std::optional<SweepPlot> plot_of(const PlotKind& kind) const {
        const bool is_weighted = kind.id.starts_with("weighted");
        const auto axis = is_weighted ? axis_beside_utilization() : axis_;
        const bool has_utilization = std::any_of(spec_.grid.begin(), spec_.grid.end(), is_utilization);
        if (is_weighted && (!axis || !has_utilization)) return std::nullopt;
        SweepPlot plot{.id = std::string(kind.id),
                       .title = std::string(kind.title) + chosen_text(),
                       .about = std::string(kind.about),
                       .unit = kind.unit,
                       .axis = axis ? spec_.grid[*axis] : SweepAxis{"", {"all sets"}},
                       .panels = {}};
        const std::vector<Line> lines = lines_of(kind);
        // Of each panel: by line and place, the sums.
        struct Sums {
            ShareSums share;
            MeanSums mean;
        };
        std::map<std::vector<std::size_t>, std::vector<Sums>> panels;
        for (std::uint64_t cell = 0; cell < spec_.cells(); ++cell) {
            std::vector<std::size_t> place = place_of_cell(spec_, cell);
            if (!is_chosen(place)) continue;
            const std::size_t x = axis ? place[*axis] : 0;
            for (std::size_t i = 0; i < place.size(); ++i) {
                if (i == axis || (is_weighted && is_utilization(spec_.grid[i]))) place[i] = SIZE_MAX;
            }
            auto& sums = panels[place];
            sums.resize(lines.size() * plot.axis.words.size());
            for (std::size_t i = 0; i < lines.size(); ++i) {
                Sums& own = sums[i * plot.axis.words.size() + x];
                own.share.add(sums_.share(cell, lines[i].variant, lines[i].test));
                if (kind.measure) own.mean.add(sums_.mean(cell, lines[i].variant, *kind.measure));
            }
        }
        bool has_points = false;
        for (const auto& [place, sums] : panels) {
            PlotPanel& panel = plot.panels.emplace_back(PlotPanel{name_of_panel(place), {}});
            for (std::size_t i = 0; i < lines.size(); ++i) {
                PlotCurve curve{lines[i].name, lines[i].style, {}};
                bool is_drawn = false;
                for (std::size_t x = 0; x < plot.axis.words.size(); ++x) {
                    const Sums& own = sums[i * plot.axis.words.size() + x];
                    auto& point = curve.points.emplace_back();
                    if ((kind.measure ? own.mean.sets : own.share.sets) == 0) continue;
                    point = kind.measure  ? mean_point(own.mean)
                            : is_weighted ? weighted_point(own.share)
                                          : share_point(own.share);
                    is_drawn = true;
                }
                if (is_drawn) panel.curves.push_back(std::move(curve));
                has_points |= is_drawn;
            }
        }
        if (!has_points) return std::nullopt;
        return plot;
    }

    bool is_chosen(const std::vector<std::size_t>& place) const {
        for (std::size_t i = 0; i < place.size(); ++i) {
            if (fixed_[i] && *fixed_[i] != place[i]) return false;
        }
        return true;
    }

    std::string name_of_panel(const std::vector<std::size_t>& place) const {
        std::string name;
        for (std::size_t i = 0; i < place.size(); ++i) {
            if (place[i] == SIZE_MAX || fixed_[i]) continue;
            name +=
                fmt::format("{}{} = {}", name.empty() ? "" : ", ", spec_.grid[i].key, spec_.grid[i].words[place[i]]);
        }
        return name;
    }

    /// What all panels have in common: ", md_share = 0.5".
    std::string chosen_text() const {
        std::string text;
        for (std::size_t i = 0; i < fixed_.size(); ++i) {
            if (fixed_[i]) text += fmt::format(", {} = {}", spec_.grid[i].key, spec_.grid[i].words[*fixed_[i]]);
        }
        return text;
    }

    const SweepSpec& spec_;
    const SweepSums& sums_;
    const PlotQuestion& question_;
    std::vector<std::optional<std::size_t>> fixed_;  // by axis: the only place
    std::optional<std::size_t> axis_;
    Problems problems_;
};

}  // namespace

PlotPoint share_point(const ShareSums& sums) {
    const auto n = static_cast<double>(sums.sets);
    const double p = static_cast<double>(sums.hits) / n, z = kZ * kZ;
    const double middle = (p + z / (2 * n)) / (1 + z / n);
    const double half = kZ / (1 + z / n) * std::sqrt(p * (1 - p) / n + z / (4 * n * n));
    // At the ends they differ by less than the rounding.
    return {sums.sets, p, sums.hits == 0 ? 0.0 : std::max(0.0, middle - half),
            sums.hits == sums.sets ? 1.0 : std::min(1.0, middle + half)};
}

PlotPoint weighted_point(const ShareSums& sums) {
    const double share = sums.hit_weight / sums.weight;
    // Sum of u^2 (hit - share)^2, hit being 0 or 1.
    const double scatter = sums.hit_square * (1 - 2 * share) + sums.square * share * share;
    const double half = kZ * std::sqrt(std::max(0.0, scatter)) / sums.weight;
    return {sums.sets, share, std::max(0.0, share - half), std::min(1.0, share + half)};
}

PlotPoint mean_point(const MeanSums& sums) {
    const auto n = static_cast<double>(sums.sets);
    const double mean = sums.sum / n;
    if (sums.sets < 2) return {sums.sets, mean, mean, mean};
    const double variance = std::max(0.0, (sums.square - n * mean * mean) / (n - 1));
    const double half = kZ * std::sqrt(variance / n);
    return {sums.sets, mean, mean - half, mean + half};
}

Result<std::vector<SweepPlot>> plots_of(const SweepSpec& spec, const SweepSums& sums, const PlotQuestion& question) {
    return Plotter(spec, sums, question).plots();
}

}  // namespace pinstack
