// SPDX-License-Identifier: Apache-2.0
//
// The program pinstack-sweep-mpi: `pinstack sweep` on many machines. `mpirun -n N pinstack sweep ...` starts it.
//
// Rank 0 reads the experiment, hands out sets and alone writes the results; the others evaluate, one set at a time.
// Each message of a worker carries its results and asks for more; an answer without sets ends it. If a rank dies,
// mpirun ends the others; what rank 0 had committed stays, and the same command goes on.
#include <mpi.h>

#include <fmt/format.h>

#include <chrono>
#include <csignal>
#include <exception>
#include <string>
#include <thread>
#include <vector>

#include "analyzer/command/arguments.hpp"
#include "analyzer/command/exit_code.hpp"
#include "analyzer/command/gentle_signals.hpp"
#include "analyzer/command/message.hpp"
#include "analyzer/command/progress.hpp"
#include "analyzer/command/sweep_arguments.hpp"
#include "analyzer/command/sweep_ending.hpp"
#include "analyzer/report/time_scale.hpp"
#include "analyzer/sweep/record_codec.hpp"

namespace pinstack {

namespace {

constexpr std::size_t kSetsOfMessage = 8;

/// Receives a row of numbers; returns who sent it.
int receive(int from, std::vector<std::int64_t>& numbers) {
    MPI_Status status;
    MPI_Probe(from, 0, MPI_COMM_WORLD, &status);
    int count = 0;
    MPI_Get_count(&status, MPI_INT64_T, &count);
    numbers.resize(static_cast<std::size_t>(count));
    MPI_Recv(numbers.data(), count, MPI_INT64_T, status.MPI_SOURCE, 0, MPI_COMM_WORLD, MPI_STATUS_IGNORE);
    return status.MPI_SOURCE;
}

void send(int to, const std::vector<std::int64_t>& numbers) {
    MPI_Send(numbers.data(), static_cast<int>(numbers.size()), MPI_INT64_T, to, 0, MPI_COMM_WORLD);
}

/// Rank 0 tells the others the experiment; an empty text ends them.
void broadcast(std::string& text) {
    auto size = static_cast<std::int64_t>(text.size());
    MPI_Bcast(&size, 1, MPI_INT64_T, 0, MPI_COMM_WORLD);
    text.resize(static_cast<std::size_t>(size));
    MPI_Bcast(text.data(), static_cast<int>(size), MPI_CHAR, 0, MPI_COMM_WORLD);
}

void work() {
    std::string text;
    broadcast(text);
    if (text.empty()) return;
    const SweepSpec spec = parse_sweep(text, "the experiment").value();
    const SweepEvaluator evaluator(spec);
    std::vector<std::int64_t> places;
    std::vector<SetRecord> records;
    while (true) {
        send(0, encode(records));
        receive(0, places);
        if (places.empty()) return;
        records.clear();
        for (const std::int64_t place : places)
            records.push_back(evaluator.evaluate(static_cast<std::uint64_t>(place)));
    }
}

/// Waits without keeping a CPU busy, which MPI_Probe would. false: a signal came first.
bool wait_for_message() {
    while (true) {
        int is_there = 0;
        MPI_Iprobe(MPI_ANY_SOURCE, 0, MPI_COMM_WORLD, &is_there, MPI_STATUS_IGNORE);
        if (is_there != 0) return true;
        if (GentleSignals::noted() != 0) return false;
        std::this_thread::sleep_for(std::chrono::microseconds(100));
    }
}

/// Answers the workers until every one of them was told to end.
DatabaseDone serve(ResultStore& store, const SweepShard& shard, int workers) {
    auto done = store.done();
    MissingSets missing(store.spec(), shard, done ? std::move(*done) : std::vector<bool>(store.spec().sets(), true));
    DatabaseDone written;
    if (!done) written = tl::unexpected(done.error());
    BatchedStore batches(store);
    Progress bar("sets");
    const std::uint64_t all = missing.count();
    std::uint64_t made = 0;
    std::vector<std::int64_t> numbers;
    while (workers > 0) {
        if (!wait_for_message()) {
            // The others may be gone already, by the same signal: there is nobody to wait for.
            const DatabaseDone committed = store.commit();
            MPI_Abort(MPI_COMM_WORLD, end_sweep(store, "the results", committed, GentleSignals::noted()));
        }
        const int worker = receive(MPI_ANY_SOURCE, numbers);
        for (const SetRecord& record : decode_records(numbers)) {
            if (written) written = batches.add(record);
            bar.show(++made, all, "");
        }
        const auto places = written ? missing.take(kSetsOfMessage) : std::vector<std::uint64_t>();
        numbers.assign(places.begin(), places.end());
        send(worker, numbers);
        if (places.empty()) --workers;
    }
    bar.finish(counted(made, "set"));
    return written ? store.commit() : written;
}

int lead(const std::vector<std::string>& words, int workers) {
    std::string text;
    const auto give_up = [&](int code) {
        text.clear();
        broadcast(text);
        return code;
    };
    SweepWords sweep_words;
    Arguments arguments("sweep", "[SPEC]",
                        {"mpirun -n 8 pinstack sweep examples/sweep-small.json --out small.sqlite",
                         "mpirun -n 8 pinstack sweep examples/sweep-small.json --out part.sqlite --shard 1/4"},
                        "Runs a schedulability experiment on many machines; one process of MPI writes the results, the "
                        "others make them.");
    declare(arguments, sweep_words);
    if (const auto code = arguments.parse(words)) return give_up(*code);
    const Result<SweepOrder> order = understand(sweep_words, true);
    if (!order) return give_up(input_error(order.error(), ""));
    const Result<SweepSpec> spec = load_experiment(*order);
    if (!spec) return give_up(input_error(spec.error(), order->source));
    auto store = ResultStore::open(order->output, *spec);
    if (!store) return give_up(usage_error(store.error()));
    text = spec->text;
    broadcast(text);
    const GentleSignals signals;
    const DatabaseDone done = serve(*store, order->request.shard, workers);
    return end_sweep(*store, order->output, done, 0);
}

}  // namespace

}  // namespace pinstack

int main(int argc, char** argv) {
    MPI_Init(&argc, &argv);
    int rank = 0, size = 0;
    MPI_Comm_rank(MPI_COMM_WORLD, &rank);
    MPI_Comm_size(MPI_COMM_WORLD, &size);
    int code = pinstack::kDone;
    try {
        if (rank == 0) {
            code = pinstack::lead(std::vector<std::string>(argv + 1, argv + argc), size - 1);
        } else {
            pinstack::work();
        }
    } catch (const std::exception& error) {
        pinstack::print_to_stderr(fmt::format("pinstack: internal error: {}\n", error.what()));
        MPI_Abort(MPI_COMM_WORLD, pinstack::kInternal);
    }
    MPI_Finalize();
    return code;
}
