// SPDX-License-Identifier: GPL-3.0-or-later
//
// pinstack-gui [FILE...] [--against SYSTEM [--scale X] [--start TIME]]
//     [--screenshot OUT.png [--view NAME] [--size WxH] [--dark]]
#include <QApplication>
#include <QCommandLineParser>
#include <QElapsedTimer>
#include <QIcon>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QThread>
#include <algorithm>
#include <cstdio>
#include <iterator>
#include <memory>
#include <string_view>
#include <vector>

#include "analyzer/report/version.hpp"
#include "gui/views/window/file_commands.hpp"
#include "gui/views/window/main_window.hpp"
#include "gui/views/window_style.hpp"
#include "model/time/text.hpp"

namespace {

using pinstack::gui::MainWindow;

constexpr int kInputError = 2;
constexpr int kLongestWait = 60'000;  // ms

int fail(int code, const QString& words) {
    std::fprintf(stderr, "pinstack-gui: %s\n", words.toUtf8().constData());
    return code;
}

// Draws the window without a user: waits until everything that is shown has been computed.
int draw(MainWindow& window, QSize size, const QString& file) {
    window.resize(size);
    window.show();
    QElapsedTimer timer;
    timer.start();
    const auto let_events_pass = [] { QApplication::processEvents(QEventLoop::AllEvents, 20); };
    let_events_pass();
    while (!window.is_at_rest() && timer.elapsed() < kLongestWait) {
        QThread::msleep(2);  // the processor is needed for what is waited for
        let_events_pass();
    }
    if (!window.is_at_rest()) return fail(kInputError, "not drawn: the system is not computed after a minute");
    for (int i = 0; i < 10; ++i) let_events_pass();
    return window.grab().save(file) ? 0 : fail(kInputError, QString("%1: cannot be written").arg(file));
}

}  // namespace

int main(int argc, char** argv) {
    // A picture needs no display, and no more does a text. Qt has to know before it starts.
    constexpr std::string_view kTexts[] = {"-h", "--help", "--help-all", "-v", "--version"};
    for (int i = 1; i < argc; ++i) {
        const std::string_view word = argv[i];
        const bool needs_no_display =
            word.starts_with("--screenshot") || std::ranges::find(kTexts, word) != std::end(kTexts);
        if (needs_no_display && !qEnvironmentVariableIsSet("QT_QPA_PLATFORM")) qputenv("QT_QPA_PLATFORM", "offscreen");
    }
    const QApplication application(argc, argv);
    QApplication::setApplicationName("pinstack-gui");
    QApplication::setApplicationVersion(QString::fromStdString(std::string(pinstack::version())));
    QApplication::setOrganizationName("pinstack");
    // The name of data/desktop: where the program is installed, docks and title bars show its icon.
    QApplication::setDesktopFileName("org.pinstack.Pinstack");
    QApplication::setWindowIcon(QIcon::fromTheme("org.pinstack.Pinstack"));
    QApplication::setStyle(new pinstack::gui::WindowStyle);
    QCommandLineParser parser;
    parser.setApplicationDescription("Shows how migrate-disabled tasks stack up, and what other rules would do.");
    parser.addHelpOption();
    parser.addVersionOption();
    parser.addPositionalArgument("FILE", "System files, traces and results of sweeps to open, each in a window.",
                                 "[FILE...]");
    const QCommandLineOption screenshot("screenshot", "Draw the window into OUT.png and end.", "OUT.png");
    const QCommandLineOption view("view", "What to show: start, timeline, compare, analysis, edit, beside or sweep.",
                                  "NAME");
    const QCommandLineOption size("size", "How large the window is (default: 1280x800).", "WxH");
    const QCommandLineOption dark("dark", "Light on dark.");
    const QCommandLineOption against("against", "Compare each trace with the simulation of this system file.",
                                     "SYSTEM");
    const QCommandLineOption scale("scale", "Time of the trace for time of the simulation (default: 1).", "X");
    const QCommandLineOption start("start",
                                   "Where the simulation begins on the trace's clock, such as 42.76s (default: so that "
                                   "the first release is that of the same task).",
                                   "TIME");
    parser.addOptions({against, scale, start, screenshot, view, size, dark});
    parser.process(application);

    // A picture does not depend on what was shown last, and leaves no trace.
    const QTemporaryDir scratch;
    if (parser.isSet(screenshot)) {
        QSettings::setDefaultFormat(QSettings::IniFormat);
        QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, scratch.path());
    }
    QSize wanted;
    if (parser.isSet(size)) {
        const auto match = QRegularExpression("^([1-9][0-9]{1,4})x([1-9][0-9]{1,4})$").match(parser.value(size));
        if (!match.hasMatch()) {
            return fail(kInputError, QString("--size %1: expected WxH, for example 1280x800").arg(parser.value(size)));
        }
        wanted = {match.captured(1).toInt(), match.captured(2).toInt()};
    }
    pinstack::AgainstOptions beside;
    if (parser.isSet(scale)) {
        bool is_number = false;
        beside.scale = parser.value(scale).toDouble(&is_number);
        if (!is_number || !(beside.scale >= 1e-6 && beside.scale <= 1e6)) {
            return fail(kInputError,
                        QString("--scale %1: expected a number from 0.000001 to 1000000").arg(parser.value(scale)));
        }
    }
    if (parser.isSet(start)) {
        const auto at = pinstack::parse_duration(parser.value(start).toStdString());
        if (!at || at->ns < 0) {
            return fail(kInputError, QString("--start %1: expected a time, such as 42.76s").arg(parser.value(start)));
        }
        beside.start = pinstack::Instant{at->ns};
    }
    std::vector<std::unique_ptr<MainWindow>> windows;
    bool all_open = true;
    do {
        auto window = std::make_unique<MainWindow>();
        if (parser.isSet(dark)) window->set_dark(true);
        const auto place = static_cast<qsizetype>(windows.size());
        if (place < parser.positionalArguments().size()) {
            all_open = window->open(parser.positionalArguments()[place]) && all_open;
            if (parser.isSet(against)) window->set_beside(parser.value(against), beside);
        }
        if (parser.isSet(view) && !window->show_view(parser.value(view))) {
            return fail(kInputError,
                        QString("--view %1: expected start, timeline, compare, analysis, edit, beside or sweep")
                            .arg(parser.value(view)));
        }
        if (wanted.isValid()) window->resize(wanted);
        windows.push_back(std::move(window));
    } while (static_cast<qsizetype>(windows.size()) < parser.positionalArguments().size());

    if (parser.isSet(screenshot)) {
        const int code = draw(*windows.front(), wanted.isValid() ? wanted : QSize(1280, 800), parser.value(screenshot));
        return code != 0 || (all_open && !windows.front()->files().has_failed()) ? code : kInputError;
    }
    for (const auto& window : windows) window->show();
    return QApplication::exec();
}
