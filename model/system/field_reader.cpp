// SPDX-License-Identifier: Apache-2.0
#include "model/system/field_reader.hpp"

#include <algorithm>
#include <charconv>
#include <tuple>

#include <fmt/format.h>

#include "model/system/quote.hpp"
#include "model/system/suggestion.hpp"
#include "model/time/checked.hpp"

namespace pinstack {

namespace {

// The value of a JSON integer, or nothing where 64 bits do not hold it.
template <class Integer>
std::optional<Integer> value_of(std::string_view text) {
    Integer value = 0;
    const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || stop != text.data() + text.size()) return std::nullopt;
    return value;
}

// The text a person probably meant where a duration could not be read: without white space, with the unit added or
// in the spelling that is known. Empty where nothing reads.
std::string mend(std::string_view text, TimeUnit unit) {
    std::string packed;
    for (const char c : text) {
        if (c == ' ' || c == '\t' || c == '_') continue;
        packed += c == ',' ? '.' : c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    }
    if (parse_duration(packed)) return packed;
    if (parse_duration("0" + packed)) return "0" + packed;
    const std::string with_unit = fmt::format("{}{}", packed, name_of(unit));
    if (parse_duration(with_unit)) return with_unit;
    constexpr std::pair<std::string_view, std::string_view> kSpellings[] = {
        {"\u00b5s", "us"}, {"\u03bcs", "us"}, {"usec", "us"}, {"usecs", "us"},  {"msec", "ms"}, {"msecs", "ms"},
        {"nsec", "ns"},    {"sec", "s"},      {"secs", "s"},  {"seconds", "s"}, {"second", "s"}};
    for (const auto& [spelling, known] : kSpellings) {
        if (packed.size() > spelling.size() && packed.ends_with(spelling)) {
            const std::string mended = packed.substr(0, packed.size() - spelling.size()) + std::string(known);
            if (parse_duration(mended)) return mended;
        }
    }
    return "";
}

}  // namespace

Problems FieldReader::take_problems() {
    // Checks run in their own order; a reader goes through the file from top to bottom.
    std::stable_sort(problems_.begin(), problems_.end(), [](const Problem& a, const Problem& b) {
        return std::tie(a.where.line, a.where.column) < std::tie(b.where.line, b.where.column);
    });
    return std::move(problems_);
}

void FieldReader::report(JsonId at, std::string found, std::string expected, std::string hint) {
    problems_.push_back({document_.place_of(at), std::move(found), std::move(expected), std::move(hint)});
}

void FieldReader::report_at_key(JsonId at, std::string found, std::string expected, std::string hint) {
    problems_.push_back({document_.place_of_key(at), std::move(found), std::move(expected), std::move(hint)});
}

void FieldReader::report_type(JsonId at, std::string expected, std::string hint) {
    report(at, describe(at), std::move(expected), std::move(hint));
}

void FieldReader::check_keys(JsonId object, std::span<const std::string_view> keys, std::string_view thing) {
    for (JsonId id = document_.first(object); id != kNoJson; id = document_[id].next) {
        const std::string_view key = document_[id].key;
        if (std::find(keys.begin(), keys.end(), key) != keys.end()) continue;
        report_at_key(id, fmt::format("the unknown key {}", quote(key)), fmt::format("a key of {}", thing),
                      suggest(key, keys, "keys here"));
    }
}

void FieldReader::check_duplicates() {
    for (const JsonId id : document_.duplicates()) {
        const Place first = document_.place_of_key(document_.find(document_[id].parent, document_[id].key));
        report_at_key(id, fmt::format("the key {} a second time", quote(document_[id].key)),
                      "each key once in an object", fmt::format("the first one is at {}:{}", first.line, first.column));
    }
}

std::string FieldReader::describe(JsonId id) const {
    const JsonValue& value = document_[id];
    switch (value.kind) {
        case JsonKind::array:
            return value.count == 0 ? "an empty array" : "an array";
        case JsonKind::object:
            return value.count == 0 ? "an empty object" : "an object";
        case JsonKind::string:
            return fmt::format("the text {}", quote(value.text));
        default:
            return value.text.size() > 60 ? fmt::format("{}...", value.text.substr(0, 60)) : std::string(value.text);
    }
}

bool FieldReader::expect(JsonId id, JsonKind kind, std::string_view expected, std::string_view hint) {
    if (is(id, kind)) return true;
    report_type(id, std::string(expected), std::string(hint));
    return false;
}

std::optional<std::string_view> FieldReader::text(JsonId id, std::string_view expected) {
    if (!expect(id, JsonKind::string, expected, "texts are written in double quotes")) return std::nullopt;
    return document_[id].text;
}

std::optional<std::int64_t> FieldReader::integer(JsonId id, std::int64_t min, std::int64_t max,
                                                 std::string_view expected, std::string_view hint) {
    if (is(id, JsonKind::integer)) {
        const auto value = value_of<std::int64_t>(document_[id].text);
        if (value && *value >= min && *value <= max) return value;
    }
    const bool quoted = is(id, JsonKind::string) && value_of<std::int64_t>(document_[id].text);
    report_type(id, std::string(expected),
                quoted ? fmt::format("write {} without quotes", document_[id].text) : std::string(hint));
    return std::nullopt;
}

std::optional<std::uint64_t> FieldReader::unsigned_integer(JsonId id, std::string_view expected,
                                                           std::string_view hint) {
    if (is(id, JsonKind::integer)) {
        if (const auto value = value_of<std::uint64_t>(document_[id].text)) return value;
    }
    report_type(id, std::string(expected), std::string(hint));
    return std::nullopt;
}

std::optional<bool> FieldReader::boolean(JsonId id, std::string_view expected) {
    if (!expect(id, JsonKind::boolean, expected, "write true or false, without quotes")) return std::nullopt;
    return document_[id].text == "true";
}

std::optional<Duration> FieldReader::duration(JsonId id, std::string_view thing, std::int64_t min_ns) {
    const JsonValue& value = document_[id];
    const std::string_view unit = name_of(unit_);
    const auto out_of_range = [&] {
        report_type(id, fmt::format("{} {}", thing, min_ns > 0 ? "greater than 0" : "of 0 or more"),
                    min_ns > 0 ? "the shortest is \"1ns\"" : "nothing happens before 0");
        return std::nullopt;
    };
    switch (value.kind) {
        case JsonKind::integer: {
            if (value.text.front() == '-' && value.text != "-0") return out_of_range();
            const auto count = value_of<std::int64_t>(value.text);
            const auto ns = count ? checked_multiply(*count, nanoseconds_per(unit_)) : std::nullopt;
            if (!ns || *ns >= kTimeLimitNs) {
                const std::string in_ns = fmt::format("{}ns", value.text);
                report(id, fmt::format("{} {}", describe(id), unit), fmt::format("{} below 2^62 ns (146 years)", thing),
                       parse_duration(in_ns) ? fmt::format("is it meant in {}? \"{}\" is in nanoseconds", unit, in_ns)
                                             : "every instant of a run is below that");
                return std::nullopt;
            }
            if (*ns < min_ns) return out_of_range();
            return Duration{*ns};
        }
        case JsonKind::real: {
            const std::string mended = fmt::format("{}{}", value.text, unit);
            report_type(id, fmt::format("{}: a whole number of {} or a text with a unit", thing, unit),
                        fmt::format("write \"{}\"", parse_duration(mended) ? mended : "1.5ms"));
            return std::nullopt;
        }
        case JsonKind::string: {
            const auto duration = parse_duration(value.text);
            if (duration) return duration->ns < min_ns ? out_of_range() : std::optional<Duration>(*duration);
            const std::string mended = mend(value.text, unit_);
            report(
                id, fmt::format("{}, which {}", describe(id), duration.error()),
                fmt::format("{} such as \"1.5ms\"", thing),
                mended.empty() ? "a number and one of the units ns, us, ms, s" : fmt::format("write \"{}\"", mended));
            return std::nullopt;
        }
        default:
            report_type(id, fmt::format("{}: a whole number of {} or a text with a unit", thing, unit),
                        "write for example 5 or \"1.5ms\"");
            return std::nullopt;
    }
}

std::optional<std::int32_t> FieldReader::cpu(JsonId id, int cpus) {
    const std::string expected =
        cpus == 1 ? "CPU 0, the only one of the platform" : fmt::format("a CPU of the platform: 0 to {}", cpus - 1);
    const auto value = integer(id, 0, cpus - 1, expected, "CPUs are numbered from 0");
    if (!value) return std::nullopt;
    return static_cast<std::int32_t>(*value);
}

std::optional<std::size_t> FieldReader::word(JsonId id, std::span<const std::string_view> words,
                                             std::string_view expected) {
    const std::string all = fmt::format("{}: {}", expected, fmt::join(words, ", "));
    if (!expect(id, JsonKind::string, all, fmt::format("write for example \"{}\"", words.front()))) return std::nullopt;
    const std::string_view value = document_[id].text;
    const auto at = std::find(words.begin(), words.end(), value);
    if (at != words.end()) return static_cast<std::size_t>(at - words.begin());
    report_type(id, all, suggest(value, words, "words here"));
    return std::nullopt;
}

}  // namespace pinstack
