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
        // Pieces end anywhere, so a character of several bytes can be cut in two: the rest waits for the next piece.
        held_.append(text);
        std::size_t whole = held_.size();
        while (whole > 0 && held_.size() - whole < 4 && (static_cast<unsigned char>(held_[whole - 1]) & 0xc0) == 0x80) {
            --whole;
        }
        if (whole > 0 && static_cast<unsigned char>(held_[whole - 1]) >= 0xc0) --whole;
        put(std::string_view(held_).substr(0, whole));
        held_.erase(0, whole);
    }
    void finish() {
        put(held_);
        held_.clear();
    }

private:
    void put(std::string_view text) {
        std::string escaped;
        append_json_string(escaped, text);
        sink_.write(std::string_view(escaped).substr(1, escaped.size() - 2));
    }

    Sink& sink_;
    std::string held_;
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
    // The events of a kernel stand behind those of ours: the same run once more costs time, to keep one would cost memory.
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
