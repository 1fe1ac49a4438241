// SPDX-License-Identifier: Apache-2.0
#include "analyzer/sweep/result_store.hpp"

#include <filesystem>
#include <fstream>

#include "analyzer/sweep/merge_results.hpp"
#include "analyzer/sweep/set_evaluator.hpp"
#include "analyzer/sweep/sweep_csv.hpp"
#include "analyzer/sweep/sweep_run.hpp"
#include "tests/analyzer/command/program.hpp"
#include "tests/analyzer/sweep/small_sweep.hpp"
#include "tests/support/catch.hpp"

using namespace pinstack;
using Catch::Matchers::Contains;

namespace {

/// Runs the small experiment, or a part of it, into a file.
void sweep_into(const std::string& file, const SweepRequest& request, int samples = 5) {
    auto store = ResultStore::open(file, test::small_sweep(samples));
    REQUIRE(store.has_value());
    REQUIRE(run_sweep(*store, request, {}, {}).has_value());
    REQUIRE(store->close().has_value());
}

std::string csv_of(const std::string& file) {
    const auto store = ResultStore::open_read(file);
    REQUIRE(store.has_value());
    StringSink sink;
    REQUIRE(write_sweep_csv(sink, *store).has_value());
    return sink.text;
}

std::string refusal_of(const std::string& file, int samples = 5) {
    const auto store = ResultStore::open(file, test::small_sweep(samples));
    return store ? "" : store.error();
}

}  // namespace

TEST_CASE("results: what goes in comes out, by cell and number") {
    const test::Scratch folder;
    const std::string file = (folder.path() / "r.sqlite").string();
    const SweepSpec spec = test::small_sweep();
    std::vector<SetRecord> records;
    for (std::uint64_t cell = 0; cell < 4; ++cell) {
        for (std::uint64_t number = 0; number < 2; ++number)
            records.push_back(SetEvaluator(spec, cell).evaluate(number));
    }
    records.push_back({.cell = 3, .number = 4, .utilization = {}, .variants = {}});
    {
        auto store = ResultStore::open(file, spec);
        for (auto record = records.rbegin(); record != records.rend(); ++record) REQUIRE(store->add(*record));
        REQUIRE(store->close());
    }
    const auto store = ResultStore::open_read(file);
    REQUIRE(store.has_value());
    CHECK(store->spec().text == spec.text);
    CHECK(store->sets() == 9);
    std::vector<SetRecord> found;
    REQUIRE(store->for_each([&](const SetRecord& record) {
        found.push_back(record);
        return true;
    }));
    CHECK(found == records);
    CHECK(store->find(2, 1) == records[5]);
    const auto done = store->done();
    CHECK(std::count(done->begin(), done->end(), true) == 9);
    CHECK((*done)[4 * 4 + 3]);
}

TEST_CASE("results: the same bytes for any number of threads, shards and interruptions") {
    const test::Scratch folder;
    const auto file = [&](const char* name) { return (folder.path() / name).string(); };
    sweep_into(file("one"), {.threads = 1, .shard = {}});
    const std::string wanted = csv_of(file("one"));
    CHECK(std::count(wanted.begin(), wanted.end(), '\n') == 1 + 4 * 5 * 4);
    for (const unsigned threads : {2U, 7U}) {
        sweep_into(file("many"), {.threads = threads, .shard = {}});
        CHECK(csv_of(file("many")) == wanted);
        std::filesystem::remove(file("many"));
    }
    for (std::uint64_t i = 1; i <= 3; ++i)
        sweep_into(file("part") + std::to_string(i), {.threads = 2, .shard = {i, 3}});
    REQUIRE(merge_into({file("part2"), file("part1"), file("part3"), file("part1")}, file("merged")));
    CHECK(csv_of(file("merged")) == wanted);
    {
        // Stopped again and again: the first progress of each run ends it.
        auto store = ResultStore::open(file("stopped"), test::small_sweep());
        for (std::uint64_t before = 0; before < 20;) {
            std::stop_source stop;
            REQUIRE(run_sweep(*store, {.threads = 1, .shard = {}}, stop.get_token(),
                              [&](std::uint64_t, std::uint64_t) { stop.request_stop(); }));
            REQUIRE(*store->sets() > before);
            before = *store->sets();
        }
        REQUIRE(store->close());
    }
    CHECK(csv_of(file("stopped")) == wanted);
    sweep_into(file("stopped"), {});  // nothing is left to do
    CHECK(csv_of(file("stopped")) == wanted);
}

TEST_CASE("results: what is not of this experiment is refused and left alone") {
    const test::Scratch folder;
    const auto file = [&](const char* name) { return (folder.path() / name).string(); };
    sweep_into(file("r"), {});
    CHECK_THAT(refusal_of(file("r"), 6), Contains("holds another experiment: it has 5 sets in a cell, not 6"));
    folder.write("text", "no database, but long enough to be taken for one by a careless reader ...............");
    CHECK_THAT(refusal_of(file("text")), Contains("not a database"));
    {
        auto other = Database::open(file("other"), Database::Mode::create);
        REQUIRE(other->execute("CREATE TABLE mine(x)"));
    }
    CHECK_THAT(refusal_of(file("other")), Contains("is not a result of `pinstack sweep`"));
    CHECK_THAT(ResultStore::open_read(file("other")).error(), Contains("is not a result of `pinstack sweep`"));
    CHECK_THAT(ResultStore::open_read(file("none")).error(), Contains("there is no such file"));
    CHECK_FALSE(std::filesystem::exists(file("none")));
    {
        auto newer = Database::open(file("r"), Database::Mode::write);
        REQUIRE(newer->execute("PRAGMA user_version = 2"));
    }
    CHECK_THAT(refusal_of(file("r")), Contains("has format 2 of results, this program knows format 1"));
}

TEST_CASE("results: a damaged file is refused wherever the damage is, or its content is whole") {
    const test::Scratch folder;
    const std::string file = (folder.path() / "r").string(), copy = (folder.path() / "d").string();
    sweep_into(file, {}, 20);
    const std::string wanted = csv_of(file), bytes = folder.read("r");
    int refused = 0, whole = 0;
    for (std::size_t at = 0; at < bytes.size(); at += 64) {
        CAPTURE(at);
        std::string damaged = bytes;
        for (std::size_t i = 0; i < 8; ++i) damaged[at + i] = static_cast<char>(~damaged[at + i]);
        folder.write("d", damaged);
        StringSink csv;
        const auto store = ResultStore::open_read(copy);
        if (store && write_sweep_csv(csv, *store)) {
            ++whole;
            CHECK(csv.text == wanted);
        } else {
            ++refused;
        }
    }
    CHECK(refused > 100);
    CHECK(whole > 0);  // free space may hold anything
    folder.write("d", bytes.substr(0, bytes.size() / 2));
    CHECK_FALSE(ResultStore::open(copy, test::small_sweep(20)).has_value());
}

TEST_CASE("results: a second writer is refused, a reader is not disturbed") {
    const test::Scratch folder;
    const std::string file = (folder.path() / "r").string();
    auto writer = ResultStore::open(file, test::small_sweep());
    REQUIRE(writer.has_value());
    REQUIRE(writer->add(SetEvaluator(test::small_sweep(), 0).evaluate(0)));
    CHECK_THAT(refusal_of(file), Contains("locked"));
    auto reader = ResultStore::open_read(file);
    REQUIRE(reader.has_value());
    CHECK(reader->sets() == 0);
    REQUIRE(writer->commit());
    CHECK(reader->sets() == 1);
}

TEST_CASE("results: parts that contradict each other are not merged, and nothing is left behind") {
    const test::Scratch folder;
    const auto file = [&](const char* name) { return (folder.path() / name).string(); };
    sweep_into(file("a"), {});
    {
        const SweepSpec spec = test::small_sweep();
        auto other = ResultStore::open(file("b"), spec);
        SetRecord record = SetEvaluator(spec, 2).evaluate(3);
        ++*record.variants[1][SweepFigure::misses];
        REQUIRE(other->add(record));
        REQUIRE(other->close());
    }
    CHECK_THAT(merge_into({file("a"), file("b")}, file("c")).error(),
               Contains("has other results for set 3 of the cell utilization_per_cpu=0.8"));
    sweep_into(file("d"), {}, 6);
    CHECK_THAT(merge_into({file("a"), file("d")}, file("c")).error(), Contains("holds another experiment than"));
    CHECK_THAT(merge_into({file("a")}, file("b")).error(), Contains("exists already"));
    CHECK(folder.names() == std::vector<std::string>{"a", "b", "d"});
}
