// SPDX-License-Identifier: Apache-2.0
#include "analyzer/command/sweep_arguments.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "analyzer/generate/word_reader.hpp"
#include "model/system/quote.hpp"

namespace pinstack {

namespace {

constexpr std::uint64_t kMostThreads = 1024, kMostShards = 1'000'000;

std::optional<SweepShard> read_shard(std::string_view text) {
    const std::size_t slash = std::min(text.find('/'), text.size());
    const auto index = read_natural(text.substr(0, slash));
    const auto count = slash < text.size() ? read_natural(text.substr(slash + 1)) : std::nullopt;
    if (!index || !count || *count > kMostShards || *index < 1 || *index > *count) return std::nullopt;
    return SweepShard{*index, *count};
}

}  // namespace

void declare(Arguments& arguments, SweepWords& words) {
    arguments.required_file(words.file);
    arguments.option("-o,--out", words.output, "FILE", "Where the results go: an SQLite file, new or begun before");
    arguments.option("--threads", words.threads, "N", "At most N at once; default: as many as there are CPUs");
    arguments.option("--shard", words.shard, "I/N",
                     "Only part I of N (from 1), into a file of its own; `pinstack merge` puts them together");
    arguments.option("--samples", words.samples, "N", "Sets in each cell, instead of the experiment's own number");
    arguments.option("--seed", words.seed, "S", "Instead of the experiment's own");
}

Result<SweepOrder> understand(const SweepWords& words, bool needs_output) {
    SweepOrder order;
    order.file = words.file;
    Problems problems;
    const auto misunderstood = [&](const char* option, std::string found, std::string expected) {
        Problem& problem = problems.emplace_back();
        problem.where.file = option;
        problem.found = std::move(found);
        problem.expected = std::move(expected);
    };
    if (words.output) {
        order.output = *words.output;
    } else if (needs_output) {
        misunderstood("--out", "nothing", "the file for the results: --out R.sqlite");
    }
    if (words.threads) {
        const auto threads = read_natural(*words.threads);
        if (threads && *threads >= 1 && *threads <= kMostThreads) {
            order.request.threads = static_cast<unsigned>(*threads);
        } else {
            misunderstood("--threads", quote(*words.threads), fmt::format("a whole number from 1 to {}", kMostThreads));
        }
    }
    if (words.shard) {
        if (const auto shard = read_shard(*words.shard)) {
            order.request.shard = *shard;
        } else {
            misunderstood("--shard", quote(*words.shard), "I/N with whole numbers, I from 1 to N");
        }
    }
    if (words.samples) {
        order.overrides.samples = read_natural(*words.samples);
        if (!order.overrides.samples || *order.overrides.samples < 1 || *order.overrides.samples > kMostSweepSets)
            misunderstood("--samples", quote(*words.samples),
                          fmt::format("a whole number from 1 to {}", kMostSweepSets));
    }
    if (words.seed) {
        order.overrides.seed = read_natural(*words.seed);
        if (!order.overrides.seed) misunderstood("--seed", quote(*words.seed), "a whole number from 0 to 2^64 - 1");
    }
    if (!problems.empty()) return tl::unexpected(std::move(problems));
    return order;
}

}  // namespace pinstack
