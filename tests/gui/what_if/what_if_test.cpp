// SPDX-License-Identifier: GPL-3.0-or-later
//
// The questions of the panel as changes of the document, and the figures that answer them.
#include "gui/models/what_if/what_if.hpp"

#include <QAbstractItemModelTester>

#include "gui/models/what_if/before_after_model.hpp"
#include "model/balancer/balancer.hpp"
#include "model/system/load.hpp"
#include "tests/gui/support/model_text.hpp"
#include "tests/gui/support/session_fixture.hpp"

using namespace pinstack;
using namespace pinstack::gui;

namespace {

struct Panel {
    Session session;
    ViewState view;
    WhatIf what_if{session, view};
    BeforeAfterModel figures{session};
    QAbstractItemModelTester tester{&figures, QAbstractItemModelTester::FailureReportingMode::QtTest};

    Document& document() { return session.document(); }
    bool open(const char* name) { return document().open(example(name)).empty(); }
    bool show(const std::string& text) {
        auto system = parse_system(text, "test.json");
        if (system) document().show("test", std::move(*system));
        return system.has_value();
    }
    int steps() { return document().history().count(); }
};

using Control = WhatIf::Control;

}  // namespace

class WhatIfTest : public QObject {
    Q_OBJECT

private slots:
    void a_balancer_takes_the_loss_away() {
        Panel panel;
        QVERIFY(panel.open("01-zijlstra-stacking.pinstack.json"));
        panel.figures.set_task("T0");
        QVERIFY(wait_until_idle(panel.session));
        QCOMPARE(
            model_text(panel.figures),
            "as opened | now | change\n6 | 6 | same\n12.50 % | 12.50 % | same\n4 | 4 | same\n20ms | 20ms | same\n");
        panel.what_if.set_balancer({"swap-on-entry", std::nullopt});
        QVERIFY(wait_until_idle(panel.session));
        QCOMPARE(model_text(panel.figures),
                 "as opened | now | change\n6 | 0 | \u22126\n12.50 % | 0.00 % | \u221212.50 pp\n4 | 1 | \u22123\n"
                 "20ms | 5ms | \u221215ms\n");
        QCOMPARE(panel.figures.index(0, 2).data(BeforeAfterModel::kJudgementRole).toInt(), -1);
        QVERIFY(panel.what_if.is_changed());
        panel.what_if.reset();
        QVERIFY(!panel.what_if.is_changed());
        QVERIFY(wait_until_idle(panel.session));
        QCOMPARE(panel.figures.index(0, 2).data().toString(), "same");
        panel.document().history().undo();
        QCOMPARE(panel.document().system().kernel.balancer.name, "swap-on-entry");
    }

    void the_first_run_is_made_even_if_it_is_overtaken() {
        Panel panel;
        QVERIFY(panel.open("01-zijlstra-stacking.pinstack.json"));
        panel.what_if.set_balancer({"swap-on-entry", std::nullopt});
        QVERIFY(QTest::qWaitFor([&] { return panel.figures.index(0, 0).data() == "6"; }, 10'000));
        QVERIFY(wait_until_idle(panel.session));
        QCOMPARE(panel.figures.index(0, 1).data().toString(), "0");
        QVERIFY(panel.open("02-stack-md.pinstack.json"));
        QCOMPARE(panel.figures.index(0, 0).data().toString(), "\u2013");
    }

    void a_slider_is_one_step_until_it_settles() {
        Panel panel;
        QVERIFY(panel.open("01-zijlstra-stacking.pinstack.json"));
        const std::string before = save_system(panel.document().system());
        for (int percent = 101; percent <= 150; ++percent) panel.what_if.set_section_percent(percent);
        QCOMPARE(panel.steps(), 1);
        panel.what_if.settle();
        panel.what_if.set_section_percent(150);  // as it is
        QCOMPARE(panel.steps(), 1);
        panel.what_if.set_section_percent(200);
        QCOMPARE(panel.steps(), 2);
        QCOMPARE(panel.what_if.utilization_text(), "all WCETs together: 36ms, at 100 %: 20ms");
        panel.document().history().undo();
        QCOMPARE(panel.what_if.section_percent(), 150);
        panel.what_if.set_cpus(3);
        panel.what_if.set_cpus(2);
        QCOMPARE(panel.steps(), 2);
        panel.what_if.set_order(Order::edf);
        panel.what_if.set_cpus(3);
        QCOMPARE(panel.steps(), 4);
        while (panel.document().history().canUndo()) panel.document().history().undo();
        QCOMPARE(save_system(panel.document().system()), before);
        QCOMPARE(panel.what_if.section_percent(), 100);
    }

    void utilization_before_and_after() {
        Panel panel;
        QVERIFY(panel.show(R"({"pinstack": 1, "platform": {"cpus": 2}, "tasks": [
            {"name": "A", "period": 100, "body": [{"run": 20}, {"section": [{"run": 40}]}]}]})"));
        QCOMPARE(panel.what_if.utilization_text(), "utilization 0.60 of 2");
        panel.what_if.set_section_percent(50);
        QCOMPARE(panel.what_if.utilization_text(), "utilization 0.40 of 2, at 100 %: 0.60");
        QVERIFY(wait_until_idle(panel.session));
        QCOMPARE(panel.session.run()->outcome.result->capacity.useful, 40);
    }

    void problems_are_at_the_control_that_makes_them() {
        Panel panel;
        QVERIFY(panel.show(R"({"pinstack": 1, "platform": {"cpus": 2}, "tasks": [
            {"name": "A", "priority": 2, "period": 100, "body": [{"section": [{"run": 20}, {"suspend": 5}]}]},
            {"name": "B", "priority": 1, "period": 100, "wcet": 5, "home_cpu": 1}]})"));
        WhatIf& what_if = panel.what_if;
        QVERIFY(what_if.objection(Protection::preempt_disable).contains("a suspension"));
        QCOMPARE(what_if.objection(Protection::migrate_disable), "");
        QVERIFY(what_if.objection(BalancerName{"partitioned", {}}).contains("home_cpu"));
        what_if.set_sections(Protection::preempt_disable);
        QVERIFY(what_if.problem_at(Control::sections).startsWith("A: /body/0/section/1/suspend: found a suspension"));
        QCOMPARE(what_if.problem_at(Control::balancer), "");
        QCOMPARE(panel.figures.index(0, 1).data().toString(), "\u2013");  // not run, so not answered
        what_if.set_sections(Protection::migrate_disable);
        QCOMPARE(what_if.problem_at(Control::sections), "");
        what_if.set_balancer({"partitioned", std::nullopt});
        QVERIFY(what_if.problem_at(Control::balancer).contains("no `home_cpu` on 1 of 2 tasks"));
        QCOMPARE(what_if.problem_at(Control::task), "");
        what_if.set_balancer({"linux-rt-5.15", std::nullopt});
        what_if.set_order(Order::edf);
        QVERIFY(what_if.problem_at(Control::balancer).contains("because the balancer is"));
        what_if.set_order(Order::fp);
        what_if.set_cpus(1);
        QVERIFY(what_if.problem_at(Control::cpus).contains("CPU 0, the only one of the platform"));
        QVERIFY(!what_if.set_task_value(TaskColumn::deadline, "soon").empty());
        QCOMPARE(panel.document().system().tasks[0].deadline.ns, 100);
    }

    void the_topology_gives_way_to_a_number_of_cpus() {
        Panel panel;
        QVERIFY(panel.show(R"({"pinstack": 1, "platform": {"topology": "core:2 pu:2"}, "tasks": [
            {"name": "A", "period": 100, "wcet": 1}]})"));
        QCOMPARE(panel.what_if.platform_note(), "");
        panel.what_if.set_cpus(3);
        QVERIFY(panel.what_if.platform_note().contains("core:2 pu:2"));
        QVERIFY(!panel.document().system().platform.topology);
        panel.document().history().undo();
        QVERIFY(panel.document().system().platform.topology.has_value());
    }

    void one_task() {
        Panel panel;
        QVERIFY(panel.show(
            R"({"pinstack": 1, "time_unit": "us", "platform": {"cpus": 1}, "locks": {"L": "mutex"}, "tasks": [
            {"name": "A", "period": 100, "wcet": 5},
            {"name": "B", "period": 50, "body": [{"run": 1}, {"lock": {"name": "L", "body": [{"run": 2},
                {"section": [{"run": 3}]}]}}]}]})"));
        WhatIf& what_if = panel.what_if;
        QCOMPARE(what_if.task(), std::size_t{0});
        QVERIFY(what_if.runs_in_sections(9).empty());
        Selection selection;
        selection.task = 1;
        panel.view.select(selection);
        const auto runs = what_if.runs_in_sections(9);
        QCOMPARE(runs, (std::vector<BodyPath>{{1, 0}, {1, 1, 0}}));
        QCOMPARE(what_if.brackets_text(runs[1]), "lock L \u203a section");
        QVERIFY(what_if.set_length(runs[1], "4").empty());
        QVERIFY(what_if.set_length(runs[1], "5us").empty());
        QCOMPARE(panel.steps(), 1);
        QVERIFY(!what_if.set_length(runs[1], "long").empty());
        QVERIFY(what_if.set_length(runs[1], "5000ns").empty());  // the same
        QCOMPARE(panel.steps(), 1);
        QVERIFY(what_if.set_task_value(TaskColumn::releases, "60").empty());
        QCOMPARE(panel.document().system().tasks[1].deadline.ns, 60'000);
        QVERIFY(what_if.can_give_priorities());
        what_if.give_priorities();
        QCOMPARE(panel.document().system().tasks[1].priority, 2);
        QCOMPARE(panel.document().system().tasks[0].priority, 1);
        what_if.set_priority(50);
        QCOMPARE(panel.document().system().tasks[1].priority, 50);
    }

    /// Priorities by deadline are what the program ranks by without priorities: nothing in the run changes.
    void given_priorities_change_no_run() {
        for (const char* file : {"08-sleep-in-section.pinstack.json", "18-automotive.pinstack.json"}) {
            Panel panel;
            QVERIFY(panel.open(file));
            System system = panel.document().system();
            for (Task& task : system.tasks) task.priority.reset();
            panel.document().show(file, system);
            QVERIFY(panel.what_if.can_give_priorities());
            QVERIFY(wait_until_idle(panel.session));
            const RunResult before = *panel.session.run()->outcome.result;
            panel.what_if.give_priorities();
            QVERIFY(wait_until_idle(panel.session));
            const RunResult& after = *panel.session.run()->outcome.result;
            QVERIFY(after.capacity == before.capacity);
            for (std::size_t i = 0; i < before.tasks.size(); ++i) {
                QCOMPARE(after.tasks[i].response.sum(), before.tasks[i].response.sum());
            }
        }
    }

    /// Every choice of every control is run, or says why not; then all is undone.
    void every_choice_is_run_or_refused() {
        Panel panel;
        QVERIFY(panel.open("08-sleep-in-section.pinstack.json"));
        const std::string before = save_system(panel.document().system());
        for (const Protection protection :
             {Protection::none, Protection::preempt_disable, Protection::migrate_disable}) {
            panel.what_if.set_sections(protection);
            for (const BalancerInfo& info : balancers()) {
                BalancerName name{std::string(info.name), std::nullopt};
                if (!info.parameter.empty()) name.parameter = 1;
                const QString objection = panel.what_if.objection(name);
                panel.what_if.set_balancer(name);
                QCOMPARE(panel.document().problems().empty(), objection.isEmpty());
                QVERIFY(wait_until_idle(panel.session));
                if (objection.isEmpty()) {
                    QVERIFY(panel.session.run()->system == panel.document().effective());
                    QVERIFY(panel.session.run()->outcome.applicable());
                }
            }
        }
        while (panel.document().history().canUndo()) panel.document().history().undo();
        QCOMPARE(save_system(panel.document().system()), before);
    }
};

QTEST_GUILESS_MAIN(WhatIfTest)
#include "what_if_test.moc"
