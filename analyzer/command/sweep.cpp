// SPDX-License-Identifier: Apache-2.0
//
// pinstack sweep SPEC --out R.sqlite: a schedulability experiment, as far as it is not done yet.
#include <fmt/format.h>

#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <stop_token>
#include <string_view>
#include <system_error>

#include "analyzer/command/arguments.hpp"
#include "analyzer/command/command.hpp"
#include "analyzer/command/exit_code.hpp"
#include "analyzer/command/gentle_signals.hpp"
#include "analyzer/command/message.hpp"
#include "analyzer/command/progress.hpp"
#include "analyzer/command/sweep_arguments.hpp"
#include "analyzer/command/sweep_ending.hpp"
#include "analyzer/report/display_text.hpp"
#include "analyzer/report/time_scale.hpp"
#include "analyzer/sweep/sweep_estimate.hpp"
#include "analyzer/sweep/sweep_run.hpp"

namespace pinstack {

namespace {

std::string text_of(double seconds) {
    if (seconds < 120) return fmt::format("{:.1f} s", seconds);
    if (seconds < 7200) return fmt::format("{:.1f} min", seconds / 60);
    return fmt::format("{:.1f} h", seconds / 3600);
}

std::string text_of_bytes(double bytes) {
    for (const char* unit : {"B", "kB", "MB", "GB"}) {
        if (bytes < 1000) return fmt::format("{:.3g} {}", bytes, unit);
        bytes /= 1000;
    }
    return fmt::format("{:.4g} TB", bytes);
}

int dry_run(const SweepSpec& spec) {
    constexpr double kSeconds = 1;
    const auto estimate = estimate_sweep(spec, kSeconds);
    if (!estimate) return usage_error(estimate.error());
    const auto sets = static_cast<double>(spec.sets());
    const double rate = 1 / estimate->seconds_per_set;
    return print_to_stdout(
        fmt::format("{}: {}, {} in each, {} under each of {}\n"
                    "measured on {}: {:.{}f} sets/s on one core, {:.0f} bytes a set\n"
                    "in all: {} on one core, {} of results\n",
                    printable(spec.name), counted(spec.cells(), "cell"), counted(spec.samples, "set"),
                    counted(spec.tests.size(), "test"), counted(spec.variants.size(), "variant"),
                    counted(estimate->sampled, "set"), rate, rate < 10 ? 2 : 0, estimate->bytes_per_set,
                    text_of(sets * estimate->seconds_per_set), text_of_bytes(sets * estimate->bytes_per_set)));
}

int run_into(const std::string& file, const SweepSpec& spec, const SweepRequest& request) {
    auto store = ResultStore::open(file, spec);
    if (!store) return usage_error(store.error());
    const GentleSignals signals;
    std::stop_source stop;
    Progress bar("sets");
    std::uint64_t made = 0;
    const DatabaseDone done = run_sweep(*store, request, stop.get_token(), [&](std::uint64_t now, std::uint64_t all) {
        made = now;
        bar.show(now, all, "");
        if (GentleSignals::noted() != 0) stop.request_stop();
    });
    bar.finish(counted(made, "set"));
    return end_sweep(*store, file, done, stop.stop_requested() ? GentleSignals::noted() : 0);
}

/// Under mpirun the program for many machines takes over. It is one of its own: MPI would slow down the start of
/// every command. Returns only where that cannot be.
int run_under_mpi(const std::vector<std::string>& words) {
    std::error_code error;
    const auto self = std::filesystem::read_symlink("/proc/self/exe", error);
    const std::string program = (self.parent_path() / "pinstack-sweep-mpi").string();
    std::vector<char*> arguments = {const_cast<char*>(program.c_str())};
    for (const std::string& word : words) arguments.push_back(const_cast<char*>(word.c_str()));
    arguments.push_back(nullptr);
    execv(program.c_str(), arguments.data());
    return usage_error(printable(program) + ": " + std::strerror(errno),
                       "a build that finds MPI makes this program; without it, use --shard and `pinstack merge`");
}

bool is_under_mpi() {
    for (const char* name : {"OMPI_COMM_WORLD_SIZE", "PMI_SIZE"}) {  // Open MPI; MPICH and its kin
        const char* size = std::getenv(name);
        if (size != nullptr && std::string_view(size) != "1") return true;
    }
    return false;
}

}  // namespace

int run_sweep_command(const std::vector<std::string>& words) {
    SweepWords sweep_words;
    bool is_dry = false;
    Arguments arguments("sweep", "[SPEC]",
                        {"pinstack sweep examples/sweep-small.json --dry-run",
                         "pinstack sweep examples/sweep-small.json --out small.sqlite --threads 2"},
                        "Runs a schedulability experiment: random task sets over a grid of parameters, tested and "
                        "simulated under several variants. Results go to an SQLite file; killed at any time, the same "
                        "command goes on where it was, and the results are the same.");
    declare(arguments, sweep_words);
    arguments.flag("--dry-run", is_dry, "Measure a few sets and say what the experiment will cost");
    if (const auto code = arguments.parse(words)) return *code;
    if (!is_dry && is_under_mpi()) return run_under_mpi(words);

    const Result<SweepOrder> order = understand(sweep_words, !is_dry);
    if (!order) return input_error(order.error(), "");
    const Result<SweepSpec> spec = load_experiment(*order);
    if (!spec) return input_error(spec.error(), order->source);
    return is_dry ? dry_run(*spec) : run_into(order->output, *spec, order->request);
}

}  // namespace pinstack
