// SPDX-License-Identifier: Apache-2.0
//
// The small languages of options and of strings in files: durations, variants, CPU lists, topologies, conditions, what
// random task sets are made of. The input is one word of all of them.
#include "analyzer/convert/decimal.hpp"
#include "analyzer/generate/generate_words.hpp"
#include "analyzer/run/comparison.hpp"
#include "analyzer/run/condition.hpp"
#include "model/platform/byte_size.hpp"
#include "model/platform/cpu_list.hpp"
#include "model/platform/topology.hpp"
#include "tests/fuzz/input.hpp"
#include "tests/fuzz/system_check.hpp"

namespace pinstack::fuzz {
namespace {

void check_times(std::string_view word) {
    const auto duration = parse_duration(word);
    if (!duration) return require(!duration.error().empty(), "a refusal says why");
    const auto again = parse_duration(to_text(*duration));
    require(again && again->ns == duration->ns, "a duration, written and read, is the same");
}

void check_variants(std::string_view word) {
    const auto variant = parse_variant(word, Variant{});
    if (!variant) return check_problems(variant.error());
    const auto again = parse_variant(to_text(*variant), Variant{});
    // Written, it does not name what is the default anyway.
    require(again && to_text(*again) == to_text(*variant), "a variant, written and read, is the same");
}

void check_generate(std::string_view word) {
    for (const GenerateOption& option : generate_options()) {
        GenerateWords words;
        words.tasks = "5";
        words.cpus = "2";
        words.utilization = "1.5";
        words.*option.word = std::string(word);
        if (const auto spec = understand(words); !spec) check_problems(spec.error());
    }
}

}  // namespace
}  // namespace pinstack::fuzz

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace pinstack;
    const std::string_view word = fuzz::text_of(data, size);
    fuzz::check_times(word);
    fuzz::check_variants(word);
    fuzz::check_generate(word);
    if (const auto several = parse_variants(word, Variant{}); !several) fuzz::check_problems(several.error());
    if (const auto list = parse_cpu_list(word); !list) fuzz::check_problems(list.error());
    if (const auto topology = parse_topology(word); !topology) fuzz::check_problems(topology.error());
    if (const auto condition = parse_condition(word); !condition) fuzz::check_problems(condition.error());
    static_cast<void>(parse_byte_size(word));
    static_cast<void>(parse_whole(word));
    static_cast<void>(parse_decimal_in(word, 1'000'000));
    return 0;
}
