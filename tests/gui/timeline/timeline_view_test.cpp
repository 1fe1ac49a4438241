// SPDX-License-Identifier: GPL-3.0-or-later
//
// The timeline under a user's hands: clicks, keys and wheel move what all views share; and what it paints.
#include "gui/views/timeline/timeline_view.hpp"

#include <QAbstractItemModelTester>
#include <QApplication>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>
#include <QWheelEvent>
#include <set>

#include "gui/models/timeline/timeline_text.hpp"
#include "gui/views/theme.hpp"
#include "gui/views/timeline/bar_style.hpp"
#include "gui/views/timeline/overview_strip.hpp"
#include "gui/views/timeline/timeline_canvas.hpp"
#include "gui/views/timeline/timeline_keys.hpp"
#include "gui/views/timeline/timeline_legend.hpp"
#include "gui/views/timeline/timeline_page.hpp"
#include "tests/gui/support/model_text.hpp"
#include "tests/gui/support/session_fixture.hpp"

using namespace pinstack;
using namespace pinstack::gui;

namespace {

constexpr std::int64_t kMs = 1'000'000;

/// A page with the Zijlstra example, 1000 x 700.
struct Desk {
    explicit Desk(const char* file = "01-zijlstra-stacking.pinstack.json") {
        page.resize(1000, 700);
        page.show();
        if (!session.document().open(example(file)).empty() || !wait_until_idle(session)) qFatal("no run");
        view.set_end(session.run()->recording.end);
        view.show_all();
        QCoreApplication::processEvents();
        QCoreApplication::processEvents();
        timeline.setFocus();
    }

    /// Where things stand, by the same computation as the view's own.
    TimelineCanvas canvas() {
        TimelineCanvas canvas(view);
        canvas.set_run(session.run());
        canvas.lay_out(timeline.viewport()->size(), timeline.font(), timeline.palette());
        return canvas;
    }
    int x_of(std::int64_t ms) {
        const TimelineCanvas canvas = this->canvas();
        return canvas.plot_left() + canvas.edges().column_of({ms * kMs});
    }
    int y_of(const TimelineRow& row) {
        return canvas().header_height() + row.top - timeline.verticalScrollBar()->value() + row.bar_top +
               row.bar_height / 2;
    }
    QPoint on_cpu(CpuId cpu, std::int64_t ms) { return {x_of(ms) + 2, y_of(*canvas().rows().of_cpu(cpu))}; }
    QPoint on_task(std::uint32_t task, std::int64_t ms) { return {x_of(ms) + 2, y_of(*canvas().rows().of_task(task))}; }

    void click(QPoint at, Qt::KeyboardModifiers modifiers = {}) {
        QTest::mouseClick(timeline.viewport(), Qt::LeftButton, modifiers, at);
    }
    void drag(QPoint from, QPoint to, Qt::MouseButton button = Qt::LeftButton) {
        QTest::mousePress(timeline.viewport(), button, {}, from);
        // QTest::mouseMove does not hold buttons.
        for (const QPoint at : {(from + to) / 2, to}) {
            QMouseEvent move(QEvent::MouseMove, at, timeline.viewport()->mapToGlobal(at), Qt::NoButton, button, {});
            QApplication::sendEvent(timeline.viewport(), &move);
        }
        QTest::mouseRelease(timeline.viewport(), button, {}, to);
    }
    void wheel(QPoint at, QPoint turn, Qt::KeyboardModifiers modifiers = {}) {
        QWheelEvent event(at, timeline.viewport()->mapToGlobal(at), {}, turn, Qt::NoButton, modifiers,
                          Qt::NoScrollPhase, false);
        QApplication::sendEvent(timeline.viewport(), &event);
    }
    void key(Qt::Key key, Qt::KeyboardModifiers modifiers = {}) { QTest::keyClick(&timeline, key, modifiers); }
    QString selected() { return TimelineText(*session.run()).selection(view.selection()); }
    QString labels() {
        QCoreApplication::processEvents();
        QStringList texts;
        for (const QLabel* label : page.findChildren<QLabel*>()) texts << label->text();
        return texts.join(" | ");
    }
    QColor colour_at(QPoint at) {
        QTest::mouseMove(timeline.viewport(), {2, 2});
        return timeline.viewport()->grab().toImage().pixelColor(at);
    }

    Session session;
    ViewState view;
    TimelinePage page{session, view};
    TimelineView& timeline = page.timeline();
};

bool is_window(const ViewState& view, std::int64_t from_ms, std::int64_t to_ms) {
    return view.visible().from.ns == from_ms * kMs && view.visible().to.ns == to_ms * kMs;
}

}  // namespace

class TimelineViewTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() {
        QApplication::setStyle("Fusion");
        QApplication::setPalette(light_palette());
    }

    void a_click_selects_the_job() {
        Desk desk;
        desk.click(desk.on_cpu(0, 8));
        QCOMPARE(desk.selected(), QString("T3#0, CPU 0"));
        desk.click(desk.on_task(0, 10));
        QCOMPARE(desk.selected(), QString("T0#0, CPU 0"));
        desk.click(desk.on_cpu(2, 60));
        QCOMPARE(desk.selected(), QString());
        desk.click({10, desk.on_task(2, 0).y()});
        QCOMPARE(desk.selected(), QString("T2"));
        desk.click({10, desk.on_cpu(3, 0).y()});
        QCOMPARE(desk.selected(), QString("CPU 3"));
        desk.key(Qt::Key_Escape);
        QVERIFY(desk.view.selection().is_empty());
    }

    void the_wheel_zooms_at_the_pointer() {
        Desk desk;
        const QPoint at = desk.on_cpu(0, 30);
        const Instant under = desk.canvas().edges().at(at.x() - desk.timeline.plot_left());
        desk.wheel(at, {0, 120});
        QCOMPARE(desk.view.visible().length().ns, 96 * kMs);
        const Instant still = desk.canvas().edges().at(at.x() - desk.timeline.plot_left());
        QVERIFY(std::abs((still - under).ns) <= desk.canvas().edges().map().per_pixel().ns);
        const Window zoomed = desk.view.visible();
        desk.wheel(at, {0, -120}, Qt::ShiftModifier);
        QCOMPARE(desk.view.visible().length().ns, zoomed.length().ns);
        QVERIFY(desk.view.visible().from > zoomed.from);
        desk.key(Qt::Key_Left, Qt::AltModifier);
        QVERIFY(is_window(desk.view, 0, 120));
    }

    void keys_zoom_and_pan() {
        Desk desk;
        desk.key(Qt::Key_W);
        QCOMPARE(desk.view.visible().length().ns, 96 * kMs);
        const Window zoomed = desk.view.visible();
        desk.key(Qt::Key_D);
        QCOMPARE((desk.view.visible().from - zoomed.from).ns, 12 * kMs);
        desk.key(Qt::Key_A);
        QCOMPARE(desk.view.visible().from.ns, zoomed.from.ns);
        desk.key(Qt::Key_S);
        QVERIFY(is_window(desk.view, 0, 120));
        desk.view.zoom_to({{kMs}, {2 * kMs}});
        desk.key(Qt::Key_R);
        QVERIFY(is_window(desk.view, 0, 120));
        desk.key(Qt::Key_Left, Qt::AltModifier);
        QVERIFY(is_window(desk.view, 1, 2));
        desk.key(Qt::Key_Right, Qt::AltModifier);
        QVERIFY(is_window(desk.view, 0, 120));
    }

    void a_drag_zooms_to_what_it_spans() {
        Desk desk;
        const ColumnEdges edges = desk.canvas().edges();
        const int left = desk.timeline.plot_left();
        const int y = desk.on_cpu(1, 0).y();
        desk.drag({left + 100, y}, {left + 300, y});
        QCOMPARE(desk.view.visible().from, edges.at(100));
        QCOMPARE(desk.view.visible().to, edges.at(300));
        QVERIFY(desk.view.selection().is_empty());
        const Window zoomed = desk.view.visible();
        desk.drag({left + 300, y}, {left + 200, y}, Qt::MiddleButton);
        QCOMPARE(desk.view.visible().length().ns, zoomed.length().ns);
        QVERIFY(desk.view.visible().from > zoomed.from);
    }

    void keys_fit_the_selection_and_the_markers() {
        Desk desk;
        desk.click(desk.on_task(1, 8));
        desk.key(Qt::Key_Z);
        QVERIFY(is_window(desk.view, 2, 17));
        desk.key(Qt::Key_R);
        desk.key(Qt::Key_F);
        QCOMPARE(desk.view.visible().length().ns, 15 * kMs * 3 / 2);
        QCOMPARE(desk.view.visible().from.ns, 0);
        desk.key(Qt::Key_BracketLeft);
        desk.key(Qt::Key_BracketRight);
        QCOMPARE(desk.view.marker(Marker::a)->ns, 2 * kMs);
        QCOMPARE(desk.view.marker(Marker::b)->ns, 17 * kMs);
        QVERIFY(desk.labels().contains(QString::fromUtf8("B − A = 15ms")));
        desk.view.clear_selection();
        desk.key(Qt::Key_Z);
        QVERIFY(is_window(desk.view, 2, 17));
        desk.key(Qt::Key_D, Qt::ControlModifier);
        QVERIFY(!desk.view.marker(Marker::a) && !desk.view.marker(Marker::b));
        desk.key(Qt::Key_Z);
        QVERIFY(desk.labels().contains("Neither two markers nor a selection"));
    }

    void markers_snap_to_events() {
        Desk desk;
        desk.click(desk.on_cpu(0, 11), Qt::ControlModifier);
        desk.click(desk.on_task(0, 17) - QPoint(4, 0), Qt::ShiftModifier);
        QCOMPARE(desk.view.marker(Marker::a)->ns, 11 * kMs);
        QCOMPARE(desk.view.marker(Marker::b)->ns, 17 * kMs);
        QVERIFY(desk.view.selection().is_empty());
        const int ruler = desk.canvas().header_height() / 2;
        desk.drag({desk.x_of(40), ruler}, {desk.x_of(80), ruler});
        QCOMPARE(desk.view.marker(Marker::a), desk.canvas().edges().at(desk.x_of(40) - desk.timeline.plot_left()));
        QCOMPARE(desk.view.marker(Marker::b), desk.canvas().edges().at(desk.x_of(80) - desk.timeline.plot_left()));
        QVERIFY(is_window(desk.view, 0, 120));
    }

    void misses_and_episodes_are_gone_to() {
        Desk desk;
        desk.key(Qt::Key_Period);
        QCOMPARE(desk.selected(), QString("CPU 0, from 2ms to 17ms: 15ms"));
        desk.key(Qt::Key_Period);
        QCOMPARE(desk.selected(), QString("T0#0, from 9ms to 20ms: 11ms"));
        desk.key(Qt::Key_Comma);
        QCOMPARE(desk.selected(), QString("CPU 0, from 2ms to 17ms: 15ms"));
        desk.key(Qt::Key_Comma);
        QVERIFY(desk.labels().contains("No earlier deadline miss or stacking episode"));
        desk.view.zoom_to({{40 * kMs}, {60 * kMs}});
        desk.view.clear_selection();
        desk.key(Qt::Key_Period);
        QCOMPARE(desk.selected(), QString("CPU 0, from 102ms to 117ms: 15ms"));
        QVERIFY(desk.view.visible().from.ns <= 102 * kMs && desk.view.visible().to.ns >= 117 * kMs);
    }

    void a_job_is_searched() {
        Desk desk;
        desk.view.zoom_to({{30 * kMs}, {50 * kMs}});
        QLineEdit* search = nullptr;
        for (QLineEdit* edit : desk.page.findChildren<QLineEdit*>()) {
            if (edit->accessibleName() == "Find job") search = edit;
        }
        QVERIFY(search != nullptr);
        QTest::keyClicks(search, "T2#1");
        QTest::keyClick(search, Qt::Key_Return);
        QCOMPARE(desk.selected(), QString("T2#1"));
        QVERIFY(desk.view.visible().from.ns <= 104 * kMs && desk.view.visible().to.ns >= 114 * kMs);
        search->setText("T9");
        QTest::keyClick(search, Qt::Key_Return);
        QVERIFY(desk.labels().contains("No job of that name: T9"));
        search->setText("T1");
        QTest::keyClick(search, Qt::Key_Return);
        QCOMPARE(desk.selected(), QString("T1#0"));
        QTest::keyClick(search, Qt::Key_Return, Qt::ShiftModifier);
        QCOMPARE(desk.selected(), QString("T1#1"));
    }

    void arrows_walk_along_bars_and_rows() {
        Desk desk;
        desk.key(Qt::Key_Down);
        QCOMPARE(desk.selected(), QString("CPU 0"));
        desk.key(Qt::Key_Right);
        QCOMPARE(desk.selected(), QString("CPU 0, from 0 to 1ms: 1ms"));
        desk.key(Qt::Key_Right);
        QCOMPARE(desk.selected(), QString("CPU 0, from 1ms to 2ms: 1ms"));
        desk.key(Qt::Key_Left);
        QCOMPARE(desk.selected(), QString("CPU 0, from 0 to 1ms: 1ms"));
        desk.key(Qt::Key_Left);
        QVERIFY(desk.labels().contains("No further bar in this row"));
        for (int i = 0; i < 4; ++i) desk.key(Qt::Key_Down);
        QCOMPARE(desk.selected(), QString("T0"));
        desk.key(Qt::Key_Right);
        QCOMPARE(desk.selected(), QString("T0#0, from 0 to 1ms: 1ms"));
        QCOMPARE(desk.timeline.accessibleDescription(), desk.selected());
    }

    void a_selection_of_another_system_does_no_harm() {
        Desk desk;
        desk.view.select({99, 7, 99, {}});
        desk.key(Qt::Key_Right);
        QCOMPARE(desk.selected(), QString("CPU 0"));
        desk.view.select({99, 7, {}, {}});
        for (const Qt::Key key : {Qt::Key_F, Qt::Key_Z, Qt::Key_Period, Qt::Key_Down, Qt::Key_BracketLeft}) {
            desk.key(key);
            desk.timeline.grab();
        }
    }

    void tools_change_the_shared_appearance() {
        Desk desk;
        auto boxes = desk.page.findChildren<QComboBox*>();
        QCOMPARE(boxes.size(), 2);
        QTest::keyClick(boxes[0], Qt::Key_Down);
        QVERIFY(desk.view.rows() == Rows::cpus);
        QTest::keyClick(boxes[1], Qt::Key_Down);
        QVERIFY(desk.view.colouring() == Colouring::by_state);
        desk.view.set_rows(Rows::tasks);
        QCOMPARE(boxes[0]->currentIndex(), 2);
        desk.view.set_filter("T3");
        QVERIFY(desk.canvas().rows().of_task(2) == nullptr);
        QVERIFY(desk.canvas().rows().of_task(3) != nullptr);
    }

    void bars_have_their_colours() {
        Desk desk;
        const Theme theme = Theme::of(desk.timeline.palette());
        const int half = desk.canvas().rows().of_cpu(0)->bar_height / 2;
        desk.view.zoom_to({{0}, {20 * kMs}});
        QCOMPARE(desk.colour_at(desk.on_cpu(0, 0)), task_fill(0).colour);
        QCOMPARE(desk.colour_at(desk.on_cpu(0, 6)), task_fill(3).colour);
        QCOMPARE(desk.colour_at(desk.on_cpu(2, 1)), theme.idle);
        QCOMPARE(desk.colour_at(desk.on_task(3, 6)), cpu_fill(0).colour);
        // Waits pinned: framed in the colour of loss, light inside.
        QCOMPARE(desk.colour_at(desk.on_task(0, 5)), mixed(theme.ground, theme.loss, 130));
        // From 1 ms on in a section: a frame within the bar, from its second line on.
        QCOMPARE(desk.colour_at(desk.on_cpu(0, 1) + QPoint(4, 1 - half)), task_fill(0).text);
        QCOMPARE(desk.colour_at(desk.on_cpu(0, 0) + QPoint(4, 1 - half)), task_fill(0).colour);
        desk.view.set_colouring(Colouring::by_state);
        QCOMPARE(desk.colour_at(desk.on_cpu(0, 6)), state_fill(JobState::running, theme).colour);
        desk.view.set_colouring(Colouring::by_other);
        // What is not selected is weaker.
        desk.view.select({3, {}, {}, {}});
        QCOMPARE(desk.colour_at(desk.on_cpu(0, 6)), task_fill(3).colour);
        QCOMPARE(desk.colour_at(desk.on_cpu(0, 0)), mixed(theme.ground, task_fill(0).colour, 300));
    }

    void it_says_when_events_share_pixels() {
        Desk desk("18-automotive.pinstack.json");
        QVERIFY(desk.timeline.merged_events() > 1000);
        QVERIFY(desk.labels().contains("events share pixels: zoom in"));
        desk.view.set_rows(Rows::cpus);
        desk.view.zoom_to({{0}, {kMs / 2}});
        desk.timeline.grab();
        QCoreApplication::processEvents();
        QCOMPARE(desk.timeline.merged_events(), std::uint64_t{0});
        QVERIFY(!desk.labels().contains("share pixels"));
    }

    void a_selection_from_elsewhere_is_brought_into_view() {
        Desk desk("18-automotive.pinstack.json");
        QVERIFY(desk.timeline.verticalScrollBar()->maximum() > 0);
        desk.view.zoom_to({{0}, {10 * kMs}});
        const auto last = static_cast<std::uint32_t>(desk.session.run()->system->tasks.size() - 1);
        desk.view.select({last, 1, {}, {}});
        QVERIFY(desk.timeline.verticalScrollBar()->value() > 0);
        QVERIFY(desk.view.visible().from.ns > 0);
        // The wheel with Ctrl moves the rows, and not the time.
        const Window before = desk.view.visible();
        const int value = desk.timeline.verticalScrollBar()->value();
        desk.wheel(desk.on_cpu(0, 0), {0, 120}, Qt::ControlModifier);
        QVERIFY(desk.timeline.verticalScrollBar()->value() < value);
        QCOMPARE(desk.view.visible().from, before.from);
    }

    void the_overview_moves_the_window() {
        Desk desk;
        auto* strip = desk.page.findChild<OverviewStrip*>();
        QVERIFY(strip != nullptr);
        const int left = desk.timeline.plot_left(), plot = strip->width() - left, y = strip->height() / 2;
        const auto drag = [&](int from, int to) {
            QTest::mousePress(strip, Qt::LeftButton, {}, {from, y});
            for (const int x : {(from + to) / 2, to}) {
                QMouseEvent move(QEvent::MouseMove, QPoint(x, y), strip->mapToGlobal(QPoint(x, y)), Qt::NoButton,
                                 Qt::LeftButton, {});
                QApplication::sendEvent(strip, &move);
            }
            QTest::mouseRelease(strip, Qt::LeftButton, {}, {to, y});
        };
        drag(left + plot / 4, left + plot / 2);
        const Window dragged = desk.view.visible();
        QVERIFY(std::abs(dragged.from.ns - 30 * kMs) < kMs && std::abs(dragged.to.ns - 60 * kMs) < kMs);
        drag(left + plot * 3 / 8, left + plot / 2);
        QVERIFY(std::abs(desk.view.visible().from.ns - 45 * kMs) < kMs);
        QVERIFY(std::abs(desk.view.visible().length().ns - dragged.length().ns) <= 1);
        QTest::mouseClick(strip, Qt::LeftButton, {}, {left + plot / 8, y});
        QVERIFY(std::abs(desk.view.visible().from.ns) < kMs);
        QTest::mouseDClick(strip, Qt::LeftButton, {}, {left + plot / 2, y});
        QVERIFY(is_window(desk.view, 0, 120));
    }

    void compact_views_share_one_axis() {
        Desk desk;
        TimelineView one(desk.view), two(desk.view);
        for (TimelineView* each : {&one, &two}) {
            each->set_compact(true);
            each->show(desk.session.run());
            each->resize(800, 200);
        }
        one.set_title("first");
        two.set_ruler_visible(false);
        QCOMPARE(one.plot_left(), two.plot_left());
        QVERIFY(one.sizeHint().height() > two.sizeHint().height());
        QVERIFY(two.sizeHint().height() < desk.timeline.sizeHint().height());
        QCOMPARE(one.accessibleName(), QString("Timeline of first"));
        one.grab();
        one.show(nullptr);
        one.grab();
        QCOMPARE(one.plot_left(), 0);
    }

    void the_legend_explains_what_occurs() {
        Desk desk;
        const auto* legend = desk.page.findChild<TimelineLegend*>();
        QCOMPARE(legend->texts().join(", "),
                 QString("runs, migrate-disabled (MD), pinned, its CPU is taken, idle, lost to stacking, "
                         "stack depth; red: it costs CPUs, release, deadline, missed, completion"));
    }

    void what_is_drawn_is_a_table() {
        Desk desk("07-two-tasks-lose-a-cpu.pinstack.json");
        QAbstractItemModel* table = desk.page.table();
        QAbstractItemModelTester tester(table);
        QCOMPARE(model_text(*table), QString("from\nms | to\nms | task | job | CPU | state | section\n"
                                             "0 | 1 | T0 | 0 | 0 | running | \n"
                                             "1 | 3 | T0 | 0 | 0 | pin_wait | MD\n"
                                             "1 | 3 | T1 | 0 | 0 | running | \n"
                                             "3 | 6 | T0 | 0 | 0 | running | MD\n"));
        desk.session.document().close();
        QCOMPARE(desk.page.table()->rowCount(), 0);
    }

    void a_cpu_without_a_job_says_what_it_does() {
        Desk desk("kernel/throttled.pinstack.json");
        const TimelineCanvas canvas = desk.canvas();
        const QString text = canvas.text(canvas.hit(desk.on_cpu(0, 97), 0));
        QVERIFY2(text.startsWith("CPU 0 is throttled: jobs are queued on it, and none may run"), qPrintable(text));
        QVERIFY(desk.page.findChild<TimelineLegend*>()->texts().contains("CPU throttled"));
        // Hatched: not of one colour, as an idle CPU is.
        const QImage image = desk.timeline.viewport()->grab().toImage();
        const QRect area(desk.on_cpu(0, 96), QSize(16, 8));
        std::set<QRgb> colours;
        for (int y = area.top(); y <= area.bottom(); ++y) {
            for (int x = area.left(); x <= area.right(); ++x) colours.insert(image.pixel(x, y));
        }
        QVERIFY(colours.size() > 1);
    }

    void all_keys_are_listed() {
        for (const auto& [key, what] : timeline_keys()) QVERIFY(!key.isEmpty() && !what.isEmpty());
    }
};

QTEST_MAIN(TimelineViewTest)
#include "timeline_view_test.moc"
