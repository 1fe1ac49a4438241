// SPDX-License-Identifier: GPL-3.0-or-later
//
// Sorting and filtering of tables of figures, and what their views copy and select.
#include "gui/models/table/figure_table.hpp"

#include <QAbstractItemModelTester>
#include <QTest>
#include <random>

#include "tests/gui/support/model_text.hpp"

using namespace pinstack;
using namespace pinstack::gui;

namespace {

class Toy : public FigureTable {
public:
    struct Row {
        std::uint32_t task = 0;
        Figure figure{};
    };

    void show(std::vector<Row> rows, std::vector<std::string> names) {
        auto made = std::make_shared<System>();
        for (const std::string& name : names) made->tasks.emplace_back().name = name;
        reset(made, [&]() -> std::vector<FigureColumn> {
            rows_ = std::move(rows);
            return {{"task", {}, "task", true}, {"figure", "its meaning", "figure_ns"}};
        });
    }

protected:
    std::size_t count() const override { return rows_.size(); }
    Figure figure(std::size_t source, int column) const override {
        return column == 0 ? Figure(task_name(rows_[source].task)) : rows_[source].figure;
    }
    QString text(std::size_t source, int column) const override {
        const Figure value = figure(source, column);
        if (const auto* number = std::get_if<std::int64_t>(&value)) return QString::number(*number);
        const auto* words_of = std::get_if<QString>(&value);
        return words_of == nullptr ? "-" : *words_of;
    }
    std::vector<std::uint32_t> tasks_of(std::size_t source) const override { return {rows_[source].task}; }
    bool is_about_tasks() const override { return true; }

private:
    std::vector<Row> rows_;
};

Figure number(std::int64_t value) { return value; }

QString column_text(const QAbstractItemModel& model, int column) {
    QStringList cells;
    for (int row = 0; row < model.rowCount(); ++row) cells << model.index(row, column).data().toString();
    return cells.join(' ');
}

}  // namespace

class FigureTableTest : public QObject {
    Q_OBJECT

private slots:
    void rows_are_sorted_stably_with_nothing_last() {
        Toy toy;
        const QAbstractItemModelTester tester(&toy, QAbstractItemModelTester::FailureReportingMode::QtTest);
        toy.show({{0, number(3)}, {1, {}}, {2, number(1)}, {1, number(3)}}, {"a", "b", "c"});
        QCOMPARE(column_text(toy, 1), QString("3 - 1 3"));
        const QPersistentModelIndex held(toy.index(2, 1));
        toy.sort(1);
        QCOMPARE(column_text(toy, 0), QString("c a b b"));
        QCOMPARE(held.row(), 0);
        toy.sort(1, Qt::DescendingOrder);
        QCOMPARE(column_text(toy, 0), QString("a b c b"));
        toy.sort(0);
        QCOMPARE(column_text(toy, 0), QString("a b b c"));
        toy.sort(-1);
        QCOMPARE(column_text(toy, 1), QString("3 - 1 3"));
        QCOMPARE(toy.headerData(1, Qt::Horizontal, FigureTable::kFigureRole).toString(), QString("figure_ns"));
        QCOMPARE(toy.index(0, 1).data(FigureTable::kFigureRole).toLongLong(), 3);
        QVERIFY(!toy.index(1, 1).data(FigureTable::kFigureRole).isValid());
    }

    void rows_of_other_tasks_are_filtered_out() {
        Toy toy;
        const QAbstractItemModelTester tester(&toy, QAbstractItemModelTester::FailureReportingMode::QtTest);
        toy.show({{0, number(3)}, {1, {}}, {2, number(1)}}, {"Audio", "video", "AUX"});
        const QPersistentModelIndex held(toy.index(2, 0)), lost(toy.index(1, 0));
        toy.set_filter("au");
        QCOMPARE(column_text(toy, 0), QString("Audio AUX"));
        QCOMPARE(toy.rows_in_all(), std::size_t{3});
        QCOMPARE(held.row(), 1);
        QVERIFY(!lost.isValid());
        toy.sort(1);
        QCOMPARE(column_text(toy, 0), QString("AUX Audio"));
        toy.set_filter({});
        QCOMPARE(toy.rowCount(), 3);
        toy.show({}, {});
        QCOMPARE(toy.rowCount(), 0);
    }

    // Against std::stable_sort of the whole rows, and rows that are left one by one.
    void any_table_is_sorted_and_filtered_as_its_slow_twin() {
        std::mt19937 random(7);
        for (int round = 0; round < 200; ++round) {
            std::vector<Toy::Row> rows;
            for (auto left = random() % 40; left > 0; --left) {
                Toy::Row& row = rows.emplace_back();
                row.task = static_cast<std::uint32_t>(random() % 3);
                if (random() % 4 != 0) row.figure = static_cast<std::int64_t>(random() % 10);
            }
            Toy toy;
            toy.show(rows, {"x", "xy", "z"});
            const bool descending = random() % 2 == 1;
            toy.set_filter("x");
            toy.sort(1, descending ? Qt::DescendingOrder : Qt::AscendingOrder);
            std::erase_if(rows, [](const Toy::Row& row) { return row.task == 2; });
            std::stable_sort(rows.begin(), rows.end(), [&](const Toy::Row& a, const Toy::Row& b) {
                const bool has_a = a.figure.index() != 0, has_b = b.figure.index() != 0;
                if (!has_a || !has_b) return has_a && !has_b;
                return descending ? b.figure < a.figure : a.figure < b.figure;
            });
            QStringList expected;
            for (const Toy::Row& row : rows) expected << (row.task == 0 ? "x" : "xy");
            QCOMPARE(column_text(toy, 0), expected.join(' '));
        }
    }

    void a_million_rows_are_sorted() {
        std::mt19937 random(3);
        std::vector<Toy::Row> rows;
        for (int i = 0; i < 1'000'000; ++i) rows.emplace_back().figure = static_cast<std::int64_t>(random());
        Toy toy;
        toy.show(std::move(rows), {"x"});
        toy.sort(1);
        QCOMPARE(toy.rowCount(), 1'000'000);
        for (int row = 1; row < toy.rowCount(); row += 997) {
            QVERIFY(toy.index(row - 1, 1).data(FigureTable::kFigureRole).toLongLong() <=
                    toy.index(row, 1).data(FigureTable::kFigureRole).toLongLong());
        }
    }
};

QTEST_GUILESS_MAIN(FigureTableTest)
#include "figure_table_test.moc"
