// SPDX-License-Identifier: GPL-3.0-or-later
//
// Clicks in the tables of results move the window, and the other way round.
#include "gui/views/results/results_panel.hpp"

#include <QClipboard>
#include <QGuiApplication>
#include <QHeaderView>
#include <QLineEdit>
#include <QTabBar>
#include <QTabWidget>
#include <QTest>
#include <QToolButton>

#include "gui/views/table/figure_view.hpp"
#include "tests/gui/support/session_fixture.hpp"

using namespace pinstack;
using namespace pinstack::gui;

namespace {

void click(FigureView& view, int row, int column) {
    const QPoint cell = view.visualRect(view.model()->index(row, column)).center();
    QTest::mouseClick(view.viewport(), Qt::LeftButton, {}, cell);
}

}  // namespace

class ResultsPanelTest : public QObject {
    Q_OBJECT

private slots:
    void init() {
        panel_ = nullptr;
        session_ = std::make_unique<Session>();
        view_ = std::make_unique<ViewState>();
        panel_ = std::make_unique<ResultsPanel>(*session_, *view_);
        panel_->resize(900, 300);
        panel_->show();
        QVERIFY(session_->document().open(example("01-zijlstra-stacking.pinstack.json")).empty());
        QVERIFY(wait_until_idle(*session_));
        view_->set_end(session_->run()->recording.end);
    }

    void an_episode_is_selected_and_brought_into_view() {
        view_->zoom_to({{0}, {10'000'000}});
        panel_->show_tab(ResultsPanel::Tab::episodes);
        click(panel_->current(), 1, 2);
        QCOMPARE(view_->selection().cpu, std::optional<CpuId>(0));
        QVERIFY(view_->selection().span.has_value());
        QCOMPARE(view_->selection().span->from.ns, 102'000'000);
        QCOMPARE(view_->selection().span->to.ns, 117'000'000);
        QVERIFY(view_->visible().from.ns <= 102'000'000 && view_->visible().to.ns >= 117'000'000);
        QVERIFY(view_->can_go_back());
    }

    void a_job_is_selected_in_every_table() {
        panel_->show_tab(ResultsPanel::Tab::jobs);
        click(panel_->current(), 3, 0);
        QCOMPARE(view_->selection().task, std::optional<std::uint32_t>(1));
        QCOMPARE(view_->selection().job, std::optional<std::uint64_t>(1));
        panel_->show_tab(ResultsPanel::Tab::tasks);
        QVERIFY(panel_->current().selectionModel()->isRowSelected(1));
        panel_->show_tab(ResultsPanel::Tab::misses);
        QVERIFY(panel_->current().selectionModel()->isRowSelected(3));
        panel_->show_tab(ResultsPanel::Tab::episodes);
        QVERIFY(!panel_->current().selectionModel()->hasSelection());
    }

    void a_selection_elsewhere_is_followed_when_sorted() {
        panel_->show_tab(ResultsPanel::Tab::jobs);
        FigureView& jobs = panel_->current();
        jobs.sortByColumn(JobTable::kFinish, Qt::DescendingOrder);
        Selection selection;
        selection.task = 0;
        selection.job = 1;
        view_->select(selection);
        QVERIFY(jobs.selectionModel()->isRowSelected(0));
        jobs.sortByColumn(JobTable::kFinish, Qt::AscendingOrder);
        QVERIFY(jobs.selectionModel()->isRowSelected(7));
        QCOMPARE(view_->selection().job, std::optional<std::uint64_t>(1));
        view_->clear_selection();
        view_->select({});
        QCOMPARE(view_->selection().is_empty(), true);
    }

    void a_click_on_a_heading_sorts() {
        panel_->show_tab(ResultsPanel::Tab::tasks);
        FigureView& tasks = panel_->current();
        QHeaderView* header = tasks.horizontalHeader();
        const QPoint at(header->sectionViewportPosition(TaskTable::kMax) + 5, header->height() / 2);
        QTest::mouseClick(header->viewport(), Qt::LeftButton, {}, at);
        const QString first = tasks.model()->index(0, 0).data().toString();
        QTest::mouseClick(header->viewport(), Qt::LeftButton, {}, at);
        const QString second = tasks.model()->index(0, 0).data().toString();
        QCOMPARE(QSet<QString>({first, second}), QSet<QString>({"T0", "T3"}));
        QTest::mouseClick(header->viewport(), Qt::LeftButton, {}, at);
        QCOMPARE(tasks.model()->index(0, 0).data().toString(), QString("T0"));
    }

    void the_filter_is_that_of_the_window() {
        panel_->show_tab(ResultsPanel::Tab::jobs);
        auto* filter = panel_->findChild<QLineEdit*>("filter");
        QTest::keyClicks(filter, "t2");
        QCOMPARE(view_->filter(), QString("t2"));
        QCOMPARE(panel_->table(ResultsPanel::Tab::jobs).rowCount(), 2);
        view_->set_filter({});
        QCOMPARE(filter->text(), QString());
        QCOMPARE(panel_->table(ResultsPanel::Tab::jobs).rowCount(), 8);
    }

    void rows_are_copied() {
        panel_->show_tab(ResultsPanel::Tab::episodes);
        auto* copy = panel_->findChild<QToolButton*>("copy");
        QTest::mouseClick(copy, Qt::LeftButton);
        QCOMPARE(QGuiApplication::clipboard()->text(),
                 QString("from ms\tto ms\tlength ms\tCPU\tdepth\tlost ms\ttasks that waited\n"
                         "2\t17\t15\t0\t4\t30\tT0 T1 T2\n102\t117\t15\t0\t4\t30\tT0 T1 T2\n"));
        click(panel_->current(), 0, 0);
        QTest::keyClick(&panel_->current(), Qt::Key_C, Qt::ControlModifier);
        QCOMPARE(QGuiApplication::clipboard()->text(), QString("2\t17\t15\t0\t4\t30\tT0 T1 T2\n"));
    }

    void what_is_not_seen_is_not_computed() {
        QCOMPARE(panel_->table(ResultsPanel::Tab::tasks).rowCount(), 4);
        QCOMPARE(panel_->table(ResultsPanel::Tab::jobs).rowCount(), 0);
        auto* tabs = panel_->findChild<QTabWidget*>();
        QCOMPARE(tabs->tabText(static_cast<int>(ResultsPanel::Tab::jobs)), QString("Jobs (8)"));
        const QRect jobs = tabs->tabBar()->tabRect(static_cast<int>(ResultsPanel::Tab::jobs));
        QTest::mouseClick(tabs->tabBar(), Qt::LeftButton, {}, jobs.center());
        QCOMPARE(panel_->table(ResultsPanel::Tab::jobs).rowCount(), 8);
    }

    void another_document_empties_and_fills_the_tables() {
        session_->document().close();
        QCOMPARE(panel_->table(ResultsPanel::Tab::tasks).rowCount(), 0);
        QVERIFY(session_->document().open(example("02-stack-md.pinstack.json")).empty());
        QVERIFY(wait_until_idle(*session_));
        QCOMPARE(panel_->table(ResultsPanel::Tab::tasks).rowCount(), 7);
    }

private:
    std::unique_ptr<Session> session_;
    std::unique_ptr<ViewState> view_;
    std::unique_ptr<ResultsPanel> panel_;
};

QTEST_MAIN(ResultsPanelTest)
#include "results_panel_test.moc"
