// SPDX-License-Identifier: GPL-3.0-or-later
//
// Pictures and tables as files: valid, whole, or not there.
#include <QFile>
#include <QImage>
#include <QLabel>
#include <QStandardItemModel>
#include <QSvgRenderer>
#include <QTemporaryDir>
#include <QTest>

#include "gui/models/export/csv_export.hpp"
#include "gui/models/results/task_table.hpp"
#include "gui/views/export/picture_export.hpp"
#include "tests/gui/support/session_fixture.hpp"

using namespace pinstack;
using namespace pinstack::gui;

namespace {

QByteArray contents(const QString& file) {
    QFile opened(file);
    return opened.open(QIODevice::ReadOnly) ? opened.readAll() : QByteArray();
}

}  // namespace

class ExportTest : public QObject {
    Q_OBJECT

private slots:
    void a_widget_becomes_a_picture() {
        const QTemporaryDir folder;
        QLabel label("stacking");
        label.resize(200, 80);
        const QString png = folder.filePath("a.PNG"), svg = folder.filePath("a.svg"), pdf = folder.filePath("a.pdf");
        for (const QString& file : {png, svg, pdf}) QVERIFY(export_picture(label, file).empty());
        const QImage image(png);
        QCOMPARE(image.size(), QSize(200, 80));
        QVERIFY(image.convertToFormat(QImage::Format_RGB32) != QImage(200, 80, QImage::Format_RGB32));
        QSvgRenderer renderer(svg);
        QVERIFY(renderer.isValid());
        QCOMPARE(renderer.viewBox(), QRect(0, 0, 200, 80));
        QVERIFY(contents(svg).contains("stacking"));
        QVERIFY(contents(pdf).startsWith("%PDF-"));
        QVERIFY(contents(pdf).trimmed().endsWith("%%EOF"));
    }

    void what_cannot_be_written_leaves_nothing() {
        const QTemporaryDir folder;
        QLabel label("stacking");
        QVERIFY(!export_picture(label, folder.filePath("a.gif")).empty());
        QVERIFY(!export_picture(label, folder.filePath("no/a.png")).empty());
        QStandardItemModel model(1, 1);
        QVERIFY(!export_csv(model, folder.filePath("no/a.csv")).empty());
        QVERIFY(QDir(folder.path()).isEmpty());
    }

    void any_model_becomes_csv_as_it_is_displayed() {
        const QTemporaryDir folder;
        QStandardItemModel model(2, 2);
        model.setHorizontalHeaderLabels({"a\nb", "c"});
        model.setItem(0, 0, new QStandardItem("x, \"y\""));
        model.setItem(0, 1, new QStandardItem("plain"));
        model.setItem(1, 1, new QStandardItem("line\nbreak"));
        const QString file = folder.filePath("a.csv");
        QVERIFY(export_csv(model, file).empty());
        QCOMPARE(contents(file), QByteArray("a b,c\n\"x, \"\"y\"\"\",plain\n,\"line\nbreak\"\n"));
    }

    void a_table_of_figures_is_exact() {
        const QTemporaryDir folder;
        Session session;
        QVERIFY(session.document().open(example("01-zijlstra-stacking.pinstack.json")).empty());
        QVERIFY(wait_until_idle(session));
        TaskTable tasks;
        tasks.show(session.run());
        tasks.sort(TaskTable::kMax);
        const QString file = folder.filePath("tasks.csv");
        QVERIFY(export_csv(tasks, file).empty());
        const QList<QByteArray> lines = contents(file).split('\n');
        QCOMPARE(lines.size(), 6);
        QCOMPARE(lines[0], QByteArray("task,deadline_ns,jobs,misses,response_min_ns,response_mean_ns,response_p99_ns,"
                                      "response_max_ns,latency_max_ns,utilization,preemptions,migrations,worst_split"));
        QCOMPARE(lines[4], QByteArray("T0,9000000,2,2,20000000,20000000,20000000,20000000,0,0.08333333333333333,2,0,"
                                      "\"15 pin_wait, 5 running\""));
    }
};

QTEST_MAIN(ExportTest)
#include "export_test.moc"
