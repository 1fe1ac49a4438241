// SPDX-License-Identifier: Apache-2.0
//
// A small experiment for tests: 2 CPUs, 6 tasks, two axes, four variants; tests, runs and inflations.
#pragma once

#include <string>

#include "analyzer/sweep/sweep_spec.hpp"

namespace pinstack::test {

inline std::string small_sweep_text(int samples = 5) {
    return R"({ "sweep": 1, "name": "small", "samples": )" + std::to_string(samples) + R"(,
  "generate": { "cpus": 2, "tasks": 6, "periods": "log-uniform:10ms:50ms", "section_share": 0.5, "horizon": "200ms",
                "home_cpus": "round-robin" },
  "grid": { "utilization_per_cpu": [0.5, 0.8], "section_length": ["uniform:0.1:0.2", "0.5"] },
  "variants": [ "migrate_disable/idle-first", "none/shift", "preempt_disable/idle-first",
                { "name": "edf", "kernel": { "order": "edf", "balancer": "swap-on-entry" } } ],
  "compute": { "tests": "all", "simulate": true } })";
}

inline SweepSpec small_sweep(int samples = 5) { return parse_sweep(small_sweep_text(samples), "small.json").value(); }

}  // namespace pinstack::test
