// SPDX-License-Identifier: Apache-2.0
//
// Out and in again: random systems, cut down to what the format has a place for, come back as they were; and whenever
// something had to be cut, a warning said so.
#include <algorithm>

#include "analyzer/convert/conversion.hpp"
#include "model/engine/simulation.hpp"
#include "model/system/load.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/random_system.hpp"
#include "tests/support/rounds.hpp"
#include "tests/support/system_builder.hpp"

using namespace pinstack;
using namespace pinstack::test;

namespace {

void scale(Duration& time) { time.ns *= 1000; }
void scale(Body& body) {
    for (Operation& it : body) {
        scale(it.time.min);
        scale(it.time.max);
        scale(it.body);
    }
}

/// Whole microseconds in place of nanoseconds.
System in_microseconds(System system) {
    system.time_unit = TimeUnit::us;
    if (system.horizon) {
        if (auto* length = std::get_if<Duration>(&*system.horizon)) scale(*length);
    }
    for (Task& task : system.tasks) {
        scale(task.deadline);
        scale(task.body);
        if (auto* periodic = std::get_if<Periodic>(&task.releases)) {
            scale(periodic->period), scale(periodic->offset), scale(periodic->jitter);
        } else if (auto* sporadic = std::get_if<Sporadic>(&task.releases)) {
            scale(sporadic->interarrival.min), scale(sporadic->interarrival.max), scale(sporadic->offset), scale(sporadic->jitter);
        } else {
            auto& releases = std::get<ExplicitReleases>(task.releases);
            for (Instant& at : releases.instants) at.ns *= 1000;
            scale(releases.offset), scale(releases.jitter);
        }
    }
    return system;
}

/// Locks in the order of their first use, mutexes all; times that do not vary.
void cut_body(Body& body, const System& from, System& to) {
    for (Operation& it : body) {
        it.time.min = it.time.max;
        it.time.distribution = Distribution::constant;
        if (it.kind == OperationKind::lock) {
            const std::string& name = from.locks[it.lock].name;
            const auto known = std::find_if(to.locks.begin(), to.locks.end(), [&](const Lock& lock) { return lock.name == name; });
            it.lock = static_cast<std::uint32_t>(known - to.locks.begin());
            if (known == to.locks.end()) to.locks.push_back({name, LockKind::mutex});
        }
        cut_body(it.body, from, to);
    }
}

/// What rt-app has a place for.
System cut_for_rt_app(const System& system) {
    System out = system;
    out.name = "file";
    out.description = "from an rt-app file";
    out.platform.costs = {};
    out.platform.topology.reset();
    out.kernel = {};
    out.kernel.order = system.kernel.order;
    out.seed = 1;
    out.locks.clear();
    const bool is_edf = system.kernel.order == Order::edf;
    for (Task& task : out.tasks) {
        cut_body(task.body, system, out);
        task.working_set = 0;
        if (is_edf) task.priority.reset(), task.policy = Policy::fifo;
        const CpuSet mask = task.affinity.value_or(CpuSet::all(out.platform.cpus));
        task.affinity = mask.count() == out.platform.cpus ? std::nullopt : std::optional(mask);
        task.home_cpu.reset();
        if (mask.count() == 1 || !mask.contains(0)) task.home_cpu = mask.first();
        if (auto* periodic = std::get_if<Periodic>(&task.releases)) {
            periodic->jitter = {};
            if (!is_edf) task.deadline = periodic->period;
        } else if (auto* sporadic = std::get_if<Sporadic>(&task.releases)) {
            const VariableDuration gap = sporadic->interarrival;
            const Duration period = gap.distribution == Distribution::constant ? gap.max : gap.min;
            if (!is_edf) task.deadline = period;
            task.releases = Periodic{period, sporadic->offset, {}};
        } else {
            auto& releases = std::get<ExplicitReleases>(task.releases);
            for (Instant& at : releases.instants) at = at + releases.offset;
            for (std::size_t i = 1; i < releases.instants.size(); ++i) {
                releases.instants[i].ns = std::max(releases.instants[i].ns, releases.instants[i - 1].ns + 1000);
            }
            releases.offset = releases.jitter = {};
        }
    }
    const auto end = resolve_horizon(system);
    out.horizon.reset();
    constexpr std::int64_t kSecond = 1'000'000'000;
    if (end && *end) out.horizon = Duration{((*end)->ns + kSecond - 1) / kSecond * kSecond};
    return out;
}

bool has_close_releases(const System& system) {
    for (const Task& task : system.tasks) {
        const auto* releases = std::get_if<ExplicitReleases>(&task.releases);
        if (releases == nullptr) continue;
        for (std::size_t i = 1; i < releases->instants.size(); ++i) {
            if (releases->instants[i] == releases->instants[i - 1]) return true;
        }
    }
    return false;
}

System random_for_export(std::uint64_t seed) {
    RandomSystemOptions options;
    options.locks = seed % 2 == 0;
    options.costs = seed % 7 == 0;
    options.preempt_rt = true;
    System system = in_microseconds(random_system(seed, options));
    system.kernel = variant(Protection::migrate_disable, "wake-previous", seed % 3 == 0 ? Order::edf : Order::fp);
    system.kernel.linux.preempt_rt = true;
    int number = 0;
    for (Task& task : system.tasks) task.priority = 1 + number++ * 7 % 99;
    return system;
}

Imported read_back(const std::string& text, FileFormat format, int cpus) {
    ImportOptions options;
    options.file = "file";
    options.cpus = cpus;
    auto imported = import_text(text, format, options);
    if (!imported) FAIL(to_text(imported.error()) << text);
    return std::move(*imported);
}

}  // namespace

TEST_CASE("rt-app: what it has a place for comes back; what it has not is told", "[convert]") {
    std::uint64_t exact = 0;
    for (std::uint64_t seed = 0; seed < rounds(400); ++seed) {
        const System system = random_for_export(seed);
        INFO("seed " << seed);
        // Jobs at one instant make the next one late, and explicit releases have a deadline of their own each.
        const bool is_explicit = std::any_of(system.tasks.begin(), system.tasks.end(), [](const Task& it) {
            return std::holds_alternative<ExplicitReleases>(it.releases);
        });
        if (has_close_releases(system)) continue;
        const System cut = cut_for_rt_app(system);
        StringSink whole, part;
        const auto of_whole = export_system(whole, system, FileFormat::rt_app, TimeUnit::us);
        REQUIRE(of_whole);
        if (save_system(cut) != save_system(system)) CHECK_FALSE(of_whole->warnings.empty());
        if (is_explicit && system.kernel.order == Order::fp) continue;
        if (!check_system(cut).empty()) continue;  // a spinlock within preempt_disable may not become a mutex
        const auto of_part = export_system(part, cut, FileFormat::rt_app, TimeUnit::us);
        REQUIRE(of_part);
        for (const Problem& it : of_part->warnings) CHECK_THAT(it.hint, Catch::Contains("our reader knows it by its name"));
        const Imported back = read_back(part.text, FileFormat::rt_app, cut.platform.cpus);
        CHECK(to_text(back.warnings) == "");
        CHECK(save_system(back.systems.at(0)) == save_system(cut));
        ++exact;
    }
    CHECK(exact > rounds(400) / 10);
}

TEST_CASE("rt-app: finite releases under fixed priorities release when they did") {
    System system = system_of("s", 2, {task("T", 5, {1000, 5000, 9000}, 4000, 0, {run(1000)})});
    StringSink sink;
    REQUIRE(export_system(sink, system, FileFormat::rt_app, TimeUnit::us)->warnings.empty());
    const Imported back = read_back(sink.text, FileFormat::rt_app, 2);
    CHECK(std::get<ExplicitReleases>(back.systems[0].tasks.at(0).releases).instants ==
          std::vector<Instant>{{1000}, {5000}, {9000}});
    CHECK(back.systems[0].tasks[0].deadline == Duration{4000});
}

TEST_CASE("job sets: out, in and out again is the same text, and runs the same", "[convert]") {
    for (std::uint64_t seed = 0; seed < rounds(300); ++seed) {
        INFO("seed " << seed);
        RandomSystemOptions options;
        options.finite = seed % 2 == 0;
        options.masks = false;
        System system = in_microseconds(random_system(seed, options));
        system.kernel = variant(Protection::preempt_disable, "idle-first", seed % 3 == 0 ? Order::edf : Order::fp);
        int number = 0;
        for (Task& task : system.tasks) {
            task.body = {np({run(task.body.empty() ? 1000 : worst_case_execution_time(task.body).ns)})};
            task.priority = 1 + number++ * 13 % 99;
            task.home_cpu.reset();
            if (seed % 4 == 1) {
                std::visit([](auto& releases) { releases.jitter = {2000}; }, task.releases);
            } else {
                std::visit([](auto& releases) { releases.jitter = {}; }, task.releases);
            }
            if (auto* sporadic = std::get_if<Sporadic>(&task.releases))
                task.releases = Periodic{sporadic->interarrival.min, sporadic->offset, sporadic->jitter};
            if (system.kernel.order == Order::edf) task.priority.reset();
        }
        if (!options.finite) system.horizon = microseconds(200);
        if (!check_system(system).empty()) continue;
        StringSink first, second;
        const auto written = export_system(first, system, FileFormat::sag, TimeUnit::us);
        if (!written) {
            CHECK_THAT(to_text(written.error()), Catch::Contains("no job up to the end"));
            continue;
        }
        CHECK(written->warnings.empty());
        CHECK(written->notes.size() == 1);  // the number of CPUs
        const Imported back = read_back(first.text, FileFormat::sag, system.platform.cpus);
        CHECK(back.warnings.empty());
        REQUIRE(export_system(second, back.systems.at(0), FileFormat::sag, TimeUnit::us));
        const bool all_have_jobs = back.systems[0].tasks.size() == system.tasks.size();
        if (all_have_jobs) CHECK(first.text == second.text);
        if (!options.finite || seed % 4 == 1 || !all_have_jobs) continue;
        system.horizon.reset();
        RunOptions keep;
        keep.keep_jobs = true;
        const RunResult a = Simulation::create(system, system.kernel, keep)->run();
        const RunResult b = Simulation::create(back.systems[0], system.kernel, keep)->run();
        REQUIRE(a.jobs.size() == b.jobs.size());
        for (std::size_t i = 0; i < a.jobs.size(); ++i) {
            CHECK(a.jobs[i].finish == b.jobs[i].finish);
            CHECK(a.jobs[i].missed == b.jobs[i].missed);
        }
        CHECK(a.capacity == b.capacity);
    }
}

TEST_CASE("what a job set cannot say truly is refused") {
    const auto errors = [](const System& system, TimeUnit unit) {
        StringSink sink;
        const auto written = export_system(sink, system, FileFormat::sag, unit);
        REQUIRE_FALSE(written);
        CHECK(sink.text.empty());
        return to_text(written.error());
    };
    const System sleeps = system_of("s", 1, {task("T", 5, {0}, 9000, 0, {run(1000), suspend(1000), run(1000)})});
    CHECK_THAT(errors(sleeps, TimeUnit::us), Catch::Contains("/tasks/0/body: error") || Catch::Contains("a suspension"));
    const System fine = system_of("s", 1, {task("T", 5, {1}, 9000, 0, {np({run(1000)})})});
    CHECK_THAT(errors(fine, TimeUnit::us), Catch::Contains("--time-unit ns is exact"));
    System endless = system_of("s", 1, {periodic("T", 5, {{1000}, {}, {}}, 1000, 0, {np({run(10)})})});
    endless.horizon = seconds(3600);
    CHECK_THAT(errors(endless, TimeUnit::ns), Catch::Contains("more than 1000000 jobs"));
}

TEST_CASE("rt-app has no times below a microsecond, and no more than 99 priorities") {
    StringSink sink;
    const System fine = system_of("s", 1, {periodic("T", 5, {{2500}, {}, {}}, 2500, 0, {run(1001)})});
    CHECK_THAT(to_text(export_system(sink, fine, FileFormat::rt_app, TimeUnit::us)->warnings), Catch::Contains("whole microseconds"));
    CHECK_THAT(sink.text, Catch::Contains("\"run0\": 2") && Catch::Contains("\"period\": 3"));
    std::vector<Task> many;
    for (int i = 0; i < 100; ++i) many.push_back(periodic(numbered("T", i), {}, {{1'000'000}, {}, {}}, 1000 * (i + 1), 0, {run(1000)}));
    CHECK_THAT(to_text(export_system(sink, system_of("s", 1, many), FileFormat::rt_app, TimeUnit::us).error()),
               Catch::Contains("more than 99 different deadlines"));
    many.pop_back();
    StringSink ranked;
    REQUIRE(export_system(ranked, system_of("s", 1, many), FileFormat::rt_app, TimeUnit::us));
    CHECK_THAT(ranked.text, Catch::Contains("\"priority\": 99") && Catch::Contains("\"priority\": 1,"));
}
