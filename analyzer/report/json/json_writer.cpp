// SPDX-License-Identifier: Apache-2.0
#include "analyzer/report/json/json_writer.hpp"

#include <cmath>

#include "analyzer/report/display_text.hpp"
#include "analyzer/report/number_text.hpp"

namespace pinstack {

namespace {

constexpr std::size_t kFlushAt = 1 << 16;

}  // namespace

void append_json_string(std::string& out, std::string_view text) {
    constexpr std::string_view kHex = "0123456789abcdef";
    out += '"';
    while (!text.empty()) {
        const CodePoint point = first_code_point(text);
        const auto c = static_cast<unsigned char>(text.front());
        if (!point.valid) {
            out += "\xEF\xBF\xBD";
        } else if (c == '"' || c == '\\') {
            out += '\\';
            out += static_cast<char>(c);
        } else if (c == '\n') {
            out += "\\n";
        } else if (c == '\t') {
            out += "\\t";
        } else if (c < 0x20 || c == 0x7F) {
            out += "\\u00";
            out += kHex[c >> 4];
            out += kHex[c & 15];
        } else {
            out += text.substr(0, point.bytes);
        }
        text.remove_prefix(point.bytes);
    }
    out += '"';
}

void JsonWriter::begin(char bracket, Layout layout) {
    before_value();
    buffer_ += bracket;
    const bool inside_inlined = !levels_.empty() && levels_.back().inlined;
    levels_.push_back({inside_inlined || layout == Layout::inlined, true});
}

void JsonWriter::end(char bracket) {
    const Level level = levels_.back();
    levels_.pop_back();
    if (!level.inlined && !level.empty) {
        buffer_ += '\n';
        buffer_.append(2 * levels_.size(), ' ');
    }
    buffer_ += bracket;
    if (buffer_.size() >= kFlushAt) flush();
}

void JsonWriter::new_item() {
    if (levels_.empty()) return;
    Level& level = levels_.back();
    if (!level.empty) buffer_ += ',';
    if (!level.inlined) {
        buffer_ += '\n';
        buffer_.append(2 * levels_.size(), ' ');
    } else if (!level.empty) {
        buffer_ += ' ';
    }
    level.empty = false;
}

void JsonWriter::before_value() {
    if (!after_key_) new_item();
    after_key_ = false;
}

void JsonWriter::key(std::string_view name) {
    new_item();
    append_json_string(buffer_, name);
    buffer_ += ": ";
    after_key_ = true;
}

void JsonWriter::raw(std::string_view text) {
    before_value();
    buffer_ += text;
}

void JsonWriter::string(std::string_view text) {
    before_value();
    append_json_string(buffer_, text);
}

void JsonWriter::integer(std::int64_t value) {
    before_value();
    append_number(buffer_, value);
}

void JsonWriter::natural(std::uint64_t value) {
    before_value();
    append_number(buffer_, value);
}

void JsonWriter::number(double value) {
    if (!std::isfinite(value)) return null();
    before_value();
    append_number(buffer_, value);
}

void JsonWriter::ratio(double value) {
    if (!std::isfinite(value)) return null();
    before_value();
    append_ratio(buffer_, value);
}

void JsonWriter::boolean(bool value) { raw(value ? "true" : "false"); }
void JsonWriter::null() { raw("null"); }

void JsonWriter::finish() {
    buffer_ += '\n';
    flush();
}

void JsonWriter::flush() {
    if (!buffer_.empty()) sink_.write(buffer_);
    buffer_.clear();
}

}  // namespace pinstack
