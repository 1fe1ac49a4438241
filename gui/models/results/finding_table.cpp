// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/models/results/finding_table.hpp"

#include "analyzer/report/job_state_text.hpp"
#include "analyzer/report/outcome_text.hpp"
#include "analyzer/report/why_text.hpp"

namespace pinstack::gui {

namespace {

constexpr std::size_t kMostReasons = 20;

}  // namespace

std::vector<FigureColumn> FindingTable::make() {
    sentences_.clear();
    for (const std::string& sentence : findings(*system(), run().outcome)) {
        sentences_.push_back({tr("result"), words(sentence)});
    }
    const bool has_base = base_ != nullptr && base_->system == system() && base_->outcome.applicable();
    const Reasons reasons = reasons_of(*system(), run().outcome, has_base ? &base_->outcome : nullptr, kMostReasons);
    for (const std::string& sentence : reasons.sentences) sentences_.push_back({tr("why"), words(sentence)});
    if (reasons.tasks_left_out > 0) {
        sentences_.push_back(
            {tr("why"), tr("and so on for %1").arg(words(counted(reasons.tasks_left_out, "more task")))});
    }
    for (const JobState state : reasons.states) {
        sentences_.push_back({tr("word"), words(name_of(state)) + ": " + words(meaning_of(state))});
    }
    for (const std::string& sentence : warning_sentences(*system())) {
        sentences_.push_back({tr("warning"), words(sentence)});
    }
    if (run().recording.cut) {
        sentences_.push_back({tr("picture"), tr("timelines show the run up to %1 only; the figures are of all of it")
                                                 .arg(words(instant_text(run().recording.end.ns)))});
    }
    return {{tr("kind"), {}, "kind", true}, {tr("finding"), {}, "finding", true}};
}

QString FindingTable::text(std::size_t source, int column) const {
    return column == 0 ? sentences_[source].kind : sentences_[source].text;
}

}  // namespace pinstack::gui
