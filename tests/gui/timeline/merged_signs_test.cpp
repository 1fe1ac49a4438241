// SPDX-License-Identifier: GPL-3.0-or-later
//
// Pixels set directly are those a painter makes; and what is rare and matters is seen among many events that share a
// pixel column.
#include <QImage>
#include <QPainter>
#include <QTest>
#include <random>

#include "gui/models/timeline/timeline_index.hpp"
#include "gui/models/view_state.hpp"
#include "gui/views/theme.hpp"
#include "gui/views/timeline/bar_painter.hpp"
#include "gui/views/timeline/timeline_canvas.hpp"
#include "model/system/load.hpp"
#include "tests/gui/support/session_fixture.hpp"

using namespace pinstack;
using namespace pinstack::gui;

namespace {

constexpr std::int64_t kJobs = 20'000, kPeriod = 1000;  // ns
constexpr std::size_t kFirst = 500, kRare = 10'007;

/// Makes something rare happen at an interval of the recording.
using Event = std::function<void(Recording&, std::size_t)>;

/// A task on CPU 0 that runs for 600 ns of every 1000, with some rare events.
RecordedRunPtr crowded_run(const Event& event, const std::vector<std::size_t>& places) {
    auto run = std::make_shared<RecordedRun>();
    auto system = load_system(example("01-zijlstra-stacking.pinstack.json").toStdString());
    if (!system) qFatal("no example");
    run->system = std::make_shared<const System>(std::move(*system));
    Recording& recording = run->recording;
    recording.end = {kJobs * kPeriod};
    recording.stacks.assign(static_cast<std::size_t>(run->system->platform.cpus), {StackStep{}});
    for (std::int64_t i = 0; i < kJobs; ++i) {
        const JobId job{0, static_cast<std::uint64_t>(i)};
        recording.intervals.push_back({job, {i * kPeriod}, {i * kPeriod + 600}, JobState::running, {}, 0, true});
        recording.deadlines.push_back({{i * kPeriod + 900}, job, false});
    }
    for (const std::size_t place : places) event(recording, place);
    run->timeline = std::make_shared<const TimelineIndex>(recording, std::vector<Episode>{}, run->system->tasks.size());
    return run;
}

QImage drawn(const RecordedRunPtr& run, int& plot_left) {
    ViewState view;
    view.set_end(run->recording.end);
    view.show_all();
    TimelineCanvas canvas(view);
    canvas.set_run(run);
    canvas.lay_out({700, 500}, QFont(), light_palette());
    plot_left = canvas.plot_left();
    QImage image(700, 500, QImage::Format_RGB32);
    QPainter painter(&image);
    canvas.paint(painter, 0);
    return image;
}

/// The second time it happens makes a difference where it happens, or half a column before. (The first time gives rows
/// the height that it needs.) `width`: of the sign.
void is_seen(const Event& event, int width = 1) {
    int left = 0;
    const QImage once = drawn(crowded_run(event, {kFirst}), left),
                 twice = drawn(crowded_run(event, {kFirst, kRare}), left);
    const int place = static_cast<int>(static_cast<std::int64_t>(kRare) * (once.width() - left) / kJobs);
    bool is_there = false;
    for (int x = left; x < once.width(); ++x) {
        for (int y = 0; y < once.height(); ++y) {
            if (once.pixel(x, y) == twice.pixel(x, y)) continue;
            is_there = true;
            QVERIFY2(std::abs(x - left - place) <= width, qPrintable(QString("%1 for %2").arg(x - left).arg(place)));
        }
    }
    QVERIFY(is_there);
}

}  // namespace

class MergedSignsTest : public QObject {
    Q_OBJECT

private slots:
    void a_sheet_does_what_a_painter_does() {
        std::mt19937 random(1);
        const auto to = [&](int most) { return static_cast<int>(random() % static_cast<unsigned>(most + 1)); };
        for (const int scale : {1, 2}) {
            QImage painted(200 * scale, 150 * scale, QImage::Format_RGB32), set = painted;
            painted.fill(Qt::white);
            set.fill(Qt::white);
            painted.setDevicePixelRatio(scale);
            set.setDevicePixelRatio(scale);
            QPainter painter(&painted), under(&set);
            PixelSheet sheet(under);
            QVERIFY(sheet.is_usable());
            for (int i = 0; i < 2000; ++i) {
                const QRect area(to(220) - 10, to(170) - 10, 1 + to(40), 1 + to(30));
                const QColor colour(to(255), to(255), to(255), to(2) == 0 ? to(255) : 255);
                painter.fillRect(area, colour);
                sheet.fill(area, colour);
            }
            for (int y = 0; y < set.height(); ++y) {
                for (int x = 0; x < set.width(); ++x) {
                    const QColor a(painted.pixel(x, y)), b(set.pixel(x, y));
                    // Both blend in whole numbers; they may round a translucent colour differently.
                    QVERIFY(std::abs(a.red() - b.red()) <= 2 && std::abs(a.green() - b.green()) <= 2 &&
                            std::abs(a.blue() - b.blue()) <= 2);
                }
            }
        }
    }

    void only_pictures_of_plain_pixels_are_sheets() {
        QImage other(10, 10, QImage::Format_RGB888);
        QPainter painter(&other);
        QVERIFY(!PixelSheet(painter).is_usable());
        QImage image(10, 10, QImage::Format_RGB32);
        QPainter turned(&image);
        turned.rotate(30);
        QVERIFY(!PixelSheet(turned).is_usable());
    }

    void one_section_among_thousands_is_seen() {
        is_seen([](Recording& run, std::size_t i) { run.intervals[i].protections.non_preemptible = true; });
        is_seen([](Recording& run, std::size_t i) { run.intervals[i].protections.migrate_disabled = true; });
    }

    void one_pinned_wait_among_thousands_is_seen() {
        is_seen([](Recording& run, std::size_t i) {
            run.intervals[i].protections.migrate_disabled = true;
            run.intervals[i].state = JobState::pin_wait;
            run.intervals[i].has_cpu = false;
        });
    }

    void one_miss_among_thousands_is_seen() {
        constexpr int kArrow = 8;
        is_seen([](Recording& run, std::size_t i) { run.deadlines[i].missed = true; }, kArrow);
    }

    void a_stack_of_an_instant_is_seen() {
        is_seen([](Recording& run, std::size_t i) {
            const Instant from = run.intervals[i].from, to = run.intervals[i].to;
            run.stacks[0].push_back({from, 1, 1});
            run.stacks[0].push_back({to, 0, 0});
            run.series.push_back({from, 1, 1, 0, 0, 0});
            run.series.push_back({to, 0, 0, 0, 0, 0});
        });
    }
};

QTEST_MAIN(MergedSignsTest)
#include "merged_signs_test.moc"
