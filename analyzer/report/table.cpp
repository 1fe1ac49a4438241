// SPDX-License-Identifier: Apache-2.0
#include "analyzer/report/table.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "analyzer/report/display_text.hpp"

namespace pinstack {

namespace {

std::vector<std::string> lines_of(std::string_view text) {
    std::vector<std::string> lines;
    while (true) {
        const std::size_t end = text.find('\n');
        lines.emplace_back(text.substr(0, end));
        if (end == std::string_view::npos) return lines;
        text.remove_prefix(end + 1);
    }
}

void trim_right(std::string& line) {
    while (line.ends_with(' ')) line.pop_back();
}

}  // namespace

std::string padded(std::string_view text, std::size_t columns, Table::Align align) {
    const std::size_t width = display_width(text);
    const std::string blanks(columns > width ? columns - width : 0, ' ');
    return align == Table::Align::left ? std::string(text) + blanks : blanks + std::string(text);
}

std::vector<Table::Group> Table::groups() const {
    std::vector<Group> out;
    for (std::size_t c = 0; c < columns_.size(); ++c) {
        if (!out.empty() && !columns_[c].group.empty() && out.back().heading == columns_[c].group) {
            ++out.back().count;
        } else {
            out.push_back({columns_[c].group, c, 1});
        }
    }
    return out;
}

bool Table::is_grouped() const {
    return std::any_of(columns_.begin(), columns_.end(), [](const Column& column) { return !column.group.empty(); });
}

std::string Table::group_cell(const Group& group, const std::vector<std::size_t>& widths) {
    std::size_t width = 2 * (group.count - 1);
    for (std::size_t c = group.first; c < group.first + group.count; ++c) width += widths[c];
    std::string heading = group.heading;
    if (display_width(heading) + 4 <= width) {
        const std::size_t dashes = width - display_width(heading) - 2;
        heading = std::string(dashes / 2, '-') + ' ' + heading + ' ' + std::string(dashes - dashes / 2, '-');
    }
    return padded(heading, width, Align::right);
}

std::vector<std::string> Table::head(const std::vector<std::size_t>& widths, std::size_t indent) const {
    std::vector<std::vector<std::string>> headings;
    std::size_t height = 0;
    for (const Column& column : columns_) {
        headings.push_back(lines_of(column.heading));
        height = std::max(height, headings.back().size() + (column.group.empty() ? 0 : 1));
    }
    const std::vector<Group> all = groups();
    std::vector<std::string> lines;
    for (std::size_t i = 0; i < height; ++i) {
        std::string line(indent, ' ');
        for (const Group& group : all) {
            std::size_t group_height = 0;
            for (std::size_t c = group.first; c < group.first + group.count; ++c)
                group_height = std::max(group_height, headings[c].size());
            if (group.first > 0) line += "  ";
            if (!group.heading.empty() && i + group_height + 1 == height) {
                line += group_cell(group, widths);
                continue;
            }
            for (std::size_t c = group.first; c < group.first + group.count; ++c) {
                const std::size_t missing = height - headings[c].size();
                if (c > group.first) line += "  ";
                line += padded(i < missing ? "" : headings[c][i - missing], widths[c], columns_[c].align);
            }
        }
        trim_right(line);
        lines.push_back(std::move(line));
    }
    return lines;
}

std::vector<std::size_t> Table::column_widths() const {
    std::vector<std::size_t> widths(columns_.size(), 0);
    for (std::size_t c = 0; c < columns_.size(); ++c) {
        for (const std::string& line : lines_of(columns_[c].heading))
            widths[c] = std::max(widths[c], display_width(line));
        for (const auto& row : rows_) {
            if (c < row.size()) widths[c] = std::max(widths[c], display_width(row[c].text));
        }
    }
    return widths;
}

std::size_t Table::width(std::size_t indent) const {
    std::size_t width = indent;
    for (const std::size_t column : column_widths()) width += column + 2;
    return columns_.empty() ? width : width - 2;
}

std::string Table::text(const Style& style, std::size_t indent) const {
    const std::vector<std::size_t> widths = column_widths();
    std::string out;
    for (const std::string& line : head(widths, indent)) out += style(Emphasis::strong, line) + "\n";
    for (const auto& row : rows_) {
        std::string line(indent, ' ');
        for (std::size_t c = 0; c < row.size(); ++c) {
            if (c > 0) line += "  ";
            line += style(row[c].emphasis, padded(row[c].text, widths[c], columns_[c].align));
        }
        trim_right(line);
        out += line + "\n";
    }
    return out;
}

std::string Table::one_line(std::string_view heading) {
    std::string out;
    for (const std::string& line : lines_of(heading)) {
        if (out.ends_with('-')) {
            out.pop_back();  // a word divided for the terminal
        } else if (!out.empty()) {
            out += ' ';
        }
        out += line;
    }
    return out;
}

std::string Table::markdown() const {
    std::string out = "|";
    for (const Column& column : columns_) {
        const std::string group = column.group.empty() ? "" : column.group + ' ';
        out += ' ' + markdown_escaped(group + one_line(column.heading)) + " |";
    }
    out += "\n|";
    for (const Column& column : columns_) out += column.align == Align::left ? "---|" : "---:|";
    out += '\n';
    for (const auto& row : rows_) {
        out += '|';
        for (std::size_t c = 0; c < columns_.size(); ++c) {
            const Cell blank("");
            const Cell& cell = c < row.size() ? row[c] : blank;
            std::string text = markdown_escaped(cell.text);
            if (!cell.link.empty()) text = fmt::format("[{}](<{}>)", text, cell.link);
            if (cell.emphasis == Emphasis::bad || cell.emphasis == Emphasis::strong) text = "**" + text + "**";
            out += (text.empty() ? "" : " ") + text + " |";
        }
        out += '\n';
    }
    return out;
}

std::string Table::html() const {
    constexpr std::string_view kClasses[] = {"", "strong", "bad", "faint"};  // as Emphasis numbers them
    // A page is mostly cells.
    const auto begin_cell = [&](std::string& out, std::string_view tag, const Column& column, Emphasis emphasis) {
        out += '<';
        out += tag;
        bool any = false;
        const auto add_class = [&](std::string_view name) {
            if (name.empty()) return;
            out += any ? " " : " class=\"";
            out += name;
            any = true;
        };
        add_class(kClasses[static_cast<std::size_t>(emphasis)]);
        if (column.align == Align::left) add_class("left");
        if (column.wraps) add_class("wraps");
        out += any ? "\">" : ">";
    };
    std::string out = "<div class=\"scroll\"><table>\n<thead>";
    const bool grouped = is_grouped();
    if (grouped) {
        out += "<tr>";
        for (const Group& group : groups()) {
            out += group.heading.empty() ? "<td></td>"
                                         : fmt::format("<th class=\"group\" colspan=\"{}\">{}</th>", group.count,
                                                       xml_escaped(group.heading));
        }
        out += "</tr>\n";
    }
    out += "<tr>";
    for (const Column& column : columns_) {
        begin_cell(out, "th", column, Emphasis::none);
        out += xml_escaped(one_line(column.heading));
        out += "</th>";
    }
    out += "</tr></thead>\n<tbody>\n";
    for (const auto& row : rows_) {
        out += "<tr>";
        for (std::size_t c = 0; c < columns_.size(); ++c) {
            begin_cell(out, "td", columns_[c], c < row.size() ? row[c].emphasis : Emphasis::none);
            if (c < row.size()) {
                const Cell& each = row[c];
                if (!each.link.empty()) out += "<a href=\"" + xml_escaped(each.link) + "\">";
                out += xml_escaped(each.text);
                if (!each.link.empty()) out += "</a>";
            }
            out += "</td>";
        }
        out += "</tr>\n";
    }
    return out + "</tbody></table></div>\n";
}

}  // namespace pinstack
