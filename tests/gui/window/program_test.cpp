// SPDX-License-Identifier: GPL-3.0-or-later
//
// The program as it is started from a shell.
#include <QImage>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include "tests/gui/support/session_fixture.hpp"

using namespace pinstack::gui;

namespace {

struct Ended {
    int code = -1;
    QString errors;
};

Ended run(const QStringList& arguments) {
    QProcess program;
    program.start(PINSTACK_GUI, arguments);
    if (!program.waitForFinished(60'000)) return {};
    return {program.exitCode(), QString::fromUtf8(program.readAllStandardError())};
}

// A picture in which something is drawn: it has more than a handful of colours.
bool shows_something(const QImage& image) {
    QSet<QRgb> colours;
    for (int y = 0; y < image.height(); y += 3) {
        for (int x = 0; x < image.width(); x += 3) colours.insert(image.pixel(x, y));
    }
    return colours.size() > 20;
}

}  // namespace

class ProgramTest : public QObject {
    Q_OBJECT

private slots:
    void draws_every_view_data() {
        QTest::addColumn<QString>("view");
        for (const char* view : {"start", "timeline", "compare", "analysis", "edit"}) QTest::newRow(view) << view;
    }
    void draws_every_view() {
        QFETCH(QString, view);
        const QTemporaryDir folder;
        const QString file = folder.filePath("view.png");
        const Ended ended = run({example("02-stack-md.pinstack.json"), "--screenshot", file, "--view", view, "--size",
                                 "1000x700", "--dark"});
        QVERIFY2(ended.code == 0, qPrintable(ended.errors));
        const QImage image(file);
        QCOMPARE(image.size(), QSize(1000, 700));
        QVERIFY(shows_something(image));
    }

    void says_what_it_cannot_use() {
        QVERIFY(run({"--size", "12", "--screenshot", "x.png"}).errors.contains("--size 12: expected WxH"));
        QCOMPARE(run({"--view", "nowhere", "--screenshot", "x.png"}).code, 2);
        QCOMPARE(run({"--screenshot", "/no/folder/x.png"}).code, 2);
        const QTemporaryDir folder;
        QCOMPARE(run({example("install"), "--screenshot", folder.filePath("x.png")}).code, 2);
        QVERIFY(QFile::exists(folder.filePath("x.png")));  // it shows the problems
    }
};

QTEST_GUILESS_MAIN(ProgramTest)
#include "program_test.moc"
