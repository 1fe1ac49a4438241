// SPDX-License-Identifier: Apache-2.0
#include "analyzer/convert/conversion.hpp"

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

Result<Exported> export_system(Sink& sink, const System& system, FileFormat format, TimeUnit unit) {
    const auto traced = [&](TraceFormat trace) -> Result<Exported> {
        const auto written = write_trace(sink, trace, system, system.kernel);
        if (!written) return tl::unexpected(written.error());
        return Exported{};
    };
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
