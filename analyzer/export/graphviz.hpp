// SPDX-License-Identifier: Apache-2.0
//
// A system as a graph for Graphviz (dot), in up to four boxes:
//
//   lock order    an edge from a lock to one that some task takes while it holds the first; red where the edges make a
//                 cycle that can be a deadlock (lock_order.hpp). Where no lock is nested, the locks alone
//   affinity      tasks and the CPUs they may use, where masks differ; tasks of one mask are one node
//   worst stack   the stacking episode that loses most under the file's own variant, when its stack is highest (in the
//   part
//                 of it that is looked at): who runs on the CPU, who waits pinned to it, each for the next more urgent
//                 one, and which CPUs idle meanwhile
//   deadlock      the first one of that run: who waits for which lock, and who holds it
//
// What is not there has no box. Runs the system once, up to its end, and once more up to the episode.
#pragma once

#include "analyzer/report/sink.hpp"
#include "model/system/problem.hpp"
#include "model/system/system.hpp"

namespace pinstack {

/// Fails where the system is impossible under its own variant; nothing is written then.
Result<void> write_graphviz(Sink& sink, const System& system);

}  // namespace pinstack
