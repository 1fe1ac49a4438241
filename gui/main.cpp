// SPDX-License-Identifier: GPL-3.0-or-later
//
// pinstack-gui [FILE...] [--screenshot OUT.png [--view NAME] [--size WxH] [--dark]]
#include <QApplication>
#include <QCommandLineParser>
#include <QElapsedTimer>
#include <cstdio>

#include "gui/views/main_window.hpp"
#include "gui/views/theme.hpp"

int main(int argc, char** argv) {
    const QApplication application(argc, argv);
    QApplication::setApplicationName("pinstack-gui");
    QApplication::setOrganizationName("pinstack");
    QApplication::setStyle("Fusion");
    QCommandLineParser parser;
    parser.addHelpOption();
    parser.addPositionalArgument("FILE", "system files to open", "[FILE...]");
    const QCommandLineOption screenshot("screenshot", "draw the window into OUT.png and end", "OUT.png");
    const QCommandLineOption view("view", "start, timeline, compare, analysis or edit", "NAME");
    const QCommandLineOption size("size", "of the window", "WxH", "1280x800");
    const QCommandLineOption dark("dark", "dark palette");
    parser.addOptions({screenshot, view, size, dark});
    parser.process(application);
    QApplication::setPalette(parser.isSet(dark) ? pinstack::gui::dark_palette() : pinstack::gui::light_palette());
    pinstack::gui::MainWindow window;
    for (const QString& file : parser.positionalArguments()) window.open(file);
    if (parser.isSet(view)) window.show_view(parser.value(view));
    if (!parser.isSet(screenshot)) {
        window.show();
        return QApplication::exec();
    }
    const QStringList parts = parser.value(size).split('x');
    window.resize(parts.value(0).toInt(), parts.value(1).toInt());
    window.show();
    QElapsedTimer timer;
    timer.start();
    do {
        QApplication::processEvents(QEventLoop::AllEvents, 20);
    } while (window.session().is_busy() && timer.elapsed() < 30'000);
    QApplication::processEvents();
    return window.grab().save(parser.value(screenshot)) ? 0 : 1;
}
