// SPDX-License-Identifier: Apache-2.0
#include "analyzer/sweep/sweep_spec.hpp"

#include "analyzer/sweep/sweep_cells.hpp"
#include "tests/analyzer/sweep/small_sweep.hpp"
#include "tests/support/catch.hpp"

using namespace pinstack;
using Catch::Matchers::Contains;

namespace {

/// An experiment with `part` in place of its `grid`.
std::string with_grid(const std::string& grid) {
    return R"({"sweep": 1, "generate": {"cpus": 4, "tasks": 8, "utilization": 2}, "grid": )" + grid +
           R"(, "variants": ["none/shift"], "compute": {"simulate": true}})";
}

std::string errors_of(const std::string& text) {
    const auto spec = parse_sweep(text, "x.json");
    return spec ? "" : to_text(spec.error());
}

}  // namespace

TEST_CASE("sweep: the cells of a grid, the first axis slowest") {
    const SweepSpec spec = test::small_sweep();
    REQUIRE(spec.cells() == 4);
    CHECK(spec.sets() == 20);
    CHECK(name_of_cell(spec, 0) == "utilization_per_cpu=0.5, section_length=uniform:0.1:0.2");
    CHECK(name_of_cell(spec, 1) == "utilization_per_cpu=0.5, section_length=0.5");
    CHECK(name_of_cell(spec, 2) == "utilization_per_cpu=0.8, section_length=uniform:0.1:0.2");
    const SetSpec set = set_spec_of_cell(spec, 3).value();
    CHECK(set.cpus == 2);
    CHECK(set.tasks() == 6);
    CHECK(set.utilization.total == kWholeCpu / 10 * 16);
    CHECK(set.sections.low == kWholeCpu / 2);
    CHECK(set.seed == 1);
    CHECK(spec.variants[3].variant.order == Order::edf);
    CHECK(spec.variants[3].has_order);
    CHECK_FALSE(spec.variants[0].has_order);
}

TEST_CASE("sweep: what is multiplied by the CPUs of the cell") {
    const SweepSpec spec =
        parse_sweep(R"({"sweep": 1, "generate": {"tasks_per_cpu": 5, "utilization_per_cpu": 0.123456789012},
                        "grid": {"cpus": [1, 3, 1000]}, "variants": ["none/shift"], "compute": {"simulate": true}})",
                    "x.json")
            .value();
    CHECK(set_spec_of_cell(spec, 1)->tasks() == 15);
    CHECK(set_spec_of_cell(spec, 1)->utilization.total == 370'370'367'036);
    CHECK(set_spec_of_cell(spec, 2)->utilization.total == 123'456'789'012'000);
}

TEST_CASE("sweep: equal experiments have one text, whatever comments, descriptions and the order of keys") {
    const SweepSpec one = parse_sweep(R"({"sweep": 1, "name": "a", "samples": 3, "generate": {"cpus": 2, "tasks": 4},
        "grid": {"utilization": [1, 1.5]}, "variants": ["none/shift"], "compute": {"simulate": true}})",
                                      "x")
                              .value();
    const SweepSpec other = parse_sweep(R"({ // the same
        "compute": {"simulate": true}, "variants": ["none/shift"], "description": "words",
        "grid": {"utilization": [1, 1.50]}, "generate": {"cpus": 2, "tasks": 4}, "samples": 3, "name": "a",
        "sweep": 1})",
                                        "y")
                                .value();
    CHECK(one.text == other.text);
    CHECK(one.grid[0].words == other.grid[0].words);
    CHECK(parse_sweep(one.text, "z")->text == one.text);
    CHECK(parse_sweep(one.text, "z", {.samples = 4, .seed = {}})->text != one.text);
    CHECK(parse_sweep(one.text, "z", {.samples = {}, .seed = 7})->seed == 7);
}

TEST_CASE("sweep: problems of an experiment have places and hints") {
    CHECK_THAT(errors_of("[]"), Contains("x.json:1:1: error: found an empty array, expected an experiment"));
    CHECK_THAT(errors_of("{}"), Contains("write \"sweep\": 1"));
    CHECK_THAT(errors_of("{}"), Contains("an experiment without `variants`"));
    CHECK_THAT(errors_of("{}"), Contains("an experiment without `compute`"));
    CHECK_THAT(errors_of(with_grid(R"({"md_shar": [0.5]})")),
               Contains("/grid/md_shar") && Contains("did you mean `md_share`?"));
    CHECK_THAT(errors_of(with_grid(R"({"md_share": 0.5})")),
               Contains("/grid/md_share: found 0.5, expected a list of values"));
    CHECK_THAT(errors_of(with_grid(R"({"md_share": []})")), Contains("at least one value"));
    CHECK_THAT(errors_of(with_grid(R"({"md_share": [0.5, 0.5]})")), Contains("\"0.5\" a second time"));
    CHECK_THAT(errors_of(with_grid(R"({"md_share": [true]})")), Contains("/grid/md_share/0"));
    CHECK_THAT(errors_of(with_grid(R"({"cpus": [2]})")), Contains("which `generate` has too"));
    CHECK_THAT(errors_of(with_grid(R"({"md_share": [0.5, 1.5]})")),
               Contains("/grid: found `md_share` \"1.5\" (md_share=1.5), expected a number from 0 to 1"));
    CHECK_THAT(errors_of(with_grid(R"({"utilization_per_cpu": ["much"]})")), Contains("two numbers to multiply"));
    const std::string rest = R"({"sweep": 1, "generate": {"cpus": 4, "tasks": 8, "utilization": 2}, )";
    CHECK_THAT(errors_of(rest + R"("variants": ["none/shift"], "compute": {"tests": ["rta-bd"]}})"),
               Contains("/compute/tests/0") && Contains("did you mean `rta-bc`?"));
    CHECK_THAT(errors_of(rest + R"("variants": ["none/shift"], "compute": {}})"), Contains("nothing to find out"));
    CHECK_THAT(errors_of(rest + R"("variants": ["none/shift", "none/shift"], "compute": {"simulate": true}})"),
               Contains("a second time"));
    CHECK_THAT(errors_of(rest + R"("variants": ["none/shif"], "compute": {"simulate": true}})"),
               Contains("did you mean `shift`?"));
    CHECK_THAT(errors_of(rest + R"("variants": [{"name": "x"}], "compute": {"simulate": true}})"),
               Contains("a variant without `name` or `kernel`"));
    CHECK_THAT(errors_of(rest + R"("samples": 0, "variants": ["none/shift"], "compute": {"simulate": true}})"),
               Contains("/samples"));
    CHECK_THAT(errors_of(rest + R"("samples": 10000000000, "grid": {"order": ["fp", "edf"]},
                           "variants": ["none/shift"], "compute": {"simulate": true}})"),
               Contains("ask for fewer samples"));
}
