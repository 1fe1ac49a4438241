// SPDX-License-Identifier: Apache-2.0
#include "analyzer/report/page/html_page.hpp"

#include <fmt/format.h>

#include "analyzer/report/display_text.hpp"

namespace pinstack {

namespace {

constexpr const char* kPageStyle = R"css(
:root { color-scheme: light dark; --ink:#1b1f24; --soft:#57606a; --line:#d8dee4; --paper:#fff; --bad:#cf222e; --link:#0550ae; --pre:#f6f8fa; }
@media (prefers-color-scheme: dark) { :root { --ink:#e6edf3; --soft:#9198a1; --line:#343b44; --paper:#0d1117; --bad:#ff6b66; --link:#6cb6ff; --pre:#161b22; } }
@media print { :root { --ink:#000; --soft:#444; --line:#bbb; --paper:#fff; --bad:#b00020; --link:#000; --pre:#f6f6f6; } }
body { margin:0 auto; padding:1.2rem; max-width:62rem; background:var(--paper); color:var(--ink);
  font:16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans", sans-serif; }
h1 { font-size:1.5rem; margin:.2rem 0; overflow-wrap:anywhere; }
h2 { font-size:1.15rem; margin:2rem 0 .4rem; overflow-wrap:anywhere; }
h3 { font-size:1rem; margin:1rem 0 .3rem; }
p { margin:.4rem 0; overflow-wrap:anywhere; }
a { color:var(--link); }
ul { margin:.4rem 0; padding-left:1.2rem; }
footer, .soft { color:var(--soft); }
footer { margin-top:2rem; border-top:1px solid var(--line); padding-top:.6rem; font-size:.85rem; }
pre { background:var(--pre); padding:.7rem; overflow-x:auto; font-size:.8rem; line-height:1.35; }
.scroll { overflow-x:auto; margin:.5rem 0; }
.scroll > svg { display:block; width:100%; height:auto; }
.scroll > svg.wide { min-width:52rem; }
.gallery { display:grid; grid-template-columns:repeat(auto-fill, minmax(min(100%, 18rem), 1fr)); gap:1.2rem 1.6rem; margin:.5rem 0; }
.gallery > svg { display:block; width:100%; max-width:27rem; height:auto; break-inside:avoid; }
table { border-collapse:collapse; font-size:.9rem; font-variant-numeric:tabular-nums; }
th, td { padding:.25rem .45rem; text-align:right; border-bottom:1px solid var(--line); white-space:nowrap; vertical-align:bottom; }
th { color:var(--soft); font-weight:600; white-space:normal; }
@media (max-width: 40rem) { td.left { white-space:normal; } }
.left { text-align:left; }
td { vertical-align:top; }
td.wraps { white-space:normal; overflow-wrap:anywhere; min-width:12rem; }
thead td { border-bottom:0; }
th.group { text-align:center; border-bottom:1px solid var(--soft); }
.bad { color:var(--bad); font-weight:600; }
.strong { font-weight:600; }
.faint { color:var(--soft); }
details { margin:.5rem 0; } summary { cursor:pointer; color:var(--soft); }
@media print { details::details-content { content-visibility:visible; } td, th { white-space:normal; } td.wraps { min-width:7rem; } body { max-width:none; padding:0; font-size:11pt; } h2, h3, summary, .soft { break-after:avoid; } svg, tr, li { break-inside:avoid; } .scroll { overflow:visible; } .scroll > svg.wide { min-width:0; } pre { white-space:pre-wrap; } }
)css";

/// Piece by piece: a drawing is long, and a copy of it is time.
void write_svg_element(Sink& sink, const SvgPiece& piece, std::string_view classes) {
    const std::string size =
        piece.fluid ? fmt::format("class=\"chart\" style=\"height:{:.0f}px\"", piece.height)
                    : fmt::format("class=\"{}\" viewBox=\"0 0 {} {:.0f}\"", classes, piece.width, piece.height);
    sink.write(fmt::format("<svg {} role=\"img\" aria-label=\"{}\">\n", size, xml_escaped(piece.label)));
    sink.write(piece.markup);
    sink.write("</svg>\n");
}

}  // namespace

void HtmlPage::begin(std::string_view title) {
    const std::string escaped = xml_escaped(title);
    sink_.write("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
    sink_.write("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
    sink_.write(
        fmt::format("<title>{}</title>\n<style>{}{}</style>\n</head>\n<body>\n", escaped, kPageStyle, svg_style()));
    sink_.write("<svg width=\"0\" height=\"0\" style=\"position:absolute\" aria-hidden=\"true\">" + svg_definitions() +
                "</svg>\n");
    sink_.write(fmt::format("<h1>{}</h1>\n", escaped));
}

void HtmlPage::end(std::string_view footer) {
    sink_.write(fmt::format("<footer>{}</footer>\n</body>\n</html>\n", xml_escaped(footer)));
}

void HtmlPage::begin_section(std::string_view heading) {
    sink_.write(fmt::format("<section>\n<h2>{}</h2>\n", xml_escaped(heading)));
}

void HtmlPage::end_section() { sink_.write("</section>\n"); }

void HtmlPage::heading(std::string_view text) { sink_.write(fmt::format("<h3>{}</h3>\n", xml_escaped(text))); }

void HtmlPage::paragraph(std::string_view text, Tone tone) {
    sink_.write(fmt::format("<p{}>{}</p>\n", tone == Tone::soft ? " class=\"soft\"" : "", xml_escaped(text)));
}

void HtmlPage::list(const std::vector<std::string>& items) {
    sink_.write("<ul>\n");
    for (const std::string& item : items) sink_.write("<li>" + xml_escaped(item) + "</li>\n");
    sink_.write("</ul>\n");
}

void HtmlPage::table(const Table& table) { sink_.write(table.html()); }

void HtmlPage::preformatted(std::string_view text) { sink_.write("<pre>" + xml_escaped(text) + "</pre>\n"); }

void HtmlPage::drawing(const SvgPiece& piece) {
    sink_.write("<div class=\"scroll\">");
    write_svg_element(sink_, piece, "chart wide");
    sink_.write("</div>\n");
}

void HtmlPage::drawings(const std::vector<SvgPiece>& pieces) {
    sink_.write("<div class=\"gallery\">\n");
    for (const SvgPiece& piece : pieces) write_svg_element(sink_, piece, "chart");
    sink_.write("</div>\n");
}

void HtmlPage::begin_details(std::string_view summary, bool open) {
    sink_.write(fmt::format("<details{}><summary>{}</summary>\n", open ? " open" : "", xml_escaped(summary)));
}

void HtmlPage::end_details() { sink_.write("</details>\n"); }

}  // namespace pinstack
