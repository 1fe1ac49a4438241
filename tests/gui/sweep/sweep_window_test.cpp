// SPDX-License-Identifier: GPL-3.0-or-later
//
// The window with the results of a sweep open, as a user meets it.
#include <QAreaSeries>
#include <QChart>
#include <QComboBox>
#include <QImage>
#include <QLabel>
#include <QLineSeries>
#include <QProcess>
#include <QScatterSeries>
#include <QSettings>
#include <QTemporaryDir>

#include "gui/models/recent_files.hpp"
#include "gui/views/sweep/sweep_chart.hpp"
#include "gui/views/sweep/sweep_page.hpp"
#include "gui/views/table/figure_view.hpp"
#include "gui/views/window/file_commands.hpp"
#include "gui/views/window/main_window.hpp"
#include "gui/views/window/message_bar.hpp"
#include "tests/gui/support/session_fixture.hpp"
#include "tests/gui/support/window_fixture.hpp"
#include "tests/gui/sweep/sweep_fixture.hpp"

using namespace pinstack;
using namespace pinstack::gui;

namespace {

bool open(MainWindow& window, const QString& file) {
    window.show();
    return window.open(file) && wait_until_idle(window.session()) && !window.files().has_failed();
}

/// The lines of the chart, the curve drawn first at the end, as the chart orders them.
template <class Series>
QList<Series*> series_of(SweepChart& chart) {
    QList<Series*> found;
    for (QAbstractSeries* each : chart.chart()->series()) {
        if (auto* series = qobject_cast<Series*>(each); series != nullptr) found.prepend(series);
    }
    return found;
}

void choose(SweepPage& page, const char* box, const QString& text) {
    auto* found = page.findChild<QComboBox*>(box);
    QVERIFY(found != nullptr);
    QVERIFY2(found->findText(text) >= 0, qPrintable(text));
    found->setCurrentIndex(found->findText(text));
}

}  // namespace

class SweepWindowTest : public QObject {
    Q_OBJECT

private:
    QTemporaryDir folder_;
    QString file_;

private slots:
    void initTestCase() {
        keep_settings_in(folder_.path());
        file_ = folder_.filePath("two.sqlite");
        write_results(file_);
    }
    void init() { QSettings().clear(); }

    void results_are_opened_in_place_of_what_was_and_the_other_way_round() {
        MainWindow window;
        QVERIFY(open(window, example("02-stack-md.pinstack.json")));
        QVERIFY(open(window, file_));
        auto& page = *window.findChild<SweepPage*>();
        QVERIFY(page.isVisible());
        QVERIFY(!window.session().document().is_open());
        QVERIFY(window.windowTitle().startsWith("two.sqlite"));
        QVERIFY(recent_files(QSettings()).contains(file_));
        const QString summary = page.findChild<QLabel*>("summary")->text();
        QVERIFY2(summary.startsWith("Sweep two axes: 24 of 24 task sets, in 6 cells, under 2 variants"),
                 qPrintable(summary));
        window.show_view("timeline");
        QVERIFY(page.isVisible());
        window.show_view("start");
        QVERIFY(!page.isVisible());
        QVERIFY(open(window, example("02-stack-md.pinstack.json")));
        QVERIFY(window.session().sweep().results() == nullptr);
        QVERIFY(!page.isVisible());
        QVERIFY(window.session().run() != nullptr);
    }

    void the_chart_draws_the_points_that_are_chosen() {
        MainWindow window;
        QVERIFY(open(window, file_));
        auto& page = *window.findChild<SweepPage*>();
        choose(page, "figure", "Capacity lost");
        QVERIFY(page.findChild<QLabel*>("title")->text().contains("a CPU idled although a task waited"));
        for (const char* cpus : {"4", "2", "4"}) {
            choose(page, "cpus", cpus);
            QVERIFY(page.findChild<QLabel*>("title")->text().contains(QString("CPUs = %1").arg(cpus)));
            const std::vector<PlotCurve>& curves = page.choice().panel().curves;
            const auto lines = series_of<QLineSeries>(page.chart());
            const auto markers = series_of<QScatterSeries>(page.chart());
            QCOMPARE(lines.size(), qsizetype{2});
            QCOMPARE(markers.size(), qsizetype{2});
            for (qsizetype i = 0; i < 2; ++i) {
                const PlotCurve& curve = curves[static_cast<std::size_t>(i)];
                QCOMPARE(lines[i]->name().toStdString(), curve.name);
                QCOMPARE(lines[i]->points(), markers[i]->points());
                QCOMPARE(lines[i]->count(), 3);
                for (int at = 0; at < 3; ++at) {
                    QCOMPARE(lines[i]->at(at).y(), curve.points[static_cast<std::size_t>(at)]->value);
                    if (at > 0) QVERIFY(lines[i]->at(at - 1).x() < lines[i]->at(at).x());
                }
                // 0.5, 0.6, 0.8: in proportion.
                const double first = lines[i]->at(1).x() - lines[i]->at(0).x();
                QVERIFY(qFuzzyCompare(lines[i]->at(2).x() - lines[i]->at(1).x(), 2 * first));
            }
        }
        QCOMPARE(page.choice().panel().curves[1].points[0]->value, 0.045);  // cell 3: 3, 4, 5 and 6 %
        choose(page, "axis", "CPUs");
        QCOMPARE(series_of<QLineSeries>(page.chart())[0]->count(), 2);
        QVERIFY(page.findChild<QComboBox*>("utilization_per_cpu") != nullptr);
    }

    void a_curve_is_broken_where_it_has_no_point() {
        SweepChart chart;
        SweepPlot plot{.id = {},
                       .title = {},
                       .about = {},
                       .unit = PlotUnit::ratio,
                       .axis = {"x", {"1", "2", "3", "4"}},
                       .panels = {}};
        const PlotPoint point{10, 1.5, 1.2, 1.8};
        const PlotCurve curve{"broken", 8, {point, point, std::nullopt, point}};
        plot.panels = {{"", {curve}}};
        chart.show_curves(plot, PlotScale::of(plot), {curve}, {true});
        QCOMPARE(series_of<QLineSeries>(chart).size(), qsizetype{2});
        QCOMPARE(series_of<QScatterSeries>(chart)[0]->count(), 3);
        QCOMPARE(series_of<QScatterSeries>(chart)[0]->markerShape(), QScatterSeries::MarkerShapeRectangle);
    }

    void intervals_are_bars_or_bands() {
        MainWindow window;
        QVERIFY(open(window, file_));
        auto& page = *window.findChild<SweepPage*>();
        choose(page, "figure", "Capacity lost");
        QVERIFY(series_of<QAreaSeries>(page.chart()).isEmpty());
        choose(page, "intervals", "bands");
        const auto bands = series_of<QAreaSeries>(page.chart());
        QCOMPARE(bands.size(), qsizetype{2});
        const PlotPoint& point = *page.choice().panel().curves[1].points[2];
        QCOMPARE(bands[1]->lowerSeries()->at(2).y(), point.low);
        QCOMPARE(bands[1]->upperSeries()->at(2).y(), point.high);
        choose(page, "intervals", "none");
        QVERIFY(series_of<QAreaSeries>(page.chart()).isEmpty());
    }

    void a_box_that_is_unticked_hides_the_curve_in_chart_and_table() {
        MainWindow window;
        QVERIFY(open(window, file_));
        auto& page = *window.findChild<SweepPage*>();
        choose(page, "figure", "Capacity lost");
        QCOMPARE(page.table()->rowCount(), 6);
        page.curves().setData(page.curves().index(0), Qt::Unchecked, Qt::CheckStateRole);
        QCOMPARE(page.table()->rowCount(), 3);
        QCOMPARE(series_of<QLineSeries>(page.chart()).size(), qsizetype{1});
        choose(page, "cpus", "4");
        QCOMPARE(page.table()->rowCount(), 3);
    }

    void what_is_chosen_in_the_chart_is_chosen_in_the_table() {
        MainWindow window;
        QVERIFY(open(window, file_));
        auto& page = *window.findChild<SweepPage*>();
        choose(page, "figure", "Capacity lost");
        auto& chart = page.chart();
        const QPoint place = chart.place_of({1, 2}).toPoint();
        QTest::mouseClick(chart.viewport(), Qt::LeftButton, {}, place);
        auto& table = *page.findChild<FigureView*>();
        QCOMPARE(table.selectionModel()->selectedRows().size(), qsizetype{1});
        QCOMPARE(table.selectionModel()->selectedRows()[0].row(), 5);
        QCOMPARE(chart.text_of(chart.points_at(place)),
                 QString("utilization per CPU = 0.8\n"
                         "migrate_disable/shift: 3.5 %, 95 % of 2.23 % to 4.77 %, 4 sets"));
        QVERIFY(chart.points_at({0, 0}).empty());
    }

    void a_bad_file_leaves_the_window_usable() {
        const QString bad = folder_.filePath("bad.sqlite");
        QFile file(bad);
        QVERIFY(file.open(QFile::WriteOnly));
        file.write("no database");
        file.close();
        MainWindow window;
        QVERIFY(open(window, file_));
        QVERIFY(window.open(bad));
        QVERIFY(wait_until_idle(window.session()));
        QVERIFY(window.files().has_failed());
        const auto& messages = *window.findChild<MessageBar*>();
        QVERIFY(messages.isVisible());
        QCOMPARE(messages.text(), QString("bad.sqlite cannot be opened."));
        QVERIFY(messages.details().contains("file is not a database"));
        QVERIFY(window.findChild<SweepPage*>()->isVisible());
        QVERIFY(open(window, file_));
        QVERIFY(!messages.isVisible());
    }

    void results_are_dropped_on_the_window_and_exported() {
        MainWindow window;
        window.show();
        QVERIFY(drop_file(window, file_));
        QVERIFY(wait_until_idle(window.session()));
        QVERIFY(window.session().sweep().results() != nullptr);
        const QString csv = folder_.filePath("points.csv"), png = folder_.filePath("chart.png");
        QVERIFY(window.files().export_to(csv));
        QFile table(csv);
        QVERIFY(table.open(QFile::ReadOnly));
        QVERIFY(table.readLine().startsWith("at,curve,value,low,high,sets"));
        QVERIFY(window.files().export_to(png));
        QVERIFY(!QImage(png).isNull());
    }

    void the_program_draws_it() {
        const QString png = folder_.filePath("program.png");
        QProcess program;
        program.start(PINSTACK_GUI, {file_, "--screenshot", png, "--size", "1000x700"});
        QVERIFY(program.waitForFinished(60'000));
        QVERIFY2(program.exitCode() == 0, program.readAllStandardError().constData());
        QCOMPARE(QImage(png).size(), QSize(1000, 700));
        program.start(PINSTACK_GUI, {folder_.filePath("none.sqlite"), "--screenshot", png});
        QVERIFY(program.waitForFinished(60'000));
        QCOMPARE(program.exitCode(), 2);
    }
};

QTEST_MAIN(SweepWindowTest)
#include "sweep_window_test.moc"
