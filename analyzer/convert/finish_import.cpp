// SPDX-License-Identifier: Apache-2.0
#include "analyzer/convert/finish_import.hpp"

#include <set>

#include "model/system/load.hpp"
#include "model/system/quote.hpp"

namespace pinstack {

namespace {

void make_names_unique(System& system, ConversionLog& log, const ImportOptions& options) {
    std::set<std::string> taken;
    for (Task& task : system.tasks) {
        if (task.name.empty()) task.name = "task";
        const std::string wanted = task.name;
        for (std::uint64_t i = 2; !taken.insert(task.name).second; ++i) task.name = wanted + "-" + std::to_string(i);
        if (task.name == wanted) continue;
        log.warn({options.file, 0, 0, ""}, "several tasks called " + quote(wanted), "a name for each",
                 "the further ones have a number behind their name");
    }
}

}  // namespace

std::string stem_of(const std::string& file) {
    if (file.empty() || file == "-") return "imported";
    const std::size_t slash = file.find_last_of('/');
    std::string name = slash == std::string::npos ? file : file.substr(slash + 1);
    const std::size_t dot = name.find('.', 1);
    if (dot != std::string::npos) name.resize(dot);
    return name.empty() ? "imported" : name;
}

Result<Imported> finish_import(std::vector<System> systems, ConversionLog& log, const ImportOptions& options) {
    if (!log.has_problems()) {
        for (System& system : systems) {
            make_names_unique(system, log, options);
            for (Problem& problem : check_system(system)) {
                log.fail({options.file, 0, 0, problem.where.pointer}, problem.found, problem.expected,
                         problem.hint.empty() ? "of the system that the file was read as" : problem.hint);
            }
        }
    }
    if (log.has_problems()) return tl::unexpected(log.take_problems());
    return Imported{std::move(systems), log.take_warnings()};
}

}  // namespace pinstack
