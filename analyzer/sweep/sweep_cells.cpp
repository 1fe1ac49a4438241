// SPDX-License-Identifier: Apache-2.0
#include "analyzer/sweep/sweep_cells.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "analyzer/generate/word_reader.hpp"
#include "model/system/quote.hpp"

namespace pinstack {

namespace {

constexpr std::string_view kTasksPerCpu = "tasks_per_cpu", kUtilizationPerCpu = "utilization_per_cpu";

/// "--md-share" -> "md_share".
std::string key_of(std::string_view option) {
    std::string key(option.substr(2));
    std::replace(key.begin(), key.end(), '-', '_');
    return key;
}

bool is_swept(const GenerateOption& option) {
    return option.word != &GenerateWords::name && option.word != &GenerateWords::seed;
}

/// A word that is multiplied by the CPUs of the cell.
struct PerCpu {
    std::string_view key;
    std::optional<std::string> GenerateWords::*word;
    std::optional<std::string> value{};
};

/// Exactly, as a decimal; nothing where one of the two is no number.
std::optional<std::string> product(const std::string& per_cpu, const std::optional<std::string>& cpus) {
    const auto value = read_decimal(per_cpu);
    const auto count = cpus ? read_natural(*cpus) : std::nullopt;
    if (!value || !count || *count > static_cast<std::uint64_t>(kMaxCpus)) return std::nullopt;
    const __int128 all = static_cast<__int128>(*value) * static_cast<__int128>(*count);
    std::string text = fmt::format("{}", static_cast<std::int64_t>(all / kWholeCpu));
    if (const auto rest = static_cast<std::int64_t>(all % kWholeCpu); rest > 0) {
        text += fmt::format(".{:012}", rest);
        text.erase(text.find_last_not_of('0') + 1);
    }
    return text;
}

/// Collects the words of one cell.
class CellWords {
public:
    CellWords() {
        for (const GenerateOption& option : generate_options()) {
            if (is_swept(option)) options_.emplace_back(key_of(option.name), option.word);
        }
    }

    void set(const std::string& key, const std::string& word) {
        for (PerCpu& derived : per_cpu_) {
            if (derived.key == key) derived.value = word;
        }
        for (const auto& [name, member] : options_) {
            if (name == key) words_.*member = word;
        }
    }

    Result<GenerateWords> finish(const SweepSpec& spec) {
        for (const PerCpu& derived : per_cpu_) {
            if (!derived.value) continue;
            const auto word = product(*derived.value, words_.cpus);
            if (!word) {
                return fail(fmt::format("`{}` {} with {}", derived.key, quote(*derived.value),
                                        words_.cpus ? "`cpus` " + quote(*words_.cpus) : "no `cpus`"),
                            "two numbers to multiply");
            }
            words_.*derived.word = *word;
        }
        words_.name = spec.name;
        words_.seed = std::to_string(spec.seed);
        return std::move(words_);
    }

private:
    GenerateWords words_;
    std::vector<std::pair<std::string, std::optional<std::string> GenerateWords::*>> options_;
    PerCpu per_cpu_[2] = {{kTasksPerCpu, &GenerateWords::tasks}, {kUtilizationPerCpu, &GenerateWords::utilization}};
};

/// A problem of the generator, whose places are its options, as one of the sweep's grid.
Problem in_cell(const Problem& problem, const SweepSpec& spec, std::uint64_t cell) {
    Problem out;
    const std::string& place = problem.where.file;
    const std::string key = place.starts_with("--") ? fmt::format("`{}` ", key_of(place)) : std::string();
    out.found = fmt::format("{}{} ({})", key, problem.found, name_of_cell(spec, cell));
    out.expected = problem.expected;
    out.hint = problem.hint;
    return out;
}

}  // namespace

std::uint64_t SweepSpec::cells() const {
    std::uint64_t count = 1;
    for (const SweepAxis& axis : grid) count *= axis.words.size();
    return count;
}

std::vector<std::size_t> place_of_cell(const SweepSpec& spec, std::uint64_t cell) {
    std::vector<std::size_t> place(spec.grid.size());
    for (std::size_t i = spec.grid.size(); i-- > 0;) {
        const std::size_t size = spec.grid[i].words.size();
        place[i] = static_cast<std::size_t>(cell % size);
        cell /= size;
    }
    return place;
}

std::vector<std::string> words_of_cell(const SweepSpec& spec, std::uint64_t cell) {
    std::vector<std::string> words;
    const std::vector<std::size_t> place = place_of_cell(spec, cell);
    for (std::size_t i = 0; i < place.size(); ++i) words.push_back(spec.grid[i].words[place[i]]);
    return words;
}

Result<SetSpec> set_spec_of_cell(const SweepSpec& spec, std::uint64_t cell) {
    CellWords words;
    for (const SweepAxis& axis : spec.fixed) words.set(axis.key, axis.words.front());
    const std::vector<std::string> own = words_of_cell(spec, cell);
    for (std::size_t i = 0; i < own.size(); ++i) words.set(spec.grid[i].key, own[i]);
    const auto generate = words.finish(spec);
    auto set_spec = generate ? understand(*generate) : tl::unexpected(generate.error());
    if (set_spec) return set_spec;
    Problems problems;
    for (const Problem& problem : set_spec.error()) problems.push_back(in_cell(problem, spec, cell));
    return tl::unexpected(std::move(problems));
}

std::string name_of_cell(const SweepSpec& spec, std::uint64_t cell) {
    const std::vector<std::string> words = words_of_cell(spec, cell);
    std::string name;
    for (std::size_t i = 0; i < words.size(); ++i)
        name += fmt::format("{}{}={}", i == 0 ? "" : ", ", spec.grid[i].key, words[i]);
    return name.empty() ? "all sets" : name;
}

std::vector<std::string> sweep_keys() {
    std::vector<std::string> keys;
    for (const GenerateOption& option : generate_options()) {
        if (is_swept(option)) keys.push_back(key_of(option.name));
    }
    keys.emplace_back(kTasksPerCpu);
    keys.emplace_back(kUtilizationPerCpu);
    return keys;
}

}  // namespace pinstack
