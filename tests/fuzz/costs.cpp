// SPDX-License-Identifier: Apache-2.0
//
// Cost models.
#include "model/platform/costs.hpp"
#include "tests/fuzz/input.hpp"
#include "tests/fuzz/system_check.hpp"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace pinstack;
    const Result<CostModel> model = parse_cost_model(fuzz::text_of(data, size), "fuzz.json");
    if (!model) {
        fuzz::check_problems(model.error());
        return 0;
    }
    for (const Cost& cost : model->costs) {
        fuzz::require(cost.value.ns >= 0 && cost.per_cpu.ns >= 0, "no cost is negative");
        fuzz::require(model->find(cost.name) == &cost, "costs have names of their own");
    }
    return 0;
}
