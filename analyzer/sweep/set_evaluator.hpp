// SPDX-License-Identifier: Apache-2.0
//
// Makes a task set of a sweep and finds out about it what the experiment asks for: a function of (experiment, cell,
// number) and nothing else. All variants run the same set with the same releases and run times.
//
// * Tests run on the set under each variant; those of the family "pinned" assume a variant of their own, so they run
//   once for each order.
// * A search for a worst case has the number of the set as its seed.
// * The baseline of the inflations is none/shift, else the first variant.
#pragma once

#include <cstdint>
#include <memory>

#include "analyzer/generate/set_generator.hpp"
#include "analyzer/sweep/set_record.hpp"
#include "analyzer/sweep/sweep_spec.hpp"

namespace pinstack {

/// The sets of one cell. May be used by several threads at once.
class SetEvaluator {
public:
    /// REQUIRES: the spec passed its checks, cell < spec.cells(). `spec` must outlive the evaluator.
    SetEvaluator(const SweepSpec& spec, std::uint64_t cell);

    /// Throws where a run breaks an invariant; the message names the set.
    SetRecord evaluate(std::uint64_t number) const;

private:
    const SweepSpec& spec_;
    std::uint64_t cell_;
    SetGenerator generator_;
    std::vector<Variant> variants_;
    std::size_t baseline_ = 0;
};

}  // namespace pinstack
