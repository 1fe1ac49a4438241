// SPDX-License-Identifier: Apache-2.0
#include "analyzer/convert/loose_json.hpp"

#include <algorithm>
#include <unordered_map>

#include "model/system/quote.hpp"
#include "model/system/utf8.hpp"

namespace pinstack {

namespace {

bool is_word(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-' ||
           c == '+' || c == '.' || static_cast<unsigned char>(c) >= 0x80;
}

bool looks_like_number(std::string_view word) {
    const std::size_t first = word.find_first_not_of("+-");
    return first != std::string_view::npos && first <= 1 && word[first] >= '0' && word[first] <= '9';
}

void append_utf8(std::string& out, std::uint32_t c) {
    if (c < 0x80) {
        out += static_cast<char>(c);
    } else if (c < 0x800) {
        out += static_cast<char>(0xc0 | (c >> 6));
        out += static_cast<char>(0x80 | (c & 0x3f));
    } else {
        out += static_cast<char>(0xe0 | (c >> 12));
        out += static_cast<char>(0x80 | ((c >> 6) & 0x3f));
        out += static_cast<char>(0x80 | (c & 0x3f));
    }
}

}  // namespace

class LooseParser {
public:
    LooseParser(std::string_view text, LooseJson& json) : text_(text), json_(json) {}

    /// Iterative: the open containers are a list, so depth costs no stack.
    bool parse() {
        skip();
        if (at_ == text_.size()) return fail(at_, "nothing", "an object: { ... }", "the file is empty");
        if (text_[at_] != '{') return fail(at_, here(), "an object: { ... }", "");
        open(LooseKind::object, "", at_);
        while (!open_.empty()) {
            if (!member()) return false;
        }
        skip();
        if (at_ != text_.size()) return fail(at_, here(), "the end of the file", "one object is all there is");
        return true;
    }

    Problem problem;

private:
    bool fail(std::size_t at, std::string found, std::string expected, std::string hint) {
        problem_at = at;
        problem = {{}, std::move(found), std::move(expected), std::move(hint)};
        return false;
    }
    std::string here() const {
        return at_ == text_.size() ? "the end of the file" : quote(text_.substr(at_, utf8_length(text_, at_)));
    }

    /// Blanks, comments and commas between members.
    void skip(bool commas = false) {
        for (;;) {
            while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\t' || text_[at_] == '\r' ||
                                          text_[at_] == '\n' || (commas && text_[at_] == ','))) {
                ++at_;
            }
            if (text_.substr(at_, 3) == "\xef\xbb\xbf" && at_ == 0) {
                at_ = 3;
            } else if (at_ < text_.size() && (text_[at_] == '#' || text_.substr(at_, 2) == "//")) {
                at_ = std::min(text_.find('\n', at_), text_.size());
            } else if (text_.substr(at_, 2) == "/*") {
                const std::size_t end = text_.find("*/", at_ + 2);
                at_ = end == std::string_view::npos ? text_.size() : end + 2;
            } else {
                return;
            }
        }
    }

    bool member() {
        skip(true);
        const bool in_object = json_.values_[open_.back()].kind == LooseKind::object;
        if (at_ == text_.size()) {
            return fail(at_, "the end of the file", in_object ? "a member or }" : "a value or ]",
                        "a bracket is not closed");
        }
        if (text_[at_] == (in_object ? '}' : ']')) {
            ++at_;
            open_.pop_back();
            last_.pop_back();
            keys_.pop_back();
            return true;
        }
        if (!in_object) return value("", at_);
        const std::size_t key_at = at_;
        std::string key;
        if (text_[at_] == '"' || text_[at_] == '\'') {
            if (!string(key)) return false;
        } else if (is_word(text_[at_])) {
            key = std::string(word());
        } else {
            return fail(at_, here(), "a key or }", "");
        }
        skip();
        if (at_ < text_.size() && text_[at_] == ':') {
            ++at_;
            skip();
            if (at_ < text_.size() && (text_[at_] == ',' || text_[at_] == '}')) {
                add(LooseKind::nothing, std::move(key), "", key_at);
                return true;
            }
            return value(std::move(key), key_at);
        }
        if (at_ < text_.size() && (text_[at_] == ',' || text_[at_] == '}')) {
            add(LooseKind::nothing, std::move(key), "", key_at);
            return true;
        }
        return fail(at_, here(), "a colon behind the key " + quote(key), "");
    }

    bool value(std::string key, std::size_t at) {
        if (at_ == text_.size()) return fail(at_, here(), "a value", "");
        const char c = text_[at_];
        if (c == '{' || c == '[') {
            if (open_.size() >= LooseJson::kMostNesting) {
                return fail(at_, "brackets nested more than 100 deep", "at most 100", "");
            }
            return open(c == '{' ? LooseKind::object : LooseKind::array, std::move(key), at);
        }
        if (c == '"' || c == '\'') {
            std::string text;
            if (!string(text)) return false;
            add(LooseKind::string, std::move(key), std::move(text), at);
            return true;
        }
        if (!is_word(c)) return fail(at_, here(), "a value", "");
        const std::string text{word()};
        std::string small = text;
        for (char& letter : small) {
            if (letter >= 'A' && letter <= 'Z') letter = static_cast<char>(letter - 'A' + 'a');
        }
        const LooseKind kind = small == "true" || small == "false" ? LooseKind::boolean
                               : small == "null"                   ? LooseKind::nothing
                               : looks_like_number(text)           ? LooseKind::number
                                                                   : LooseKind::string;
        add(kind, std::move(key), kind == LooseKind::boolean ? small : text, at);
        return true;
    }

    bool open(LooseKind kind, std::string key, std::size_t at) {
        ++at_;
        const LooseId id = add(kind, std::move(key), "", at);
        open_.push_back(id);
        last_.push_back(kNoLoose);
        keys_.emplace_back();
        return true;
    }

    LooseId add(LooseKind kind, std::string key, std::string text, std::size_t at) {
        const auto id = static_cast<LooseId>(json_.values_.size());
        LooseValue value{kind, std::move(text), std::move(key), at, kNoLoose, kNoLoose, kNoLoose, 0, 0};
        if (!open_.empty()) {
            if (json_.values_[open_.back()].kind == LooseKind::object) value.repeat = keys_.back()[value.key]++;
            value.parent = open_.back();
            if (last_.back() == kNoLoose) {
                json_.values_[open_.back()].first = id;
            } else {
                json_.values_[last_.back()].next = id;
                value.index = json_.values_[last_.back()].index + 1;
            }
            last_.back() = id;
        }
        json_.values_.push_back(std::move(value));
        return id;
    }

    std::string_view word() {
        const std::size_t from = at_;
        while (at_ < text_.size() && is_word(text_[at_])) ++at_;
        return text_.substr(from, at_ - from);
    }

    bool string(std::string& out) {
        const std::size_t from = at_;
        const char mark = text_[at_++];
        while (at_ < text_.size() && text_[at_] != mark && text_[at_] != '\n') {
            if (text_[at_] != '\\') {
                out += text_[at_++];
                continue;
            }
            if (++at_ == text_.size()) break;
            const char c = text_[at_++];
            constexpr std::string_view kNames = "nrtbf", kMeant = "\n\r\t\b\f";
            if (c == 'u') {
                std::uint32_t code = 0;
                for (int i = 0; i < 4; ++i, ++at_) {
                    const std::size_t digit = at_ < text_.size()
                                                  ? std::string_view("0123456789abcdefABCDEF").find(text_[at_])
                                                  : std::string_view::npos;
                    if (digit == std::string_view::npos)
                        return fail(at_, here(), "four hexadecimal digits behind \\u", "");
                    code = code * 16 + static_cast<std::uint32_t>(digit < 16 ? digit : digit - 6);
                }
                append_utf8(out, code == 0 || (code >= 0xd800 && code < 0xe000) ? 0xfffd : code);
            } else if (const std::size_t known = kNames.find(c); known != std::string_view::npos) {
                out += kMeant[known];
            } else {
                out += c;
            }
        }
        if (at_ == text_.size() || text_[at_] != mark) {
            return fail(from, "a text that does not end on its line", "a closing quotation mark", "");
        }
        ++at_;
        return true;
    }

    std::string_view text_;
    LooseJson& json_;
    std::size_t at_ = 0;
    std::vector<LooseId> open_, last_;  // of each open container: itself, its last member
    std::vector<std::unordered_map<std::string, std::uint32_t>> keys_;  // and how often it has each key

public:
    std::size_t problem_at = 0;
};

Result<LooseJson> LooseJson::parse(std::string_view text, const std::string& file) {
    LooseJson json;
    json.file_ = file;
    json.lines_.push_back(0);
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '\n') json.lines_.push_back(i + 1);
    }
    const auto place = [&](std::size_t at) {
        json.values_.assign(1, {});
        json.values_[0].offset = at;
        return json.place_of(kRoot);
    };
    if (const auto bad = find_non_utf8(text)) {
        return tl::unexpected(Problems{{place(*bad), "a byte that is no UTF-8", "UTF-8 text without NUL", ""}});
    }
    LooseParser parser(text, json);
    if (parser.parse()) return json;
    Problem problem = std::move(parser.problem);
    problem.where = place(parser.problem_at);
    return tl::unexpected(Problems{std::move(problem)});
}

LooseId LooseJson::find(LooseId object, std::string_view key) const {
    LooseId id = values_[object].first;
    while (id != kNoLoose && values_[id].key != key) id = values_[id].next;
    return id;
}

Place LooseJson::place_of(LooseId id) const {
    const std::size_t offset = values_[id].offset;
    const auto line = std::upper_bound(lines_.begin(), lines_.end(), offset) - lines_.begin();
    std::string pointer;
    for (LooseId at = id; at != kRoot; at = values_[at].parent) {
        const LooseValue& value = values_[at];
        const LooseValue& parent = values_[value.parent];
        std::string step = parent.kind == LooseKind::array ? std::to_string(value.index) : value.key;
        if (value.repeat > 0) step += "#" + std::to_string(value.repeat + 1);
        pointer = "/" + step + pointer;
    }
    return {file_, static_cast<std::uint32_t>(line),
            static_cast<std::uint32_t>(offset - lines_[static_cast<std::size_t>(line - 1)] + 1), pointer};
}

}  // namespace pinstack
