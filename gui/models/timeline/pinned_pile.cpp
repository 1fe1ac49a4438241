// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/models/timeline/pinned_pile.hpp"

#include <algorithm>
#include <utility>

#include "gui/models/timeline/count_curve.hpp"
#include "gui/models/timeline/interval_look.hpp"

namespace pinstack::gui {

namespace {

/// Who is in a lane, and until when.
struct Occupant {
    JobId job;
    Instant to;
};

class PileBuilder {
public:
    explicit PileBuilder(PinnedPile& pile) : pile_(pile) {}

    void add(const JobInterval& interval, std::uint32_t id) {
        // Only when all that go on at an instant have kept their lane is it known which lanes are free.
        if (!arrivals_.empty() && arrivals_.front().first->from != interval.from) place_arrivals();
        for (std::size_t lane = 0; lane < occupants_.size(); ++lane) {
            if (occupants_[lane].job == interval.job && occupants_[lane].to == interval.from) {
                return put(lane, interval, id);
            }
        }
        arrivals_.emplace_back(&interval, id);
    }

    void finish() {
        place_arrivals();
        pile_.more = count_.curve();
        for (SegmentLane& lane : pile_.lanes) lane.finish();
    }

private:
    void place_arrivals() {
        for (const auto& [interval, id] : arrivals_) {
            std::size_t lane = 0;
            while (lane < occupants_.size() && occupants_[lane].to > interval->from) ++lane;
            if (lane == PinnedPile::kLanes) {
                count_.add(interval->from, interval->to);
                continue;
            }
            if (lane == occupants_.size()) {
                occupants_.emplace_back();
                pile_.lanes.emplace_back();
            }
            put(lane, *interval, id);
        }
        arrivals_.clear();
    }

    void put(std::size_t lane, const JobInterval& interval, std::uint32_t id) {
        occupants_[lane] = {interval.job, interval.to};
        pile_.lanes[lane].add(interval.from, interval.to, id, look_on_cpu(interval), true, signs_of(interval));
    }

    PinnedPile& pile_;
    std::vector<Occupant> occupants_;
    std::vector<std::pair<const JobInterval*, std::uint32_t>> arrivals_;  // of one instant
    CountCurve count_;
};

}  // namespace

std::vector<PinnedPile> pinned_piles(const Recording& recording) {
    std::vector<PinnedPile> piles(recording.stacks.size());
    std::vector<PileBuilder> builders;
    builders.reserve(piles.size());
    for (PinnedPile& pile : piles) builders.emplace_back(pile);
    for (std::size_t i = 0; i < recording.intervals.size(); ++i) {
        const JobInterval& interval = recording.intervals[i];
        if (interval.has_cpu || interval.cpu == kNoCpu || !interval.protections.migrate_disabled) continue;
        builders[static_cast<std::size_t>(interval.cpu)].add(interval, static_cast<std::uint32_t>(i));
    }
    for (PileBuilder& builder : builders) builder.finish();
    return piles;
}

}  // namespace pinstack::gui
