// SPDX-License-Identifier: Apache-2.0
#include "analyzer/command/sweep_arguments.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

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
    arguments.optional_words(words.files, {});
    arguments.option("-o,--out", words.output, "FILE", "Where the results go: an SQLite file, new or begun before");
    arguments.option("--threads", words.threads, "N", "At most N at once; default: as many as there are CPUs");
    arguments.option("--shard", words.shard, "I/N",
                     "Only part I of N (from 1), into a file of its own; `pinstack merge` puts them together");
    SweepOptions& options = words.options;
    arguments.repeated("--generate", options.generate, "KEY=VALUE",
                       "Without SPEC: an option of `pinstack generate` for all cells; may be given several times");
    arguments.repeated("--grid", options.grid, "KEY=V;V;...", "Without SPEC: one with several values, for the grid");
    arguments.option("--variants", options.variants, "V[,V...]",
                     "Without SPEC: SECTIONS/BALANCER, several with commas");
    arguments.option("--tests", options.tests, "ID[,ID...]", "Without SPEC: schedulability tests, or all");
    arguments.flag("--simulate", options.simulate, "Without SPEC: simulate each set");
    arguments.option("--name", options.name, "NAME", "Without SPEC: of the experiment");
    arguments.option("--samples", words.samples, "N", "Sets in each cell, instead of the experiment's own number");
    arguments.option("--seed", words.seed, "S", "Instead of the experiment's own");
}

Result<SweepOrder> understand(const SweepWords& words, bool needs_output) {
    SweepOrder order;
    Problems problems;
    const auto misunderstood = [&](const char* option, std::string found, std::string expected) {
        Problem& problem = problems.emplace_back();
        problem.where.file = option;
        problem.found = std::move(found);
        problem.expected = std::move(expected);
    };
    if (words.files.size() == 1 && words.options.is_empty()) {
        order.source = words.files.front();
    } else if (words.files.empty() && !words.options.is_empty()) {
        order.source = "the options";
        if (auto text = sweep_text(words.options)) {
            order.text = std::move(*text);
        } else {
            problems = std::move(text.error());
        }
    } else {
        misunderstood("SPEC",
                      words.files.empty()      ? "nothing"
                      : words.files.size() > 1 ? "several files"
                                               : "a file, and options beside it",
                      "a file with an experiment, or --generate, --grid, --variants, --tests, --simulate");
    }
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

Result<SweepSpec> load_experiment(const SweepOrder& order) {
    return order.text ? parse_sweep(*order.text, order.source, order.overrides)
                      : load_sweep(order.source, order.overrides);
}

}  // namespace pinstack
