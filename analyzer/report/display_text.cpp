// SPDX-License-Identifier: Apache-2.0
#include "analyzer/report/display_text.hpp"

#include <algorithm>

namespace pinstack {

namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";  // U+FFFD

bool is_combining(char32_t c) {
    return (c >= 0x0300 && c <= 0x036F) || (c >= 0x1AB0 && c <= 0x1AFF) || (c >= 0x20D0 && c <= 0x20FF) ||
           (c >= 0xFE00 && c <= 0xFE0F) || (c >= 0x200B && c <= 0x200F) || c == 0x2060 || c == 0xFEFF;
}

bool is_wide(char32_t c) {
    return (c >= 0x1100 && c <= 0x115F) || (c >= 0x2E80 && c <= 0xA4CF) || (c >= 0xAC00 && c <= 0xD7A3) ||
           (c >= 0xF900 && c <= 0xFAFF) || (c >= 0xFE30 && c <= 0xFE6F) || (c >= 0xFF00 && c <= 0xFF60) ||
           (c >= 0xFFE0 && c <= 0xFFE6) || (c >= 0x1F300 && c <= 0x1FAFF) || (c >= 0x20000 && c <= 0x3FFFD);
}

/// C0, DEL, C1, and the marks that reverse the direction of a line.
bool is_control(char32_t c) {
    return c < 0x20 || (c >= 0x7F && c <= 0x9F) || (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) ||
           c == 0x2028 || c == 0x2029;
}

std::size_t width_of(char32_t c) { return is_combining(c) ? 0 : is_wide(c) ? 2 : 1; }

}  // namespace

CodePoint first_code_point(std::string_view text) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const unsigned char lead = byte(0);
    if (lead < 0x80) return {lead, 1, true};
    const std::size_t length = lead >= 0xF0 && lead <= 0xF4 ? 4 : lead >= 0xE0 ? 3 : 2;
    if (lead < 0xC2 || lead > 0xF4 || text.size() < length) return {0xFFFD, 1, false};
    char32_t value = lead & (0xFFu >> (length + 1));
    for (std::size_t i = 1; i < length; ++i) {
        if ((byte(i) & 0xC0) != 0x80) return {0xFFFD, 1, false};
        value = (value << 6) | (byte(i) & 0x3Fu);
    }
    constexpr char32_t kLeast[] = {0, 0, 0x80, 0x800, 0x10000};  // shorter forms exist below
    const bool surrogate = value >= 0xD800 && value <= 0xDFFF;
    if (value < kLeast[length] || value > 0x10FFFF || surrogate) return {0xFFFD, 1, false};
    return {value, length, true};
}

std::size_t display_width(std::string_view text) {
    std::size_t width = 0;
    while (!text.empty()) {
        const CodePoint point = first_code_point(text);
        width += width_of(point.value);
        text.remove_prefix(point.bytes);
    }
    return width;
}

std::string printable(std::string_view text) {
    std::string out;
    while (!text.empty()) {
        const CodePoint point = first_code_point(text);
        if (!point.valid || is_control(point.value)) {
            out += '?';
        } else {
            out += text.substr(0, point.bytes);
        }
        text.remove_prefix(point.bytes);
    }
    return out;
}

std::string shortened(std::string_view text, std::size_t columns) {
    const std::string clean = printable(text);
    if (display_width(clean) <= columns) return clean;
    std::string out;
    std::size_t width = 0;
    for (std::string_view rest = clean; !rest.empty();) {
        const CodePoint point = first_code_point(rest);
        if (width + width_of(point.value) + 1 > columns) break;
        width += width_of(point.value);
        out += rest.substr(0, point.bytes);
        rest.remove_prefix(point.bytes);
    }
    return columns == 0 ? out : out + "~";
}

std::string shortened_inside(std::string_view text, std::size_t columns) {
    const std::string clean = printable(text);
    std::size_t surplus = display_width(clean);
    if (surplus <= columns) return clean;
    const std::size_t begin_columns = columns / 2 + 1;  // its last one is the "~"
    const std::string begin = shortened(clean, begin_columns);
    const std::size_t end_columns = columns - std::min(columns, display_width(begin));
    std::string_view rest = clean;
    while (surplus > end_columns || (!rest.empty() && width_of(first_code_point(rest).value) == 0)) {
        const CodePoint point = first_code_point(rest);
        surplus -= width_of(point.value);
        rest.remove_prefix(point.bytes);
    }
    return begin + std::string(rest);
}

std::string folded(std::string_view text, std::size_t columns, std::size_t indent) {
    std::string out;
    std::string line(indent, ' ');
    bool empty = true;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find(' '), text.size());
        const std::string_view word = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        if (!empty && display_width(line) + 1 + display_width(word) > columns) {
            out += line + "\n";
            line.assign(indent + 2, ' ');
            empty = true;
        }
        if (!empty) line += ' ';
        line += word;
        empty = false;
    }
    return out + line + "\n";
}

std::string xml_escaped(std::string_view text) {
    // Nearly all text is this; the rest is looked at code point by code point.
    const auto is_plain = [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte >= 0x20 && byte < 0x80 && c != '&' && c != '<' && c != '>' && c != '"' && c != '\'';
    };
    std::string out;
    while (true) {
        const auto plain_end = std::find_if_not(text.begin(), text.end(), is_plain);
        const auto plain = static_cast<std::size_t>(plain_end - text.begin());
        out += text.substr(0, plain);
        text.remove_prefix(plain);
        if (text.empty()) return out;
        const CodePoint point = first_code_point(text);
        const bool forbidden = (point.value < 0x20 && point.value != '\t' && point.value != '\n') ||
                               point.value == 0xFFFE || point.value == 0xFFFF;
        if (!point.valid || forbidden) {
            out += kReplacement;
        } else if (point.value == '&') {
            out += "&amp;";
        } else if (point.value == '<') {
            out += "&lt;";
        } else if (point.value == '>') {
            out += "&gt;";
        } else if (point.value == '"') {
            out += "&quot;";
        } else if (point.value == '\'') {
            out += "&#39;";
        } else {
            out += text.substr(0, point.bytes);
        }
        text.remove_prefix(point.bytes);
    }
}

std::string markdown_escaped(std::string_view text) {
    // '|' ends a cell of a table; '<' and '&' begin HTML; '#', '+', '-', digits and '.' matter only where a line
    // begins, which the callers do not let the user's text do, but for headings and paragraphs: there '#' is enough.
    constexpr std::string_view kMarks = "\\`*_[]<>&|#~!$";
    std::string lines(text);
    std::replace(lines.begin(), lines.end(), '\n', ' ');
    std::string out;
    for (const char c : printable(lines)) {
        if (kMarks.find(c) != std::string_view::npos) out += '\\';
        out += c;
    }
    return out;
}

std::string url_escaped(std::string_view path) {
    constexpr std::string_view kUnreserved = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~/";
    constexpr std::string_view kDigits = "0123456789ABCDEF";
    std::string out;
    for (const char c : path) {
        if (kUnreserved.find(c) != std::string_view::npos) {
            out += c;
        } else {
            const auto byte = static_cast<unsigned char>(c);
            out += {'%', kDigits[byte >> 4], kDigits[byte & 15]};
        }
    }
    return out;
}

}  // namespace pinstack
