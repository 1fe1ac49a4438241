// SPDX-License-Identifier: Apache-2.0
//
// The published schema and the loader say the same about the structure of a file. bad/ is sorted by what is wrong:
// structure-* and unsupported-* break the schema too, rule-* breaks a rule that a schema cannot say, syntax-* is no
// JSON.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include <nlohmann/json.hpp>

#include "model/system/load.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/schema.hpp"

using namespace pinstack;
namespace fs = std::filesystem;
using Json = nlohmann::json;

namespace {

std::string read(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

class SystemSchema {
public:
    bool accepts(const std::string& text) const {
        return schema_.complaint(Json::parse(text, nullptr, true, true)).empty();
    }

private:
    test::Schema schema_{"system.schema.json"};
};

}  // namespace

TEST_CASE("the schema refuses every structurally bad file, and accepts those that break other rules") {
    const SystemSchema schema;
    for (const auto& entry : fs::directory_iterator(PINSTACK_SOURCE_DIR "/tests/model/system/bad")) {
        const std::string name = entry.path().filename().string();
        if (entry.path().extension() != ".json" || name.starts_with("syntax-")) continue;
        CAPTURE(name);
        const bool structural = name.starts_with("structure-") || name.starts_with("unsupported-");
        CHECK((structural || name.starts_with("rule-")));
        CHECK(schema.accepts(read(entry.path())) == !structural);
    }
}

TEST_CASE("the schema accepts every file that loads") {
    const SystemSchema schema;
    for (const char* folder : {"/examples", "/data/kernel-traces"}) {
        if (!fs::exists(std::string(PINSTACK_SOURCE_DIR) + folder)) continue;
        for (const auto& entry : fs::directory_iterator(std::string(PINSTACK_SOURCE_DIR) + folder)) {
            const std::string file = entry.path().string();
            if (!file.ends_with(".pinstack.json")) continue;
            CAPTURE(file);
            CHECK(load_system(file));
            CHECK(schema.accepts(read(file)));
        }
    }
}

TEST_CASE("schema and loader agree on every key and on every type of its value") {
    // Each key of a file that uses them all, with values of every type in its place. Where the loader accepts, the
    // schema must; where the schema refuses, the loader must. (The loader also refuses by rules of its own.)
    const Json whole = Json::parse(R"({
  "$schema": "x", "pinstack": 1, "name": "n", "description": "d", "time_unit": "us",
  "platform": {"cpus": 4, "costs": "none"},
  "kernel": {"order": "fp", "sections": "migrate_disable", "balancer": "shift", "hybrid_below": 3, "rcu_scan": 2, "hotplug": "busy", "preempt_rt": true,
    "features": {"RT_PUSH_IPI": true, "PUSH_TARGET_CHECK": true, "MD_IS_PINNED": false, "SKIP_MD_HEAD": true, "SWAP_ON_ENTRY": true},
    "latencies": {"resched": 4, "ipi_hop": 1, "stopper": 2}, "rr_slice": 9, "rt_throttling": {"runtime": 2, "period": 5}, "edge_source": {"period": 5, "jitter": 1}, "round_robin_state": [0, 1, 2, 3]},
  "locks": {"L": "spinlock", "M": "mutex", "H": "cpu_hotplug"},
  "events": [{"at": 1, "offline": 2}, {"at": 5, "online": 2}, {"at": 3, "set_affinity": {"task": "A", "cpus": [1]}}],
  "tasks": [
    {"name": "A", "priority": 3, "policy": "rr", "period": 9, "deadline": 8, "offset": 1, "jitter": 1, "home_cpu": 1, "affinity": [1, 2],
     "body": [{"run": {"max": 5, "min": 2, "distribution": "uniform"}},
              {"section": [{"run": 1}, {"preempt_disable": [{"run": 1}]}, {"irq_disable": [{"run": 1}]}, {"migrate_disable": [{"suspend": 1}]}]},
              {"lock": {"name": "L", "body": [{"rcu_read": [{"run": 1}]}]}}]},
    {"name": "B", "priority": 4, "min_interarrival": {"min": 3, "max": 4, "distribution": "uniform"}, "wcet": 2},
    {"name": "C", "priority": 4, "releases": [1, 2], "deadline": 2, "wcet": 2}
  ],
  "horizon": 99, "seed": 7
})");
    const Json values =
        Json::parse(R"([null, true, false, -1, 0, 1, 2, 5, 1.5, 1e300, "", "x", "fp", "edf", "linux", "none", "shift", "fifo", "rr",
        "bounded-stack:2", "bounded-stack", "linux-rt-5.15", "linux-dl", "hyperperiod", "drain", "5us", "0us", "1.5ms", "5 us", "us", "ms", "constant", "x86-64", "L", "raw_spinlock", "local_lock",
        [], [1], [1, 1], [3, 2, 1, 0], [-1], ["1us"], [{}], [{"run": 1}], [{"at": "3us", "cpu": 1}], [{"at": 3}], {}, {"run": 1}, {"hyperperiods": 1}, {"cpus": 2}, {"topology": "pu:4"},
        {"period": 2}, {"SKIP_MD_HEAD": true}, {"stopper": "1us"}, {"at": 1, "offline": 1}, {"task": "A", "cpus": [0]}, "wait", "cpu_hotplug", [{"at": 1, "online": 1}], {"L": "mutex"}, {"name": "L", "body": [{"run": 1}]}, {"max": 3}, {"min": 1}, {"min": 1, "max": 2}, {"max": 1, "min": 1, "distribution": "log-uniform"}])");
    const SystemSchema schema;
    std::size_t accepted = 0;
    const Json flat = whole.flatten();
    std::vector<std::string> pointers;
    for (const auto& [pointer, value] : flat.items()) {
        // The value itself, and every container around it.
        for (std::string at = pointer; !at.empty(); at.erase(at.rfind('/'))) pointers.push_back(at);
    }
    std::sort(pointers.begin(), pointers.end());
    pointers.erase(std::unique(pointers.begin(), pointers.end()), pointers.end());
    const auto agree = [&](const Json& document) {
        const std::string text = document.dump();
        const bool loads = parse_system(text, "f").has_value();
        const bool conforms = schema.accepts(text);
        CAPTURE(text);
        CHECK((conforms || !loads));
        if (loads) ++accepted;
    };
    for (const std::string& pointer : pointers) {
        const Json::json_pointer at(pointer);
        for (const Json& value : values) {
            Json changed = whole;
            changed[at] = value;
            agree(changed);
        }
        Json without = whole;
        if (const Json& parent = whole[at.parent_pointer()]; parent.is_object()) {
            without[at.parent_pointer()].erase(at.back());
        } else {
            without[at.parent_pointer()].erase(std::stoul(at.back()));
        }
        agree(without);
        Json more = whole;
        if (more[at].is_object()) {
            more[at]["unknown"] = 1;
            CHECK_FALSE(parse_system(more.dump(), "f"));
            CHECK_FALSE(schema.accepts(more.dump()));
        }
    }
    CHECK(accepted > 100);
}
