// SPDX-License-Identifier: Apache-2.0
#include "analyzer/export/graphviz.hpp"

#include "model/system/load.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/system_builder.hpp"

using namespace pinstack;
using namespace pinstack::test;
using Catch::Contains;

namespace {

std::string graph_of(const System& system) {
    StringSink sink;
    const auto written = write_graphviz(sink, system);
    if (!written) FAIL(to_text(written.error()));
    return sink.text;
}

std::string graph_of_example(const std::string& name) {
    return graph_of(load_system(PINSTACK_SOURCE_DIR "/examples/" + name + ".pinstack.json").value());
}

}  // namespace

TEST_CASE("the lock order, with a cycle, and the deadlock it led to") {
    const std::string graph = graph_of_example("locks/lock-order");
    CHECK_THAT(graph, Contains("lock0 -> lock1 [label=\"Read\", color=red"));
    CHECK_THAT(graph, Contains("lock1 -> lock0 [label=\"Write\", color=red"));
    CHECK_THAT(graph, Contains("label=\"deadlock at 3ms\""));
    CHECK_THAT(graph, Contains("dead0 -> dead1 [label=\"waits for queue, held by\""));
}

TEST_CASE("locks that nest without a cycle are not red") {
    System system = system_of("s", 2, {task("A", 5, {0}, 99, 0, {lock(0, {run(1), lock(1, {run(1)})})})});
    system.locks = locks({LockKind::mutex, LockKind::mutex});
    const std::string graph = graph_of(system);
    CHECK_THAT(graph, Contains("lock0 -> lock1 [label=\"A\"];"));
    CHECK_THAT(graph, !Contains("red") && !Contains("cluster_stack") && !Contains("cluster_affinity"));
}

TEST_CASE("the worst stack when it is highest") {
    const std::string graph = graph_of_example("01-zijlstra-stacking");
    CHECK_THAT(graph, Contains("worst stack: CPU 0 at 6ms"));
    CHECK_THAT(graph, Contains("running [label=\"T3, job 0\"]"));
    CHECK_THAT(graph, Contains("waits0 [label=\"T2, job 0, migrate_disable\""));
    CHECK_THAT(graph, Contains("waits2 -> waits1 [label=\"pinned, waits for\""));
    CHECK_THAT(graph, Contains("CPU 3: idle"));
    CHECK_THAT(graph, !Contains("cluster_locks"));
}

TEST_CASE("affinity, and names that dot would take for its own") {
    System system = system_of("a \"quoted\" name", 2, {task("A\"\\\n", 5, {0}, 9, 0, {run(1)}), task("B", 4, {0}, 9, 1, {run(1)})});
    system.tasks[1].affinity = cpu_set(2, {1});
    const std::string graph = graph_of(system);
    CHECK_THAT(graph, Contains("digraph \"a \\\"quoted\\\" name\" {"));
    CHECK_THAT(graph, Contains("[label=\"A\\\"\\\\?\"]"));
    CHECK_THAT(graph, Contains("mask0 -> may1;"));
}
