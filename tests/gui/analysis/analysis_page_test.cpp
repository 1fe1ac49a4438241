// SPDX-License-Identifier: GPL-3.0-or-later
//
// The tables of an analysis, and the page that shows them.
#include "gui/views/analysis/analysis_page.hpp"

#include <QAbstractItemModelTester>
#include <QLabel>
#include <QTest>

#include "gui/models/session.hpp"
#include "tests/gui/support/model_text.hpp"
#include "tests/gui/support/session_fixture.hpp"

using namespace pinstack;
using namespace pinstack::gui;

namespace {

AnalyzedSystemPtr analyzed(const char* file) {
    Session session;
    session.want_analysis(true);
    if (!session.document().open(example(file)).empty() || !wait_until_idle(session)) return nullptr;
    return session.analysis();
}

}  // namespace

class AnalysisPageTest : public QObject {
    Q_OBJECT

private slots:
    void tables_are_sound_models() {
        TestTable tests;
        BoundTable bounds;
        const auto mode = QAbstractItemModelTester::FailureReportingMode::QtTest;
        const QAbstractItemModelTester a(&tests, mode), b(&bounds, mode);
        for (const char* file :
             {"17-edf.pinstack.json", "18-automotive.pinstack.json", "01-zijlstra-stacking.pinstack.json"}) {
            const AnalyzedSystemPtr system = analyzed(file);
            QVERIFY(system != nullptr);
            tests.show(system);
            bounds.show(system);
            QCOMPARE(tests.rowCount(), static_cast<int>(system->analysis.tests.size()));
            QCOMPARE(bounds.rowCount(), static_cast<int>(system->system->tasks.size()));
            for (FigureTable* table : {static_cast<FigureTable*>(&tests), static_cast<FigureTable*>(&bounds)}) {
                for (int row = 0; row < table->rowCount(); ++row) {
                    for (int column = 0; column < table->columnCount(); ++column) {
                        for (const int role :
                             {int{Qt::DisplayRole}, int{Qt::ToolTipRole}, int{FigureTable::kFigureRole}}) {
                            table->index(row, column).data(role);
                        }
                        // Red is a defect, or a miss in the simulation.
                        const bool is_bad = table->index(row, column).data(FigureTable::kEmphasisRole).toInt() ==
                                            static_cast<int>(Emphasis::bad);
                        QVERIFY(!is_bad || (table == &bounds && column == BoundTable::kSimulated));
                    }
                }
                table->sort(0, Qt::DescendingOrder);
                table->sort(-1);
            }
        }
        tests.show(nullptr);
        bounds.show(nullptr);
        QCOMPARE(bounds.rowCount(), 0);
    }

    void bounds_are_printed() {
        BoundTable bounds;
        bounds.show(analyzed("17-edf.pinstack.json"));
        QString text = model_text(bounds);
        // As `pinstack analyze` prints them.
        QCOMPARE(text.mid(text.indexOf("A |")),
                 QString("A | 5 | 4 | 4 | edf-wcrt | 5 | 5 | 4 | 5 | 5 | 5 | 5 | 5 | 4 | 5 | 5 | 5 | 5 | 5 | 5\n"
                         "B | 7 | 6 | 6 | edf-wcrt | 7 | 7 | 6 | 7 | 7 | 7 | 7 | 7 | 6 | 7 | 7 | 7 | 7 | 7 | 7\n"));
        TestTable tests;
        tests.show(analyzed("17-edf.pinstack.json"));
        text = model_text(tests);
        QVERIFY(text.contains("\nedf-wcrt | uniprocessor | schedulable | migrate_disable/shift | 2 of 2 | A B | "));
        QVERIFY(text.contains("\nbak | global EDF | not proved | migrate_disable/shift | 0 of 2 |  | "));
        QVERIFY(text.contains(
            "\nll | uniprocessor | does not apply |  |  |  | the test is for fp, the system's order is edf"));
    }

    // The best bound is the least of those of the own variant, and no less than what was simulated.
    void the_best_bound_is_the_least() {
        const AnalyzedSystemPtr system = analyzed("18-automotive.pinstack.json");
        BoundTable bounds;
        bounds.show(system);
        for (int row = 0; row < bounds.rowCount(); ++row) {
            std::optional<qlonglong> least;
            for (std::size_t test = 0; test < system->analysis.tests.size(); ++test) {
                if (!system->check.tests[test].covers_own) continue;
                const auto& bound = system->analysis.tests[test].verdict.bounds[static_cast<std::size_t>(row)];
                if (bound && (!least || *bound < *least)) least = *bound;
            }
            const QVariant best = bounds.index(row, BoundTable::kBest).data(FigureTable::kFigureRole);
            QCOMPARE(best.isValid(), least.has_value());
            if (!least) continue;
            QCOMPARE(best.toLongLong(), *least);
            QVERIFY(bounds.index(row, BoundTable::kSimulated).data(FigureTable::kFigureRole).toLongLong() <= *least);
        }
    }

    void an_exceeded_bound_is_a_defect() {
        const AnalyzedSystemPtr sound = analyzed("17-edf.pinstack.json");
        auto broken = std::make_shared<AnalyzedSystem>(*sound);
        std::size_t test = 0;
        while (!sound->check.tests[test].covers_own || !sound->analysis.tests[test].verdict.bounds[1]) ++test;
        broken->check.exceeded.push_back({test, 1});
        BoundTable bounds;
        bounds.show(broken);
        const QModelIndex best = bounds.index(1, BoundTable::kBest);
        QVERIFY(best.data().toString().endsWith('!'));
        QCOMPARE(best.data(FigureTable::kEmphasisRole).toInt(), static_cast<int>(Emphasis::bad));
        TestTable tests;
        tests.show(broken);
        QVERIFY(model_text(tests).contains("DEFECT: bound exceeded"));
    }

    void it_analyzes_only_while_it_is_seen() {
        Session session;
        ViewState view;
        AnalysisPage page(session, view);
        page.resize(900, 500);
        QVERIFY(session.document().open(example("17-edf.pinstack.json")).empty());
        QVERIFY(wait_until_idle(session));
        QVERIFY(session.analysis() == nullptr);
        page.show();
        QVERIFY(wait_until_idle(session));
        QCOMPARE(page.bounds().rowCount(), 2);
        bool is_said = false;
        for (const QLabel* label : page.findChildren<QLabel*>()) {
            is_said = is_said || label->text().contains("schedulable under its own variant");
        }
        QVERIFY(is_said);
        QCOMPARE(page.table(), static_cast<QAbstractItemModel*>(&page.bounds()));
        session.document().close();
        QCOMPARE(page.bounds().rowCount(), 0);
    }
};

QTEST_MAIN(AnalysisPageTest)
#include "analysis_page_test.moc"
