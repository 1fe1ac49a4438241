// SPDX-License-Identifier: Apache-2.0
#include "analyzer/export/trace_export.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "analyzer/export/ftrace.hpp"
#include "analyzer/export/perfetto.hpp"
#include "analyzer/export/timehist.hpp"
#include "analyzer/report/json/json_writer.hpp"
#include "model/engine/simulation.hpp"

namespace pinstack {

namespace {

// As TraceFormat numbers them.
constexpr std::array<std::string_view, 3> kNames = {"ftrace", "perfetto", "timehist"};

/// Makes what is written to it the inside of a JSON string.
class JsonStringSink : public Sink {
public:
    explicit JsonStringSink(Sink& sink) : sink_(sink) {}
    void write(std::string_view text) override {
        out_.clear();
        for (std::size_t at = 0; at < text.size();) {
            std::size_t end = at;
            while (end < text.size() && is_plain(text[end])) ++end;
            if (end > at) {
                escape_rest();
                out_.append(text, at, end - at);
            }
            // A character of several bytes can be cut in two where a piece ends: it waits for its rest.
            for (at = end; at < text.size() && !is_plain(text[at]); ++at) {
                if (text[at] != '\n') {
                    rest_ += text[at];
                    continue;
                }
                escape_rest();
                out_ += "\\n";
            }
        }
        sink_.write(out_);
    }
    void finish() {
        out_.clear();
        escape_rest();
        sink_.write(out_);
    }

private:
    static bool is_plain(char c) { return c >= ' ' && c <= '~' && c != '"' && c != '\\'; }
    void escape_rest() {
        if (rest_.empty()) return;
        std::string escaped;
        append_json_string(escaped, rest_);
        out_.append(escaped, 1, escaped.size() - 2);
        rest_.clear();
    }

    Sink& sink_;
    std::string out_, rest_;
};

RunResult follow(const Simulation& simulation, ScheduleFollower& writer) {
    RunResult result = simulation.run(&writer);
    writer.finish(std::max(Instant{result.span.ns}, writer.watch_from()));
    return result;
}

RunResult write_perfetto(Sink& sink, const Simulation& simulation, const System& system, const Variant& variant,
                         Instant from) {
    PerfettoWriter writer(sink, system, variant, from);
    RunResult result = follow(simulation, writer);
    writer.close();
    // The events of a kernel stand behind those of ours: the same run once more costs time, to keep one would cost
    // memory.
    sink.write(",\n\"systemTraceEvents\":\"");
    JsonStringSink inside(sink);
    FtraceWriter events(inside, system, variant, from, FtraceWriter::Events::schedule);
    follow(simulation, events);
    inside.finish();
    sink.write("\"}\n");
    return result;
}

}  // namespace

std::string_view name_of(TraceFormat format) { return kNames[static_cast<std::size_t>(format)]; }

std::optional<TraceFormat> parse_trace_format(std::string_view text) {
    const auto found = std::find(kNames.begin(), kNames.end(), text);
    if (found == kNames.end()) return std::nullopt;
    return static_cast<TraceFormat>(found - kNames.begin());
}

Result<RunResult> write_trace(Sink& sink, TraceFormat format, const System& system, const Variant& variant,
                              std::optional<Window> window) {
    System shortened = system;
    const Instant from = window ? window->from : Instant{};
    if (window) {
        const auto end = resolve_horizon(system);
        const bool ends_earlier = end && *end && **end <= window->to;
        if (!ends_earlier) shortened.horizon = Duration{window->to.ns};
    }
    RunOptions options;
    options.keep_episodes = 0;
    const auto simulation = Simulation::create(shortened, variant, std::move(options));
    if (!simulation) return tl::unexpected(simulation.error());
    switch (format) {
        case TraceFormat::ftrace: {
            FtraceWriter writer(sink, system, variant, from, FtraceWriter::Events::all);
            return follow(*simulation, writer);
        }
        case TraceFormat::timehist: {
            TimehistWriter writer(sink, system, variant, from);
            return follow(*simulation, writer);
        }
        case TraceFormat::perfetto:
            return write_perfetto(sink, *simulation, system, variant, from);
    }
    return RunResult{};  // not reached
}

}  // namespace pinstack
