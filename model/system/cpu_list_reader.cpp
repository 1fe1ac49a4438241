// SPDX-License-Identifier: Apache-2.0
#include "model/system/cpu_list_reader.hpp"

#include <utility>

#include <fmt/format.h>

namespace pinstack {

CpuListReading read_cpu_list(FieldReader& reader, JsonId list, int cpus, std::string if_empty) {
    CpuListReading out{CpuSet(cpus), false};
    if (!reader.expect(list, JsonKind::array, "a list of CPUs", "write for example [0, 1]")) return out;
    if (reader[list].count == 0) {
        reader.report(list, "an empty array", "at least one CPU", std::move(if_empty));
        return out;
    }
    out.good = true;
    for (JsonId id = reader.document().first(list); id != kNoJson; id = reader[id].next) {
        const auto member = reader.cpu(id, cpus);
        if (!member) {
            out.good = false;
            continue;
        }
        if (out.cpus.contains(*member))
            reader.report(id, fmt::format("CPU {} a second time", *member), "each CPU once", "remove it");
        out.cpus.insert(*member);
    }
    return out;
}

}  // namespace pinstack
