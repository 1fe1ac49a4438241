// SPDX-License-Identifier: GPL-3.0-or-later
//
// From the pointer of a problem to the cell: of every pointer that the corpus of bad files knows, and of every problem
// of a system into which a bad value was put, whose place is known.
#include "gui/models/edit/edit_place.hpp"

#include <QDir>
#include <QRegularExpression>
#include <random>

#include "gui/models/edit/document_problems.hpp"
#include "gui/models/edit/setting.hpp"
#include "model/system/lock_order.hpp"
#include "tests/gui/edit/edit_fixture.hpp"

using namespace pinstack;
using namespace pinstack::gui;

namespace {

constexpr const char* kSystem = R"({"pinstack": 1, "platform": {"cpus": 4}, "kernel": {"balancer": "shift"},
    "locks": {"a/b~": "mutex", "M": "spinlock"}, "horizon": 100, "tasks": [
    {"name": "A", "priority": 1, "period": 100, "wcet": 10, "affinity": [0, 1], "home_cpu": 0},
    {"name": "B", "priority": 2, "min_interarrival": {"min": 100, "max": 200}, "home_cpu": 0, "body": [{"run": 1},
        {"suspend": 2}, {"lock": {"name": "M", "body": [{"run": {"min": 1, "max": 3}}, {"section": [{"run": 4}]}]}}]},
    {"name": "C", "priority": 3, "releases": [0, 5], "deadline": 7, "offset": 1, "wcet": 1, "home_cpu": 1}]})";

using Part = EditPlace::Part;

EditPlace cell(std::size_t task, TaskColumn column) { return {Part::task, task, column, {}}; }
EditPlace setting(const char* pointer) { return {Part::setting, setting_at(pointer), TaskColumn::name, {}}; }
EditPlace operation(std::size_t task, BodyPath path) { return {Part::body, task, TaskColumn::wcet, std::move(path)}; }

Problem at(const char* pointer, const char* found = "") { return {{"", 0, 0, pointer}, found, "", ""}; }

}  // namespace

class EditPlaceTest : public QObject {
    Q_OBJECT

    System system_;

    /// The one problem of the system that the change makes.
    Problem problem_of(const std::function<void(System&)>& change) const {
        System changed = system_;
        change(changed);
        const Problems problems = check_system(changed);
        if (problems.size() != 1) qWarning("%s", to_text(problems).c_str());
        return problems.empty() ? Problem{} : problems.front();
    }

private slots:
    void init() {
        auto system = parse_system(kSystem, "test.json");
        QVERIFY(system.has_value());
        system_ = std::move(*system);
    }

    void pointers() {
        QCOMPARE(place_of(at("/tasks/2/releases/1"), system_), cell(2, TaskColumn::releases));
        QCOMPARE(place_of(at("/tasks/0/wcet"), system_), cell(0, TaskColumn::wcet));
        QCOMPARE(place_of(at("/tasks/1/body"), system_), operation(1, {}));
        QCOMPARE(place_of(at("/tasks/1/body/1/suspend"), system_), operation(1, {1}));
        QCOMPARE(place_of(at("/tasks/1/body/2/lock/name"), system_), operation(1, {2}));
        QCOMPARE(place_of(at("/tasks/1/body/2/lock/body/0/run/min"), system_), operation(1, {2, 0}));
        QCOMPARE(place_of(at("/tasks/1/body/2/lock/body/1/section/0/run"), system_), operation(1, {2, 1, 0}));
        QCOMPARE(place_of(at("/tasks/1/body/2/lock/body/9/run"), system_), operation(1, {2}));
        QCOMPARE(place_of(at("/locks/a~1b~0"), system_), (EditPlace{Part::lock, 0, TaskColumn::name, {}}));
        QCOMPARE(place_of(at("/locks/M"), system_), (EditPlace{Part::lock, 1, TaskColumn::name, {}}));
        QCOMPARE(place_of(at("/kernel/latencies/stopper"), system_), setting("/kernel/latencies/stopper"));
        QCOMPARE(place_of(at("/kernel/round_robin_state/3"), system_), setting("/kernel/round_robin_state"));
        QCOMPARE(place_of(at("/platform"), system_), setting("/platform/cpus"));
        QCOMPARE(place_of(at("/platform/costs/ipi"), system_), setting("/platform/costs"));
        QCOMPARE(place_of(at("/tasks"), system_), setting("/horizon"));
        QCOMPARE(place_of(at(""), system_).part, Part::file);
        QCOMPARE(place_of(at("/tasks/3/period"), system_).part, Part::file);
        QCOMPARE(place_of(at("/pinstack"), system_).part, Part::file);
    }

    /// Each bad value is found where it was put.
    void problems_of_bad_values() {
        const auto is_at = [&](const EditPlace& place, const std::function<void(System&)>& change) {
            const Problem problem = problem_of(change);
            System changed = system_;
            change(changed);
            const bool is = place_of(problem, changed) == place;
            if (!is) qWarning("%s", to_text(problem).c_str());
            return is;
        };
        QVERIFY(is_at(cell(1, TaskColumn::name), [](System& s) { s.tasks[1].name = "A"; }));
        QVERIFY(is_at(cell(1, TaskColumn::name), [](System& s) { s.tasks[1].name = ""; }));
        QVERIFY(is_at(cell(2, TaskColumn::priority), [](System& s) { s.tasks[2].priority.reset(); }));
        QVERIFY(is_at(cell(0, TaskColumn::priority), [](System& s) { s.tasks[0].priority = 100; }));
        QVERIFY(is_at(cell(0, TaskColumn::releases), [](System& s) { s.tasks[0].releases = Periodic{{0}, {}, {}}; }));
        QVERIFY(is_at(cell(1, TaskColumn::releases),
                      [](System& s) { std::get<Sporadic>(s.tasks[1].releases).interarrival.min = {300}; }));
        QVERIFY(is_at(cell(2, TaskColumn::releases), [](System& s) {
            std::get<ExplicitReleases>(s.tasks[2].releases).instants = {{5}, {0}};
        }));
        QVERIFY(is_at(cell(2, TaskColumn::releases),
                      [](System& s) { std::get<ExplicitReleases>(s.tasks[2].releases).instants.clear(); }));
        QVERIFY(is_at(cell(2, TaskColumn::offset),
                      [](System& s) { std::get<ExplicitReleases>(s.tasks[2].releases).offset = {-1}; }));
        QVERIFY(is_at(cell(0, TaskColumn::jitter),
                      [](System& s) { std::get<Periodic>(s.tasks[0].releases).jitter = {-1}; }));
        QVERIFY(is_at(cell(0, TaskColumn::deadline), [](System& s) { s.tasks[0].deadline = {0}; }));
        QVERIFY(is_at(cell(0, TaskColumn::wcet), [](System& s) { s.tasks[0].body[0].time = {}; }));
        QVERIFY(is_at(cell(0, TaskColumn::home_cpu), [](System& s) { s.tasks[0].home_cpu = 2; }));
        QVERIFY(is_at(cell(0, TaskColumn::home_cpu), [](System& s) { s.tasks[0].home_cpu = 4; }));
        QVERIFY(is_at(cell(2, TaskColumn::home_cpu), [](System& s) {
            s.kernel.balancer = {"partitioned", {}};
            s.tasks[2].home_cpu.reset();
        }));
        QVERIFY(is_at(cell(2, TaskColumn::home_cpu), [](System& s) { set_cpus(s, 1), s.tasks[0].affinity.reset(); }));
        QVERIFY(is_at(cell(0, TaskColumn::affinity), [](System& s) { set_cpus(s, 1), s.tasks[2].home_cpu = 0; }));
        QVERIFY(is_at(cell(0, TaskColumn::affinity), [](System& s) { s.tasks[0].affinity = CpuSet(4); }));
        QVERIFY(is_at(cell(0, TaskColumn::working_set), [](System& s) { s.tasks[0].working_set = kTimeLimitNs; }));
        QVERIFY(is_at(operation(1, {0}), [](System& s) { s.tasks[1].body[0].time = {}; }));
        QVERIFY(is_at(operation(1, {1}), [](System& s) { s.tasks[1].body[1].time = {}; }));
        QVERIFY(is_at(operation(1, {2, 0}), [](System& s) { s.tasks[1].body[2].body[0].time.min = {9}; }));
        QVERIFY(is_at(operation(1, {2, 1}), [](System& s) { s.tasks[1].body[2].body[1].body.clear(); }));
        QVERIFY(is_at(operation(1, {}), [](System& s) { s.tasks[1].body.clear(); }));
        QVERIFY(is_at(operation(1, {0}), [](System& s) { s.tasks[1].body.erase(s.tasks[1].body.begin()); }));
        QVERIFY(is_at(operation(1, {2, 1, 0}),
                      [](System& s) { s.tasks[1].body[2].body[1].body[0].kind = OperationKind::suspend; }));
        QVERIFY(is_at(setting("/kernel/balancer"), [](System& s) { s.kernel.balancer = {"shit", {}}; }));
        QVERIFY(is_at(setting("/kernel/order"), [](System& s) {
            s.kernel.order = Order::edf;
            s.kernel.balancer = {"linux-rt-5.15", {}};
        }));
        QVERIFY(is_at(setting("/kernel/hybrid_below"), [](System& s) { s.kernel.hybrid_below = Duration{0}; }));
        QVERIFY(is_at(setting("/kernel/rcu_scan"), [](System& s) { s.kernel.rcu_scan = {0}; }));
        QVERIFY(is_at(setting("/kernel/latencies/ipi_hop"), [](System& s) { s.kernel.linux.ipi_hop = {-5}; }));
        QVERIFY(is_at(setting("/kernel/rr_slice"), [](System& s) { s.kernel.linux.rr_slice = {-5}; }));
        QVERIFY(is_at(setting("/kernel/edge_source"), [](System& s) { s.kernel.linux.edges = {{{0}, 4}}; }));
        QVERIFY(is_at(setting("/kernel/edge_source"), [](System& s) { s.kernel.linux.edge_source = {{4}, {4}}; }));
        QVERIFY(is_at(setting("/kernel/round_robin_state"), [](System& s) {
            s.kernel.linux.round_robin_state = {0, 1};
        }));
        QVERIFY(is_at(setting("/horizon"), [](System& s) { s.horizon = Duration{0}; }));
        QVERIFY(is_at(setting("/horizon"), [](System& s) { s.horizon = Hyperperiods{1}; }));
        QVERIFY(is_at(setting("/horizon"), [](System& s) { s.horizon.reset(); }));
        QVERIFY(is_at(setting("/platform/costs"), [](System& s) { s.platform.costs.name = "arm"; }));
        QVERIFY(is_at({}, [](System& s) { s.tasks.clear(); }));
        QVERIFY(place_of(problem_of([](System& s) { s.locks[1].name = ""; }), system_).part == Part::lock);
    }

    /// Nothing that a report of a bad file points at is lost: only what no editor can show is at no cell.
    void pointers_of_the_corpus() {
        const QRegularExpression line("^\\S+: error: (/\\S*): found (.*), expected ");
        const QDir corpus(PINSTACK_SOURCE_DIR "/tests/model/system/bad");
        int pointers = 0;
        for (const QString& name : corpus.entryList({"*.expected"})) {
            QFile file(corpus.filePath(name));
            QVERIFY(file.open(QIODevice::ReadOnly));
            while (!file.atEnd()) {
                const auto match = line.match(QString::fromUtf8(file.readLine()));
                if (!match.hasMatch()) continue;
                const QString pointer = match.captured(1);
                Problem problem = at("");
                problem.where.pointer = pointer.toStdString();
                problem.found = match.captured(2).toStdString();
                System system = system_;
                system.tasks.resize(10, system_.tasks[0]);
                const EditPlace place = place_of(problem, system);
                ++pointers;
                const bool is_known = !pointer.startsWith("/pinstack") && !pointer.startsWith("/events") &&
                                      !problem.found.starts_with("the unknown key");
                if (is_known)
                    QVERIFY2(place.part != Part::file || pointer.startsWith("/platform/mm") ||
                                 pointer.startsWith("/kernel/fair_"),
                             qPrintable(name + pointer));
                if (pointer.startsWith("/tasks/")) {
                    QCOMPARE(place.index, pointer.section('/', 2, 2).toULongLong());
                }
            }
        }
        QVERIFY(pointers > 200);
    }

    void problems_by_cell() {
        Editor editor;
        QVERIFY(editor.show(kSystem));
        QCOMPARE(editor.cell(1, TaskColumn::name).data(kSeverityRole).toInt(), 0);
        System changed = system_;
        changed.tasks[1].name = "A";
        changed.tasks[1].body[0].time = {};
        editor.document.change("", changed);
        QCOMPARE(editor.cell(1, TaskColumn::name).data(kSeverityRole).toInt(), int(Severity::error));
        QCOMPARE(editor.cell(1, TaskColumn::name).data(Qt::ToolTipRole).toString(),
                 "found the name \"A\", which /tasks/0 has, expected a name that no other task has\nhint: rename one "
                 "of the two");
        QVERIFY(
            editor.cell(1, TaskColumn::wcet).data(kProblemRole).toString().startsWith("found 0, expected a run time"));
        editor.body.set_task(1);
        QCOMPARE(editor.body.index(0, 0).data(kSeverityRole).toInt(), int(Severity::error));
        QCOMPARE(editor.body.index(1, 0).data(kSeverityRole).toInt(), 0);
        QCOMPARE(editor.list.index(0, 1).data().toString(), "A: /name");
        editor.document.history().undo();
        QCOMPARE(editor.list.rowCount(), 0);
        QCOMPARE(editor.cell(1, TaskColumn::name).data(kSeverityRole).toInt(), 0);
    }

    void warnings_are_at_their_operations() {
        Editor editor;
        QVERIFY(
            editor.show(R"({"pinstack": 1, "platform": {"cpus": 2}, "locks": {"L": "mutex", "M": "mutex"}, "tasks": [
            {"name": "A", "period": 10, "body": [{"lock": {"name": "L", "body": [
                {"lock": {"name": "M", "body": [{"run": 1}]}}]}}]},
            {"name": "B", "period": 10, "body": [{"lock": {"name": "M", "body": [
                {"lock": {"name": "L", "body": [{"run": 1}]}}]}}]}]})"));
        QCOMPARE(editor.list.rowCount(), 1);
        QCOMPARE(editor.list.index(0, 0).data().toString(), "warning");
        QCOMPARE(editor.list.index(0, 1).data().toString(), "A: /body/0/lock/body/0/lock");
        editor.body.set_task(0);
        const QModelIndex inner = editor.body.index_of({0, 0});
        QCOMPARE(inner.data(kSeverityRole).toInt(), int(Severity::warning));
    }
};

QTEST_APPLESS_MAIN(EditPlaceTest)
#include "edit_place_test.moc"
