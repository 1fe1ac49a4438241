// SPDX-License-Identifier: Apache-2.0
#include "analyzer/generate/word_reader.hpp"

#include <algorithm>
#include <charconv>

#include "analyzer/generate/automotive.hpp"
#include "model/time/text.hpp"

namespace pinstack {

namespace {

constexpr std::uint64_t kMostWeight = 1'000'000;
constexpr int kMostSections = 1000;

/// A duration greater than 0, in ns.
std::optional<std::int64_t> read_time(std::string_view text) {
    const auto duration = parse_duration(text);
    if (!duration || duration->ns <= 0) return std::nullopt;
    return duration->ns;
}

struct Range {
    std::int64_t low = 0, high = 0;
};

/// Two ascending values after the first part of "NAME:LOW:HIGH".
template <class Read>
std::optional<Range> read_range(const std::vector<std::string_view>& parts, Read read) {
    if (parts.size() < 3) return std::nullopt;
    const std::optional<std::int64_t> low = read(parts[1]), high = read(parts[2]);
    if (!low || !high || *low > *high) return std::nullopt;
    return Range{*low, *high};
}

std::optional<std::vector<PeriodSpec::Row>> read_table(std::string_view text) {
    std::vector<PeriodSpec::Row> table;
    for (const std::string_view entry : split(text, ',')) {
        const std::size_t equals = std::min(entry.find('='), entry.size());
        const auto period = read_time(entry.substr(0, equals));
        const auto weight = equals < entry.size() ? read_natural(entry.substr(equals + 1)) : 1;
        if (!period || !weight || *weight < 1 || *weight > kMostWeight) return std::nullopt;
        table.push_back({*period, static_cast<std::int64_t>(*weight)});
    }
    return table;
}

std::optional<Distribution> read_distribution(std::string_view text) {
    if (text == "uniform") return Distribution::uniform;
    if (text == "log-uniform") return Distribution::log_uniform;
    return std::nullopt;
}

}  // namespace

std::vector<std::string_view> split(std::string_view text, char separator) {
    std::vector<std::string_view> parts;
    while (true) {
        const std::size_t end = std::min(text.find(separator), text.size());
        parts.push_back(text.substr(0, end));
        if (end == text.size()) return parts;
        text.remove_prefix(end + 1);
    }
}

std::optional<std::uint64_t> read_natural(std::string_view text) {
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return value;
}

std::optional<std::int64_t> read_decimal(std::string_view text) {
    const std::size_t point = std::min(text.find('.'), text.size());
    const std::string_view whole = text.substr(0, point);
    const std::string_view digits = point < text.size() ? text.substr(point + 1) : "0";
    if (whole.empty() || whole.size() > 6 || digits.empty() || digits.size() > 12) return std::nullopt;
    const auto before = read_natural(whole), after = read_natural(digits);
    if (!before || !after) return std::nullopt;
    std::int64_t fraction = static_cast<std::int64_t>(*after);
    for (std::size_t i = digits.size(); i < 12; ++i) fraction *= 10;
    return static_cast<std::int64_t>(*before) * kWholeCpu + fraction;
}

std::optional<std::int64_t> read_fraction(std::string_view text) {
    const auto value = read_decimal(text);
    return value && *value <= kWholeCpu ? value : std::nullopt;
}

std::optional<PeriodSpec> read_periods(std::string_view text) {
    PeriodSpec spec;
    if (text == "automotive") {
        spec.kind = PeriodSpec::Kind::automotive;
        for (const AutomotivePeriod& row : kAutomotivePeriods) spec.table.push_back({row.period_ns, row.share_percent});
        return spec;
    }
    const std::vector<std::string_view> parts = split(text, ':');
    if (parts[0] == "table" && parts.size() == 2) {
        auto table = read_table(parts[1]);
        if (!table) return std::nullopt;
        spec.kind = PeriodSpec::Kind::table;
        spec.table = std::move(*table);
        return spec;
    }
    const auto distribution = read_distribution(parts[0]);
    const auto range = read_range(parts, read_time);
    if (!distribution || !range || parts.size() > 4) return std::nullopt;
    spec.kind = *distribution == Distribution::uniform ? PeriodSpec::Kind::uniform : PeriodSpec::Kind::log_uniform;
    spec.low = range->low;
    spec.high = range->high;
    if (parts.size() == 4) {
        const auto granule = read_time(parts[3]);
        if (!granule) return std::nullopt;
        spec.granule = *granule;
    }
    return spec;
}

std::optional<DeadlineSpec> read_deadlines(std::string_view text) {
    if (text == "implicit") return DeadlineSpec{kWholeCpu, kWholeCpu};
    if (text == "constrained") return DeadlineSpec{0, kWholeCpu};
    const std::vector<std::string_view> parts = split(text, ':');
    const auto range = read_range(parts, read_fraction);
    if (parts[0] != "constrained" || parts.size() != 3 || !range) return std::nullopt;
    return DeadlineSpec{range->low, range->high};
}

std::optional<RunTimeSpec> read_run_times(std::string_view text) {
    if (text == "constant") return RunTimeSpec{};
    if (text == "automotive") return RunTimeSpec{RunTimeSpec::Kind::automotive, kWholeCpu, Distribution::log_uniform};
    const std::vector<std::string_view> parts = split(text, ':');
    const auto distribution = read_distribution(parts[0]);
    if (!distribution || parts.size() != 2) return std::nullopt;
    const auto share = read_fraction(parts[1]);
    if (!share || *share == 0) return std::nullopt;
    return RunTimeSpec{RunTimeSpec::Kind::share, *share, *distribution};
}

std::optional<std::pair<int, int>> read_count(std::string_view text) {
    const std::size_t dots = text.find("..");
    const auto fewest = read_natural(text.substr(0, dots));
    const auto most = dots == std::string_view::npos ? fewest : read_natural(text.substr(dots + 2));
    if (!fewest || !most || *fewest < 1 || *fewest > *most || *most > kMostSections) return std::nullopt;
    return std::pair(static_cast<int>(*fewest), static_cast<int>(*most));
}

std::optional<SectionSpec> read_section_length(std::string_view text, const SectionSpec& base) {
    SectionSpec spec = base;
    const std::vector<std::string_view> parts = split(text, ':');
    const auto read = [&](auto read_one) -> std::optional<Range> {
        if (parts.size() > 1) return read_range(parts, read_one);
        const auto value = read_one(text);
        return value ? std::optional(Range{*value, *value}) : std::nullopt;
    };
    if (parts.size() != 1 && parts.size() != 3) return std::nullopt;
    const auto distribution = parts.size() == 1 ? Distribution::uniform : read_distribution(parts[0]);
    if (!distribution) return std::nullopt;
    const auto times = read(read_time), fractions = read(read_fraction);
    if (!times && !fractions) return std::nullopt;
    const Range range = times ? *times : *fractions;
    if (range.low == 0) return std::nullopt;
    spec.is_fraction = !times;
    spec.distribution = *distribution;
    spec.low = range.low;
    spec.high = range.high;
    return spec;
}

}  // namespace pinstack
