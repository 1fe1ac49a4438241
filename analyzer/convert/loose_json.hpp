// SPDX-License-Identifier: Apache-2.0
//
// JSON as rt-app's files have it, which json-c and workgen accept and no strict parser does: comments (// # /* */),
// commas too many or missing between members, keys and values without quotes, keys without a value, the same key
// several times. Members keep their order, and all of them are there.
//
// The text must be UTF-8 without NUL; nesting is limited. Problems name line and column. Values are in one list; each
// knows its first member and its next sibling.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "model/system/problem.hpp"

namespace pinstack {

enum class LooseKind : std::uint8_t { nothing, boolean, number, string, array, object };

using LooseId = std::uint32_t;
inline constexpr LooseId kNoLoose = 0xFFFF'FFFF;

struct LooseValue {
    LooseKind kind = LooseKind::nothing;  ///< nothing: null, or a key without a value
    std::string text;                     ///< of a scalar: unescaped, or as written
    std::string key;                      ///< of a member of an object
    std::size_t offset = 0;               ///< of its key, else of the value
    LooseId parent = kNoLoose, first = kNoLoose, next = kNoLoose;
    std::uint32_t index = 0;   ///< among the members of its parent
    std::uint32_t repeat = 0;  ///< how many members before it have its key
};

class LooseJson {
public:
    static constexpr std::size_t kMostNesting = 100;

    static Result<LooseJson> parse(std::string_view text, const std::string& file);

    static constexpr LooseId kRoot = 0;
    const LooseValue& operator[](LooseId id) const { return values_[id]; }
    /// The first member of that key, or kNoLoose.
    LooseId find(LooseId object, std::string_view key) const;
    /// Line, column, and JSON pointer; the pointer of a key that is there several times ends with its number, "/run#2".
    Place place_of(LooseId id) const;

private:
    friend class LooseParser;
    std::string file_;
    std::vector<LooseValue> values_;
    std::vector<std::size_t> lines_;  // offset of the first byte of each
};

}  // namespace pinstack
