// SPDX-License-Identifier: Apache-2.0
//
// Operations on memory at random places of a system's bodies, where they are legal under every variant.
#pragma once

#include <random>
#include <utility>

#include "tests/support/random_system.hpp"

namespace pinstack::test {

namespace random_memory_detail {

/// Inserts `make()` at random places of the body and of the brackets in it that stay preemptible.
template <class Make>
void insert(Body& body, const std::vector<Lock>& locks, std::mt19937_64& random, int percent, Make& make) {
    for (std::size_t i = 0; i < body.size(); ++i) {
        const bool is_mutex = body[i].kind == OperationKind::lock && locks[body[i].lock].kind == LockKind::mutex;
        if (body[i].kind == OperationKind::migrate_disable || is_mutex)
            insert(body[i].body, locks, random, percent, make);
        if (chance(random, percent)) body.insert(body.begin() + static_cast<std::ptrdiff_t>(i++) + 1, make());
    }
}

}  // namespace random_memory_detail

/// `make()` returns an operation that may sleep.
template <class Make>
void insert_operations(System& system, std::mt19937_64& random, int percent, Make make) {
    for (Task& task : system.tasks) random_memory_detail::insert(task.body, system.locks, random, percent, make);
}

}  // namespace pinstack::test
