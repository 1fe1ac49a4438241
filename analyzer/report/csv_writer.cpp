// SPDX-License-Identifier: Apache-2.0
#include "analyzer/report/csv_writer.hpp"

#include "analyzer/report/display_text.hpp"
#include "analyzer/report/number_text.hpp"
#include "model/engine/invariant.hpp"

namespace pinstack {

namespace {

constexpr std::size_t kFlushAt = 1 << 16;

bool needs_quotes(std::string_view text) {
    constexpr std::string_view kWhite = " \t";
    return text.empty() || text.find_first_of(",\"\r\n") != std::string_view::npos ||
           kWhite.find(text.front()) != std::string_view::npos || kWhite.find(text.back()) != std::string_view::npos;
}

}  // namespace

void CsvRow::begin_cell() {
    if (cells_++ > 0) line_ += ',';
}

CsvRow& CsvRow::text(std::string_view value) {
    begin_cell();
    const bool quoted = needs_quotes(value);
    if (quoted) line_ += '"';
    while (!value.empty()) {
        const CodePoint point = first_code_point(value);
        if (point.value == '"') line_ += '"';
        line_ += point.valid ? value.substr(0, point.bytes) : "\xEF\xBF\xBD";
        value.remove_prefix(point.bytes);
    }
    if (quoted) line_ += '"';
    return *this;
}

CsvRow& CsvRow::integer(std::int64_t value) {
    begin_cell();
    append_number(line_, value);
    return *this;
}

CsvRow& CsvRow::integer(const std::optional<std::int64_t>& value) { return value ? integer(*value) : empty(); }

CsvRow& CsvRow::natural(std::uint64_t value) {
    begin_cell();
    append_number(line_, value);
    return *this;
}

CsvRow& CsvRow::number(double value) {
    begin_cell();
    append_number(line_, value);
    return *this;
}

CsvRow& CsvRow::ratio(double value) {
    begin_cell();
    append_ratio(line_, value);
    return *this;
}

CsvRow& CsvRow::boolean(bool value) {
    begin_cell();
    line_ += value ? "true" : "false";
    return *this;
}

CsvRow& CsvRow::empty(std::size_t cells) {
    for (std::size_t i = 0; i < cells; ++i) begin_cell();
    return *this;
}

CsvRow& CsvRow::append(const CsvRow& more) {
    if (more.cells_ == 0) return *this;
    begin_cell();
    line_ += more.line_;
    cells_ += more.cells_ - 1;
    return *this;
}

CsvWriter::CsvWriter(Sink& sink, const std::vector<std::string>& columns) : sink_(sink), columns_(columns.size()) {
    CsvRow header;
    for (const std::string& column : columns) header.text(column);
    row(header);
}

void CsvWriter::row(const CsvRow& row) {
    if (row.cells() > columns_) invariant_broken("a csv row has more cells than the header");
    buffer_ += row.line();
    // The first cell of a row that has none yet takes no comma.
    const std::size_t commas = columns_ - (row.cells() == 0 && columns_ > 0 ? 1 : row.cells());
    buffer_.append(commas, ',');
    buffer_ += '\n';
    if (buffer_.size() >= kFlushAt) flush();
}

void CsvWriter::flush() {
    if (!buffer_.empty()) sink_.write(buffer_);
    buffer_.clear();
}

std::string joined_cell(const std::vector<std::string_view>& texts) {
    std::string out;
    for (std::size_t i = 0; i < texts.size(); ++i) {
        if (i > 0) out += ';';
        for (const char c : texts[i]) {
            if (c == ';' || c == '\\') out += '\\';
            out += c;
        }
    }
    return out;
}

}  // namespace pinstack
