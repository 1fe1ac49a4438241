// SPDX-License-Identifier: Apache-2.0
//
// Traces of kernels, plain or gzip: the two readings of one, the system fitted to it, and the two beside each other.
#include "analyzer/trace/against.hpp"
#include "analyzer/trace/fit.hpp"
#include "analyzer/trace/read_trace.hpp"
#include "tests/fuzz/input.hpp"
#include "tests/fuzz/input_file.hpp"
#include "tests/fuzz/system_check.hpp"

namespace pinstack::fuzz {
namespace {

/// Jobs of the fitted system in its own horizon. A fitted period can be a nanosecond and a trace take years: a run of
/// that is long, and that is right.
bool is_short(const System& system) {
    const auto end = resolve_horizon(system);
    if (!end || !*end) return false;
    std::int64_t jobs = 0;
    for (const Task& task : system.tasks) {
        std::int64_t gap = (*end)->ns;
        if (const auto* periodic = std::get_if<Periodic>(&task.releases)) gap = periodic->period.ns;
        if (const auto* sporadic = std::get_if<Sporadic>(&task.releases)) gap = sporadic->interarrival.min.ns;
        jobs += (*end)->ns / gap;
        if (jobs > 10'000) return false;
    }
    return true;
}

void check(const TraceRun& run) {
    const TraceCapacity& it = run.capacity;
    require(it.task + it.other + it.idle + it.lost() + it.unknown == it.total, "the capacity adds up");
    require(it.idle >= 0 && it.unknown >= 0 && it.lost() >= 0, "no part of the capacity is negative");
    const Result<FittedSystem> fitted = fit_system(run);
    if (!fitted) return check_problems(fitted.error());
    check_read_system(fitted->system);
    if (!is_short(fitted->system)) return;
    const auto compared = compare_with_run(run, fitted->system, "fitted");
    if (!compared) return check_problems(compared.error());
    require(compared->all.compared() >= 0 && compared->all.agreed() <= compared->all.compared(),
            "agreement is a share");
}

}  // namespace
}  // namespace pinstack::fuzz

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace pinstack;
    static const fuzz::InputFile file;
    file.write(fuzz::text_of(data, size));
    TraceOptions options;
    if (size % 2 == 1) options.read.tick_hz = 1'000'000;
    const Result<TraceRun> run = read_trace(file.path(), options);
    if (!run) {
        fuzz::check_problems(run.error());
    } else {
        fuzz::check(*run);
    }
    return 0;
}
