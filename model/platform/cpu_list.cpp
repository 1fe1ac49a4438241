// SPDX-License-Identifier: Apache-2.0
#include "model/platform/cpu_list.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

#include <fmt/format.h>

#include "model/system/quote.hpp"

namespace pinstack {

namespace {

std::string_view trimmed(std::string_view text) {
    const std::size_t begin = text.find_first_not_of(' ');
    if (begin == std::string_view::npos) return "";
    return text.substr(begin, text.find_last_not_of(' ') - begin + 1);
}

std::optional<CpuId> parse_cpu(std::string_view text) {
    text = trimmed(text);
    // Without this, "-1" would be a CPU for from_chars.
    if (text.empty() || text.front() < '0' || text.front() > '9') return std::nullopt;
    CpuId cpu = 0;
    const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), cpu);
    if (error != std::errc{} || stop != text.data() + text.size() || cpu >= kMaxCpus) return std::nullopt;
    return cpu;
}

}  // namespace

std::string cpu_list_text(const CpuSet& cpus) {
    std::string out;
    for (CpuId first = cpus.first(); first != kNoCpu;) {
        CpuId last = first;
        while (cpus.next(last + 1) == last + 1) ++last;
        if (!out.empty()) out += ',';
        out += first == last ? std::to_string(first) : fmt::format("{}-{}", first, last);
        first = cpus.next(last + 1);
    }
    return out;
}

Result<std::vector<CpuId>> parse_cpu_list(std::string_view text) {
    std::vector<CpuId> cpus;
    for (std::size_t at = 0; at <= text.size();) {
        const std::size_t end = std::min(text.find(',', at), text.size());
        const std::string_view part = trimmed(text.substr(at, end - at));
        at = end + 1;
        const std::size_t dash = part.find('-');
        const auto first = parse_cpu(part.substr(0, dash));
        const auto last = dash == std::string_view::npos ? first : parse_cpu(part.substr(dash + 1));
        if (!first || !last) {
            return fail(fmt::format("{} in a list of CPUs", quote(part)),
                        fmt::format("numbers from 0 to {} and ranges of them", kMaxCpus - 1),
                        "write for example 0-3,5");
        }
        if (*last < *first) {
            return fail(fmt::format("the range {}, which descends", quote(part)), "the lower number first",
                        fmt::format("write {}-{}", *last, *first));
        }
        for (CpuId cpu = *first; cpu <= *last; ++cpu) cpus.push_back(cpu);
    }
    return cpus;
}

}  // namespace pinstack
