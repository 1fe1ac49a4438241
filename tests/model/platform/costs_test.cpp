// SPDX-License-Identifier: Apache-2.0
#include "model/platform/costs.hpp"

#include <string>

#include "tests/support/catch.hpp"

using namespace pinstack;

TEST_CASE("the built-in cost model reads, and every number has a source") {
    REQUIRE(built_in_cost_models().size() == 1);
    const auto model = find_cost_model(built_in_cost_models()[0]);
    if (!model) FAIL(to_text(model.error()));
    CHECK(model->name == "x86-64");
    CHECK_FALSE(model->description.empty());
    CHECK_FALSE(model->is_none());
    for (const Cost& cost : model->costs) {
        CAPTURE(cost.name);
        CHECK_FALSE(cost.source.empty());
        CHECK(cost.value > Duration{0});
    }
}

TEST_CASE("the figures of the built-in cost model are those of its sources") {
    const auto model = find_cost_model("x86-64");
    REQUIRE(model);
    const Cost* context_switch = model->find("context_switch");
    REQUIRE(context_switch != nullptr);
    CHECK(context_switch->value == microseconds(1));
    CHECK(context_switch->range == CostRange{nanoseconds(500), microseconds(3)});
    const Cost* ipi = model->find("ipi");
    REQUIRE(ipi != nullptr);
    CHECK(ipi->value == nanoseconds(1200));
    // 1.5 us + 0.25 us for each CPU.
    const Cost* shootdown = model->find("tlb_shootdown");
    REQUIRE(shootdown != nullptr);
    CHECK(shootdown->value == nanoseconds(1500));
    CHECK(shootdown->per_cpu == nanoseconds(250));
    CHECK(model->find("ipj") == nullptr);
}

TEST_CASE("none costs nothing, and an unknown model is a problem") {
    const auto none = find_cost_model("none");
    REQUIRE(none);
    CHECK(none->is_none());
    CHECK(*none == CostModel{});
    const auto unknown = find_cost_model("x86");
    REQUIRE_FALSE(unknown);
    CHECK(unknown.error()[0].found == "the unknown cost model \"x86\"");
    CHECK(unknown.error()[0].hint == "the cost models are `none`, `x86-64`");
}

TEST_CASE("every problem of a cost model is reported") {
    const std::string text = R"({
  "pinstack_costs": 2,
  "nam": "x",
  "costs": {
    "a": {"value": "1us", "range": ["2us", "3us"], "source": ""},
    "b": {"value": -1, "sources": "guess"},
    "c": {"value": "1us", "range": [1], "source": "s", "source": "t"},
    "d": 5
  }
})";
    const auto model = parse_cost_model(text, "m.json");
    REQUIRE_FALSE(model);
    CHECK(to_text(model.error()) ==
          R"(m.json:1:1: error: found no `name`, expected `name`
    hint: data/costs/x86-64.json shows the format
m.json:2:21: error: /pinstack_costs: found 2, expected 1, the version of the format
    hint: this program reads format 1 only
m.json:3:3: error: /nam: found the unknown key "nam", expected a key of a cost model
    hint: did you mean `name`?
m.json:5:36: error: /costs/a/range: found a range that 1us is not in, expected low <= value <= high
    hint: the range is the one that `value` was seen in
m.json:5:62: error: /costs/a/source: found an empty text, expected a `source`
    hint: say where the number comes from
m.json:6:10: error: /costs/b: found no `source`, expected `source`
    hint: data/costs/x86-64.json shows the format
m.json:6:20: error: /costs/b/value: found -1, expected a cost of 0 or more
    hint: nothing happens before 0
m.json:6:24: error: /costs/b/sources: found the unknown key "sources", expected a key of a cost
    hint: did you mean `source`?
m.json:7:36: error: /costs/c/range: found an array of 1, expected a range: [low, high]
    hint: write for example ["500ns", "2us"]
m.json:7:56: error: /costs/c/source: found the key "source" a second time, expected each key once in an object
    hint: the first one is at 7:41
m.json:8:10: error: /costs/d: found 5, expected a cost: an object with `value` and `source`
    hint: write for example {"ipi": {"value": "1us", "source": "measured"}}
)");
    CHECK_FALSE(parse_cost_model("{", "m.json"));
    CHECK_FALSE(parse_cost_model("[]", "m.json"));
}
