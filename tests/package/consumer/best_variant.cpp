// SPDX-License-Identifier: Apache-2.0
//
// best_variant FILE: each variant with the share of the capacity that it loses, and how many tests prove deadlines.
#include <algorithm>
#include <iostream>

#include "analyzer/bounds/analysis.hpp"
#include "analyzer/report/version.hpp"
#include "analyzer/run/comparison.hpp"
#include "model/system/load.hpp"

int main(int argc, char** argv) {
    if (argc != 2) return 2;
    const auto system = pinstack::load_system(argv[1]);
    if (!system) return 2;
    for (const pinstack::Outcome& outcome : pinstack::compare(*system, pinstack::default_variants(*system)).outcomes) {
        if (outcome.applicable()) {
            std::cout << to_text(outcome.variant) << " " << outcome.result->capacity.lost() << "\n";
        }
    }
    const auto tests = pinstack::analyze(*system).tests;
    const auto proved = std::ranges::count_if(
        tests, [](const pinstack::TestOutcome& it) { return it.applicable() && it.verdict.schedulable; });
    std::cout << "pinstack " << pinstack::version() << ": " << proved << " of " << tests.size() << " tests prove it\n";
}
