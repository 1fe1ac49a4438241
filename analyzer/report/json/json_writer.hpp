// SPDX-License-Identifier: Apache-2.0
//
// Writes JSON as it comes, in bounded memory: a report with a million jobs needs no tree. Keys come out in the
// order written. Objects and arrays are spread over indented lines unless opened `inline`, then they and all in
// them stay on one line. Text that is not UTF-8 comes out with U+FFFD in place of the bad bytes; doubles come out
// in the shortest form that reads back equal (not a number and infinities as null).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/report/sink.hpp"

namespace pinstack {

class JsonWriter {
public:
    enum class Layout : std::uint8_t { spread, inlined };

    explicit JsonWriter(Sink& sink) : sink_(sink) {}
    ~JsonWriter() { flush(); }
    JsonWriter(const JsonWriter&) = delete;
    JsonWriter& operator=(const JsonWriter&) = delete;

    void begin_object(Layout layout = Layout::spread) { begin('{', layout); }
    void end_object() { end('}'); }
    void begin_array(Layout layout = Layout::spread) { begin('[', layout); }
    void end_array() { end(']'); }
    void key(std::string_view name);

    void string(std::string_view text);
    void integer(std::int64_t value);
    void natural(std::uint64_t value);
    /// A whole number is written without a fraction.
    void number(double value);
    /// As number(), but a whole number keeps ".0": a ratio that happens to be 0.
    void ratio(double value);
    void boolean(bool value);
    void null();

    // A member of an object: key and value.
    void string(std::string_view name, std::string_view text) { key(name), string(text); }
    void integer(std::string_view name, std::int64_t value) { key(name), integer(value); }
    void natural(std::string_view name, std::uint64_t value) { key(name), natural(value); }
    void ratio(std::string_view name, double value) { key(name), ratio(value); }
    void boolean(std::string_view name, bool value) { key(name), boolean(value); }

    /// Ends the document with a new line. REQUIRES: everything that was begun has ended.
    void finish();

private:
    struct Level {
        bool inlined;
        bool empty;
    };
    void begin(char bracket, Layout layout);
    void end(char bracket);
    void before_value();
    void new_item();
    void raw(std::string_view text);
    void flush();

    Sink& sink_;
    std::string buffer_;
    std::vector<Level> levels_;
    bool after_key_ = false;
};

/// The text as a JSON string, quotes included.
void append_json_string(std::string& out, std::string_view text);

}  // namespace pinstack
