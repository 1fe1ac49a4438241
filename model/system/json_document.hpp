// SPDX-License-Identifier: Apache-2.0
//
// A JSON text as a flat list of values that know where they stand: line, column, JSON pointer. It exists beside
// nlohmann's own document because that one keeps no positions, drops duplicate keys without a word, and turns an
// integer that is too large into a floating-point number. nlohmann's parser does the reading (comments accepted).
//
// Values are in the order of the text: the first member of a container follows it directly, and each value knows
// its next sibling. No recursion anywhere, so the depth of the text is no danger. O(length of the text).
// Limits: UTF-8 without NUL, nesting kMaxJsonDepth, 2^31 bytes.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/system/problem.hpp"

namespace pinstack {

/// Brackets may nest 64 deep, and each is an object in an array; the rest of a system file needs a few levels more.
inline constexpr std::size_t kMaxJsonDepth = 256;

enum class JsonKind : std::uint8_t { null, boolean, integer, real, string, array, object };

using JsonId = std::uint32_t;
inline constexpr JsonId kNoJson = 0xFFFF'FFFF;

struct JsonValue {
    std::string_view text;         ///< of a string: its characters; of another scalar: as written
    std::string_view key;          ///< of a member of an object
    std::uint32_t offset = 0;      ///< byte where the value starts
    std::uint32_t key_offset = 0;  ///< byte where its key starts; of a member of an array: its index
    JsonId parent = kNoJson;
    JsonId next = kNoJson;    ///< next member of the same container
    std::uint32_t count = 0;  ///< members of a container
    JsonKind kind = JsonKind::null;
};

class JsonDocument {
public:
    static constexpr JsonId kRoot = 0;

    /// `text` must outlive the document. Fails with one problem where the text is no JSON.
    static Result<JsonDocument> parse(std::string_view text, const std::string& file);

    const JsonValue& operator[](JsonId id) const { return values_[id]; }

    /// The first member of a container, or kNoJson; go on with JsonValue::next.
    JsonId first(JsonId container) const { return values_[container].count == 0 ? kNoJson : container + 1; }
    /// The first member of that name, or kNoJson.
    JsonId find(JsonId object, std::string_view key) const;
    /// The value that a JSON pointer names from there, or the nearest one around it that exists.
    JsonId at(JsonId from, std::string_view pointer) const;
    /// Members whose key an earlier member of the same object has.
    std::vector<JsonId> duplicates() const;

    std::string pointer_to(JsonId id) const;
    Place place_of(JsonId id) const;
    Place place_of_key(JsonId id) const;

private:
    friend class JsonBuilder;

    JsonDocument(std::string_view text, std::string file);
    Place place(std::size_t offset, JsonId id) const;

    std::string_view text_;
    std::string file_;
    std::vector<JsonValue> values_;
    std::vector<std::uint32_t> lines_;   // offset of the first byte of each line
    std::deque<std::string> unescaped_;  // strings that are written with escapes; a deque, because views point in
};

}  // namespace pinstack
