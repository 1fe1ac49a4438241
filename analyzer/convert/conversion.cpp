// SPDX-License-Identifier: Apache-2.0
#include "analyzer/convert/conversion.hpp"

#include <fmt/format.h>

#include "analyzer/export/graphviz.hpp"
#include "analyzer/export/trace_export.hpp"
#include "model/system/load.hpp"

namespace pinstack {

Result<Imported> import_text(std::string_view text, FileFormat format, const ImportOptions& options) {
    switch (format) {
        case FileFormat::rt_app:
            return read_rt_app(text, options);
        case FileFormat::schedcat:
            return read_schedcat(text, options);
        case FileFormat::simso:
            return read_simso(text, options);
        case FileFormat::sag:
            return read_sag(text, options);
        default: {
            auto system = parse_system(text, options.file);
            if (!system) return tl::unexpected(std::move(system.error()));
            Imported out;
            out.systems.push_back(std::move(*system));
            return out;
        }
    }
}

namespace {

/// Formats of systems that have nothing for what the kernel's memory management takes part in, or for a task that
/// wakes another. Left out, another schedule would come of it.
bool has_plain_bodies(FileFormat format) {
    return format == FileFormat::rt_app || format == FileFormat::sag || format == FileFormat::rig;
}

Problems foreign_operations(const System& system) {
    Problems problems;
    for (std::size_t i = 0; i < system.tasks.size(); ++i) {
        const Body& body = system.tasks[i].body;
        if (!uses_memory(body) && !has_operation(body, OperationKind::wake)) continue;
        problems.push_back({{"", 0, 0, fmt::format("/tasks/{}/body", i)},
                            "an operation on memory, or a `wake`",
                            "operations that the format has",
                            "leave it out: a system without it is another one"});
    }
    return problems;
}

}  // namespace

Result<Exported> export_system(Sink& sink, const System& system, FileFormat format, TimeUnit unit) {
    const auto traced = [&](TraceFormat trace) -> Result<Exported> {
        const auto written = write_trace(sink, trace, system, system.kernel);
        if (!written) return tl::unexpected(written.error());
        return Exported{};
    };
    if (has_plain_bodies(format)) {
        if (Problems problems = foreign_operations(system); !problems.empty()) return tl::unexpected(problems);
    }
    switch (format) {
        case FileFormat::rt_app:
            return write_rt_app(sink, system);
        case FileFormat::sag:
            return write_sag(sink, system, unit);
        case FileFormat::rig:
            return write_rig_scenario(sink, system);
        case FileFormat::ftrace:
            return traced(TraceFormat::ftrace);
        case FileFormat::perfetto:
            return traced(TraceFormat::perfetto);
        case FileFormat::dot: {
            const auto written = write_graphviz(sink, system);
            if (!written) return tl::unexpected(written.error());
            return Exported{};
        }
        default:
            sink.write(save_system(system));
            return Exported{};
    }
}

}  // namespace pinstack
