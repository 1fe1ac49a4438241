// SPDX-License-Identifier: GPL-3.0-or-later
//
// The window as a user meets it: opening, bad files, the tour, saving, exports, what is remembered.
#include "gui/views/window/main_window.hpp"

#include <QAbstractButton>
#include <QLabel>
#include <QPainter>
#include <QStyleOption>
#include <QTabWidget>
#include <QTemporaryDir>
#include <QTest>
#include <cmath>

#include "gui/models/recent_files.hpp"
#include "gui/models/start/examples.hpp"
#include "gui/views/start/example_card.hpp"
#include "gui/views/start/start_page.hpp"
#include "gui/views/start/tour_bar.hpp"
#include "gui/views/theme.hpp"
#include "gui/views/window/file_commands.hpp"
#include "gui/views/window/message_bar.hpp"
#include "gui/views/window_style.hpp"
#include "tests/gui/support/session_fixture.hpp"
#include "tests/gui/support/window_fixture.hpp"

using namespace pinstack;
using namespace pinstack::gui;

namespace {

void click(QWidget& window, const char* name) {
    auto* button = window.findChild<QAbstractButton*>(name);
    QVERIFY2(button != nullptr, name);
    QTest::mouseClick(button, Qt::LeftButton);
}

/// Of luminances, as WCAG 2 defines it.
double contrast(const QColor& a, const QColor& b) {
    const auto luminance = [](const QColor& colour) {
        const auto linear = [](double part) {
            return part <= 0.04045 ? part / 12.92 : std::pow((part + 0.055) / 1.055, 2.4);
        };
        return 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF()) + 0.0722 * linear(colour.blueF());
    };
    const double x = luminance(a) + 0.05, y = luminance(b) + 0.05;
    return std::max(x, y) / std::min(x, y);
}

}  // namespace

class MainWindowTest : public QObject {
    Q_OBJECT

private:
    QTemporaryDir folder_;

private slots:
    void initTestCase() { keep_settings_in(folder_.path()); }
    void init() { QSettings().clear(); }

    void begins_with_the_examples() {
        MainWindow window;
        window.show();
        auto* start = window.findChild<StartPage*>();
        QVERIFY(start->isVisible());
        QCOMPARE(std::size_t(window.findChildren<ExampleCard*>().size()), examples().size());
        QTest::mouseClick(window.findChildren<ExampleCard*>().front(), Qt::LeftButton);
        QVERIFY(!start->isVisible());
        QCOMPARE(window.session().document().name(), QString("Zijlstra stacking"));
        QVERIFY(wait_until_idle(window.session()));
        QCOMPARE(window.view().end().ns, window.session().run()->outcome.result->span.ns);
    }

    void every_example_is_a_system() {
        QVERIFY(examples().size() >= 35);
        QVERIFY(find_example("kernel/ping-pong.pinstack.json") != nullptr);
        QVERIFY(find_example("nothing") == nullptr);
    }

    void a_bad_file_is_explained_and_the_window_stays_usable() {
        MainWindow window;
        window.show();
        QVERIFY(window.open(example("02-stack-md.pinstack.json")));
        QVERIFY(!window.open(example("install")));
        auto* messages = window.findChild<MessageBar*>();
        QVERIFY(messages->isVisible());
        QVERIFY(messages->text().contains("install cannot be opened"));
        QVERIFY(messages->details().contains("install:1:1"));
        QCOMPARE(window.session().document().name(), QString("02-stack-md.pinstack.json"));
        QVERIFY(window.open(example("03-overload-then-stack.pinstack.json")));
        QVERIFY(!messages->isVisible());
    }

    void a_box_to_tick_is_seen_on_a_dark_ground() {
        WindowStyle style;
        for (const QPalette& palette : {dark_palette(), light_palette()}) {
            QStyleOptionButton option;
            option.rect = QRect(0, 0, 20, 20);
            option.palette = palette;
            option.state = QStyle::State_Enabled | QStyle::State_Off;
            QImage image(20, 20, QImage::Format_RGB32);
            const QColor ground = palette.color(QPalette::Window);
            image.fill(ground);
            QPainter painter(&image);
            style.drawPrimitive(QStyle::PE_IndicatorCheckBox, &option, &painter, nullptr);
            double most = 0;
            for (int x = 0; x < 20; ++x) most = std::max(most, contrast(image.pixelColor(x, 10), ground));
            QVERIFY2(most >= 1.5, qPrintable(QString::number(most)));
            if (ground.lightness() < 128) QVERIFY2(most >= 3, qPrintable(QString::number(most)));
        }
    }

    void the_tour_goes_step_by_step() {
        MainWindow window;
        window.show();
        click(window, "tour");
        QVERIFY(QTest::qWaitFor([&] { return window.tour().isVisible(); }, 10'000));
        QCOMPARE(window.tour().step(), std::size_t{0});
        click(window, "tour_next");
        click(window, "tour_next");
        QCOMPARE(window.tour().step(), std::size_t{2});
        QCOMPARE(window.view().marker(Marker::a)->ns, 2'000'000);
        QCOMPARE(*window.view().selection().task, 1U);
        click(window, "tour_back");
        QCOMPARE(window.tour().step(), std::size_t{1});
        for (std::size_t i = 0; i < 2 * window.tour().steps(); ++i) click(window, "tour_next");
        QCOMPARE(window.tour().step() + 1, window.tour().steps());
        click(window, "tour_end");
        QVERIFY(!window.tour().isVisible());
        QVERIFY(!window.view().marker(Marker::a));
    }

    void a_file_that_another_program_writes_is_read_again() {
        const QString file = folder_.filePath("watched.pinstack.json");
        QVERIFY(QFile::copy(example("01-zijlstra-stacking.pinstack.json"), file));
        MainWindow window;
        QVERIFY(window.open(file));
        QCOMPARE(window.session().document().system().platform.cpus, 4);
        QFile source(file);
        QVERIFY(source.open(QFile::ReadOnly));
        const QByteArray text = source.readAll().replace("\"cpus\": 4", "\"cpus\": 2");
        source.close();
        QVERIFY(source.open(QFile::WriteOnly));
        source.write(text);
        source.close();
        QVERIFY(QTest::qWaitFor([&] { return window.session().document().system().platform.cpus == 2; }, 5'000));
    }

    void files_opened_before_are_listed() {
        {
            MainWindow window;
            QVERIFY(window.open(example("01-zijlstra-stacking.pinstack.json")));
            QVERIFY(window.open(example("02-stack-md.pinstack.json")));
            QVERIFY(window.open(example("01-zijlstra-stacking.pinstack.json")));
        }
        const QStringList files = recent_files(QSettings());
        QCOMPARE(files.size(), 2);
        QVERIFY(files.front().endsWith("01-zijlstra-stacking.pinstack.json"));
    }

    void views_and_pictures() {
        MainWindow window;
        window.show();
        QVERIFY(window.open(example("01-zijlstra-stacking.pinstack.json")));
        for (const char* view : {"timeline", "compare", "analysis", "edit"}) {
            QVERIFY(window.show_view(view));
            QVERIFY(QTest::qWaitFor([&] { return window.is_at_rest(); }, 10'000));
            const QString file = folder_.filePath(QString("%1.svg").arg(view));
            QVERIFY2(window.files().export_to(file), view);
            QVERIFY(QFileInfo(file).size() > 500);
        }
        QVERIFY(!window.show_view("nowhere"));
        QVERIFY(!window.files().export_to(folder_.filePath("x.bmp")));
        QVERIFY(window.findChild<MessageBar*>()->isVisible());
    }

    void what_was_shown_is_remembered() {
        {
            MainWindow window;
            window.view().set_rows(Rows::tasks);
            window.set_dark(true);
        }
        MainWindow window;
        QCOMPARE(window.view().rows(), Rows::tasks);
        QVERIFY(QApplication::palette().color(QPalette::Base).lightness() < 128);
        window.set_dark(false);
    }
};

QTEST_MAIN(MainWindowTest)
#include "main_window_test.moc"
