// SPDX-License-Identifier: Apache-2.0
//
// Every word of the reports is explained.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>

#include <nlohmann/json.hpp>

#include "analyzer/bounds/registry.hpp"
#include "analyzer/explain/topic.hpp"
#include "model/balancer/balancer.hpp"
#include "model/engine/run_result.hpp"
#include "model/system/variant.hpp"
#include "model/task/lock.hpp"
#include "model/task/operation.hpp"
#include "tests/support/catch.hpp"

using namespace pinstack;
using Json = nlohmann::json;

namespace {

const std::filesystem::path kData = PINSTACK_SOURCE_DIR "/data";

/// Names of the JSON reports that are no terms.
const std::map<std::string, std::string> kStructural{
    {"pinstack", "what made the report"},
    {"format", "the version of the report format"},
    {"version", "of the program"},
    {"name", "of a task"},
    {"cpu", "a number of a CPU"},
    {"cpus", "how many"},
    {"kind", "of a finding"},
    {"other_cpu", "a number of a CPU"},
    {"at_ns", "where the entries of a series begin"},
    {"end_ns", "where a series ends; `end` alone is the horizon"},
    {"from_ns", "of an interval"},
    {"to_ns", "of an interval"},
    {"file", "that was read"},
    {"files", "that were read; how many, of a variant in a batch"},
    {"worst_file", "of a batch: where the variant loses most"},
    {"reports", "paths, of a batch"},
    {"conditions", "of --fail-on"},
    {"condition", "as written after --fail-on"},
    {"line", "of a problem"},
    {"column", "of a problem"},
    {"found", "in a problem"},
    {"expected", "in a problem"},
    {"input", "what was read of a trace"},
    {"lines", "of a trace file"},
    {"first_line", "the number of a line"},
    {"count", "how many"},
    {"flags", "the columns of flags in a trace"},
    {"source", "how it is known which column is which"},
    {"columns", "how many"},
    {"shows_pins", "whether one of them is migrate-disable"},
    {"other", "CPU time of threads that are no task"},
    {"cpu_time_ns", "of each CPU: as in capacity_ns"},
    {"pid", "of a thread"},
    {"start_ns", "where a run begins in a trace, or a job"},
    {"by_cpu", "of each CPU"},
    {"simulation", "who runs there"},
};

void collect_properties(const Json& schema, std::set<std::string>& names) {
    if (schema.is_object() && schema.contains("properties") && schema["properties"].is_object()) {
        for (const auto& [name, value] : schema["properties"].items()) names.insert(name);
    }
    if (schema.is_structured()) {
        for (const Json& part : schema) collect_properties(part, names);
    }
}

std::set<std::string> report_properties() {
    std::set<std::string> names;
    for (const char* file : {"simulate.schema.json", "compare.schema.json", "validate.schema.json", "batch.schema.json",
                             "analyze.schema.json", "trace.schema.json", "explore.schema.json"}) {
        std::ifstream in(kData / "schema" / file);
        collect_properties(Json::parse(in), names);
    }
    return names;
}

}  // namespace

TEST_CASE("every property of the JSON reports is a topic or known to be no term") {
    const std::set<std::string> properties = report_properties();
    REQUIRE(properties.size() > 80);
    for (const std::string& property : properties) {
        INFO("`" << property << "` needs a topic or an alias in data/explain, or a reason in kStructural");
        CHECK((find_topic(property) != nullptr || kStructural.contains(property)));
    }
    for (const auto& [name, reason] : kStructural) {
        INFO("`" << name << "` is in kStructural and in no schema");
        CHECK(properties.contains(name));
    }
}

TEST_CASE("every state, balancer, protection and order is explained") {
    for (std::size_t i = 0; i < kJobStates; ++i) {
        const std::string_view name = name_of(static_cast<JobState>(i));
        CAPTURE(name);
        CHECK(find_topic(name) != nullptr);
    }
    for (const BalancerInfo& balancer : balancers()) {
        CAPTURE(balancer.name);
        const Topic* topic = find_topic(balancer.name);
        REQUIRE(topic != nullptr);
        CHECK(topic->name == balancer.name);
        CHECK(topic->group == "Balancers");
    }
    for (const Protection protection : {Protection::none, Protection::preempt_disable, Protection::migrate_disable}) {
        CAPTURE(name_of(protection));
        REQUIRE(find_topic(name_of(protection)) != nullptr);
        CHECK(find_topic(name_of(protection))->group == "Protection");
    }
    for (const LockKind kind : {LockKind::spinlock, LockKind::raw_spinlock, LockKind::mutex, LockKind::local_lock,
                                LockKind::cpu_hotplug}) {
        CAPTURE(name_of(kind));
        REQUIRE(find_topic(name_of(kind)) != nullptr);
        CHECK(find_topic(name_of(kind))->group == "Locks");
    }
    for (const OperationKind kind :
         {OperationKind::section, OperationKind::preempt_disable, OperationKind::migrate_disable,
          OperationKind::irq_disable, OperationKind::rcu_read, OperationKind::lock, OperationKind::kmap,
          OperationKind::page_fault, OperationKind::mmap_write, OperationKind::exit_mm, OperationKind::wake}) {
        CAPTURE(name_of(kind));
        CHECK(find_topic(name_of(kind)) != nullptr);
    }
    for (const Order order : {Order::fp, Order::edf}) {
        CAPTURE(name_of(order));
        CHECK(find_topic(name_of(order)) != nullptr);
    }
}

TEST_CASE("every schedulability test and family of tests is explained") {
    for (const SchedulabilityTest& test : schedulability_tests()) {
        CAPTURE(test.id);
        CHECK(find_topic(test.id) != nullptr);
        CHECK(find_topic(name_of(test.family)) != nullptr);
    }
}

TEST_CASE("the field's terms are explained") {
    for (const char* word : {"task",
                             "job",
                             "release",
                             "deadline",
                             "response time",
                             "lateness",
                             "worst-case execution time",
                             "priority",
                             "affinity",
                             "self-suspension",
                             "critical section",
                             "non-preemptive section",
                             "NP",
                             "migrate-disabled section",
                             "MD",
                             "pinned",
                             "stack depth",
                             "work conservation",
                             "priority inversion",
                             "utilization loss",
                             "overhead",
                             "schedulable",
                             "sporadic",
                             "hyperperiod",
                             "jitter",
                             "offset",
                             "home CPU",
                             "horizon",
                             "drain",
                             "hybrid_below",
                             "lock order",
                             "deadlock",
                             "priority inheritance",
                             "grace period",
                             "Top",
                             "common random numbers",
                             "theorem 1",
                             "theorem 2",
                             "theorem 4",
                             "histogram",
                             "cdf",
                             "stacking episode",
                             "worst interval",
                             "baseline",
                             "ties",
                             "seed",
                             "span",
                             "p50",
                             "p95",
                             "p99"}) {
        CAPTURE(word);
        CHECK(find_topic(word) != nullptr);
    }
}

TEST_CASE("every `see also` leads to a topic, and to another one") {
    for (const Topic& topic : topics()) {
        for (const std::string_view name : topic.see_also) {
            INFO(topic.name << " -> " << name);
            const Topic* target = find_topic(name);
            REQUIRE(target != nullptr);
            CHECK(target->name == name);
            CHECK(target != &topic);
        }
    }
}

TEST_CASE("no two topics have a name or an alias in common") {
    for (const Topic& topic : topics()) {
        std::vector<std::string_view> words = topic.aliases;
        words.push_back(topic.name);
        for (const std::string_view word : words) {
            INFO("`" << word << "` of " << topic.name);
            REQUIRE(find_topic(word) != nullptr);
            CHECK(find_topic(word)->name == topic.name);
        }
    }
}

TEST_CASE("every file in data/explain is a topic of its name, and short") {
    std::size_t files = 0;
    for (const auto& entry : std::filesystem::directory_iterator(kData / "explain")) {
        CAPTURE(entry.path());
        REQUIRE(entry.path().extension() == ".md");
        ++files;
        std::ifstream in(entry.path());
        const std::string text(std::istreambuf_iterator<char>(in), {});
        const auto parsed = parse_topic(text);
        INFO((parsed ? "" : parsed.error()));
        REQUIRE(parsed.has_value());
        const Topic* topic = find_topic(entry.path().stem().string());
        REQUIRE(topic != nullptr);
        CHECK(topic->text == text);
        CHECK(std::count(text.begin(), text.end(), '\n') <= 25);
        CHECK(topic->gist.size() <= 71);  // one line of the list
    }
    CHECK(files == topics().size());
}
