// SPDX-License-Identifier: Apache-2.0
//
// A page that needs no network: one file with its style sheet and drawings. It follows the reader's light or dark
// preference, prints, and reads on a narrow screen.
#pragma once

#include "analyzer/report/page/page.hpp"
#include "analyzer/report/sink.hpp"

namespace pinstack {

class HtmlPage : public Page {
public:
    explicit HtmlPage(Sink& sink) : sink_(sink) {}

    void begin(std::string_view title) override;
    void end(std::string_view footer) override;
    void begin_section(std::string_view heading) override;
    void end_section() override;
    void heading(std::string_view text) override;
    void paragraph(std::string_view text, Tone tone = Tone::plain) override;
    void list(const std::vector<std::string>& items) override;
    void table(const Table& table) override;
    void preformatted(std::string_view text) override;
    bool draws() const override { return true; }
    void drawing(const SvgPiece& piece) override;
    void drawings(const std::vector<SvgPiece>& pieces) override;
    void begin_details(std::string_view summary, bool open) override;
    void end_details() override;

private:
    Sink& sink_;
};

}  // namespace pinstack
