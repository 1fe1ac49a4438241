// SPDX-License-Identifier: Apache-2.0
//
// Sentences and choices that the text, HTML and comparison reports share.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/report/style.hpp"
#include "analyzer/report/time_scale.hpp"
#include "analyzer/run/comparison.hpp"
#include "analyzer/run/drawing_window.hpp"
#include "analyzer/run/outcome.hpp"

namespace pinstack {

/// "zijlstra-stacking: 4 tasks on 4 CPUs".
std::string heading_text(const System& system);

/// "migrate_disable/shift, sections up to 5us NP".
std::string variant_text(const Variant& variant);

/// "fixed priority, with PREEMPT_RT": the order, and PREEMPT_RT where it is set or may decide something.
std::string kernel_text(const System& system, const Variant& variant);

/// What `validate` warns of, in phrases: "a potential deadlock: A -> B ...". As many as a reader takes in.
std::vector<std::string> warning_sentences(const System& system);

/// For a chart: "MD/shift", "NP/idle-first", "none/shift".
std::string short_text(const Variant& variant);

/// What the variants have in common: "EDF; every variant sees the same releases and execution times".
std::string comparison_text(const System& system, const Comparison& comparison);

/// Why this part of the run is drawn, in a phrase.
std::string reason_text(const DrawingWindow& drawn);

/// What matters, in sentences, worst first: capacity lost, deadlines missed, ties. REQUIRES: outcome.applicable().
std::vector<std::string> findings(const System& system, const Outcome& outcome);

/// Whether and how far the verdict depends on ties. REQUIRES: outcome.ties.
std::string tie_sentence(const System& system, const Outcome& outcome);

/// What is needed to get the same results again: tie rules, seed, version.
std::string reproduction_text(const System& system, std::span<const Outcome> outcomes);

/// "180ms of 648ms (27.78 %)".
std::string share_text(std::int64_t part, std::int64_t whole);

/// The tasks that missed most, then those whose worst response is longest, at most so many; in file order.
std::vector<std::uint32_t> most_affected_tasks(const RunResult& result, std::size_t most);

/// "pin_wait 24": the state other than running in which the task's completed jobs spent most time, all together, in the
/// unit of the table.
std::string longest_wait_text(const ResponseSplit& split, const TimeScale& scale);

/// "T0 T1 T2 and 4 more", in at most about so many columns.
std::string task_list(const System& system, const std::vector<std::uint32_t>& tasks, std::size_t columns);

/// Two rows of digits over the whole run: depth and CPUs lost.
std::string series_text(const Series& series, const Style& style);

}  // namespace pinstack
