// SPDX-License-Identifier: Apache-2.0
//
// What a run measured of the mechanisms besides scheduling (kmap, lazy address spaces, page faults, ...), in one form
// that every report writes the same way: JSON has an object of that name (that of hotplug holds
// lists as well), the others a table. A mechanism has a function of its own for its figures, in a file of this folder.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "model/engine/run_result.hpp"

namespace pinstack {

enum class FigureUnit : std::uint8_t { count, time, bytes };

struct MechanismFigure {
    std::string_view key;    ///< in JSON; ends in _ns or _bytes where it is a time or a size
    std::string_view label;  ///< what a table calls it: "switches with live maps"
    std::int64_t value = 0;  ///< of time in ns
    FigureUnit unit = FigureUnit::count;
};

inline MechanismFigure figure(std::string_view key, std::string_view label, std::uint64_t count) {
    return {key, label, static_cast<std::int64_t>(count), FigureUnit::count};
}
inline MechanismFigure figure(std::string_view key, std::string_view label, Duration time) {
    return {key, label, time.ns, FigureUnit::time};
}

struct MechanismFigures {
    std::string_view name;     ///< of the object in JSON: "kmap"
    std::string_view heading;  ///< of the table: "kmap"
    std::vector<MechanismFigure> figures;  ///< always the same ones, in the same order
};

/// Of those mechanisms that the run used.
std::vector<MechanismFigures> mechanism_figures(const RunResult& result);

}  // namespace pinstack
