// SPDX-License-Identifier: Apache-2.0
//
// A table of a report, for a terminal (columns as wide as their widest cell, two blanks between them, numbers to the
// right) and for a page, in HTML and in Markdown.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/report/style.hpp"

namespace pinstack {

class Table {
public:
    enum class Align : std::uint8_t { left, right };
    struct Column {
        std::string heading;  ///< in lines, separated by '\n'; they stand at the bottom of the head
        Align align = Align::right;
        std::string group{};  ///< one heading over neighbouring columns with the same one, none where empty
        bool wraps = false;   ///< long text: on a page its lines are broken where there is no room
    };
    struct Cell {
        Cell(std::string cell_text, Emphasis cell_emphasis = Emphasis::none)
            : text(std::move(cell_text)), emphasis(cell_emphasis) {}
        Cell(const char* cell_text) : text(cell_text) {}
        std::string text;
        Emphasis emphasis = Emphasis::none;
        std::string link{};  ///< a relative address the cell leads to, on pages
    };

    explicit Table(std::vector<Column> columns) : columns_(std::move(columns)) {}
    /// Missing cells at the end are blank. REQUIRES: no more cells than columns.
    void add_row(std::vector<Cell> cells) { rows_.push_back(std::move(cells)); }
    std::string text(const Style& style, std::size_t indent = 2) const;
    std::string html() const;
    std::string markdown() const;  ///< GitHub's tables
    /// Columns of the terminal that text() takes.
    std::size_t width(std::size_t indent = 2) const;

private:
    struct Group {
        std::string heading;  ///< may be empty
        std::size_t first = 0, count = 0;
    };
    std::vector<Group> groups() const;  ///< of neighbouring columns; each without a heading stands alone
    bool is_grouped() const;
    std::vector<std::size_t> column_widths() const;
    /// "--- response ---" over the columns it stands for.
    static std::string group_cell(const Group& group, const std::vector<std::size_t>& widths);
    std::vector<std::string> head(const std::vector<std::size_t>& widths, std::size_t indent) const;
    static std::string one_line(std::string_view heading);

    std::vector<Column> columns_;
    std::vector<std::vector<Cell>> rows_;
};

/// Filled up with blanks to so many terminal columns, at the right or (align right) at the left.
std::string padded(std::string_view text, std::size_t columns, Table::Align align);

}  // namespace pinstack
