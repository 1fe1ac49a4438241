// SPDX-License-Identifier: Apache-2.0
#include "model/system/suggestion.hpp"

#include <array>
#include <string>
#include <utility>

#include "model/system/quote.hpp"
#include "tests/support/catch.hpp"

using namespace pinstack;

TEST_CASE("the nearest known word is suggested") {
    constexpr std::array<std::string_view, 7> kWords = {"deadline", "period", "offset",         "home_cpu",
                                                        "wcet",     "body",   "migrate_disable"};
    const std::pair<const char*, const char*> cases[] = {
        {"deadlin", "did you mean `deadline`?"},
        {"Deadline", "did you mean `deadline`?"},
        {"daedline", "did you mean `deadline`?"},
        {"home-cpu", "did you mean `home_cpu`?"},
        {"homecpu", "did you mean `home_cpu`?"},
        {"perod", "did you mean `period`?"},
        {"wect", "did you mean `wcet`?"},
        {"migrate", "did you mean `migrate_disable`?"},
        {"migrate_disabled", "did you mean `migrate_disable`?"},
    };
    for (const auto& [word, hint] : cases) CHECK(suggest(word, kWords, "words") == hint);
}

TEST_CASE("where no word is near, all are listed") {
    constexpr std::array<std::string_view, 2> kWords = {"fp", "edf"};
    for (const std::string& word :
         {std::string("rm"), std::string(""), std::string("x"), std::string(1'000'000, 'e')}) {
        CHECK(suggest(word, kWords, "orders") == "the orders are `fp`, `edf`");
    }
    CHECK(suggest("x", {}, "orders").empty());
}

TEST_CASE("a quoted text is short, printable, and never cut inside a character") {
    CHECK(quote("fast") == "\"fast\"");
    CHECK(quote("a\"b\\c\nd\x1b[31m") == "\"a\\\"b\\\\c\\nd\\u001b[31m\"");
    CHECK(quote(std::string(1000, 'x')) == "\"" + std::string(60, 'x') + "...\"");
    CHECK(quote(std::string(59, 'x') + "\u00e9\u00e9") == "\"" + std::string(59, 'x') + "...\"");
}
