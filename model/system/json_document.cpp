// SPDX-License-Identifier: Apache-2.0
#include "model/system/json_document.hpp"

#include <algorithm>
#include <charconv>
#include <limits>
#include <unordered_set>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "model/system/json_syntax.hpp"
#include "model/system/utf8.hpp"

namespace pinstack {

// Receives nlohmann's events and walks through the text in step with them: at every event the token it speaks of
// is the next one in the text, so its place is known without the lexer's help.
class JsonBuilder {
public:
    JsonBuilder(JsonDocument& document, std::size_t start) : document_(document), cursor_(start) {}

    // The interface nlohmann calls. `false` stops the parser.
    bool null() { return scalar(JsonKind::null); }
    bool boolean(bool) { return scalar(JsonKind::boolean); }
    bool number_integer(std::int64_t) { return number(); }
    bool number_unsigned(std::uint64_t) { return number(); }
    bool number_float(double, const std::string&) { return number(); }
    bool string(const std::string& value) {
        const JsonId id = append(JsonKind::string);
        document_.values_[id].text = take_string(value);
        return true;
    }
    bool binary(const std::vector<std::uint8_t>&) { return false; }  // JSON text has none
    bool key(const std::string& value) {
        next_token();
        key_offset_ = cursor_;
        key_ = take_string(value);
        state_ = JsonState::key;
        return true;
    }
    bool start_object(std::size_t) { return open(JsonKind::object); }
    bool end_object() { return close(); }
    bool start_array(std::size_t) { return open(JsonKind::array); }
    bool end_array() { return close(); }
    bool parse_error(std::size_t, const std::string&, const nlohmann::detail::exception&) {
        const JsonFault fault = describe_json_fault(document_.text_, cursor_, state_);
        report(fault.offset, fault.found, fault.expected, fault.hint);
        return false;
    }

    Problems problems;

private:
    struct Open {
        JsonId container;
        JsonId last = kNoJson;  // its last member so far
    };

    void report(std::size_t offset, std::string found, std::string expected, std::string hint) {
        const JsonId around = open_.empty() ? kNoJson : open_.back().container;
        problems.push_back({document_.place(offset, around), std::move(found), std::move(expected), std::move(hint)});
    }

    // To the start of the next token. The parser has accepted what lies between.
    void next_token() {
        const std::string_view text = document_.text_;
        cursor_ = skip_json_space(text, cursor_);
        while (cursor_ < text.size() && (text[cursor_] == ',' || text[cursor_] == ':')) {
            cursor_ = skip_json_space(text, cursor_ + 1);
        }
    }

    // The string at the cursor: a view of the text where that is what it says, else of a copy of `value`.
    std::string_view take_string(const std::string& value) {
        const std::string_view text = document_.text_;
        const std::size_t from = cursor_ + 1;
        bool escaped = false;
        for (cursor_ = from; text[cursor_] != '"'; ++cursor_) {
            if (text[cursor_] != '\\') continue;
            escaped = true;
            ++cursor_;
        }
        const std::string_view raw = text.substr(from, cursor_ - from);
        ++cursor_;
        return escaped ? document_.unescaped_.emplace_back(value) : raw;
    }

    JsonId append(JsonKind kind) {
        next_token();
        const auto id = static_cast<JsonId>(document_.values_.size());
        JsonValue& value = document_.values_.emplace_back();
        value.kind = kind;
        value.offset = static_cast<std::uint32_t>(cursor_);
        if (open_.empty()) {
            state_ = JsonState::everything;
            return id;
        }
        Open& around = open_.back();
        value.parent = around.container;
        JsonValue& container = document_.values_[around.container];
        ++container.count;
        if (around.last != kNoJson) document_.values_[around.last].next = id;
        around.last = id;
        if (container.kind == JsonKind::object) {
            value.key = key_;
            value.key_offset = static_cast<std::uint32_t>(key_offset_);
            state_ = JsonState::member;
        } else {
            value.key_offset = container.count - 1;
            state_ = JsonState::element;
        }
        return id;
    }

    bool scalar(JsonKind kind) {
        const JsonId id = append(kind);
        const std::string_view text = document_.text_;
        const std::size_t from = cursor_;
        while (cursor_ < text.size() && text[cursor_] >= 'a' && text[cursor_] <= 'z') ++cursor_;
        document_.values_[id].text = text.substr(from, cursor_ - from);
        return true;
    }

    bool number() {
        const JsonId id = append(JsonKind::integer);
        const std::string_view text = document_.text_;
        const std::size_t from = cursor_;
        if (text[cursor_] == '-') ++cursor_;
        // A leading zero is a number of its own; the parser stops at what follows it.
        const bool zero = text[cursor_] == '0';
        if (zero) ++cursor_;
        if (!zero ||
            (cursor_ < text.size() && (text[cursor_] == '.' || text[cursor_] == 'e' || text[cursor_] == 'E'))) {
            cursor_ = std::min(text.find_first_not_of("0123456789+-.eE", cursor_), text.size());
        }
        JsonValue& value = document_.values_[id];
        value.text = text.substr(from, cursor_ - from);
        if (value.text.find_first_of(".eE") != std::string_view::npos) value.kind = JsonKind::real;
        return true;
    }

    bool open(JsonKind kind) {
        const JsonId id = append(kind);
        if (open_.size() == kMaxJsonDepth) {
            report(
                cursor_,
                fmt::format("{} nested {} deep", kind == JsonKind::array ? "an array" : "an object", kMaxJsonDepth + 1),
                fmt::format("at most {} levels", kMaxJsonDepth), "brackets may nest 64 deep, and that needs fewer");
            // All 256 steps would help nobody; the first few say which part of the file it is.
            problems.back().where.pointer = document_.pointer_to(open_[4].container);
            return false;
        }
        ++cursor_;
        open_.push_back({id, kNoJson});
        state_ = kind == JsonKind::array ? JsonState::array_opened : JsonState::object_opened;
        return true;
    }

    bool close() {
        next_token();
        ++cursor_;
        open_.pop_back();
        if (open_.empty()) {
            state_ = JsonState::everything;
        } else {
            const bool in_object = document_.values_[open_.back().container].kind == JsonKind::object;
            state_ = in_object ? JsonState::member : JsonState::element;
        }
        return true;
    }

    JsonDocument& document_;
    std::size_t cursor_;
    JsonState state_ = JsonState::nothing;
    std::vector<Open> open_;
    std::string_view key_;
    std::size_t key_offset_ = 0;
};

namespace {

tl::unexpected<Problems> only(Problem problem) { return tl::unexpected<Problems>(Problems{std::move(problem)}); }

std::string escape_pointer(std::string_view key) {
    std::string out;
    for (const char c : key) {
        if (c == '~') {
            out += "~0";
        } else if (c == '/') {
            out += "~1";
        } else {
            out += c;
        }
    }
    return out;
}

}  // namespace

JsonDocument::JsonDocument(std::string_view text, std::string file) : text_(text), file_(std::move(file)) {
    lines_.push_back(0);
    for (std::size_t at = text.find('\n'); at != std::string_view::npos; at = text.find('\n', at + 1)) {
        lines_.push_back(static_cast<std::uint32_t>(at + 1));
    }
}

Result<JsonDocument> JsonDocument::parse(std::string_view text, const std::string& file) {
    if (text.size() > std::numeric_limits<std::int32_t>::max()) {
        return only({{file, 0, 0, ""}, "a file of 2 GiB or more", "a smaller file", ""});
    }
    JsonDocument document(text, file);
    if (const auto bad = find_non_utf8(text)) {
        const auto byte = static_cast<unsigned char>(text[*bad]);
        return only({document.place(*bad, kNoJson),
                     byte == 0 ? "a NUL byte" : fmt::format("the byte 0x{:02X}, which is not UTF-8 here", byte),
                     "UTF-8 text", "save the file as UTF-8; a binary file is no system file"});
    }
    // nlohmann skips a byte order mark too.
    const std::size_t start = text.substr(0, 3) == "\xEF\xBB\xBF" ? 3 : 0;
    document.values_.reserve(text.size() / 16);
    JsonBuilder builder(document, start);
    try {
        const bool done = nlohmann::json::sax_parse(text.data(), text.data() + text.size(), &builder,
                                                    nlohmann::json::input_format_t::json, true, true);
        if (!done) return tl::unexpected<Problems>(std::move(builder.problems));
    } catch (const nlohmann::json::exception& error) {
        // None is thrown to a SAX handler; this keeps the promise if a later version does.
        return only({{file, 0, 0, ""}, error.what(), "JSON text", ""});
    }
    return document;
}

JsonId JsonDocument::find(JsonId object, std::string_view key) const {
    for (JsonId id = first(object); id != kNoJson; id = values_[id].next) {
        if (values_[id].key == key) return id;
    }
    return kNoJson;
}

JsonId JsonDocument::at(JsonId from, std::string_view pointer) const {
    JsonId id = from;
    while (!pointer.empty()) {
        pointer.remove_prefix(1);  // the slash
        const std::size_t end = std::min(pointer.find('/'), pointer.size());
        const std::string_view step = pointer.substr(0, end);
        pointer.remove_prefix(end);
        JsonId member = kNoJson;
        if (values_[id].kind == JsonKind::object) {
            for (member = first(id); member != kNoJson; member = values_[member].next) {
                if (escape_pointer(values_[member].key) == step) break;
            }
        } else if (values_[id].kind == JsonKind::array) {
            std::uint32_t index = 0;
            std::from_chars(step.data(), step.data() + step.size(), index);
            for (member = first(id); member != kNoJson && index > 0; --index) member = values_[member].next;
        }
        if (member == kNoJson) return id;
        id = member;
    }
    return id;
}

std::vector<JsonId> JsonDocument::duplicates() const {
    std::vector<JsonId> out;
    std::unordered_set<std::string_view> seen;
    for (JsonId object = 0; object < values_.size(); ++object) {
        const JsonValue& value = values_[object];
        if (value.kind != JsonKind::object || value.count < 2) continue;
        // Comparing each with each is fastest for the few keys an object usually has.
        if (value.count <= 24) {
            for (JsonId id = first(object); id != kNoJson; id = values_[id].next) {
                for (JsonId other = first(object); other != id; other = values_[other].next) {
                    if (values_[other].key != values_[id].key) continue;
                    out.push_back(id);
                    break;
                }
            }
            continue;
        }
        seen.clear();
        for (JsonId id = first(object); id != kNoJson; id = values_[id].next) {
            if (!seen.insert(values_[id].key).second) out.push_back(id);
        }
    }
    return out;
}

std::string JsonDocument::pointer_to(JsonId id) const {
    std::vector<std::string> steps;
    while (id != kNoJson && values_[id].parent != kNoJson) {
        const JsonId parent = values_[id].parent;
        if (values_[parent].kind == JsonKind::object) {
            steps.push_back("/" + escape_pointer(values_[id].key));
        } else {
            steps.push_back(fmt::format("/{}", values_[id].key_offset));
        }
        id = parent;
    }
    std::string out;
    for (auto step = steps.rbegin(); step != steps.rend(); ++step) out += *step;
    return out;
}

Place JsonDocument::place_of(JsonId id) const { return place(values_[id].offset, id); }

Place JsonDocument::place_of_key(JsonId id) const { return place(values_[id].key_offset, id); }

Place JsonDocument::place(std::size_t offset, JsonId id) const {
    const auto line = std::upper_bound(lines_.begin(), lines_.end(), offset) - lines_.begin();
    const std::size_t start = lines_[static_cast<std::size_t>(line - 1)];
    return {file_, static_cast<std::uint32_t>(line), static_cast<std::uint32_t>(offset - start + 1), pointer_to(id)};
}

}  // namespace pinstack
