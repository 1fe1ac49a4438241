// SPDX-License-Identifier: Apache-2.0
#include "analyzer/sweep/sweep_run.hpp"

#include <oneapi/tbb/global_control.h>
#include <oneapi/tbb/parallel_pipeline.h>

#include <algorithm>
#include <chrono>
#include <exception>
#include <memory>
#include <mutex>
#include <thread>
#include <utility>

#include "analyzer/sweep/set_evaluator.hpp"

namespace pinstack {

namespace {

constexpr std::size_t kSetsOfToken = 8;  // enough to make the pipeline's own work small, too few to wait for

std::int64_t now_ms() {
    const auto since = std::chrono::steady_clock::now().time_since_epoch();
    return std::chrono::duration_cast<std::chrono::milliseconds>(since).count();
}

}  // namespace

MissingSets::MissingSets(const SweepSpec& spec, const SweepShard& shard, std::vector<bool> done)
    : step_(shard.count), next_(shard.index - 1), done_(std::move(done)) {
    for (std::uint64_t place = next_; place < spec.sets(); place += step_) count_ += done_[place] ? 0 : 1;
}

std::vector<std::uint64_t> MissingSets::take(std::size_t most) {
    std::vector<std::uint64_t> places;
    for (; next_ < done_.size() && places.size() < most; next_ += step_) {
        if (!done_[next_]) places.push_back(next_);
    }
    return places;
}

struct SweepEvaluator::Cells {
    explicit Cells(const SweepSpec& own) : spec(own), evaluators(own.cells()), made(own.cells()) {}
    const SweepSpec& spec;
    std::vector<std::unique_ptr<const SetEvaluator>> evaluators;
    std::vector<std::once_flag> made;
};

SweepEvaluator::SweepEvaluator(const SweepSpec& spec) : cells_(std::make_unique<Cells>(spec)) {}
SweepEvaluator::~SweepEvaluator() = default;

SetRecord SweepEvaluator::evaluate(std::uint64_t place) const {
    const std::uint64_t cell = place % cells_->evaluators.size();
    std::unique_ptr<const SetEvaluator>& evaluator = cells_->evaluators[cell];
    std::call_once(cells_->made[cell], [&] { evaluator = std::make_unique<SetEvaluator>(cells_->spec, cell); });
    return evaluator->evaluate(place / cells_->evaluators.size());
}

DatabaseDone BatchedStore::add(const SetRecord& record) {
    constexpr std::size_t kMostPending = 10'000;
    constexpr std::int64_t kLongestMs = 500;
    if (auto done = store_.add(record); !done) return done;
    if (pending_++ == 0 && last_commit_ms_ == 0) last_commit_ms_ = now_ms();
    if (pending_ < kMostPending && now_ms() - last_commit_ms_ < kLongestMs) return {};
    pending_ = 0;
    last_commit_ms_ = now_ms();
    return store_.commit();
}

DatabaseDone run_sweep(ResultStore& store, const SweepRequest& request, const std::stop_token& stop,
                       const SweepProgress& progress) {
    namespace tbb = oneapi::tbb;
    auto already = store.done();
    if (!already) return tl::unexpected(already.error());
    MissingSets missing(store.spec(), request.shard, std::move(*already));
    const SweepEvaluator evaluator(store.spec());
    BatchedStore batches(store);
    const std::size_t threads =
        request.threads > 0 ? request.threads : std::max(1U, std::thread::hardware_concurrency());
    const tbb::global_control limit(tbb::global_control::max_allowed_parallelism, threads);
    const std::uint64_t all = missing.count();
    std::uint64_t made = 0;
    DatabaseDone written;
    using Places = std::vector<std::uint64_t>;
    using Records = std::vector<SetRecord>;
    const auto take = [&](tbb::flow_control& flow) {
        Places places = stop.stop_requested() ? Places() : missing.take(kSetsOfToken);
        if (places.empty()) flow.stop();
        return places;
    };
    const auto evaluate = [&](const Places& places) {
        Records records;
        for (const std::uint64_t place : places) records.push_back(evaluator.evaluate(place));
        return records;
    };
    std::exception_ptr broken;
    try {
        tbb::task_group_context context;
        const auto store_all = [&](const Records& records) {
            for (const SetRecord& record : records) {
                if (written) written = batches.add(record);
            }
            made += records.size();
            if (!written) context.cancel_group_execution();
            if (progress) progress(made, all);
        };
        tbb::parallel_pipeline(3 * threads,
                               tbb::make_filter<void, Places>(tbb::filter_mode::serial_in_order, take) &
                                   tbb::make_filter<Places, Records>(tbb::filter_mode::parallel, evaluate) &
                                   tbb::make_filter<Records, void>(tbb::filter_mode::serial_out_of_order, store_all),
                               context);
    } catch (...) {
        broken = std::current_exception();
    }
    if (written) written = store.commit();
    if (broken) std::rethrow_exception(broken);
    return written;
}

}  // namespace pinstack
