// SPDX-License-Identifier: Apache-2.0
//
// Every dialect in data/, and what becomes of its fields.
#include <fstream>
#include <iterator>

#include "analyzer/convert/conversion.hpp"
#include "model/system/load.hpp"
#include "tests/support/catch.hpp"

using namespace pinstack;
using Catch::Contains;

namespace {

std::string data(const std::string& name) {
    std::ifstream in(PINSTACK_SOURCE_DIR "/tests/analyzer/convert/data/" + name, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

Imported read(const std::string& text, FileFormat format, ImportOptions options = {}) {
    if (options.file.empty()) options.file = "file";
    auto imported = import_text(text, format, options);
    if (!imported) FAIL(to_text(imported.error()));
    for (const System& system : imported->systems) REQUIRE(check_system(system).empty());
    return std::move(*imported);
}

Imported read_rt(const std::string& text, ImportOptions options = {}) {
    options.cpus = options.cpus.value_or(2);
    return read(text, FileFormat::rt_app, std::move(options));
}

std::string errors_of(const std::string& text, FileFormat format, ImportOptions options = {}) {
    if (options.file.empty()) options.file = "file";
    const auto imported = import_text(text, format, options);
    if (imported) FAIL("it was read");
    return to_text(imported.error());
}

/// One line for each task, which a person can compare with the file.
std::string text_of(const Body& body, const System& system) {
    std::string out;
    for (const Operation& it : body) {
        out += (out.empty() ? "" : " ") + std::string(it.kind == OperationKind::lock ? system.locks[it.lock].name : name_of(it.kind));
        if (is_bracket(it.kind)) {
            out += "[" + text_of(it.body, system) + "]";
        } else {
            out += " " + (it.time.min == it.time.max ? "" : to_text(it.time.min) + "..") + to_text(it.time.max);
        }
    }
    return out;
}
std::string text_of(const System& system) {
    std::string out;
    for (const Task& task : system.tasks) {
        out += task.name + ":";
        if (task.priority) out += " p" + std::to_string(*task.priority);
        if (task.policy == Policy::rr) out += " rr";
        if (const auto* it = std::get_if<Periodic>(&task.releases)) {
            out += " every " + to_text(it->period);
            if (it->offset.ns != 0) out += " from " + to_text(it->offset);
        } else {
            const auto& releases = std::get<ExplicitReleases>(task.releases);
            out += " at";
            for (const Instant at : releases.instants) out += " " + to_text(Duration{at.ns});
            if (releases.jitter.ns != 0) out += " jitter " + to_text(releases.jitter);
        }
        out += " D " + to_text(task.deadline);
        if (task.home_cpu) out += " home " + std::to_string(*task.home_cpu);
        if (task.affinity) {
            out += " on";
            for (CpuId cpu = task.affinity->first(); cpu != kNoCpu; cpu = task.affinity->next(cpu + 1)) out += " " + std::to_string(cpu);
        }
        out += ": " + text_of(task.body, system) + "\n";
    }
    return out;
}

std::string thread(const std::string& body) {
    return R"({"tasks": {"t": {"policy": "SCHED_FIFO", "priority": 9, )" + body + R"(}}, "global": {"pi_enabled": true}})";
}

}  // namespace

TEST_CASE("the dialect of rt-app: comments, commas, bare words, keys that come again") {
    const Imported it = read(data("dialect.json"), FileFormat::rt_app);
    CHECK(text_of(it.systems.at(0)) ==
          "player.0: p20 rr every 1ms D 1ms home 1 on 1 2: run 100us run 50us suspend 25us run 75us\n"
          "player.1: p20 rr every 1ms D 1ms home 1 on 1 2: run 100us run 50us suspend 25us run 75us\n"
          "old: p10 every 400us D 400us: run 10us\n"
          "after_a_missing_comma-1: p10 every 500us D 100us: run 10us\n"
          "after_a_missing_comma-2: p10 every 500us from 100us D 100us: run 10us\n"
          "after_a_missing_comma-3: p10 every 500us from 200us D 300us: run 40us\n");
    CHECK(it.systems[0].platform.cpus == 3);
    const std::string warnings = to_text(it.warnings, "warning");
    CHECK_THAT(warnings, Contains("file:17:4: warning: /tasks/old/suspend: found `suspend`"));
    CHECK_THAT(warnings, Contains("3 kinds of jobs in the thread \"after_a_missing_comma\""));
    CHECK_THAT(warnings, Contains("/global/logdir"));
    CHECK_THAT(warnings, Contains("/global/gnuplot"));
    CHECK_THAT(warnings, Contains("no number of CPUs") && Contains("3 taken"));
    CHECK(it.warnings.size() == 5);
}

TEST_CASE("rt-app: run and timer are a periodic task, wherever the timer stands") {
    CHECK(text_of(read_rt(thread(R"("run": 5, "timer": {"ref": "u", "period": 20})")).systems[0]) ==
          "t: p9 every 20us D 20us: run 5us\n");
    // The timer first: the thread waits before it runs.
    CHECK(text_of(read_rt(thread(R"("delay": 3, "timer": {"ref": "u", "period": 20}, "run": 5)")).systems[0]) ==
          "t: p9 every 20us from 23us D 20us: run 5us\n");
    const Imported middle = read_rt(thread(R"("run1": 5, "timer": {"ref": "u", "period": 20}, "run2": 7)"));
    CHECK(text_of(middle.systems[0]) == "t: p9 every 20us D 20us: run 7us run 5us\n");
    CHECK_THAT(to_text(middle.warnings), Contains("events behind the last timer"));
    // Two timers alike are one period.
    CHECK(text_of(read_rt(thread(R"("run1": 5, "timer1": {"ref": "u", "period": 20}, "run2": 5, "timer2": {"ref": "u", "period": 20})")).systems[0]) ==
          "t: p9 every 20us D 20us: run 5us\n");
    // A sleep before the run makes it ready later, with the deadline where it was.
    CHECK(text_of(read_rt(thread(R"("sleep": 4, "run": 5, "timer": {"ref": "u", "period": 20})")).systems[0]) ==
          "t: p9 every 20us from 4us D 16us: run 5us\n");
}

TEST_CASE("rt-app: finite loops are written out, phase by phase") {
    const Imported it = read_rt(thread(R"("loop": 2, "phases": {
        "a": {"loop": 3, "run": 1, "timer": {"ref": "u", "period": 10}},
        "b": {"run": 2, "timer": {"ref": "u", "period": 100}}})"));
    CHECK(text_of(it.systems[0]) ==
          "t-1: p9 at 0 10us 20us 130us 140us 150us D 10us: run 1us\n"
          "t-2: p9 at 30us 160us D 100us: run 2us\n");
    // What follows the last timer of a pass begins the first job of the next one, and is a job of its own at the end.
    CHECK(text_of(read_rt(thread(R"("loop": 2, "run1": 1, "timer": {"ref": "u", "period": 10}, "run2": 2)")).systems[0]) ==
          "t-1: p9 at 0 D 10us: run 1us\n"
          "t-2: p9 at 10us D 10us: run 2us run 1us\n"
          "t-3: p9 at 20us D 10us: run 2us\n");
}

TEST_CASE("rt-app: without a timer") {
    const Imported forever = read_rt(thread(R"("run": 5, "sleep": 15)"));
    CHECK(text_of(forever.systems[0]) == "t: p9 every 20us D 20us: run 5us\n");
    CHECK_THAT(to_text(forever.warnings), Contains("without a timer"));
    CHECK(text_of(read_rt(thread(R"("loop": 2, "run": 5, "sleep": 15)")).systems[0]) ==
          "t: p9 at 0 D 1000s: run 5us suspend 15us run 5us suspend 15us\n");
}

TEST_CASE("rt-app: a thread that others wake up has no releases of its own") {
    const Imported it = read_rt(R"({"tasks": {
        "tick": {"priority": -19, "run": 10, "resume": "work", "timer": {"ref": "u", "period": 6000}},
        "work": {"run": 275, "suspend": "work"}}})");
    CHECK(text_of(it.systems[0]) == "tick: every 6ms D 6ms: run 10us\n");
    const std::string warnings = to_text(it.warnings, "warning");
    CHECK_THAT(warnings, Contains("the thread \"work\", which other threads wake up") && Contains("its load is missing"));
    CHECK_THAT(warnings, Contains("/tasks/tick: found a priority of SCHED_OTHER"));
    CHECK_THAT(warnings, Contains("/tasks/tick/resume") && Contains("/tasks/work/suspend"));
}

TEST_CASE("rt-app: locks nest, or are made to; --section says what they are") {
    const std::string nested = thread(R"("lock1": "A", "run1": 1, "lock2": "B", "run2": 2, "unlock1": "B", "unlock2": "A",
        "timer": {"ref": "u", "period": 20})");
    CHECK(text_of(read_rt(nested).systems[0]) == "t: p9 every 20us D 20us: A[run 1us B[run 2us]]\n");
    CHECK(read_rt(nested).systems[0].locks == std::vector<Lock>{{"A", LockKind::mutex}, {"B", LockKind::mutex}});
    ImportOptions options;
    options.sections = {{"A", LockMeaning::migrate_disable}, {"B", LockMeaning::preempt_disable}};
    CHECK(text_of(read_rt(nested, options).systems[0]) ==
          "t: p9 every 20us D 20us: migrate_disable[run 1us preempt_disable[run 2us]]\n");
    CHECK(read_rt(nested, options).systems[0].locks.empty());

    const Imported crossed = read_rt(thread(R"("lock1": "A", "run1": 1, "lock2": "B", "run2": 2, "unlock1": "A", "run3": 3, "unlock2": "B",
        "timer": {"ref": "u", "period": 20})"));
    CHECK(text_of(crossed.systems[0]) == "t: p9 every 20us D 20us: A[run 1us B[run 2us run 3us]]\n");
    CHECK_THAT(to_text(crossed.warnings), Contains("it is held until \"B\" is released"));
    const Imported odd = read_rt(thread(R"("unlock0": "C", "lock1": "A", "unlock1": "A", "lock2": "B", "lock3": "B", "run": 1, "timer": {"ref": "u", "period": 20})"));
    CHECK(text_of(odd.systems[0]) == "t: p9 every 20us D 20us: B[run 1us]\n");
    CHECK_THAT(to_text(odd.warnings), Contains("an unlock of \"C\", which is not held") && Contains("a lock of \"A\" with nothing in it") &&
                                          Contains("a lock of \"B\", which is held") && Contains("held when the job ends"));
}

TEST_CASE("rt-app: policies") {
    const auto read_two = [](const std::string& first, const std::string& second) {
        return read_rt(R"({"global": {"pi_enabled": true}, "tasks": {"a": {)" + first + R"(, "run": 1, "timer": {"ref": "u", "period": 10}},
            "b": {)" + second + R"(, "run": 2, "timer": {"ref": "u", "period": 20}}}})");
    };
    const Imported edf = read_two(R"("policy": "SCHED_DEADLINE", "dl-runtime": 3, "dl-period": 10, "dl-deadline": 8)",
                                  R"("policy": "SCHED_DEADLINE", "dl-runtime": 1, "dl-period": 20)");
    CHECK(edf.systems[0].kernel.order == Order::edf);
    CHECK(text_of(edf.systems[0]) == "a: every 10us D 8us: run 1us\nb: every 20us D 20us: run 2us\n");
    CHECK_THAT(to_text(edf.warnings), Contains("/tasks/b: found a `dl-runtime` below what the events run"));
    const Imported mixed = read_two(R"("policy": "SCHED_OTHER", "nice": 5)", R"("policy": "SCHED_FIFO", "priority": 30)");
    CHECK(mixed.systems[0].kernel.order == Order::linux);
    CHECK(text_of(mixed.systems[0]) == "a: every 10us D 10us: run 1us\nb: p30 every 20us D 20us: run 2us\n");
    CHECK(mixed.systems[0].tasks[0].policy == Policy::other);
    CHECK_THAT(to_text(mixed.warnings), Contains("/tasks/a/nice"));
    const System three = read_two(R"("policy": "SCHED_DEADLINE", "dl-runtime": 3, "dl-period": 10)",
                                  R"("policy": "SCHED_OTHER", "priority": 5)")
                             .systems[0];
    CHECK(three.kernel.order == Order::linux);
    CHECK(three.tasks[0].policy == Policy::deadline);
    CHECK(three.tasks[0].runtime == Duration{3000});
    CHECK(three.tasks[1].nice == 5);
    StringSink out;
    REQUIRE(export_system(out, three, FileFormat::rt_app, TimeUnit::us));
    const System again = read_rt(out.text).systems[0];
    CHECK(again.tasks[0].runtime == Duration{3000});
    CHECK(again.tasks[1].policy == Policy::other);
    CHECK(again.tasks[1].nice == 5);
    CHECK(text_of(read_two(R"("policy": "SCHED_OTHER")", R"("policy": "SCHED_OTHER")").systems[0]) ==
          "a: every 10us D 10us: run 1us\nb: every 20us D 20us: run 2us\n");
}

TEST_CASE("rt-app: what is wrong is told with its place") {
    const std::pair<const char*, const char*> cases[] = {
        {"", "file:1:1: error: found nothing"},
        {"{\"tasks\": {}", "a bracket is not closed"},
        {"{}", "no `tasks`"},
        {"[1]", "expected an object"},
        {"{\"tasks\": {\"a\": {\"run\": -5}}}", "file:1:18: error: /tasks/a/run: found \"-5\", expected a whole number from 0"},
        {"{\"tasks\": {\"a\": {\"run\": 1e30}}}", "/tasks/a/run"},
        {"{\"tasks\": {\"a\": {\"run\": 1.5}}}", "/tasks/a/run"},
        {"{\"tasks\": {\"a\": {\"run\": NaN}}}", "/tasks/a/run"},
        {"{\"tasks\": {\"a\": {\"run\": {}}}}", "found an object"},
        {"{\"tasks\": {\"a\": {\"run\": 1, \"timer\": {\"ref\": \"u\"}}}}", "/tasks/a/timer: found no `period`"},
        {"{\"tasks\": {\"a\": {\"run\": 1, \"timer\": {\"ref\": \"u\", \"period\": 0}}}}", "/tasks/a/timer/period"},
        {"{\"tasks\": {\"a\": {\"policy\": \"SCHED_FAST\", \"run\": 1}}}", "SCHED_OTHER, SCHED_FIFO"},
        {"{\"tasks\": {\"a\": {\"policy\": \"SCHED_FIFO\", \"priority\": 100, \"run\": 1}}}", "/tasks/a/priority"},
        {"{\"tasks\": {\"a\": {\"cpus\": [5], \"run\": 1}}}", "found CPU 5, expected a CPU below 2"},
        {"{\"tasks\": {\"a\": {\"sleep\": 5}}}", "no thread that runs"},
        {"{\"tasks\": {\"a\": {\"run\": 1, \"loop\": 2000000000, \"timer\": {\"ref\": \"u\", \"period\": 5}}}}", "2000000000 loops"},
        {"{\"tasks\": {\"a\": {\"phases\": {\"p\": {\"loop\": 2000000000, \"run\": 1}}}}}", "2000000000 loops"},
        {"{\"tasks\": {\"a\": {\"run\": 1, \"instance\": 100000}, \"b\": {\"run\": 1}}}", "more than 100000 tasks"},
        {"{\"tasks\": {\"a\": {\"run\" 1}}}", "a colon behind the key \"run\""},
        {"{\"tasks\": \"x}", "a text that does not end on its line"},
    };
    for (const auto& [text, expected] : cases) {
        CAPTURE(text);
        ImportOptions options;
        options.cpus = 2;
        CHECK_THAT(errors_of(text, FileFormat::rt_app, options), Contains(expected));
    }
}

TEST_CASE("SchedCAT: several sets, resources, partitions, masks") {
    const Imported it = read(data("sets.xml"), FileFormat::schedcat);
    REQUIRE(it.systems.size() == 2);
    CHECK(text_of(it.systems[0]) ==
          "T1: every 100us D 80us home 1: run 25us\n"
          "T2: every 200us D 200us on 0 2: run 40us R3[run 5us] R3[run 5us]\n");
    CHECK(it.systems[0].tasks[0].working_set == 64 * 1024);
    CHECK(it.systems[0].platform.cpus == 3);
    CHECK(it.systems[0].kernel.balancer.name == "wake-previous");
    CHECK(text_of(it.systems[1]) == "T1: every 10us D 10us home 0: run 1us\n");
    CHECK(it.systems[1].kernel.balancer.name == "partitioned");
    const std::string warnings = to_text(it.warnings, "warning");
    CHECK_THAT(warnings, Contains("/testpoint/config: found <config>"));
    CHECK_THAT(warnings, Contains("/testpoint/taskset[1]/task[2]/resources: found requests without a place in the job"));
    ImportOptions options;
    options.unit = TimeUnit::ms;
    options.sections = {{"3", LockMeaning::preempt_disable}};
    CHECK_THAT(text_of(read(data("sets.xml"), FileFormat::schedcat, options).systems[0]),
               Contains("run 40ms preempt_disable[run 5ms] preempt_disable[run 5ms]"));
}

TEST_CASE("SimSo: milliseconds, cycles, kinds of tasks") {
    const Imported it = read(data("simso.xml"), FileFormat::simso);
    REQUIRE(it.systems.size() == 1);
    CHECK(text_of(it.systems[0]) ==
          "TASK T1: p99 every 10ms from 500us D 9ms: run 2.5ms\n"
          "TASK T2: p98 at 4ms 12.5ms D 20ms: run 3000.001us\n");
    CHECK(std::get<Duration>(*it.systems[0].horizon) == milliseconds(100));
    CHECK(it.systems[0].platform.cpus == 2);
    const std::string warnings = to_text(it.warnings, "warning");
    CHECK_THAT(warnings, Contains("the scheduler \"simso.schedulers.P_RM\""));
    CHECK_THAT(warnings, Contains("/simulation/processors/processor[2]/@cs_overhead: found \"150\""));
    CHECK_THAT(warnings, Contains("task[2]/@WCET: found \"3.0000005\", expected whole nanoseconds"));
    CHECK_THAT(warnings, Contains("task[2]/@abort_on_miss"));
    CHECK(it.warnings.size() == 4);
}

TEST_CASE("job sets: headings of several kinds, priorities, EDF") {
    ImportOptions options;
    options.cpus = 2;
    const Imported it = read(data("jobs.csv"), FileFormat::sag, options);
    CHECK(text_of(it.systems[0]) ==
          "T1: p98 at 0 10us D 10us: preempt_disable[run 1us..2us]\n"
          "T2-1: p99 at 40us jitter 5us D 30us: preempt_disable[run 1ns..8us]\n"
          "T2-2: p99 at 0 jitter 5us D 30us: preempt_disable[run 7us..8us]\n");
    CHECK(it.systems[0].kernel.order == Order::fp);
    CHECK_THAT(to_text(it.warnings, "warning"), Contains("file:5:0: warning: found a `Cost min` of 0"));
    const Imported edf = read(data("edf.csv"), FileFormat::sag, options);
    CHECK(edf.systems[0].kernel.order == Order::edf);
    CHECK(edf.warnings.empty());
    CHECK(text_of(edf.systems[0]) ==
          "T1: at 0 10us D 10us: preempt_disable[run 2us]\n"
          "T2: at 0 D 20us: preempt_disable[run 3us]\n");
    options.unit = TimeUnit::ns;
    CHECK(text_of(read("Task ID,Job ID,Deadline,Priority,Arrival min,Arrival max,Cost min,Cost max\n7,1,100,2,0,0,5,5\n",
                       FileFormat::sag, options).systems[0]) == "T7: p99 at 0 D 100ns: preempt_disable[run 5ns]\n");
}

TEST_CASE("XML and CSV that are wrong") {
    const std::pair<FileFormat, std::pair<const char*, const char*>> cases[] = {
        {FileFormat::schedcat, {"<taskset><task period=\"5\"/></taskset>", "file:1:11: error: /taskset/task: found no attribute `wcet`"}},
        {FileFormat::schedcat, {"<taskset/>", "no <task>"}},
        {FileFormat::schedcat, {"<taskset><task period=\"nan\" wcet=\"1\"/></taskset>", "/taskset/task/@period"}},
        {FileFormat::schedcat, {"<taskset><task period=\"-5\" wcet=\"1\"/></taskset>", "a time above 0"}},
        {FileFormat::schedcat, {"<taskset><task period=\"1e99\" wcet=\"1\"/></taskset>", "/taskset/task/@period"}},
        {FileFormat::schedcat, {"<taskset><task period=\"5\" wcet=\"0\"/></taskset>", "a time above 0"}},
        {FileFormat::schedcat, {"<taskset><task period=\"5\" wcet=\"1\" partition=\"4096\"/></taskset>", "/@partition"}},
        {FileFormat::schedcat,
         {"<taskset><task period=\"50\" wcet=\"3\"><resources><requirement max_writes=\"2\" max_write_length=\"2\"/></resources></task></taskset>",
          "longer than the `wcet`"}},
        {FileFormat::schedcat, {"<sets/>", "<taskset> or <testpoint>"}},
        {FileFormat::schedcat, {"<taskset>", "error"}},
        {FileFormat::simso, {"<simulation><tasks/></simulation>", "no <task>"}},
        {FileFormat::simso,
         {"<simulation><processors><processor/></processors><tasks><task name=\"a\" period=\"1\" deadline=\"1\"/></tasks></simulation>", "no attribute `WCET`"}},
        {FileFormat::simso,
         {"<simulation><processors><processor/></processors><tasks><task task_type=\"Sporadic\" deadline=\"1\" WCET=\"1\"/></tasks></simulation>",
          "no `list_activation_dates`"}},
        {FileFormat::simso, {"<simulation duration=\"-1\"/>", "/simulation/@duration"}},
        {FileFormat::sag, {"", "no job"}},
        {FileFormat::sag, {"Task ID, Job ID\n1, 1\n", "no column `Arrival min`"}},
        {FileFormat::sag, {"1, 1, 0, 0, 1, 1, 10\n", "file:1:0: error: found 7 columns, expected `Priority` too"}},
        {FileFormat::sag, {"1, 1, 5, 0, 1, 1, 10, 1\n", "`Arrival max` below `Arrival min`"}},
        {FileFormat::sag, {"1, 1, 0, 0, 1, 1, 0, 1\n", "a deadline that is not after the release"}},
        {FileFormat::sag, {"1, 1, 0, 0, x, 1, 9, 1\n", "file:1:13: error: found \"x\""}},
        {FileFormat::sag, {"1, 1, 0, 0, {1:2:3}, 1, 9, 1\n", "gang jobs are not modelled"}},
        {FileFormat::sag, {"1, 1, 0, 0, 1, 1, 99999999999999999999, 1\n", "Deadline"}},
        {FileFormat::sag, {"1, 1, -1, 0, 1, 1, 9, 1\n", "not negative"}},
    };
    for (const auto& [format, text] : cases) {
        CAPTURE(text.first);
        ImportOptions options;
        options.cpus = 2;
        CHECK_THAT(errors_of(text.first, format, options), Contains(text.second));
    }
}
