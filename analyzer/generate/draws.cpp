// SPDX-License-Identifier: Apache-2.0
#include "analyzer/generate/draws.hpp"

#include <Random123/philox.h>

namespace pinstack {

void Draws::refill() {
    constexpr std::uint64_t kGenerator = 1;  // second word of the key; a simulation's streams have 0 there
    const r123::Philox4x64 philox;
    const r123::Philox4x64::ctr_type counter = {{block_++, set_, static_cast<std::uint64_t>(aspect_), attempt_}};
    const r123::Philox4x64::key_type key = {{seed_, kGenerator}};
    const r123::Philox4x64::ctr_type out = philox(counter, key);
    for (std::size_t i = 0; i < words_.size(); ++i) words_[i] = out[i];
    next_ = 0;
}

}  // namespace pinstack
