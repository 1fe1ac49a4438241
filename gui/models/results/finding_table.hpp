// SPDX-License-Identifier: GPL-3.0-or-later
//
// A run in sentences: what was lost and missed, why, what the words in it mean, and what `validate` warns of.
#pragma once

#include <vector>

#include "gui/models/results/run_table.hpp"

namespace pinstack::gui {

class FindingTable : public RunTable {
    Q_OBJECT

public:
    using RunTable::RunTable;

    /// What `show` compares with; nullptr: nothing.
    void set_base(RecordedRunPtr base) { base_ = std::move(base); }

protected:
    std::vector<FigureColumn> make() override;
    void forget() override { sentences_.clear(); }
    std::size_t count() const override { return sentences_.size(); }
    Figure figure(std::size_t source, int column) const override { return text(source, column); }
    QString text(std::size_t source, int column) const override;
    Emphasis emphasis(std::size_t, int column) const override { return column == 0 ? Emphasis::faint : Emphasis::none; }

private:
    struct Sentence {
        QString kind, text;
    };
    RecordedRunPtr base_;
    std::vector<Sentence> sentences_;
};

}  // namespace pinstack::gui
