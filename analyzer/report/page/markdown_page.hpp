// SPDX-License-Identifier: Apache-2.0
//
// A page as Markdown (CommonMark with GitHub's tables), for an issue, a commit message or a wiki. Drawings are left to
// the caller's words and characters.
#pragma once

#include "analyzer/report/page/page.hpp"
#include "analyzer/report/sink.hpp"

namespace pinstack {

class MarkdownPage : public Page {
public:
    explicit MarkdownPage(Sink& sink) : sink_(sink) {}

    void begin(std::string_view title) override;
    void end(std::string_view footer) override;
    void begin_section(std::string_view heading) override;
    void end_section() override {}
    void heading(std::string_view text) override;
    void paragraph(std::string_view text, Tone tone = Tone::plain) override;
    void list(const std::vector<std::string>& items) override;
    void table(const Table& table) override;
    void preformatted(std::string_view text) override;
    bool draws() const override { return false; }
    void drawing(const SvgPiece&) override {}
    void drawings(const std::vector<SvgPiece>&) override {}
    void begin_details(std::string_view summary, bool open) override;
    void end_details() override {}

private:
    Sink& sink_;
};

}  // namespace pinstack
