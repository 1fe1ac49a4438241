// SPDX-License-Identifier: Apache-2.0
#include "analyzer/bounds/registry.hpp"

#include <set>

#include "tests/support/catch.hpp"

using namespace pinstack;

TEST_CASE("every test has an id of its own, a citation with its year, and one way to run") {
    std::set<std::string_view> ids;
    TestFamily family = TestFamily::uniprocessor;
    for (const SchedulabilityTest& test : schedulability_tests()) {
        CAPTURE(test.id);
        CHECK(ids.insert(test.id).second);
        CHECK(find_test(test.id) == &test);
        CHECK(test.citation.find('(') != std::string_view::npos);
        CHECK((test.run != nullptr) != (test.run_on_system != nullptr));
        CHECK(test.family >= family);  // reports group them
        family = test.family;
        // Every test divides by periods.
        if (test.run != nullptr) CHECK(test.assumptions.contains(Assumption::recurrent));
    }
    CHECK(find_test("gfbb") == nullptr);
}

TEST_CASE("the tests of DESIGN section 7 that there are so far, each for its order") {
    const auto is_for = [](std::string_view id, bool fp, bool edf) {
        CAPTURE(id);
        const SchedulabilityTest* test = find_test(id);
        REQUIRE(test != nullptr);
        CHECK(test->is_for(Order::fp) == fp);
        CHECK(test->is_for(Order::edf) == edf);
    };
    for (const char* id : {"ll", "hyperbolic", "rta-uni", "rta-np", "rta-bc", "exact-fp"}) is_for(id, true, false);
    for (const char* id : {"edf-demand", "qpa", "edf-wcrt", "gfb", "c-equals-d", "exact-edf"}) is_for(id, false, true);
    for (const char* id : {"pinned-none", "partition-ff", "partition-bf", "partition-wf", "partition-nf", "sag"}) {
        is_for(id, true, true);
    }
}
