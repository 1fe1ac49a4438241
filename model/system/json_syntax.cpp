// SPDX-License-Identifier: Apache-2.0
#include "model/system/json_syntax.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

#include "model/system/quote.hpp"
#include "model/system/utf8.hpp"

namespace pinstack {

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_word(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '$' || c == '-' || is_digit(c);
}

std::string_view expected_after(JsonState state) {
    switch (state) {
        case JsonState::nothing:
            return "a JSON object";
        case JsonState::object_opened:
            return "a key in double quotes, or `}`";
        case JsonState::key:
            return "`:` after the key";
        case JsonState::member:
            return "`,` or `}`";
        case JsonState::array_opened:
            return "a value, or `]`";
        case JsonState::element:
            return "`,` or `]`";
        case JsonState::everything:
            return "the end of the file";
    }
    return "";
}

std::string describe_found(std::string_view text, std::size_t at) {
    if (at >= text.size()) return text.empty() ? "an empty file" : "the end of the file";
    const char c = text[at];
    if (c == '/' && text.substr(at, 2) == "/*") return "a comment that is not closed";
    if (is_word(c)) {
        std::size_t end = at;
        while (end < text.size() && end - at < 40 && (is_word(text[end]) || text[end] == '.')) ++end;
        return fmt::format("`{}`", text.substr(at, end - at));
    }
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || byte == 0x7F) return fmt::format("the control character U+{:04X}", byte);
    return fmt::format("`{}`", text.substr(at, utf8_length(text, at)));
}

// A string that starts at `at` and is not well-formed.
JsonFault describe_string(std::string_view text, std::size_t at) {
    for (std::size_t i = at + 1; i < text.size(); ++i) {
        const auto byte = static_cast<unsigned char>(text[i]);
        if (byte == '"') break;
        if (byte == '\n' || byte == '\r') {
            return {i, "a line break inside a string", "`\"` at the end of the string",
                    fmt::format("the string starts with {}",
                                quote(text.substr(at + 1, std::min<std::size_t>(i - at - 1, 20))))};
        }
        if (byte < 0x20) {
            return {i, fmt::format("the control character U+{:04X} inside a string", byte), "an escape",
                    fmt::format("write \\u{:04x}", byte)};
        }
        if (byte != '\\') continue;
        const char escape = i + 1 < text.size() ? text[i + 1] : '\0';
        if (std::string_view("\"\\/bfnrtu").find(escape) == std::string_view::npos && escape != '\0') {
            return {i, fmt::format("the escape {} in a string", quote(text.substr(i, 1 + utf8_length(text, i + 1)))),
                    "one of \\\" \\\\ \\/ \\b \\f \\n \\r \\t \\uXXXX", "write \\\\ for a backslash"};
        }
        if (escape == 'u') {
            std::size_t digits = 0;
            while (digits < 4 && i + 2 + digits < text.size() &&
                   std::string_view("0123456789abcdefABCDEF").find(text[i + 2 + digits]) != std::string_view::npos) {
                ++digits;
            }
            const bool surrogate = digits == 4 && (text[i + 2] == 'd' || text[i + 2] == 'D') && text[i + 3] >= '8';
            if (i + 2 + digits < text.size() && (digits < 4 || surrogate)) {
                return {i, fmt::format("the escape {} in a string", quote(text.substr(i, 2 + digits))),
                        surrogate ? "a pair of surrogates, high then low" : "\\u and four hexadecimal digits",
                        "write the character itself"};
            }
        }
        ++i;
    }
    return {text.size(), "the end of the file inside a string", "`\"` at the end of the string",
            fmt::format("the string starts with {}", quote(text.substr(at + 1, 20)))};
}

JsonFault describe_number(std::string_view text, std::size_t at) {
    std::size_t end = at;
    while (end < text.size() && (is_word(text[end]) || text[end] == '.' || text[end] == '+')) ++end;
    const std::string_view number = text.substr(at, std::min<std::size_t>(end - at, 40));
    const bool exponent = number.find_first_of("eE") != std::string_view::npos && is_digit(number.back());
    return {at, fmt::format("`{}`", number),
            exponent ? "a number that is not that large" : "a number such as 15 or -1.5",
            "durations with a fraction are written \"1.5ms\""};
}

std::string hint_for(std::string_view text, std::size_t at, JsonState state, bool after_comma) {
    if (at >= text.size() && state == JsonState::nothing) return "write for example { \"pinstack\": 1, ... }";
    if (at >= text.size()) return "the file is cut off: a bracket or string is not closed";
    const char c = text[at];
    if (after_comma && (c == '}' || c == ']')) return "remove the comma before it";
    if (c == '\'') return "texts and keys are written in double quotes";
    if (c == '#') return "a comment starts with // or /*";
    if (c == '=') return "write `:` between a key and its value";
    if (c == '+' || c == '.') return "a number starts with a digit or `-`";
    if ((state == JsonState::member || state == JsonState::element) && (c == '"' || c == '{' || c == '[')) {
        return "a comma is missing before it";
    }
    if (at > 0 && text[at - 1] == '0' && is_digit(c)) return "a number has no leading zeros";
    if (state == JsonState::element && c == ':') return "an array has no keys: use { } in place of [ ]";
    constexpr std::array<std::pair<std::string_view, std::string_view>, 5> kWords = {
        {{"True", "true"}, {"False", "false"}, {"None", "null"}, {"NULL", "null"}, {"TRUE", "true"}}};
    if (text.substr(at, 3) == "NaN" || text.substr(at, 3) == "Inf") return "JSON has no such number";
    for (const auto& [word, json] : kWords) {
        if (text.substr(at, word.size()) == word) return fmt::format("JSON writes `{}`", json);
    }
    if (state == JsonState::everything) return "a file holds one object and nothing after it";
    if (is_word(c) && !is_digit(c)) return "texts and keys are written in double quotes";
    return "look for a missing quote, comma, colon or bracket just before it";
}

}  // namespace

std::size_t skip_json_space(std::string_view text, std::size_t at) {
    while (at < text.size()) {
        const char c = text[at];
        if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
            ++at;
        } else if (c == '/' && at + 1 < text.size() && text[at + 1] == '/') {
            at = std::min(text.find_first_of("\n\r", at), text.size());  // the ends that nlohmann knows
        } else if (c == '/' && at + 1 < text.size() && text[at + 1] == '*') {
            const std::size_t end = text.find("*/", at + 2);
            if (end == std::string_view::npos) return at;
            at = end + 2;
        } else {
            return at;
        }
    }
    return text.size();
}

JsonFault describe_json_fault(std::string_view text, std::size_t at, JsonState state) {
    at = skip_json_space(text, at);
    std::string_view expected = expected_after(state);
    bool after_comma = false;
    // The separator may have been accepted already; then the fault is what follows it.
    if (at < text.size() && state == JsonState::key && text[at] == ':') {
        at = skip_json_space(text, at + 1);
        expected = "a value";
        state = JsonState::array_opened;
    } else if (at < text.size() && (state == JsonState::member || state == JsonState::element) && text[at] == ',') {
        at = skip_json_space(text, at + 1);
        after_comma = true;
        expected = state == JsonState::member ? "a key in double quotes" : "a value";
        state = state == JsonState::member ? JsonState::object_opened : JsonState::array_opened;
    }
    const bool value_allowed = state == JsonState::nothing || state == JsonState::array_opened;
    const bool string_allowed = value_allowed || state == JsonState::object_opened;
    if (at < text.size() && text[at] == '"' && string_allowed) return describe_string(text, at);
    if (at < text.size() && value_allowed && (text[at] == '-' || is_digit(text[at]))) return describe_number(text, at);
    return {at, describe_found(text, at), std::string(expected), hint_for(text, at, state, after_comma)};
}

}  // namespace pinstack
