// SPDX-License-Identifier: Apache-2.0
//
// The points of the figures, against sums over the CSV of the same results, and intervals against published values.
#include "analyzer/sweep/sweep_plot.hpp"

#include <map>
#include <sstream>

#include "analyzer/report/sweep/sweep_report.hpp"
#include "analyzer/sweep/sweep_csv.hpp"
#include "analyzer/sweep/sweep_run.hpp"
#include "tests/analyzer/sweep/small_sweep.hpp"
#include "tests/support/catch.hpp"

using namespace pinstack;
using Catch::Matchers::Contains;

namespace {

constexpr int kSamples = 12;

ResultStore results() {
    auto store = ResultStore::temporary(test::small_sweep(kSamples)).value();
    REQUIRE(run_sweep(store, {}, {}, {}));
    return store;
}

/// The rows of the CSV as maps from column to cell.
std::vector<std::map<std::string, std::string>> rows_of(const ResultStore& store) {
    StringSink sink;
    REQUIRE(write_sweep_csv(sink, store));
    std::istringstream lines(sink.text);
    std::string line, cell;
    std::vector<std::string> columns;
    std::vector<std::map<std::string, std::string>> rows;
    while (std::getline(lines, line)) {
        std::istringstream cells(line);
        if (columns.empty()) {
            while (std::getline(cells, cell, ',')) columns.push_back(cell);
            continue;
        }
        auto& row = rows.emplace_back();
        for (std::size_t i = 0; std::getline(cells, cell, ','); ++i) row[columns[i]] = cell;
    }
    return rows;
}

const PlotPoint& point_of(const std::vector<SweepPlot>& plots, const std::string& id, const std::string& panel,
                          const std::string& curve, std::size_t x) {
    for (const SweepPlot& plot : plots) {
        for (const PlotPanel& some : plot.panels) {
            for (const PlotCurve& line : some.curves) {
                if (plot.id == id && some.name == panel && line.name == curve) return *line.points.at(x);
            }
        }
    }
    FAIL("no curve " << curve << " in " << id << ", " << panel);
    throw 0;
}

}  // namespace

TEST_CASE("plots: the points are the means of the CSV's rows") {
    const ResultStore store = results();
    const auto sums = SweepSums::of(store);
    const auto plots = plots_of(store.spec(), *sums, {});
    REQUIRE(plots.has_value());
    CHECK((*plots)[0].axis.key == "utilization_per_cpu");
    const auto rows = rows_of(store);
    for (const std::string length : {"uniform:0.1:0.2", "0.5"}) {
        double weight = 0, hit_weight = 0;
        for (std::size_t x = 0; x < 2; ++x) {
            const std::string utilization = x == 0 ? "0.5" : "0.8", panel = "section_length = " + length;
            CAPTURE(length, x);
            double sets = 0, proved = 0, met = 0, loss = 0, inversion = 0, inflation = 0, latency = 0;
            for (const auto& row : rows) {
                if (row.at("section_length") != length || row.at("utilization_per_cpu") != utilization) continue;
                const auto number = [&](const char* column) { return std::stod(row.at(column)); };
                if (row.at("variant") != "migrate_disable/idle-first") continue;
                ++sets;
                proved += row.at("pinned-shift") == "true" ? 1 : 0;
                weight += number("utilization_ppm");
                hit_weight += row.at("pinned-shift") == "true" ? number("utilization_ppm") : 0;
                met += number("misses") == 0 ? 1 : 0;
                loss += (number("stacking_loss_ns") + number("affinity_loss_ns") + number("balancing_loss_ns")) /
                        number("total_ns");
                inversion += (number("inversion_np_ns") + number("inversion_pin_ns")) / number("total_ns");
                inflation += number("mean_inflation") / 1e6;
                latency += number("urgent_latency_ns");
            }
            REQUIRE(sets == kSamples);
            const std::string curve = "migrate_disable/idle-first";
            CHECK(point_of(*plots, "acceptance", panel, "pinned-shift", x).value == Approx(proved / sets));
            CHECK(point_of(*plots, "deadlines", panel, curve, x).value == Approx(met / sets));
            CHECK(point_of(*plots, "loss", panel, curve, x).value == Approx(loss / sets));
            CHECK(point_of(*plots, "inversion", panel, curve, x).value == Approx(inversion / sets));
            CHECK(point_of(*plots, "inflation", panel, curve, x).value == Approx(inflation / sets));
            CHECK(point_of(*plots, "latency", panel, curve, x).value == Approx(latency / sets).margin(1e-9));
        }
        const std::size_t place = length == "0.5" ? 1 : 0;
        CHECK(point_of(*plots, "weighted", "", "pinned-shift", place).value == Approx(hit_weight / weight));
    }
}

TEST_CASE("plots: intervals of confidence") {
    // Brown, Cai and DasGupta (2001), Wilson's interval: 10 of 100 are from 0.0552 to 0.1744.
    const PlotPoint share =
        share_point({.sets = 100, .hits = 10, .weight = 0, .hit_weight = 0, .square = 0, .hit_square = 0});
    CHECK(share.value == Approx(0.1));
    CHECK(share.low == Approx(0.0552).margin(5e-5));
    CHECK(share.high == Approx(0.1744).margin(5e-5));
    const PlotPoint none =
        share_point({.sets = 50, .hits = 0, .weight = 0, .hit_weight = 0, .square = 0, .hit_square = 0});
    CHECK(none.low == 0);
    CHECK(none.high == Approx(0.0713).margin(5e-5));
    // No rounding at the ends, whatever the number.
    for (std::uint64_t sets = 1; sets <= 200; ++sets) {
        const auto share_of = [&](std::uint64_t hits) {
            return share_point(
                {.sets = sets, .hits = hits, .weight = 0, .hit_weight = 0, .square = 0, .hit_square = 0});
        };
        CHECK(share_of(0).low == 0);
        CHECK(share_of(sets).high == 1);
    }
    // 1, 2, 3, 4: a variance of 5/3.
    MeanSums means;
    for (const double value : {1, 2, 3, 4}) means.add(value);
    const PlotPoint mean = mean_point(means);
    CHECK(mean.value == Approx(2.5));
    CHECK(mean.high - mean.value == Approx(1.959964 * std::sqrt(5.0 / 3 / 4)));
    // Equal weights: a weighted share is a share, with the interval of the normal approximation.
    ShareSums equal;
    for (int i = 0; i < 100; ++i) equal.add(i < 30, 2.0);
    const PlotPoint weighted = weighted_point(equal);
    CHECK(weighted.value == Approx(0.3));
    CHECK(weighted.high - weighted.value == Approx(1.959964 * std::sqrt(0.3 * 0.7 / 100)));
}

TEST_CASE("plots: axes, cells and figures by choice") {
    const ResultStore store = results();
    const auto sums = SweepSums::of(store);
    const auto ask = [&](const PlotQuestion& question) { return plots_of(store.spec(), *sums, question); };
    const auto by_length = ask({.axis = "section_length", .ids = {"loss"}, .where = {{"utilization_per_cpu", "0.8"}}});
    REQUIRE(by_length.has_value());
    REQUIRE(by_length->size() == 1);
    CHECK((*by_length)[0].panels.size() == 1);
    CHECK((*by_length)[0].panels[0].name.empty());
    CHECK((*by_length)[0].title == "Capacity lost, utilization_per_cpu = 0.8");
    CHECK((*by_length)[0].panels[0].curves[0].points[0]->sets == kSamples);
    const auto error = [&](const PlotQuestion& question) { return to_text(ask(question).error()); };
    CHECK_THAT(error({.axis = "section_lenth", .ids = {}, .where = {}}), Contains("did you mean `section_length`?"));
    CHECK_THAT(error({.axis = {}, .ids = {"los"}, .where = {}}),
               Contains("--figure") && Contains("did you mean `loss`?"));
    CHECK_THAT(error({.axis = {}, .ids = {}, .where = {{"section_length", "0.4"}}}), Contains("--where"));
    CHECK_THAT(error({.axis = {}, .ids = {}, .where = {{"cpus", "4"}}}), Contains("a parameter of the grid"));
}

TEST_CASE("plots: every format has every figure, and CSV every point") {
    const ResultStore store = results();
    const auto sums = SweepSums::of(store);
    const auto plots = plots_of(store.spec(), *sums, {}).value();
    std::size_t points = 0;
    for (const SweepPlot& plot : plots) {
        for (const PlotPanel& panel : plot.panels) {
            for (const PlotCurve& curve : panel.curves)
                points += static_cast<std::size_t>(std::count_if(curve.points.begin(), curve.points.end(),
                                                                 [](const auto& p) { return p.has_value(); }));
        }
    }
    for (const ReportFormat format :
         {ReportFormat::text, ReportFormat::md, ReportFormat::html, ReportFormat::csv, ReportFormat::svg}) {
        StringSink sink;
        write_sweep(sink, format, {store.spec(), *sums, plots});
        CAPTURE(name_of(format));
        for (const SweepPlot& plot : plots)
            CHECK_THAT(sink.text, Contains(format == ReportFormat::csv ? plot.id + "," : plot.title));
        const auto lines = static_cast<std::size_t>(std::count(sink.text.begin(), sink.text.end(), '\n'));
        if (format == ReportFormat::csv) CHECK(lines == points + 1);
    }
}
