// SPDX-License-Identifier: Apache-2.0
#include "analyzer/trace/flag_columns.hpp"

namespace pinstack {

bool FlagColumns::learn(std::string_view line) {
    const std::size_t arrow = line.find("=> ");
    if (line.empty() || line.front() != '#' || arrow == std::string_view::npos || line.find("_-") > arrow) {
        drawing_ = false;
        return false;
    }
    if (!drawing_) {
        *this = FlagColumns();
        drawing_ = true;
        source_ = Source::drawn;
    }
    std::string_view name = line.substr(arrow + 3);
    while (!name.empty() && name.back() == ' ') name.remove_suffix(1);
    if (name == "preempt-depth") preempt_ = count_;
    if (name == "migrate-disable") migrate_ = count_;
    ++count_;
    return true;
}

void FlagColumns::meet(std::string_view flags) {
    if (source_ != Source::none || flags.empty()) return;
    source_ = Source::guessed;
    count_ = static_cast<int>(flags.size());
    switch (count_) {
        case 4:  // irqs, need-resched, context, preempt
            preempt_ = 3;
            break;
        case 5:  // ... and migrate-disable
            preempt_ = 3;
            migrate_ = 4;
            break;
        case 6:  // with one of the two lazy columns: migrate-disable is the last one in either case
            migrate_ = 5;
            break;
        case 7:  // irqs, need-resched, its lazy form, context, preempt, its lazy form, migrate-disable
            preempt_ = 4;
            migrate_ = 6;
            break;
        default:
            break;
    }
}

}  // namespace pinstack
