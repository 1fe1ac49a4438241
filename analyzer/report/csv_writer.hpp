// SPDX-License-Identifier: Apache-2.0
//
// Writes a table as comma-separated values (RFC 4180), row by row, in bounded memory: a million rows need no tree.
//
// * UTF-8 without a byte order mark; bad bytes come out as U+FFFD.
// * Lines end in LF alone. RFC 4180 says CRLF, but every reader of it takes LF (Python's csv, pandas, R, DuckDB,
//   SQLite, PostgreSQL, spreadsheets), and line tools (cut, awk, diff) would find the CR in the last column.
// * A text stands in quotes, its own quotes doubled, where it has a comma, a quote or a line break in it, begins or
//   ends with white space (which some readers strip), or is empty: `""` is an empty text, nothing is no value.
// * No cell is altered to keep a spreadsheet from taking "=1+1" for a formula: what is read back is what was there.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/report/sink.hpp"

namespace pinstack {

/// A row, or its beginning: cells one after the other.
class CsvRow {
public:
    CsvRow& text(std::string_view value);
    CsvRow& integer(std::int64_t value);
    CsvRow& integer(const std::optional<std::int64_t>& value);  ///< empty where there is none
    CsvRow& natural(std::uint64_t value);
    /// Numbers as in JSON: a whole one without a fraction; REQUIRES: value is finite.
    CsvRow& number(double value);
    /// A whole one keeps ".0". REQUIRES: value is finite.
    CsvRow& ratio(double value);
    CsvRow& boolean(bool value);           ///< true, false
    CsvRow& empty(std::size_t cells = 1);  ///< no value
    CsvRow& append(const CsvRow& more);

    std::size_t cells() const { return cells_; }
    const std::string& line() const { return line_; }  ///< without its end

private:
    void begin_cell();

    std::string line_;
    std::size_t cells_ = 0;
};

class CsvWriter {
public:
    /// Writes the header line. A name of a column carries its unit, where that does not go without saying: "span_ns".
    CsvWriter(Sink& sink, const std::vector<std::string>& columns);
    ~CsvWriter() { flush(); }
    CsvWriter(const CsvWriter&) = delete;
    CsvWriter& operator=(const CsvWriter&) = delete;

    /// Cells missing at the end are empty. REQUIRES: no more cells than columns.
    void row(const CsvRow& row);

private:
    void flush();

    Sink& sink_;
    std::size_t columns_;
    std::string buffer_;
};

/// Texts as one cell: "T0;T1", each ";" and "\" in a text with a "\" before it. So splitting at ";" is right unless
/// a text has one of the two in it, and unescaping is always right. One empty text and no text give the same.
std::string joined_cell(const std::vector<std::string_view>& texts);

}  // namespace pinstack
