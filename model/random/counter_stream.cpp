// SPDX-License-Identifier: Apache-2.0
#include "model/random/counter_stream.hpp"

#include <Random123/philox.h>

#include "model/random/distribution.hpp"

namespace pinstack {

std::uint64_t CounterStream::bits(Stream stream, std::uint32_t task, std::uint64_t job, std::uint32_t operation) const {
    const r123::Philox4x64 philox;
    const r123::Philox4x64::ctr_type counter = {{job, task, operation, static_cast<std::uint64_t>(stream)}};
    const r123::Philox4x64::key_type key = {{seed_, 0}};
    return philox(counter, key)[0];
}

Duration CounterStream::draw(const VariableDuration& time, Stream stream, std::uint32_t task, std::uint64_t job,
                             std::uint32_t operation) const {
    if (time.distribution == Distribution::constant || time.min == time.max) return time.max;
    const std::uint64_t random = bits(stream, task, job, operation);
    if (time.distribution == Distribution::uniform)
        return {time.min.ns + uniform_up_to(random, (time.max - time.min).ns)};
    return {LogUniform(time.min.ns, time.max.ns).at(random)};
}

Duration CounterStream::jitter(Duration max, std::uint32_t task, std::uint64_t job) const {
    if (max.ns == 0) return {};
    return {uniform_up_to(bits(Stream::jitter, task, job), max.ns)};
}

}  // namespace pinstack
