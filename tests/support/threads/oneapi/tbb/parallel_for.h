// SPDX-License-Identifier: Apache-2.0
//
// See global_control.h.
#pragma once

#include <atomic>
#include <cstddef>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

#include "oneapi/tbb/global_control.h"

namespace oneapi::tbb {

/// Calls body(i) once for each i in [begin, end), on several threads. The first exception ends it, and is thrown on.
template <class Index, class Body>
void parallel_for(Index begin, Index end, const Body& body) {
    std::atomic<Index> next{begin};
    std::mutex mutex;
    std::exception_ptr first;
    const auto work = [&] {
        for (Index i = next.fetch_add(1); i < end; i = next.fetch_add(1)) {
            try {
                body(i);
            } catch (...) {
                const std::lock_guard lock(mutex);
                if (!first) first = std::current_exception();
                next = end;
            }
        }
    };
    {
        std::vector<std::jthread> threads;
        for (std::size_t i = 1; i < global_control::threads(); ++i) threads.emplace_back(work);
        work();
    }
    if (first) std::rethrow_exception(first);
}

template <class Index>
class blocked_range {
public:
    blocked_range(Index begin, Index end, std::size_t /*grain*/ = 1) : begin_(begin), end_(end) {}
    Index begin() const { return begin_; }
    Index end() const { return end_; }

private:
    Index begin_;
    Index end_;
};

struct simple_partitioner {};

/// Ranges of one.
template <class Index, class Body>
void parallel_for(const blocked_range<Index>& range, const Body& body, simple_partitioner) {
    parallel_for(range.begin(), range.end(), [&](Index i) { body(blocked_range<Index>(i, i + 1)); });
}

}  // namespace oneapi::tbb
