// SPDX-License-Identifier: Apache-2.0
#include "analyzer/trace/line_parser.hpp"

#include "analyzer/trace/event_fields.hpp"
#include "analyzer/trace/flag_columns.hpp"
#include "analyzer/trace/thread_table.hpp"
#include "tests/support/catch.hpp"

using namespace pinstack;

namespace {

TraceEvent understood(const std::string& line) {
    const auto parsed = parse_event_line(line);
    REQUIRE(parsed);
    TraceEvent event;
    REQUIRE(read_fields(*parsed, event) == FieldsRead::understood);
    return event;
}

FieldsRead read_as(const std::string& line) {
    const auto parsed = parse_event_line(line);
    REQUIRE(parsed);
    TraceEvent event;
    return read_fields(*parsed, event);
}

}  // namespace

TEST_CASE("a line of the kernel, in each layout") {
    struct Case {
        const char* line;
        const char* flags;
    };
    for (const Case& each : {
             Case{"              T1-281     [001] d..2    61.282586: sched_switch: x", "d..2"},
             Case{"              T1-281     [001] d..21    61.282586: sched_switch: x", "d..21"},
             Case{"              T1-281     [001] d...211    61.282586: sched_switch: x", "d...211"},
             Case{"              T1-281     (   281) [001] d..21    61.282586: sched_switch: x", "d..21"},
             Case{"              T1-281     (-------) [001] d..21    61.282586: sched_switch: x", "d..21"},
             Case{"              T1-281     [001]    61.282586: sched_switch: x", ""},
             Case{"      T1-281     1d..21    61.282586: sched_switch: x", "d..21"},
         }) {
        CAPTURE(each.line);
        const auto parsed = parse_event_line(each.line);
        REQUIRE(parsed);
        CHECK(parsed->comm.substr(parsed->comm.find_first_not_of(' ')) == "T1");
        CHECK(parsed->pid == 281);
        CHECK(parsed->cpu == 1);
        CHECK(parsed->flags == each.flags);
        CHECK(parsed->time == 61'282'586'000);
        CHECK_FALSE(parsed->is_ticks);
        CHECK(parsed->event == "sched_switch");
        CHECK(parsed->fields == "x");
    }
}

TEST_CASE("names of threads hold blanks, dashes, slashes and brackets") {
    for (const std::string& name : std::vector<std::string>{"a b", "kworker/1:1-ev", "x-12 [3]", "[000] y", "-", "a-1 [2] 3.4 z", "(x)"}) {
        CAPTURE(name);
        const std::string line = "  " + name + "-77    [012] d..1. 5.000001: e: f";
        const auto parsed = parse_event_line(line);
        REQUIRE(parsed);
        const std::size_t begin = parsed->comm.find_first_not_of(" ");
        CHECK(parsed->comm.substr(begin) == name);
        CHECK(parsed->pid == 77);
        CHECK(parsed->cpu == 12);
    }
    const TraceEvent event = understood(
        "a prev_pid=9-7 [000] d..2. 1.5: sched_switch: prev_comm=a prev_pid=9 prev_pid=7 prev_prio=49 prev_state=R+ "
        "==> "
        "next_comm=b =x next_pid=2 next_pid=3 next_prio=120");
    CHECK(event.subject_comm == "a prev_pid=9");
    CHECK(event.subject == 7);
    CHECK(event.next_comm == "b =x next_pid=2");
    CHECK(event.next == 3);
}

TEST_CASE("times: us, ns, more digits, ticks") {
    const auto time_of = [](const std::string& text) { return parse_event_line("a-1 [000] .... " + text + ": e: f"); };
    CHECK(time_of("1.5")->time == 1'500'000'000);
    CHECK(time_of("61.282586")->time == 61'282'586'000);
    CHECK(time_of("61.282586123")->time == 61'282'586'123);
    CHECK(time_of("61.2825861235")->time == 61'282'586'123);
    CHECK(time_of("4611686017.4")->time == 4'611'686'017'400'000'000);
    CHECK_FALSE(time_of("4611686019.0"));
    CHECK_FALSE(time_of("99999999999999999999.0"));
    CHECK(time_of("123456789")->is_ticks);
    CHECK(time_of("123456789")->time == 123456789);
    CHECK_FALSE(time_of("99999999999999999999"));
    CHECK_FALSE(time_of("1."));
    CHECK_FALSE(time_of(".5"));
    CHECK_FALSE(time_of("-1.5"));
}

TEST_CASE("what no kernel prints is no event") {
    for (const std::string& line : std::vector<std::string>{"", "x", "a-1", "a-1 [", "a-1 []", "a-1 [1", "a-1 [1]", "a-1 [x] d..1 1.5: e: f", "a-1 [1024] d..1 1.5: e: f",
          "a-4194305 [1] d..1 1.5: e: f", "a [1] d..1 1.5: e: f", "-1 [1] d..1 1.5: e: f",
          "a-1 [1] d..1 d..1 1.5: e: f", "a-1 [99999999999999999999] d..1 1.5: e: f"}) {
        CAPTURE(line);
        CHECK_FALSE(parse_event_line(line));
    }
}

TEST_CASE("what trace-cmd report prints means the same") {
    const TraceEvent kernels = understood(
        "T1-281 [001] d..21 1.5: sched_switch: prev_comm=T1 prev_pid=281 prev_prio=49 prev_state=R+ ==> next_comm=T 2 "
        "next_pid=7 "
        "next_prio=120");
    const TraceEvent trace_cmds = understood("T1-281 [001] 1.5: sched_switch:         T1:281 [49] R+ ==> T 2:7 [120]");
    for (const TraceEvent& event : {kernels, trace_cmds}) {
        CHECK(event.kind == TraceEvent::Kind::sched_switch);
        CHECK(event.subject == 281);
        CHECK(event.subject_comm == "T1");
        CHECK(event.priority == 49);
        CHECK(event.stays_ready);
        CHECK(event.next == 7);
        CHECK(event.next_comm == "T 2");
        CHECK(event.next_priority == 120);
    }
    for (const char* line : {"a-1 [001] 1.5: sched_wakeup: T1:281 [49] CPU:003",
                             "a-1 [001] 1.5: sched_wakeup: T1:281 [49] success=1 CPU:003",
                             "a-1 [001] 1.5: sched_wakeup: comm=T1 pid=281 prio=49 target_cpu=003",
                             "a-1 [001] 1.5: sched_wakeup: comm=T1 pid=281 prio=49 success=1 target_cpu=003"}) {
        const TraceEvent event = understood(line);
        CHECK(event.kind == TraceEvent::Kind::sched_wakeup);
        CHECK(event.subject == 281);
        CHECK(event.target == 3);
    }
}

TEST_CASE("states of a switch") {
    const auto state_of = [](const std::string& state) {
        return understood("a-1 [0] d..2 1.5: sched_switch: prev_comm=a prev_pid=1 prev_prio=5 prev_state=" + state +
                          " ==> next_comm=b next_pid=2 next_prio=5");
    };
    for (const char* ready : {"R", "R+", "S+", "D+"}) CHECK(state_of(ready).stays_ready);
    for (const char* asleep : {"S", "D", "I", "X", "Z", "T", "t", "P", "D|W", "x"})
        CHECK_FALSE(state_of(asleep).stays_ready);
}

TEST_CASE("an event that is used, with fields that are not its own, is damaged; another is unknown") {
    CHECK(read_as("a-1 [0] d..2 1.5: sched_switch: prev_comm=a prev_pid=1") == FieldsRead::damaged);
    CHECK(read_as("a-1 [0] d..2 1.5: sched_switch:") == FieldsRead::damaged);
    CHECK(read_as("a-1 [0] d..2 1.5: sched_waking: comm=T1 pid=99999999999 prio=1 target_cpu=000") ==
          FieldsRead::damaged);
    CHECK(read_as("a-1 [0] d..2 1.5: sched_waking: comm=T1 pid=9 prio=1 target_cpu=9000") == FieldsRead::damaged);
    CHECK(read_as("a-1 [0] d..2 1.5: sched_stat_runtime: comm=a pid=1") == FieldsRead::unknown_event);
    CHECK(read_as("a-1 [0] d..2 1.5: do_sys_open <-sys_open") == FieldsRead::unknown_event);
}

TEST_CASE("marks") {
    CHECK(understood("T1-281 [001] .....11 1.5: md_ioctl: @ T1 MD+ 0").mark == TraceMark::md_enter);
    CHECK(understood("T1-281 [001] .....11 1.5: bprint: md_ioctl: @ T1 MD- 0").mark == TraceMark::md_leave);
    CHECK(understood("T1-281 [001] .... 1.5: md_ioctl: @ a b JOB 3").mark == TraceMark::job_begin);
    CHECK(understood("T1-281 [001] .... 1.5: tracing_mark_write: B|281|migrate_disable").mark == TraceMark::md_enter);
    CHECK(understood("T1-281 [001] .... 1.5: tracing_mark_write: E|281").mark == TraceMark::slice_end);
    CHECK(read_as("a-1 [0] .... 1.5: tracing_mark_write: hello") == FieldsRead::unknown_event);
    CHECK(read_as("a-1 [0] .... 1.5: md_ioctl: @ - DISTRIB cpu0 3") == FieldsRead::unknown_event);
}

TEST_CASE("notices of lost events") {
    CHECK(parse_lost_notice("CPU:2 [LOST 123 EVENTS]")->cpu == 2);
    CHECK(*parse_lost_notice("CPU:2 [LOST 123 EVENTS]")->events == 123);
    CHECK_FALSE(parse_lost_notice("CPU:2 [LOST EVENTS]")->events);
    CHECK(*parse_lost_notice("CPU:13 [77 EVENTS DROPPED]")->events == 77);
    CHECK_FALSE(parse_lost_notice("CPU:2 [EVENTS DROPPED]")->events);
    for (const char* line :
         {"CPU:x [LOST 1 EVENTS]", "CPU:2 LOST 1 EVENTS", "CPU:2 [FOUND 1 EVENTS]", "CPU:5000 [LOST 1 EVENTS]", "CPU:"})
        CHECK_FALSE(parse_lost_notice(line));
}

TEST_CASE("the columns of flags are learnt from their drawing") {
    FlagColumns columns;
    for (const char* line : {"# tracer: nop", "#                                _-------=> irqs-off/BH-disabled",
                             "#                               / _------=> need-resched",
                             "#                              | / _-----=> need-resched-lazy",
                             "#                              || / _----=> hardirq/softirq",
                             "#                              ||| / _---=> preempt-depth",
                             "#                              |||| / _--=> preempt-lazy-depth",
                             "#                              ||||| / _-=> migrate-disable",
                             "#                              |||||| /     delay"})
        columns.learn(line);
    CHECK(columns.source() == FlagColumns::Source::drawn);
    CHECK(columns.count() == 7);
    CHECK(columns.migrate_depth("d..h312") == 2);
    CHECK(columns.preempt_depth("d..h312") == 3);
    CHECK(columns.migrate_depth("d...2..") == 0);
    CHECK(columns.migrate_depth("d....1f") == 15);
    CHECK(columns.migrate_depth("d....1x") == -1);
    CHECK(columns.migrate_depth("d..21") == -1);
    // An unusual order is believed, too.
    columns.learn("# tracer: nop");
    columns.learn("#  _--=> migrate-disable");
    columns.learn("# / _-=> preempt-depth");
    CHECK(columns.migrate_depth("12") == 1);
    CHECK(columns.preempt_depth("12") == 2);
}

TEST_CASE("without a drawing the number of columns decides") {
    const struct {
        const char* flags;
        int migrate, preempt;
    } cases[] = {{"d..2", -1, 2}, {"d..21", 1, 2}, {"d...21", 1, -1}, {"d...211", 1, 2}, {"d.", -1, -1}};
    for (const auto& each : cases) {
        CAPTURE(each.flags);
        FlagColumns columns;
        columns.meet(each.flags);
        CHECK(columns.source() == FlagColumns::Source::guessed);
        CHECK(columns.migrate_depth(each.flags) == each.migrate);
        CHECK(columns.preempt_depth(each.flags) == each.preempt);
        columns.meet("d....211");  // the first one decides
        CHECK(columns.count() == static_cast<int>(std::string_view(each.flags).size()));
    }
}

TEST_CASE("patterns of names") {
    CHECK(matches_pattern("T1", "T?"));
    CHECK(matches_pattern("T1", "*"));
    CHECK(matches_pattern("", "*"));
    CHECK(matches_pattern("abcbd", "a*b?"));
    CHECK_FALSE(matches_pattern("abcbd", "a*b"));
    CHECK_FALSE(matches_pattern("T", "T?"));
    CHECK(is_kernel_name("ktimers/0"));
    CHECK_FALSE(is_kernel_name("T1"));
}
