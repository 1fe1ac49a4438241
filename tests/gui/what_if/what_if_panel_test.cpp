// SPDX-License-Identifier: GPL-3.0-or-later
//
// The panel under the user's hands: keys and clicks that change the document, and controls that follow it.
#include "gui/views/what_if/what_if_panel.hpp"

#include <QAbstractSpinBox>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSlider>
#include <QSpinBox>

#include "model/system/load.hpp"
#include "tests/gui/support/session_fixture.hpp"

using namespace pinstack;
using namespace pinstack::gui;

namespace {

struct Fixture {
    Session session;
    ViewState view;
    WhatIfPanel panel{session, view};

    bool open(const char* name) {
        panel.resize(panel.sizeHint().width(), 800);
        panel.show();
        return session.document().open(example(name)).empty();
    }
    Document& document() { return session.document(); }
    template <class Widget>
    Widget& get(const char* name) {
        auto* widget = panel.findChild<Widget*>(name);
        if (widget == nullptr) qFatal("no %s", name);
        return *widget;
    }
    void choose(const char* name, const QString& text) {
        auto& box = get<QComboBox>(name);
        const int entry = box.findText(text);
        box.setCurrentIndex(entry);
        emit box.activated(entry);
    }
    void type(QAbstractSpinBox& edit, const QString& text) {
        auto* line = edit.findChild<QLineEdit*>();
        line->selectAll();
        QTest::keyClicks(line, text);
        QTest::keyClick(line, Qt::Key_Return);
    }
};

}  // namespace

class WhatIfPanelTest : public QObject {
    Q_OBJECT

private slots:
    void nothing_is_open() {
        Fixture fixture;
        QVERIFY(!fixture.panel.isEnabled());
        QVERIFY(fixture.open("01-zijlstra-stacking.pinstack.json"));
        QVERIFY(fixture.panel.isEnabled());
        fixture.document().close();
        QVERIFY(!fixture.panel.isEnabled());
    }

    void controls_show_the_document() {
        Fixture fixture;
        QVERIFY(fixture.open("15-bounded-stack.pinstack.json"));
        const System& system = fixture.document().system();
        QCOMPARE(fixture.get<QComboBox>("sections").currentText(), "migrate_disable");
        QCOMPARE(fixture.get<QComboBox>("balancer").currentText().toStdString(), system.kernel.balancer.name);
        QCOMPARE(fixture.get<QSpinBox>("cpus").value(), system.platform.cpus);
        QCOMPARE(fixture.get<QSpinBox>("balancer_parameter").isVisibleTo(&fixture.panel),
                 system.kernel.balancer.parameter.has_value());
        QCOMPARE(fixture.get<QSlider>("factor").value(), 100);
        QVERIFY(!fixture.get<QPushButton>("reset").isEnabled());
    }

    void more_cpus_by_key() {
        Fixture fixture;
        QVERIFY(fixture.open("01-zijlstra-stacking.pinstack.json"));
        QVERIFY(wait_until_idle(fixture.session));
        auto& cpus = fixture.get<QSpinBox>("cpus");
        QTest::keyClick(&cpus, Qt::Key_Up);
        QTest::keyClick(&cpus, Qt::Key_Up);
        QCOMPARE(fixture.document().system().platform.cpus, 6);
        QCOMPARE(fixture.document().history().count(), 1);
        QVERIFY(wait_until_idle(fixture.session));
        QCOMPARE(fixture.session.run()->system->platform.cpus, 6);
        fixture.document().history().undo();
        QCOMPARE(cpus.value(), 4);
    }

    void a_balancer_with_a_parameter() {
        Fixture fixture;
        QVERIFY(fixture.open("01-zijlstra-stacking.pinstack.json"));
        fixture.choose("balancer", "bounded-stack");
        auto& parameter = fixture.get<QSpinBox>("balancer_parameter");
        QVERIFY(parameter.isVisible());
        QCOMPARE(to_text(fixture.document().system().kernel.balancer), "bounded-stack:1");
        parameter.setValue(3);
        QCOMPARE(to_text(fixture.document().system().kernel.balancer), "bounded-stack:3");
        QVERIFY(!fixture.panel.findChild<QWidget*>("linux_fold")->isVisible());
        fixture.choose("balancer", "linux-rt-5.15");
        QVERIFY(!parameter.isVisible());
        auto& feature = fixture.get<QAbstractButton>("SKIP_MD_HEAD");
        QVERIFY(feature.isVisible());
        feature.click();
        QVERIFY(fixture.document().system().kernel.linux.skip_md_head);
        fixture.document().history().undo();
        QVERIFY(!feature.isChecked());
    }

    void the_slider_and_its_number() {
        Fixture fixture;
        QVERIFY(fixture.open("01-zijlstra-stacking.pinstack.json"));
        auto& slider = fixture.get<QSlider>("factor");
        QTest::keyClick(&slider, Qt::Key_PageUp);
        QCOMPARE(fixture.document().scenario().section_percent, 110);
        QCOMPARE(fixture.get<QSpinBox>("percent").value(), 110);
        fixture.get<QSpinBox>("percent").setValue(700);
        QCOMPARE(fixture.document().scenario().section_percent, 700);
        QCOMPARE(slider.value(), 400);
        QCOMPARE(fixture.document().scenario().section_percent, 700);
    }

    void a_text_that_is_refused_stays_with_its_message() {
        Fixture fixture;
        QVERIFY(fixture.open("16-random-arrivals.pinstack.json"));
        const std::string before = save_system(fixture.document().system());
        const auto name = QString("value %1").arg(static_cast<int>(TaskColumn::deadline)).toLatin1();
        auto& deadline = fixture.get<QAbstractSpinBox>(name.constData());
        const QString shown = deadline.text();
        fixture.type(deadline, "soon");
        QCOMPARE(deadline.text(), "soon");
        auto& problem = fixture.get<QLabel>("task_problem");
        QVERIFY(problem.isVisible());
        QVERIFY(problem.text().startsWith("found the text \"soon\", which does not start with a digit"));
        QCOMPARE(save_system(fixture.document().system()), before);
        fixture.type(deadline, "7000us");
        QVERIFY(!problem.isVisible());
        QCOMPARE(deadline.text(), "7ms");
        fixture.document().history().undo();
        QCOMPARE(deadline.text(), shown);
    }

    void steps_of_a_time() {
        Fixture fixture;
        QVERIFY(fixture.open("16-random-arrivals.pinstack.json"));
        const auto name = QString("value %1").arg(static_cast<int>(TaskColumn::deadline)).toLatin1();
        auto& deadline = fixture.get<QAbstractSpinBox>(name.constData());
        fixture.type(deadline, "10ms");
        deadline.stepBy(-1);
        QCOMPARE(deadline.text(), "9.9ms");
        deadline.stepBy(1);
        QCOMPARE(deadline.text(), "10ms");
        deadline.stepBy(2);
        QCOMPARE(deadline.text(), "12ms");
        fixture.type(deadline, "1ns");
        deadline.stepBy(-1);
        QCOMPARE(deadline.text(), "1ns");
    }

    void the_task_is_the_one_selected_everywhere() {
        Fixture fixture;
        QVERIFY(fixture.open("01-zijlstra-stacking.pinstack.json"));
        Selection selection;
        selection.task = 2;
        fixture.view.select(selection);
        QCOMPARE(fixture.get<QComboBox>("task").currentText(), "T2");
        QCOMPARE(fixture.get<QSpinBox>("priority").value(), 30);
        QVERIFY(fixture.get<QAbstractSpinBox>("section 0").isVisible());
        fixture.choose("task", "T3");
        QCOMPARE(fixture.view.selection().task, std::optional<std::uint32_t>(3));
        fixture.type(fixture.get<QAbstractSpinBox>("section 0"), "1ms");
        QCOMPARE(fixture.document().system().tasks[3].body[1].body[0].time.max.ns, 1'000'000);
    }

    void impossible_choices_say_why() {
        Fixture fixture;
        QVERIFY(fixture.open("08-sleep-in-section.pinstack.json"));
        fixture.choose("sections", "preempt_disable");
        auto& problem = fixture.get<QLabel>("sections_problem");
        QVERIFY(problem.isVisible());
        QVERIFY(problem.text().contains("a suspension"));
        fixture.get<QPushButton>("reset").click();
        QVERIFY(!problem.isVisible());
        QCOMPARE(fixture.get<QComboBox>("sections").currentText(), "migrate_disable");
        auto& sections = fixture.get<QComboBox>("sections");
        sections.showPopup();
        QVERIFY(sections.itemData(1, Qt::ToolTipRole).toString().contains("a suspension"));
        QVERIFY(sections.itemData(2, Qt::ToolTipRole).toString().isEmpty());
        sections.hidePopup();
    }
};

QTEST_MAIN(WhatIfPanelTest)
#include "what_if_panel_test.moc"
