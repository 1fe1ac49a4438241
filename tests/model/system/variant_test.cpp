// SPDX-License-Identifier: Apache-2.0
#include "model/system/variant.hpp"

#include <string>

#include "tests/support/catch.hpp"

using namespace pinstack;

TEST_CASE("orders and protections have names") {
    for (const Order order : {Order::fp, Order::edf, Order::linux}) CHECK(parse_order(name_of(order)) == order);
    for (const Protection each : {Protection::none, Protection::preempt_disable, Protection::migrate_disable}) {
        CHECK(parse_protection(name_of(each)) == each);
    }
    CHECK(parse_order("linux") == Order::linux);
    CHECK_FALSE(parse_order("rm"));
    CHECK_FALSE(parse_protection("NP"));
}

TEST_CASE("balancers are read with and without a parameter") {
    for (const std::string text : {"partitioned", "idle-first", "wake-previous", "wake-previous-push", "shift",
                                   "swap-on-entry", "bounded-stack:1", "bounded-stack:12", "linux-rt-nopush",
                                   "linux-rt-5.11", "linux-rt-5.15", "linux-rt-chained"}) {
        const auto balancer = parse_balancer(text);
        REQUIRE(balancer);
        CHECK(to_text(*balancer) == text);
    }
    CHECK(parse_balancer("bounded-stack:3")->parameter == 3);
}

TEST_CASE("a balancer that does not exist is a problem with a hint") {
    const std::pair<const char*, const char*> cases[] = {
        {"shifts", "did you mean `shift`?"},
        {"wake_previous", "did you mean `wake-previous`?"},
        {"bounded-stak:2", "did you mean `bounded-stack`?"},
        {"bounded-stack", "write bounded-stack:2"},
        {"bounded-stack:", "write bounded-stack:2"},
        {"bounded-stack:0", "write bounded-stack:2"},
        {"bounded-stack:-1", "write bounded-stack:2"},
        {"bounded-stack:2x", "write bounded-stack:2"},
        {"bounded-stack:99999999999", "write bounded-stack:2"},
        {"shift:2", "write shift"},
        {"linux-rt-5.15:1", "write linux-rt-5.15"},
        {"linux-rt-5.16", "did you mean `linux-rt-5.11`?"},
        {"linux-rt-nopsh", "did you mean `linux-rt-nopush`?"},
        {"linux-ld", "did you mean `linux-dl`?"},
    };
    for (const auto& [text, hint] : cases) {
        CAPTURE(text);
        const auto balancer = parse_balancer(text);
        REQUIRE_FALSE(balancer);
        CHECK(balancer.error()[0].hint == hint);
    }
    CHECK_FALSE(parse_balancer(""));
}

TEST_CASE("a variant is SECTIONS/BALANCER, and takes the rest from the system") {
    Variant base;
    base.order = Order::edf;
    base.hybrid_below = Duration{5};
    base.linux.preempt_rt = true;
    const auto variant = parse_variant("preempt_disable/bounded-stack:2", base);
    REQUIRE(variant);
    CHECK(variant->order == Order::edf);
    CHECK(variant->hybrid_below == Duration{5});
    CHECK(variant->linux == base.linux);
    CHECK(variant->sections == Protection::preempt_disable);
    CHECK(variant->balancer == BalancerName{"bounded-stack", 2});
    CHECK(to_text(*variant) == "preempt_disable/bounded-stack:2");
}

TEST_CASE("features of Linux stand behind its balancers, as far as they are not Linux's default") {
    Variant base;
    base.linux.preempt_rt = true;
    base.linux.skip_md_head = true;
    const auto variant = parse_variant("none/linux-rt-5.15+PUSH_TARGET_CHECK+NO_RT_PUSH_IPI", base);
    REQUIRE(variant);
    CHECK(variant->balancer == BalancerName{"linux-rt-5.15", {}});
    CHECK(variant->linux.push_target_check);
    CHECK(variant->linux.skip_md_head);
    CHECK_FALSE(variant->linux.uses_push_ipi());
    CHECK(to_text(*variant) == "none/linux-rt-5.15+NO_RT_PUSH_IPI+PUSH_TARGET_CHECK+SKIP_MD_HEAD");
    CHECK(*parse_variant(to_text(*variant), base) == *variant);
    CHECK(to_text(*parse_variant("none/linux-rt-5.15+NO_SKIP_MD_HEAD+RT_PUSH_IPI", base)) == "none/linux-rt-5.15");
    CHECK(to_text(*parse_variant("none/linux-rt-5.11+SWAP_ON_ENTRY+RT_PUSH_IPI", Variant{})) ==
          "none/linux-rt-5.11+RT_PUSH_IPI+SWAP_ON_ENTRY");
    CHECK(to_text(*parse_variant("none/shift", base)) == "none/shift");

    const std::pair<const char*, const char*> bad[] = {
        {"none/linux-rt-5.15+SKIP_MD_HED", "did you mean `SKIP_MD_HEAD`?"},
        {"none/linux-rt-5.15+NO_TTWU_QUEUE", "the features are `RT_PUSH_IPI`"},
        {"none/linux-rt-5.15+", "the features are `RT_PUSH_IPI`"},
        {"none/shift+SKIP_MD_HEAD", "only linux-rt-* and linux-dl have features"},
        {"none/shft+SKIP_MD_HEAD", "did you mean `shift`?"},
    };
    for (const auto& [text, hint] : bad) {
        CAPTURE(text);
        const auto read = parse_variant(text, Variant{});
        REQUIRE_FALSE(read);
        CHECK(read.error()[0].hint.starts_with(hint));
    }
}

TEST_CASE("which balancers are Linux's") {
    Variant variant;
    for (const char* name : {"linux-rt-nopush", "linux-rt-5.11", "linux-rt-5.15", "linux-rt-chained"}) {
        variant.balancer = {name, {}};
        CHECK(is_linux(variant));
    }
    for (const char* name : {"wake-previous-push", "shift", "linux-rt", ""}) {
        variant.balancer = {name, {}};
        CHECK_FALSE(is_linux(variant));
    }
}

TEST_CASE("both halves of a bad variant are reported") {
    const auto variant = parse_variant("migrate_disabled/shft", Variant{});
    REQUIRE_FALSE(variant);
    CHECK(to_text(variant.error()) ==
          "error: found the unknown protection \"migrate_disabled\", expected how sections are protected\n"
          "    hint: did you mean `migrate_disable`?\n"
          "error: found the unknown balancer \"shft\", expected the name of a balancer\n"
          "    hint: did you mean `shift`?\n");
    CHECK(parse_variant("shift", Variant{}).error()[0].hint == "write for example migrate_disable/shift");
    CHECK_FALSE(parse_variant("", Variant{}));
    CHECK_FALSE(parse_variant("/", Variant{}));
    CHECK_FALSE(parse_variant("none/shift/shift", Variant{}));
}
