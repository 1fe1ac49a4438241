// SPDX-License-Identifier: Apache-2.0
//
// Arrays of something by task or CPU, whose length is known when a run begins. An engine that is compiled for few of
// them (Plan::is_lean()) has them inside itself: where an element is need not be looked up at every access.
#pragma once

#include <array>
#include <cstddef>
#include <type_traits>
#include <vector>

namespace pinstack {

/// What an engine of kLean has at most, of tasks and of CPUs.
inline constexpr std::size_t kLeanSlots = 64;

/// As much of std::vector as the engines need. REQUIRES: size <= kCapacity.
template <class T, std::size_t kCapacity>
class InlineSlots {
public:
    explicit InlineSlots(std::size_t size) : size_(size) {}
    InlineSlots(std::size_t size, const T& value) : size_(size) {
        for (T& slot : *this) slot = value;
    }

    std::size_t size() const { return size_; }
    T& operator[](std::size_t i) { return slots_[i]; }
    const T& operator[](std::size_t i) const { return slots_[i]; }
    T* data() { return slots_.data(); }
    const T* data() const { return slots_.data(); }
    T* begin() { return data(); }
    T* end() { return data() + size_; }
    const T* begin() const { return data(); }
    const T* end() const { return data() + size_; }

private:
    std::array<T, kCapacity> slots_{};
    std::size_t size_;
};

template <class T, bool kLean, std::size_t kCapacity = kLeanSlots>
using Slots = std::conditional_t<kLean, InlineSlots<T, kCapacity>, std::vector<T>>;

}  // namespace pinstack
