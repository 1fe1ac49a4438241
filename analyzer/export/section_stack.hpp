// SPDX-License-Identifier: Apache-2.0
//
// The sections a task is in, as slices that must nest: what ends first began last. Two sections may overlap without
// nesting (MD next to a section that holds MD and then NP is one MD section): then the inner one is cut in two.
#pragma once

#include <array>
#include <cstdint>

#include "model/engine/observer.hpp"

namespace pinstack {

enum class SectionKind : std::uint8_t { migrate_disable, preempt_disable };

constexpr const char* name_of(SectionKind kind) {
    return kind == SectionKind::migrate_disable ? "migrate_disable" : "preempt_disable";
}

class SectionStack {
public:
    /// `end(protections)` for each slice that ends, `begin(kind, protections)` for each that begins: those in force
    /// then.
    template <class End, class Begin>
    void change(Protections after, End&& end, Begin&& begin) {
        while (depth_ > 0 && !stays(after)) {
            set(open_[--depth_], false);
            end(now_);
        }
        for (const SectionKind kind : {SectionKind::migrate_disable, SectionKind::preempt_disable}) {
            if (!is_on(after, kind) || is_on(now_, kind)) continue;
            open_[depth_++] = kind;
            set(kind, true);
            begin(kind, now_);
        }
    }

private:
    static bool is_on(Protections in, SectionKind kind) {
        return kind == SectionKind::migrate_disable ? in.migrate_disabled : in.non_preemptible;
    }
    void set(SectionKind kind, bool on) {
        (kind == SectionKind::migrate_disable ? now_.migrate_disabled : now_.non_preemptible) = on;
    }
    /// Do all open ones go on?
    bool stays(Protections after) const {
        for (std::size_t i = 0; i < depth_; ++i) {
            if (!is_on(after, open_[i])) return false;
        }
        return true;
    }

    Protections now_;
    std::array<SectionKind, 2> open_{};
    std::size_t depth_ = 0;
};

}  // namespace pinstack
