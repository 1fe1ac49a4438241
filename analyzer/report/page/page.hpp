// SPDX-License-Identifier: Apache-2.0
//
// A report as a sequence of headings, paragraphs, tables and drawings: written once, shown as HTML or as Markdown.
// All text is plain; a page escapes it. Text of the user may hold anything.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/report/chart/svg_piece.hpp"
#include "analyzer/report/table.hpp"

namespace pinstack {

class Page {
public:
    enum class Tone : std::uint8_t { plain, soft };

    virtual ~Page() = default;

    /// The first and the last call.
    virtual void begin(std::string_view title) = 0;
    virtual void end(std::string_view footer) = 0;

    /// A part of the page with its heading, at level 2 (level 1 is the title of begin()).
    virtual void begin_section(std::string_view heading) = 0;
    virtual void end_section() = 0;
    /// A heading within a section.
    virtual void heading(std::string_view text) = 0;

    virtual void paragraph(std::string_view text, Tone tone = Tone::plain) = 0;
    virtual void list(const std::vector<std::string>& items) = 0;
    virtual void table(const Table& table) = 0;
    /// Text in columns: a drawing in characters, a file.
    virtual void preformatted(std::string_view text) = 0;

    /// Whether drawing() shows anything; where not, the caller gives the same in words, tables or characters.
    virtual bool draws() const = 0;
    virtual void drawing(const SvgPiece& piece) = 0;
    /// Small ones, side by side where there is room.
    virtual void drawings(const std::vector<SvgPiece>& pieces) = 0;

    /// What only some readers want; closed at first where the format can do that.
    virtual void begin_details(std::string_view summary, bool open) = 0;
    virtual void end_details() = 0;
};

}  // namespace pinstack
