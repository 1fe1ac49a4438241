// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/models/results/capacity_rows.hpp"

#include "analyzer/report/capacity_kinds.hpp"

namespace pinstack::gui {

std::vector<ShareTable::Row> capacity_rows(const CapacitySplit& capacity, bool knows_inversions) {
    std::vector<ShareTable::Row> rows;
    for (const CapacityKind& kind : capacity_kinds()) {
        const std::int64_t part = capacity.*kind.part;
        if (part == 0 && !kind.always) continue;
        const bool is_any_inversion = kind.part == &CapacitySplit::inversion_np && !knows_inversions;
        const QString name = is_any_inversion ? ShareTable::tr("inversion") : words(kind.name);
        rows.push_back({name, part, false, kind.is_loss, words(kind.meaning)});
        if (kind.part != &CapacitySplit::overhead) continue;
        for (std::size_t i = 0; i < kOverheadKinds; ++i) {
            if (capacity.overhead_by_kind[i] == 0) continue;
            const QString part_name = "   " + words(name_of(static_cast<Overhead>(i)));
            rows.push_back({part_name, capacity.overhead_by_kind[i], false, false, ShareTable::tr("of the overhead")});
        }
    }
    rows.push_back(
        {ShareTable::tr("total"), capacity.total, false, false, ShareTable::tr("all CPUs over the whole time")});
    return rows;
}

}  // namespace pinstack::gui
