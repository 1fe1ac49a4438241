// SPDX-License-Identifier: Apache-2.0
//
// The part of oneTBB that pinstack uses, with threads of its own: for ThreadSanitizer (preset `tsan`), to which the
// synchronisation inside an installed libtbb is invisible, so that it would report races where there are none, and
// suppressions of those would hide the races there are.
//
// Left out: nesting within one thread limit (each call has threads of its own), affinity, work stealing.
#pragma once

#include <atomic>
#include <cstddef>

namespace oneapi::tbb {

/// The last one made, while it lives, says how many threads a call may use. At least two are used where more than one
/// may be, even on one CPU.
class global_control {
public:
    enum parameter { max_allowed_parallelism };

    global_control(parameter, std::size_t value) : before_(limit().exchange(value)) {}
    ~global_control() { limit() = before_; }
    global_control(const global_control&) = delete;
    global_control& operator=(const global_control&) = delete;

    static std::size_t threads() { return limit(); }

private:
    static std::atomic<std::size_t>& limit() {
        static std::atomic<std::size_t> value{4};
        return value;
    }

    std::size_t before_;
};

}  // namespace oneapi::tbb
