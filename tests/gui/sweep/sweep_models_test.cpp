// SPDX-License-Identifier: GPL-3.0-or-later
//
// Results read, chosen from and listed, without a window.
#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include "analyzer/report/sink.hpp"
#include "analyzer/report/sweep/sweep_report.hpp"
#include "gui/models/export/csv_export.hpp"
#include "gui/models/sweep/curve_list.hpp"
#include "gui/models/sweep/point_table.hpp"
#include "gui/models/sweep/sweep_choice.hpp"
#include "tests/gui/support/model_text.hpp"
#include "tests/gui/sweep/sweep_fixture.hpp"

using namespace pinstack;
using namespace pinstack::gui;

class SweepModelsTest : public QObject {
    Q_OBJECT

private:
    QTemporaryDir folder_;

    QString results_file(const char* name) {
        const QString file = folder_.filePath(name);
        write_results(file);
        return file;
    }
    static bool open(SweepFile& sweep, const QString& file) {
        sweep.open(file);
        return QTest::qWaitFor([&] { return !sweep.is_busy(); }, 10'000) && sweep.results() != nullptr;
    }
    void write(const QString& name, const QByteArray& bytes) {
        QFile file(folder_.filePath(name));
        QVERIFY(file.open(QFile::WriteOnly));
        file.write(bytes);
    }

private slots:
    void results_are_known_by_their_beginning_or_their_name() {
        QVERIFY(looks_like_sweep(results_file("known.results")));
        write("text.json", "{}");
        write("text.sqlite", "{}");
        QVERIFY(!looks_like_sweep(folder_.filePath("text.json")));
        QVERIFY(looks_like_sweep(folder_.filePath("text.sqlite")));
        QVERIFY(!looks_like_sweep(folder_.filePath("none.json")));
    }

    void what_is_no_result_is_refused_and_nothing_changes() {
        SweepFile sweep;
        QVERIFY(open(sweep, results_file("good.sqlite")));
        const SweepResultsPtr before = sweep.results();
        const QSignalSpy refused(&sweep, &SweepFile::refused), changed(&sweep, &SweepFile::changed);
        write("bad.sqlite", "no database");
        write("empty.sqlite", "");
        const std::pair<const char*, const char*> files[] = {{"bad.sqlite", "file is not a database"},
                                                             {"empty.sqlite", "is not a result of `pinstack sweep`"},
                                                             {"none.sqlite", "there is no such file"}};
        for (const auto& [name, why] : files) {
            QVERIFY(open(sweep, folder_.filePath(name)));
            QVERIFY2(refused.back()[1].toString().contains(why), qPrintable(refused.back()[1].toString()));
        }
        QCOMPARE(refused.count(), 3);
        QCOMPARE(changed.count(), 0);
        QVERIFY(sweep.results() == before);
    }

    void a_damaged_file_is_refused() {
        const QString file = results_file("damaged.sqlite");
        QFile bytes(file);
        QVERIFY(bytes.open(QFile::ReadWrite));
        bytes.seek(bytes.size() - 8192);  // its last two pages
        bytes.write(QByteArray(8192, '\x55'));
        bytes.close();
        SweepFile sweep;
        const QSignalSpy refused(&sweep, &SweepFile::refused);
        QVERIFY(!open(sweep, file));
        QCOMPARE(refused.count(), 1);
        const QString why = refused.back()[1].toString();
        QVERIFY2(why.contains("damaged") || why.contains("malformed"), qPrintable(why));
    }

    void a_sweep_that_runs_is_read_again() {
        const QString file = folder_.filePath("running.sqlite");
        auto store = ResultStore::open(file.toStdString(), two_axes()).value();
        SweepFile sweep;
        QVERIFY(open(sweep, file));
        QVERIFY(sweep.results()->figures.empty());
        SweepChoice choice;
        choice.show(sweep.results());
        QVERIFY(!choice.has_plot());
        connect(&sweep, &SweepFile::changed, &choice, [&] { choice.show(sweep.results()); });
        const QSignalSpy opened(&sweep, &SweepFile::opened);
        write_sets(store, 0, 1);
        QTRY_COMPARE_WITH_TIMEOUT(sweep.results()->sums.sets(), std::uint64_t{6}, 10'000);
        choice.set_figure("loss");
        choice.set_value("cpus", 1);
        write_sets(store, 1, 4);
        QTRY_COMPARE_WITH_TIMEOUT(sweep.results()->sums.sets(), std::uint64_t{24}, 10'000);
        QCOMPARE(opened.count(), 0);
        QCOMPARE(choice.panel().name, std::string("cpus = 4"));
        QCOMPARE(choice.panel().curves[1].points[0]->sets, std::uint64_t{4});
        sweep.close();
        QVERIFY(sweep.results() == nullptr);
    }

    void a_choice_has_the_points_of_plot() {
        SweepFile sweep;
        QVERIFY(open(sweep, results_file("choice.sqlite")));
        const SweepResults& results = *sweep.results();
        SweepChoice choice;
        choice.show(sweep.results());
        for (const PlottedFigure& figure : results.figures) {
            choice.set_figure(figure.id);
            for (const std::string& axis : choice.axes()) {
                choice.set_axis(axis);
                QCOMPARE(choice.plot().axis.key, axis);
                const auto all = plots_of(results.spec, results.sums, {.axis = axis, .ids = {figure.id}, .where = {}});
                std::size_t panels = 1;
                for (const SweepAxis* other : choice.others()) {
                    for (std::size_t i = 0; i < other->words.size(); ++i) {
                        choice.set_value(other->key, i);
                        QCOMPARE(choice.value(other->key), i);
                        QCOMPARE(choice.panel().name, other->key + " = " + other->words[i]);
                        const PlotPanel& panel = (*all)[0].panels[i];
                        QCOMPARE(panel.name, choice.panel().name);
                        QCOMPARE(panel.curves[0].points[0]->value, choice.panel().curves[0].points[0]->value);
                    }
                    panels *= other->words.size();
                }
                QCOMPARE(choice.plot().panels.size(), panels);
            }
        }
        const auto weighted = std::find_if(results.figures.begin(), results.figures.end(),
                                           [](const PlottedFigure& figure) { return figure.is_over_utilization; });
        QVERIFY(weighted != results.figures.end());
        choice.set_figure(weighted->id);
        QCOMPARE(choice.axes(), std::vector<std::string>{"cpus"});
        QVERIFY(choice.others().empty());
        QVERIFY(choice.values_text().isEmpty());
        choice.set_figure("loss");
        choice.set_axis("utilization_per_cpu");
        choice.set_value("cpus", 1);
        QCOMPARE(choice.values_text(), QString("CPUs = 4"));
    }

    void curves_are_ticked_by_name() {
        CurveList curves;
        QAbstractItemModelTester tester(&curves);
        const QSignalSpy changed(&curves, &CurveList::changed);
        curves.show({{"a", 0, {}}, {"b", 1, {}}});
        QCOMPARE(model_text(curves), QString("1\na\nb\n"));  // a list has a number for its heading
        QVERIFY(curves.setData(curves.index(1), Qt::Unchecked, Qt::CheckStateRole));
        QVERIFY(curves.is_shown(0) && !curves.is_shown(1));
        curves.show({{"b", 3, {}}, {"c", 4, {}}});
        QVERIFY(!curves.is_shown(0) && curves.is_shown(1));
        QCOMPARE(curves.index(0).data(CurveList::kStyleRole).toInt(), 3);
        QVERIFY(curves.setData(curves.index(0), Qt::Checked, Qt::CheckStateRole));
        QVERIFY(curves.is_shown(0));
        QCOMPARE(changed.count(), 4);
    }

    void a_table_of_the_points() {
        SweepFile sweep;
        QVERIFY(open(sweep, results_file("table.sqlite")));
        SweepChoice choice;
        choice.show(sweep.results());
        choice.set_figure("loss");
        PointTable table;
        QAbstractItemModelTester tester(&table);
        table.show(choice.plot(), choice.panel().curves, {true, true});
        // Cell 0 has losses of 0, 1, 2 and 3 %: a mean of 1.5, a deviation of 1.291, a half width of 1.265.
        QCOMPARE(model_text(table), QString("utilization per CPU | curve | value | from | to | task sets\n"
                                            "0.5 | none/shift | 0 % | 0 % | 0 % | 4\n"
                                            "0.6 | none/shift | 0 % | 0 % | 0 % | 4\n"
                                            "0.8 | none/shift | 0 % | 0 % | 0 % | 4\n"
                                            "0.5 | migrate_disable/shift | 1.5 % | 0.235 % | 2.77 % | 4\n"
                                            "0.6 | migrate_disable/shift | 2.5 % | 1.23 % | 3.77 % | 4\n"
                                            "0.8 | migrate_disable/shift | 3.5 % | 2.23 % | 4.77 % | 4\n"));
        QCOMPARE(table.point_of(4), (ChartPoint{1, 1}));
        table.sort(PointTable::kAt, Qt::DescendingOrder);
        QCOMPARE(table.point_of(0), (ChartPoint{0, 2}));
        QCOMPARE(table.row_of_point({1, 0}), 5);
        table.sort(-1);
        table.show(choice.plot(), choice.panel().curves, {false, true});
        QCOMPARE(table.rowCount(), 3);
        QCOMPARE(table.row_of_point({0, 0}), -1);
        // The rows of `plot --format csv` but for what is chosen.
        StringSink exported;
        write_csv(exported, table);
        StringSink plotted;
        const std::vector<SweepPlot> plots = {choice.plot()};
        write_sweep(plotted, ReportFormat::csv, {sweep.results()->spec, sweep.results()->sums, plots});
        const QStringList ours = QString::fromStdString(exported.text).split('\n');
        const QStringList theirs = QString::fromStdString(plotted.text).split('\n');
        QCOMPARE(ours[0].trimmed(), QString("at,curve,value,low,high,sets"));
        const QString row = theirs[4].trimmed();  // figure,panel,axis,at,curve,sets,value,low,high
        QVERIFY2(row.startsWith("loss,cpus = 2,utilization_per_cpu,0.5,migrate_disable/shift,4,"), qPrintable(row));
        const QStringList cells = row.split(',');
        QCOMPARE(ours[1].trimmed(),
                 QStringList({cells[3], cells[4], cells[6], cells[7], cells[8], cells[5]}).join(','));
        table.clear();
        QCOMPARE(table.rowCount(), 0);
    }
};

QTEST_GUILESS_MAIN(SweepModelsTest)
#include "sweep_models_test.moc"
