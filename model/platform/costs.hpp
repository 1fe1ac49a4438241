// SPDX-License-Identifier: Apache-2.0
//
// What kernel operations cost on a machine: context switch, inter-processor interrupt, migration, ... A model is a
// list of named costs, each with its usual value, the range it was seen in, and the source of the number; the
// models live in data/costs and are built into the library. A cost that grows with the number n of CPUs concerned is
// value + n * per_cpu.
// kernel_costs.hpp has those that an engine charges.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "model/system/problem.hpp"
#include "model/time/duration.hpp"

namespace pinstack {

struct CostRange {
    Duration low;
    Duration high;  ///< low <= high

    friend bool operator==(const CostRange&, const CostRange&) = default;
};

struct Cost {
    std::string name;                ///< unique in its model: "context_switch"
    Duration value;                  ///< >= 0
    Duration per_cpu;                ///< >= 0
    std::optional<CostRange> range;  ///< of `value`, where one is known
    std::string source;              ///< where the number comes from
    bool overridden = false;         ///< the system file replaced the value of the model

    friend bool operator==(const Cost&, const Cost&) = default;
};

struct CostModel {
    std::string name = "none";
    std::string description;
    std::vector<Cost> costs;  ///< in the order of the file; empty = everything is free

    bool is_none() const { return name == "none" && costs.empty(); }
    const Cost* find(std::string_view cost) const;

    friend bool operator==(const CostModel&, const CostModel&) = default;
};

/// Reads a cost model (data/costs/x86-64.json is one). `file` only names the place of problems.
Result<CostModel> parse_cost_model(std::string_view text, const std::string& file);

/// The models that are built in, without "none".
std::span<const std::string_view> built_in_cost_models();
/// A built-in model, or "none". The problem of an unknown name has no place.
Result<CostModel> find_cost_model(std::string_view name);

}  // namespace pinstack
