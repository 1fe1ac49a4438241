// SPDX-License-Identifier: Apache-2.0
//
// Typed access to the values of a JSON document. A value of the wrong type or out of range becomes a problem with
// its place and a hint, and nothing is returned; the caller puts a harmless value in its place and goes on, so that
// one run finds every problem and none is reported twice.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "model/system/json_document.hpp"
#include "model/system/problem.hpp"
#include "model/time/text.hpp"

namespace pinstack {

class FieldReader {
public:
    /// `unit` is the unit of bare integers. The document must outlive the reader.
    explicit FieldReader(const JsonDocument& document, TimeUnit unit = TimeUnit::ns)
        : document_(document), unit_(unit) {}

    const JsonDocument& document() const { return document_; }
    const JsonValue& operator[](JsonId id) const { return document_[id]; }
    TimeUnit unit() const { return unit_; }
    void set_unit(TimeUnit unit) { unit_ = unit; }

    /// All problems so far, in the order of the file.
    Problems take_problems();
    bool has_problems() const { return !problems_.empty(); }

    void report(JsonId at, std::string found, std::string expected, std::string hint);
    void report_at_key(JsonId at, std::string found, std::string expected, std::string hint);
    void report(Problem problem) { problems_.push_back(std::move(problem)); }
    /// The value has a wrong type: says what it is.
    void report_type(JsonId at, std::string expected, std::string hint);
    /// The keys of an object that are not `keys` are unknown. `thing`: "a task".
    void check_keys(JsonId object, std::span<const std::string_view> keys, std::string_view thing);
    /// Keys that an object has twice.
    void check_duplicates();

    /// "an array", "the text \"fast\"", "1.5": for the `found` of a problem.
    std::string describe(JsonId id) const;

    bool is(JsonId id, JsonKind kind) const { return document_[id].kind == kind; }
    bool expect(JsonId id, JsonKind kind, std::string_view expected, std::string_view hint);
    std::optional<std::string_view> text(JsonId id, std::string_view expected);
    std::optional<std::int64_t> integer(JsonId id, std::int64_t min, std::int64_t max, std::string_view expected,
                                        std::string_view hint);
    std::optional<std::uint64_t> unsigned_integer(JsonId id, std::string_view expected, std::string_view hint);
    std::optional<bool> boolean(JsonId id, std::string_view expected);
    /// `min_ns` is 0 or 1. `thing`: "a period".
    std::optional<Duration> duration(JsonId id, std::string_view thing, std::int64_t min_ns);
    /// A CPU of a platform that has `cpus` of them.
    std::optional<std::int32_t> cpu(JsonId id, int cpus);
    /// One of some words; `expected`: "an order".
    std::optional<std::size_t> word(JsonId id, std::span<const std::string_view> words, std::string_view expected);

private:
    const JsonDocument& document_;
    TimeUnit unit_;
    Problems problems_;
};

}  // namespace pinstack
