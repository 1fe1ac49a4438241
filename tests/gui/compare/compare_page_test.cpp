// SPDX-License-Identifier: GPL-3.0-or-later
//
// The compare page: it computes only while it is seen, its views switch, variants are chosen by clicks.
#include "gui/views/compare/compare_page.hpp"

#include <QComboBox>
#include <QLineSeries>
#include <QPushButton>
#include <QTabBar>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>

#include "gui/models/session.hpp"
#include "gui/views/compare/curves_view.hpp"
#include "gui/views/compare/schedules_view.hpp"
#include "gui/views/compare/variant_dialog.hpp"
#include "gui/views/compare/variant_list.hpp"
#include "gui/views/export/picture_export.hpp"
#include "tests/gui/support/session_fixture.hpp"

using namespace pinstack;
using namespace pinstack::gui;

class ComparePageTest : public QObject {
    Q_OBJECT

private slots:
    void init() {
        page_ = nullptr;
        session_ = std::make_unique<Session>();
        view_ = std::make_unique<ViewState>();
        page_ = std::make_unique<ComparePage>(*session_, *view_);
        page_->resize(1000, 600);
        QVERIFY(session_->document().open(example("01-zijlstra-stacking.pinstack.json")).empty());
        QVERIFY(wait_until_idle(*session_));
        view_->set_end(session_->run()->recording.end);
    }

    void nothing_is_compared_while_it_is_hidden() {
        QVERIFY(session_->comparison() == nullptr);
        page_->show();
        QVERIFY(wait_until_idle(*session_));
        QCOMPARE(page_->runs().rowCount(), 6);
        page_->hide();
        const auto before = session_->comparison();
        System changed = session_->document().system();
        changed.platform.cpus = 3;
        session_->document().change("CPUs", std::move(changed));
        QVERIFY(wait_until_idle(*session_));
        QCOMPARE(session_->comparison(), before);
        page_->show();
        QVERIFY(wait_until_idle(*session_));
        QCOMPARE(session_->comparison()->system().platform.cpus, 3);
    }

    void its_views_are_switched_and_exported() {
        const QTemporaryDir folder;
        page_->show();
        QVERIFY(wait_until_idle(*session_));
        auto* views = page_->findChild<QTabBar*>("views");
        QCOMPARE(views->count(), 6);
        for (int tab = 0; tab < views->count(); ++tab) {
            QTest::mouseClick(views, Qt::LeftButton, {}, views->tabRect(tab).center());
            QCOMPARE(static_cast<int>(page_->shown_view()), tab);
            QVERIFY(page_->picture() != nullptr && page_->picture()->isVisible());
            QVERIFY(page_->table() != nullptr);
            QVERIFY(export_picture(*page_->picture(), folder.filePath(QString("%1.png").arg(tab))).empty());
            QVERIFY(export_picture(*page_->picture(), folder.filePath(QString("%1.svg").arg(tab))).empty());
        }
        QCOMPARE(page_->findChild<SchedulesView*>()->timelines(), std::size_t{6});
        auto* task = page_->findChild<QComboBox*>("task");
        page_->show_view(ComparePage::View::capacity);
        QVERIFY(!task->isVisible());
        page_->show_view(ComparePage::View::latency);
        QVERIFY(task->isVisible());
    }

    void the_task_is_that_of_the_selection() {
        page_->show();
        QVERIFY(wait_until_idle(*session_));
        page_->show_view(ComparePage::View::responses);
        auto* task = page_->findChild<QComboBox*>("task");
        Selection selection;
        selection.task = 2;
        view_->select(selection);
        QCOMPARE(task->currentText(), QString("T2"));
        QTest::keyClick(task, Qt::Key_Down);
        QCOMPARE(view_->selection().task, std::optional<std::uint32_t>(3));
    }

    void curves_follow_the_visible_window() {
        page_->show();
        QVERIFY(wait_until_idle(*session_));
        page_->show_view(ComparePage::View::series);
        CurvesView* series = nullptr;
        for (CurvesView* each : page_->findChildren<CurvesView*>()) {
            if (each->isVisible()) series = each;
        }
        QVERIFY(series != nullptr);
        QCOMPARE(series->charts().size(), std::size_t{6});
        const TimeChart& stacked = *series->charts()[2];  // migrate_disable/wake-previous
        QTRY_VERIFY(stacked.isVisible());
        const auto most = [&](std::size_t curve) {
            double value = 0;
            for (const QPointF& point : stacked.points(curve)) value = std::max(value, point.y());
            return value;
        };
        QCOMPARE(most(0), 4.0);
        QCOMPARE(most(1), 3.0);
        view_->zoom_to({{20'000'000}, {100'000'000}});
        QCOMPARE(most(1), 0.0);
    }

    // The own variant ends at 120 ms; of those without stacking the longest ends at 111 ms.
    void the_longest_run_can_be_looked_at() {
        System ideal = session_->document().system();
        ideal.kernel.sections = Protection::none;
        ideal.kernel.balancer = {"shift", std::nullopt};
        session_->document().change("ideal", std::move(ideal));
        QVERIFY(wait_until_idle(*session_));
        view_->set_end(session_->run()->recording.end);
        QCOMPARE(view_->end().ns, 111'000'000);
        page_->show();
        QVERIFY(wait_until_idle(*session_));
        QCOMPARE(view_->end().ns, 120'000'000);
        page_->hide();
        QCOMPARE(view_->end().ns, 111'000'000);
    }

    void variants_are_chosen_by_clicks() {
        page_->show();
        QVERIFY(wait_until_idle(*session_));
        QTest::mouseClick(page_->findChild<QPushButton*>("choose"), Qt::LeftButton);
        auto* dialog = page_->findChild<VariantDialog*>();
        QVERIFY(dialog != nullptr && dialog->isVisible());
        auto* grid = dialog->findChild<QTableView*>("grid");
        int row = 0;
        while (grid->model()->headerData(row, Qt::Vertical).toString() != "idle-first") ++row;
        const QModelIndex cell = grid->model()->index(row, 2);  // migrate_disable
        grid->scrollTo(cell);
        QCOMPARE(cell.data(Qt::CheckStateRole).toInt(), int{Qt::Unchecked});
        // The box is where the style puts it.
        const QRect rect = grid->visualRect(cell);
        for (int x = rect.left() + 1; x < rect.right() && cell.data(Qt::CheckStateRole).toInt() == Qt::Unchecked;
             x += 4) {
            QTest::mouseClick(grid->viewport(), Qt::LeftButton, {}, QPoint(x, rect.center().y()));
        }
        QCOMPARE(cell.data(Qt::CheckStateRole).toInt(), int{Qt::Checked});
        QVERIFY(wait_until_idle(*session_));
        QCOMPARE(page_->runs().rowCount(), 7);
        QTest::mouseClick(dialog->findChild<QPushButton*>("default"), Qt::LeftButton);
        QVERIFY(wait_until_idle(*session_));
        QCOMPARE(page_->runs().rowCount(), 6);
    }

    void another_document_is_compared() {
        page_->show();
        QVERIFY(wait_until_idle(*session_));
        for (const char* name : {"02-stack-md.pinstack.json", "08-sleep-in-section.pinstack.json"}) {
            QVERIFY(session_->document().open(example(name)).empty());
            QVERIFY(wait_until_idle(*session_));
            for (int tab = 0; tab < 6; ++tab) {
                page_->show_view(static_cast<ComparePage::View>(tab));
                QCoreApplication::processEvents();
            }
        }
        session_->document().close();
        QCOMPARE(page_->runs().rowCount(), 0);
        for (int tab = 0; tab < 6; ++tab) page_->show_view(static_cast<ComparePage::View>(tab));
    }

private:
    std::unique_ptr<Session> session_;
    std::unique_ptr<ViewState> view_;
    std::unique_ptr<ComparePage> page_;
};

QTEST_MAIN(ComparePageTest)
#include "compare_page_test.moc"
