// SPDX-License-Identifier: Apache-2.0
//
// A set of CPUs 0..size-1 as a bitmap. The engine asks it at every dispatch, so the storage is inline and the
// operations are a few word instructions; `words()` is 1 up to 64 CPUs.
#pragma once

#include <array>
#include <bit>
#include <compare>
#include <cstdint>

namespace pinstack {

using CpuId = std::int32_t;
inline constexpr CpuId kNoCpu = -1;
inline constexpr int kMaxCpus = 1024;

template <int kWords>
class BasicCpuSet {
public:
    static constexpr int kCapacity = 64 * kWords;

    BasicCpuSet() = default;
    /// REQUIRES: 0 <= cpus <= kCapacity.
    explicit BasicCpuSet(int cpus) : size_(cpus) {}
    /// REQUIRES: other.size() <= kCapacity.
    template <int kOtherWords>
    explicit BasicCpuSet(const BasicCpuSet<kOtherWords>& other) : size_(other.size()) {
        for (int i = 0; i < words(); ++i) words_[static_cast<std::size_t>(i)] = other.word(i);
    }

    static BasicCpuSet all(int cpus) {
        BasicCpuSet set(cpus);
        for (CpuId cpu = 0; cpu < cpus; ++cpu) set.insert(cpu);
        return set;
    }

    int size() const { return size_; }
    int words() const { return kWords == 1 ? 1 : static_cast<int>((static_cast<unsigned>(size_) + 63) / 64); }
    std::uint64_t word(int index) const { return words_[static_cast<std::size_t>(index)]; }

    bool contains(CpuId cpu) const { return (words_[at(cpu)] >> (cpu & 63)) & 1u; }
    void insert(CpuId cpu) { words_[at(cpu)] |= std::uint64_t{1} << (cpu & 63); }
    void erase(CpuId cpu) { words_[at(cpu)] &= ~(std::uint64_t{1} << (cpu & 63)); }

    /// insert() or erase(), without a branch.
    void set(CpuId cpu, bool is_member) {
        std::uint64_t& word = words_[at(cpu)];
        word = (word & ~(std::uint64_t{1} << (cpu & 63))) | (std::uint64_t{is_member} << (cpu & 63));
    }

    void clear() {
        for (int i = 0; i < words(); ++i) words_[static_cast<std::size_t>(i)] = 0;
    }
    bool empty() const {
        for (int i = 0; i < words(); ++i) {
            if (word(i) != 0) return false;
        }
        return true;
    }
    int count() const {
        int n = 0;
        for (int i = 0; i < words(); ++i) n += std::popcount(word(i));
        return n;
    }
    /// count() > 1, for less.
    bool has_several() const {
        std::uint64_t before = 0;
        for (int i = 0; i < words(); ++i) {
            const std::uint64_t bits = word(i);
            if ((bits & (bits - 1)) != 0 || (bits != 0 && before != 0)) return true;
            before |= bits;
        }
        return false;
    }
    /// The lowest member, or kNoCpu.
    CpuId first() const {
        return first_word(words(), [&](std::size_t i) { return words_[i]; });
    }
    /// The lowest member not below `from`, or kNoCpu.
    CpuId next(CpuId from) const {
        if (from >= size_) return kNoCpu;
        int i = static_cast<int>(at(from));
        std::uint64_t bits = word(i) & (~std::uint64_t{0} << (from & 63));
        for (;;) {
            if (bits != 0) return i * 64 + std::countr_zero(bits);
            if (++i >= words()) return kNoCpu;
            bits = word(i);
        }
    }

    /// The lowest CPU in both sets, or kNoCpu.
    friend CpuId first_common(const BasicCpuSet& a, const BasicCpuSet& b) {
        return first_word(a.words(), [&](std::size_t i) { return a.words_[i] & b.words_[i]; });
    }
    /// The lowest CPU in a and b but not in c, or kNoCpu.
    friend CpuId first_common_except(const BasicCpuSet& a, const BasicCpuSet& b, const BasicCpuSet& c) {
        return first_word(a.words(), [&](std::size_t i) { return a.words_[i] & b.words_[i] & ~c.words_[i]; });
    }
    friend auto operator<=>(const BasicCpuSet&, const BasicCpuSet&) = default;

private:
    template <class Word>
    static CpuId first_word(int words, Word&& word_at) {
        for (int i = 0; i < words; ++i) {
            if (const std::uint64_t bits = word_at(static_cast<std::size_t>(i)); bits != 0) {
                return i * 64 + std::countr_zero(bits);
            }
        }
        return kNoCpu;
    }
    static std::size_t at(CpuId cpu) { return kWords == 1 ? 0 : static_cast<unsigned>(cpu) / 64; }  // unsigned: a shift

    std::array<std::uint64_t, kWords> words_{};
    int size_ = 0;
};

using CpuSet = BasicCpuSet<kMaxCpus / 64>;
/// For engines that run on no more CPUs than a word has bits.
using CpuWord = BasicCpuSet<1>;

}  // namespace pinstack
