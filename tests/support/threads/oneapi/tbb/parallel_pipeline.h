// SPDX-License-Identifier: Apache-2.0
//
// See global_control.h. A pipeline of three filters, as the sweep has: one that takes in order, a parallel one, and one
// that puts away in any order, one at a time.
#pragma once

#include <atomic>
#include <cstddef>
#include <mutex>
#include <optional>

#include "oneapi/tbb/parallel_for.h"

namespace oneapi::tbb {

class flow_control {
public:
    void stop() { stopped_ = true; }
    bool is_stopped() const { return stopped_; }

private:
    bool stopped_ = false;
};

class task_group_context {
public:
    void cancel_group_execution() { cancelled_ = true; }
    bool is_cancelled() const { return cancelled_; }

private:
    std::atomic<bool> cancelled_{false};
};

enum class filter_mode { serial_in_order, parallel, serial_out_of_order };

template <class In, class Out, class Body>
struct filter {
    const Body& body;
};

template <class In, class Out, class Body>
filter<In, Out, Body> make_filter(filter_mode, const Body& body) {
    return {body};
}

template <class Middle, class Take, class Work>
struct two_filters {
    const Take& take;
    const Work& work;
};

template <class Middle, class Made, class Take, class Work>
two_filters<Middle, Take, Work> operator&(filter<void, Middle, Take> first, filter<Middle, Made, Work> second) {
    return {first.body, second.body};
}

template <class Middle, class Take, class Work, class Put>
struct three_filters {
    const Take& take;
    const Work& work;
    const Put& put;
};

template <class Middle, class Made, class Take, class Work, class Put>
three_filters<Middle, Take, Work, Put> operator&(two_filters<Middle, Take, Work> first, filter<Made, void, Put> last) {
    return {first.take, first.work, last.body};
}

/// As many tokens at once as there are threads, at most `tokens`. An exception ends it once what has begun is done.
template <class Middle, class Take, class Work, class Put>
void parallel_pipeline(std::size_t tokens, const three_filters<Middle, Take, Work, Put>& filters,
                       const task_group_context& context) {
    std::mutex taking;
    std::mutex putting;
    flow_control flow;
    const auto next = [&]() -> std::optional<Middle> {
        const std::lock_guard lock(taking);
        if (flow.is_stopped() || context.is_cancelled()) return std::nullopt;
        Middle taken = filters.take(flow);
        if (flow.is_stopped()) return std::nullopt;
        return taken;
    };
    parallel_for(std::size_t{0}, tokens, [&](std::size_t) {
        while (const auto taken = next()) {
            const auto made = filters.work(*taken);
            const std::lock_guard lock(putting);
            if (!context.is_cancelled()) filters.put(made);
        }
    });
}

}  // namespace oneapi::tbb
