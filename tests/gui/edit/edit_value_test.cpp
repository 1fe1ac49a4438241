// SPDX-License-Identifier: GPL-3.0-or-later
//
// Values as they are typed: what is taken, and that what is refused says what the command line says.
#include <QSignalSpy>

#include "gui/models/edit/lock_edit.hpp"
#include "gui/models/edit/setting.hpp"
#include "gui/models/edit/task_edit.hpp"
#include "tests/gui/edit/edit_fixture.hpp"

using namespace pinstack;
using namespace pinstack::gui;

namespace {

constexpr const char* kSystem = R"({"pinstack": 1, "time_unit": "us", "platform": {"topology": "core:4 pu:2"},
    "horizon": 5000, "kernel": {"balancer": "shift", "round_robin_state": 3}, "locks": {"L": "mutex", "M": "spinlock"}, "tasks": [
    {"name": "A", "period": 1000, "wcet": 10, "affinity": [0, 1, 7]},
    {"name": "B", "min_interarrival": {"min": 100, "max": 200}, "deadline": 90, "body": [{"run": 1}, {"suspend": 2},
        {"lock": {"name": "M", "body": [{"run": {"min": 1, "max": 3}}]}}]},
    {"name": "C", "releases": [0, 5], "deadline": 7, "offset": 1, "wcet": 1}]})";

Problem refusal(const Result<SystemEdit>& edit) { return edit ? Problem{} : edit.error().front(); }

}  // namespace

class EditValueTest : public QObject {
    Q_OBJECT

    System system_;

    /// What the cell shows after the text is typed; "!" and what was found where it is refused.
    QString typed(std::size_t task, TaskColumn column, const QString& text) const {
        const auto edit = edit_task(system_, task, column, text);
        if (!edit) return "! " + QString::fromStdString(edit.error().front().found);
        System changed = system_;
        (*edit)(changed);
        return text_of(changed.tasks[task], column);
    }
    QString set(const std::string& pointer, const QString& text) const {
        const Setting& setting = settings()[setting_at(pointer)];
        const auto edit = edit_setting(system_, setting, text);
        if (!edit) return "! " + QString::fromStdString(edit.error().front().found);
        System changed = system_;
        (*edit)(changed);
        return setting.text(changed);
    }

private slots:
    void init() {
        auto system = parse_system(kSystem, "test.json");
        QVERIFY(system.has_value());
        system_ = std::move(*system);
    }

    void values_of_tasks() {
        QCOMPARE(typed(0, TaskColumn::releases, "2ms"), "2ms");
        QCOMPARE(typed(0, TaskColumn::releases, " 2000 "), "2ms");  // in the unit of the file
        QCOMPARE(typed(0, TaskColumn::releases, "1.5"), "! 1.5");
        QCOMPARE(typed(0, TaskColumn::releases, "0"), "! 0");
        QCOMPARE(typed(0, TaskColumn::releases, ""), "! the text \"\", which is empty");
        QCOMPARE(typed(0, TaskColumn::releases, "1, \"wcet\": 2"),
                 "! the text \"1, \\\"wcet\\\": 2\", which has white space in it");
        QCOMPARE(typed(0, TaskColumn::releases, "3 // three"), "3us");
        QCOMPARE(typed(1, TaskColumn::releases, "1ms..2ms"), "1ms..2ms uniform");
        QCOMPARE(typed(1, TaskColumn::releases, "1ms .. 2ms  log-uniform"), "1ms..2ms log-uniform");
        QCOMPARE(typed(1, TaskColumn::releases, "{\"min\": 5, \"max\": 7}"), "5us..7us uniform");
        QCOMPARE(typed(1, TaskColumn::releases, "2ms..1ms"), "! a `min` of 2ms, more than `max`");
        QCOMPARE(typed(1, TaskColumn::releases, "1ms..2ms normal"), "! the text \"normal\"");
        QCOMPARE(typed(2, TaskColumn::releases, "0, 1ms,1ms"), "0, 1ms, 1ms");
        QCOMPARE(typed(2, TaskColumn::releases, "[0, \"2ms\"]"), "0, 2ms");
        QCOMPARE(typed(2, TaskColumn::releases, "5, 4"), "! a release at 4us, before the one ahead of it at 5us");
        QCOMPARE(typed(2, TaskColumn::releases, ""), "! an empty array");
        QCOMPARE(typed(0, TaskColumn::name, " 5 "), "5");
        QCOMPARE(typed(0, TaskColumn::name, ""), "! an empty name");
        QCOMPARE(typed(0, TaskColumn::name, "B"), "B");  // a problem of the document, not of the text
        QCOMPARE(typed(0, TaskColumn::priority, "99"), "99");
        QCOMPARE(typed(0, TaskColumn::priority, ""), "");
        QCOMPARE(typed(0, TaskColumn::priority, "100"), "! 100");
        QCOMPARE(typed(0, TaskColumn::offset, ""), "");
        QCOMPARE(typed(0, TaskColumn::offset, "0"), "");
        QCOMPARE(typed(2, TaskColumn::jitter, "1us"), "1us");
        QCOMPARE(typed(0, TaskColumn::jitter, "-1"), "! -1");
        QCOMPARE(typed(0, TaskColumn::deadline, ""), "1ms");
        QCOMPARE(typed(1, TaskColumn::deadline, ""), "100us");
        QCOMPARE(typed(2, TaskColumn::deadline, ""), "! the text \"\", which is empty");
        QCOMPARE(typed(0, TaskColumn::wcet, "1ms..2ms"), "1ms..2ms uniform");
        QCOMPARE(typed(0, TaskColumn::wcet, "12"), "12us");
        QCOMPARE(typed(0, TaskColumn::home_cpu, "7"), "7");
        QCOMPARE(typed(0, TaskColumn::home_cpu, "8"), "! 8");
        QCOMPARE(typed(0, TaskColumn::affinity, "0-3,7"), "0-3,7");
        QCOMPARE(typed(0, TaskColumn::affinity, "[0, 2]"), "0,2");
        QCOMPARE(typed(0, TaskColumn::affinity, ""), "");
        QCOMPARE(typed(0, TaskColumn::affinity, "0-8"), "! 8");
        QCOMPARE(typed(0, TaskColumn::affinity, "1,1"), "! CPU 1 a second time");
        QCOMPARE(typed(0, TaskColumn::affinity, "3-1"), "! the range \"3-1\", which descends");
        QCOMPARE(typed(0, TaskColumn::working_set, "64KiB"), "64KiB");
        QCOMPARE(typed(0, TaskColumn::working_set, "64 kB"), "! the text \"64 kB\"");
        QCOMPARE(typed(0, TaskColumn::policy, "rr"), "rr");
    }

    void the_messages_are_those_of_the_command_line() {
        const Problem problem = refusal(edit_task(system_, 0, TaskColumn::releases, "2 ms"));
        QCOMPARE(problem.found, "the text \"2 ms\", which has white space in it");
        QCOMPARE(problem.expected, "a period such as \"1.5ms\"");
        QCOMPARE(problem.hint, "write \"2ms\"");
        QCOMPARE(problem.where.pointer, "");
        QCOMPARE(refusal(edit_setting(system_, settings()[setting_at("/kernel/balancer")], "shit")).hint,
                 "did you mean `shift`?");
    }

    void a_new_kind_of_releases_takes_what_it_can() {
        const auto kind = [&](std::size_t task, const char* word) {
            System changed = system_;
            (*edit_task(system_, task, TaskColumn::release_kind, word))(changed);
            const Task& now = changed.tasks[task];
            return text_of(now, TaskColumn::releases) + " " + text_of(now, TaskColumn::deadline) + " " +
                   text_of(now, TaskColumn::offset);
        };
        QCOMPARE(kind(0, "min_interarrival"), "1ms 1ms ");
        QCOMPARE(kind(0, "releases"), "0 1ms ");
        QCOMPARE(kind(1, "period"), "100us 90us ");
        QCOMPARE(kind(2, "period"), "7us 7us 1us");
        QVERIFY(!edit_task(system_, 0, TaskColumn::release_kind, "sometimes"));
    }

    void an_implicit_deadline_stays_implicit() {
        System changed = system_;
        (*edit_task(system_, 0, TaskColumn::releases, "2ms"))(changed);
        (*edit_task(system_, 1, TaskColumn::releases, "2ms"))(changed);
        QCOMPARE(changed.tasks[0].deadline.ns, 2'000'000);
        QCOMPARE(changed.tasks[1].deadline.ns, 90'000);
    }

    void settings_of_the_system() {
        QCOMPARE(set("/horizon", "200ms"), "200ms");
        QCOMPARE(set("/horizon", "{\"hyperperiods\": 3}"), "{\"hyperperiods\": 3}");
        QCOMPARE(set("/horizon", "drain"), "drain");
        QCOMPARE(set("/horizon", ""), "");
        QCOMPARE(set("/horizon", "dr"), "! the text \"dr\"");
        QCOMPARE(set("/seed", "18446744073709551615"), "18446744073709551615");
        QCOMPARE(set("/seed", ""), "1");
        QCOMPARE(set("/seed", "-1"), "! -1");
        QCOMPARE(set("/name", "5"), "5");
        QCOMPARE(set("/name", ""), "");
        QCOMPARE(set("/time_unit", "ms"), "ms");
        QCOMPARE(set("/platform/cpus", "1024"), "1024");
        QCOMPARE(set("/platform/cpus", "0"), "! 0");
        QCOMPARE(set("/platform/topology", "pack:1 core:2 pu:1"), "pack:1 core:2 pu:1");
        QCOMPARE(set("/platform/topology", "cores"), "! \"cores\": the level \"cores\" is not TYPE:COUNT");
        QCOMPARE(set("/platform/costs", "x86-64"), "x86-64");
        QCOMPARE(set("/platform/costs", "{\"extends\": \"x86-64\", \"ipi\": \"2us\"}"),
                 "{\"extends\": \"x86-64\", \"ipi\": \"2us\"}");
        QCOMPARE(set("/platform/costs", ""), "none");
        QCOMPARE(set("/platform/costs", "arm"), "! the unknown cost model \"arm\"");
        QCOMPARE(set("/kernel/balancer", "bounded-stack:2"), "bounded-stack:2");
        QCOMPARE(set("/kernel/balancer", "bounded-stack"), "! the balancer \"bounded-stack\"");
        QCOMPARE(set("/kernel/hybrid_below", "100us"), "100us");
        QCOMPARE(set("/kernel/hybrid_below", ""), "");
        QCOMPARE(set("/kernel/features/RT_PUSH_IPI", "true"), "true");
        QCOMPARE(set("/kernel/features/RT_PUSH_IPI", ""), "");
        QCOMPARE(set("/kernel/features/SKIP_MD_HEAD", "true"), "true");
        QCOMPARE(set("/kernel/latencies/stopper", "4us"), "4us");
        QCOMPARE(set("/kernel/latencies/stopper", ""), "0");
        QCOMPARE(set("/kernel/edge_source", "{\"period\": 4000}"), "{\"period\": \"4ms\", \"jitter\": 0}");
        QCOMPARE(set("/kernel/edge_source", "[{\"at\": 0, \"cpu\": 7}]"), "[{\"at\": 0, \"cpu\": 7}]");
        QCOMPARE(set("/kernel/edge_source", "[{\"at\": 0, \"cpu\": 8}]"), "! 8");
        QCOMPARE(set("/kernel/round_robin_state", "2"), "2");
        QCOMPARE(set("/kernel/round_robin_state", "[0, 1]"), "! a list with 2 CPUs");
    }

    /// What a cell shows can be typed into it, and nothing changes.
    void what_is_shown_can_be_typed() {
        const std::string before = save_system(system_);
        for (std::size_t task = 0; task < system_.tasks.size(); ++task) {
            for (int column = 0; column < kTaskColumns; ++column) {
                const auto which = static_cast<TaskColumn>(column);
                if (!is_editable(system_.tasks[task], which)) continue;
                const auto edit = edit_task(system_, task, which, text_of(system_.tasks[task], which));
                QVERIFY2(edit.has_value(), qPrintable(heading_of(which)));
                System changed = system_;
                (*edit)(changed);
                QCOMPARE(save_system(changed), before);
            }
        }
        for (const Setting& setting : settings()) {
            if (setting.pointer == "/platform/cpus") continue;  // see below
            const auto edit = edit_setting(system_, setting, setting.text(system_));
            QVERIFY2(edit.has_value(), setting.pointer.c_str());
            System changed = system_;
            (*edit)(changed);
            QVERIFY2(save_system(changed) == before, (setting.pointer + "\n" + save_system(changed)).c_str());
        }
    }

    void a_number_of_cpus_takes_the_topology_away() {
        System changed = system_;
        set_cpus(changed, 9);
        QVERIFY(!changed.platform.topology);
        QCOMPARE(changed.tasks[0].affinity->size(), 9);
        QCOMPARE(changed.kernel.linux.round_robin_state, std::vector<int>(9, 3));
        QVERIFY(check_system(changed).empty());
        set_cpus(changed, 4);
        const Problems problems = check_system(changed);
        QCOMPARE(problems.size(), std::size_t{1});
        QCOMPARE(problems[0].where.pointer, "/tasks/0/affinity/2");
        set_cpus(changed, 8);
        QVERIFY(check_system(changed).empty());
        QCOMPARE(changed.tasks[0].affinity, system_.tasks[0].affinity);
    }

    void locks_keep_their_users() {
        QVERIFY(!rename_lock(system_, 0, "M"));
        QVERIFY(!rename_lock(system_, 0, ""));
        QCOMPARE(refusal(remove_lock(system_, 1)).found, "the lock \"M\", which B takes");
        System changed = system_;
        (*remove_lock(system_, 0))(changed);
        QCOMPARE(changed.locks.size(), std::size_t{1});
        QCOMPARE(users_of_lock(changed, 0), QStringList{"B"});
        add_lock(changed);
        add_lock(changed);
        QCOMPARE(changed.locks[2].name, "L2");
        QVERIFY(check_system(changed).empty());
    }

    void new_tasks_fit_to_the_others() {
        System changed = system_;
        duplicate_task(changed, 0);
        add_task(changed, 4);
        QCOMPARE(changed.tasks[1].name, "A2");
        QCOMPARE(changed.tasks[4].name, "T4");
        QVERIFY(check_system(changed).empty());
        move_task(changed, 0, 4);
        QCOMPARE(changed.tasks[4].name, "A");
        QCOMPARE(changed.tasks[0].name, "A2");
        move_task(changed, 4, 0);
        remove_task(changed, 1);
        remove_task(changed, 3);
        QCOMPARE(save_system(changed), save_system(system_));
    }
};

QTEST_APPLESS_MAIN(EditValueTest)
#include "edit_value_test.moc"
