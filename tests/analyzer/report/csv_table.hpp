// SPDX-License-Identifier: Apache-2.0
//
// Reads comma-separated values back, strictly by the grammar of RFC 4180 with LF as the end of a line: a test's own
// reader, which shares nothing with the writer.
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace pinstack::test {

struct CsvCell {
    std::string text;
    bool quoted = false;
    friend bool operator==(const CsvCell&, const CsvCell&) = default;
};

using CsvLine = std::vector<CsvCell>;

inline std::vector<CsvLine> read_csv(std::string_view text) {
    std::vector<CsvLine> lines;
    std::size_t at = 0;
    while (at < text.size()) {
        CsvLine line;
        for (;;) {
            CsvCell cell;
            if (at < text.size() && text[at] == '"') {
                cell.quoted = true;
                for (++at;; ++at) {
                    if (at >= text.size()) throw std::runtime_error("a quoted cell does not end");
                    if (text[at] != '"') {
                        cell.text += text[at];
                    } else if (at + 1 < text.size() && text[at + 1] == '"') {
                        cell.text += text[at++];
                    } else {
                        ++at;
                        break;
                    }
                }
            } else {
                for (; at < text.size() && text[at] != ',' && text[at] != '\n'; ++at) {
                    if (text[at] == '"' || text[at] == '\r') throw std::runtime_error("a cell that should be quoted");
                    cell.text += text[at];
                }
            }
            line.push_back(cell);
            if (at >= text.size()) throw std::runtime_error("the last line does not end");
            if (text[at] == '\n') break;
            if (text[at] != ',') throw std::runtime_error("text after a quoted cell");
            ++at;
        }
        ++at;
        lines.push_back(std::move(line));
    }
    return lines;
}

}  // namespace pinstack::test
