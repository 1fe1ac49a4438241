// SPDX-License-Identifier: Apache-2.0
//
// What an observer is told, against the reference's slices: every job interval and every capacity interval.
#include <tuple>

#include "tests/model/engine/simulators.hpp"
#include "tests/support/random_system.hpp"
#include "tests/support/system_builder.hpp"

namespace pinstack::test {
namespace {

struct CapacityNow {
    Instant from;
    Instant to;
    std::vector<std::int64_t> figures;  // running, inversion, overhead, stacking, affinity, balancing, idle, depths, losses
    friend bool operator==(const CapacityNow&, const CapacityNow&) = default;
};

class Recorder : public Observer {
public:
    explicit Recorder(Instant from = {0}) : from_(from) {}
    Instant watch_from() const override { return from_; }

    std::vector<JobInterval> jobs;
    std::vector<JobInterval> begun;
    std::vector<CapacityNow> capacity;
    std::vector<std::tuple<Instant, std::uint32_t, std::uint64_t, Instant>> releases;
    std::vector<std::tuple<Instant, std::uint32_t, std::uint64_t, bool>> completions;
    std::int64_t now = 0;

    void released(Instant at, JobId job, Instant deadline) override {
        in_order(at);
        releases.emplace_back(at, job.task, job.number, deadline);
    }
    void completed(Instant at, JobId job, bool missed) override {
        in_order(at);
        completions.emplace_back(at, job.task, job.number, missed);
    }
    void job_interval(const JobInterval& it) override {
        in_order(it.to);
        jobs.push_back(it);
    }
    void interval_begins(const JobInterval& it) override {
        in_order(it.from);
        begun.push_back(it);
    }
    void capacity_interval(const CapacityInterval& it) override {
        in_order(it.to);
        CapacityNow out{
            it.from,
            it.to,
            {it.running, it.inversion, it.overhead, it.stacking_loss, it.affinity_loss, it.balancing_loss, it.idle}};
        out.figures.insert(out.figures.end(), it.depth.begin(), it.depth.end());
        out.figures.insert(out.figures.end(), it.lost_to_stack.begin(), it.lost_to_stack.end());
        capacity.push_back(std::move(out));
    }

private:
    void in_order(Instant at) {
        REQUIRE(at.ns >= now);
        now = at.ns;
    }
    Instant from_;
};

std::vector<CapacityNow> capacity_of(const std::vector<Slice>& slices) {
    std::vector<CapacityNow> all;
    for (const Slice& slice : slices) {
        const Measure& it = slice.measure;
        const int inversion = it.inversion_np + it.inversion_pin;
        CapacityNow out{
            slice.from,
            slice.to,
            {it.useful + inversion, inversion, it.overhead, it.stacking_loss, it.affinity_loss, it.balancing_loss,
             it.idle}};
        out.figures.insert(out.figures.end(), it.depth.begin(), it.depth.end());
        out.figures.insert(out.figures.end(), it.lost_to_stack.begin(), it.lost_to_stack.end());
        all.push_back(std::move(out));
    }
    return all;
}

/// Adjacent intervals of equal figures become one.
std::vector<CapacityNow> joined(const std::vector<CapacityNow>& all) {
    std::vector<CapacityNow> out;
    for (const CapacityNow& it : all) {
        if (!out.empty() && out.back().to == it.from && out.back().figures == it.figures) {
            out.back().to = it.to;
        } else {
            out.push_back(it);
        }
    }
    return out;
}

struct Interval {
    JobNow now;
    Instant from;
    Instant to;
    friend bool operator==(const Interval&, const Interval&) = default;
};

void sort(std::vector<Interval>& all) {
    std::sort(all.begin(), all.end(), [](const Interval& a, const Interval& b) {
        return std::tie(a.now.job.task, a.now.job.number, a.from) < std::tie(b.now.job.task, b.now.job.number, b.from);
    });
}

/// "A maximal interval in which a job stayed in one state with the same protections on the same CPU."
std::vector<Interval> intervals_of(const std::vector<Slice>& slices) {
    std::vector<Interval> all;
    for (const Slice& slice : slices) {
        for (const JobNow& it : slice.measure.jobs) all.push_back({it, slice.from, slice.to});
    }
    sort(all);
    std::vector<Interval> out;
    for (const Interval& it : all) {
        if (!out.empty() && out.back().now == it.now && out.back().to == it.from) {
            out.back().to = it.to;
        } else {
            out.push_back(it);
        }
    }
    return out;
}

std::string text(const std::vector<Interval>& all) {
    std::string out;
    for (const Interval& it : all) {
        out += "job " + std::to_string(it.now.job.task) + "/" + std::to_string(it.now.job.number) + " [" +
               std::to_string(it.from.ns) + "," + std::to_string(it.to.ns) + ") state " +
               std::to_string(static_cast<int>(it.now.state)) + " cpu " + std::to_string(it.now.cpu) +
               (it.now.protections.migrate_disabled ? " MD" : "") + (it.now.protections.non_preemptible ? " NP" : "") +
               "\n";
    }
    return out;
}

Interval interval_of(const JobInterval& it) {
    return {{it.job, it.state, it.protections, it.cpu, it.has_cpu}, it.from, it.to};
}

std::vector<Interval> intervals_of(const Recorder& recorder) {
    std::vector<Interval> all;
    for (const JobInterval& it : recorder.jobs) all.push_back(interval_of(it));
    sort(all);
    return all;
}

/// Every interval that ended was told when it began, but those in which a job is queued; and none else, but those that
/// ended at once where watching began.
void check_begun(const Recorder& recorder, Instant end) {
    std::vector<Interval> ended, begun;
    for (Interval it : intervals_of(recorder)) {
        it.to = {};
        if (it.now.state != JobState::queued) ended.push_back(it);
    }
    for (const JobInterval& it : recorder.begun) {
        if (it.from >= end) continue;
        Interval seen = interval_of(it);
        seen.to = {};
        const bool may_end_at_once = it.from == recorder.watch_from() && it.from.ns > 0;
        if (may_end_at_once && std::find(ended.begin(), ended.end(), seen) == ended.end()) continue;
        begun.push_back(seen);
    }
    sort(begun);
    if (begun != ended) FAIL("ended:\n" << text(ended) << "begun:\n" << text(begun));
}

/// Watched from some instant on, a run tells what it would have told, clipped.
void check_watched_late(const System& system, const Variant& it, const Recorder& whole, Instant from) {
    Recorder late(from);
    const RunResult result = simulate(system, it, {}, &late);
    const auto clipped = [&](auto all) {
        std::erase_if(all, [&](const auto& interval) { return interval.to <= from; });
        for (auto& interval : all) interval.from = std::max(interval.from, from);
        return all;
    };
    const auto recent = [&](auto all) {
        std::erase_if(all, [&](const auto& event) { return std::get<0>(event) < from; });
        return all;
    };
    INFO("watched from " << from.ns);
    REQUIRE(late.capacity == clipped(whole.capacity));
    const std::vector<Interval> wanted = clipped(intervals_of(whole)), found = intervals_of(late);
    if (wanted != found) FAIL("wanted:\n" << text(wanted) << "found:\n" << text(found));
    check_begun(late, {result.span.ns});
    REQUIRE(late.releases == recent(whole.releases));
    REQUIRE(late.completions == recent(whole.completions));
}

void check_observed(const std::string& balancer, std::uint64_t systems, bool locks, bool costs = false) {
    for (const Order order : {Order::fp, Order::edf}) {
        for (std::uint64_t seed = 0; seed < rounds(systems); ++seed) {
            RandomSystemOptions kinds;
            kinds.always_home = balancer == "partitioned";
            Variant it = variant(Protection::migrate_disable, balancer, order);
            kinds.locks = locks;
            kinds.costs = costs;
            kinds.preempt_rt = it.linux.preempt_rt = locks && seed % 2 == 0;
            const System system = random_system(seed, kinds);
            RunOptions options;
            options.keep_jobs = true;
            INFO(describe(system, it, options));

            std::vector<Slice> slices;
            const RunResult expected = reference_simulate(system, it, options, &slices);
            Recorder recorder;
            simulate(system, it, options, &recorder);
            // Leave the systems on which the two disagree to the comparison test.
            if (difference(expected, simulate(system, it, options))) continue;

            REQUIRE(joined(recorder.capacity) == joined(capacity_of(slices)));
            const std::vector<Interval> wanted = intervals_of(slices);
            const std::vector<Interval> found = intervals_of(recorder);
            if (wanted != found) FAIL("wanted:\n" << text(wanted) << "found:\n" << text(found));
            check_begun(recorder, {expected.span.ns});

            REQUIRE(recorder.releases.size() == expected.jobs.size());
            std::size_t completed = 0;
            for (const JobRecord& job : expected.jobs) {
                const std::tuple release{job.release, job.task, job.number, job.deadline};
                REQUIRE(std::count(recorder.releases.begin(), recorder.releases.end(), release) == 1);
                if (!job.finish) continue;
                ++completed;
                const std::tuple completion{*job.finish, job.task, job.number, job.missed};
                REQUIRE(std::count(recorder.completions.begin(), recorder.completions.end(), completion) == 1);
            }
            REQUIRE(recorder.completions.size() == completed);

            const std::int64_t span = expected.span.ns;
            for (const std::int64_t at : {span / 3, span - span / 5, span, span + 1}) {
                check_watched_late(system, it, recorder, {at + static_cast<std::int64_t>(seed % 3)});
            }
        }
    }
}

}  // namespace

TEST_CASE("an observer sees what the reference computes", "[observer]") {
    for (const char* balancer : {"partitioned", "idle-first", "wake-previous", "wake-previous-push", "shift",
                                 "swap-on-entry", "bounded-stack:1"}) {
        check_observed(balancer, 150, false);
        check_observed(balancer, 150, true);
        check_observed(balancer, 60, false, true);
        check_observed(balancer, 60, true, true);
    }
}

}  // namespace pinstack::test
