// SPDX-License-Identifier: Apache-2.0
#include "analyzer/trace/trace_reader.hpp"

#include <algorithm>

#include "analyzer/trace/event_fields.hpp"
#include "analyzer/trace/line_parser.hpp"
#include "model/system/quote.hpp"

namespace pinstack {

namespace {

constexpr std::uint64_t kProgressLines = 1 << 14;

class EventReader {
public:
    EventReader(const std::string& file, const ReadOptions& options, TraceSink& sink)
        : file_(file), options_(options), sink_(sink) {}

    /// False: the file cannot be used, and problem_ says why.
    bool line(std::string_view text, std::uint64_t number, bool overlong);
    TraceInput& input() { return input_; }
    Problems& problems() { return problems_; }

private:
    void header(std::string_view text);
    bool event(EventLine& line, std::uint64_t number);
    std::optional<std::int64_t> nanoseconds_of(const EventLine& line) const;
    /// False where the line stands in the wrong place.
    bool put_in_order(TraceEvent& event);
    bool fail_at(std::uint64_t number, std::string found, std::string expected, std::string hint) {
        problems_.push_back({{file_, static_cast<std::uint32_t>(std::min<std::uint64_t>(number, UINT32_MAX)), 0, ""},
                             std::move(found),
                             std::move(expected),
                             std::move(hint)});
        return false;
    }

    const std::string& file_;
    const ReadOptions& options_;
    TraceSink& sink_;
    TraceInput input_;
    Problems problems_;
};

bool is_blank(std::string_view text) { return text.find_first_not_of(" \t\r") == std::string_view::npos; }

/// Lines that `trace-cmd report` puts before the events.
bool is_preamble(std::string_view text) {
    return text.starts_with("version =") || text.starts_with("trace-cmd version") || text.starts_with("CPU ");
}

/// The number behind `key`, wherever it stands in the text.
std::optional<std::int64_t> number_behind(std::string_view text, std::string_view key, std::int64_t max) {
    const std::size_t at = text.find(key);
    if (at == std::string_view::npos) return std::nullopt;
    const std::string_view rest = text.substr(at + key.size());
    return parse_decimal(rest.substr(0, std::min(rest.find_first_not_of("0123456789"), rest.size())), 0, max);
}

/// "# pinstack-rig: scale 25, begin 14.178627752, ...".
std::optional<RigHeader> rig_header(std::string_view text) {
    if (!text.starts_with("# pinstack-rig: ")) return std::nullopt;
    constexpr std::string_view kBegin = ", begin ";
    constexpr std::int64_t kSecond = 1'000'000'000;
    constexpr std::size_t kDigits = 9;
    const auto scale = number_behind(text, "scale ", 1'000'000);
    const auto seconds = number_behind(text, kBegin, kTimeLimitNs / kSecond - 1);
    const std::size_t point = text.find('.', text.find(kBegin));
    if (!scale || *scale == 0 || !seconds || point == std::string_view::npos) return std::nullopt;
    const auto fraction = parse_decimal(text.substr(point + 1, kDigits), 0, kSecond - 1);
    if (!fraction) return std::nullopt;
    return RigHeader{*scale, {*seconds * kSecond + *fraction}};
}

void EventReader::header(std::string_view text) {
    if (input_.flags.learn(text)) return;
    if (const auto rig = rig_header(text)) input_.rig = rig;
    if (const auto cpus = number_behind(text, "#P:", kMaxCpus)) input_.declared_cpus = static_cast<int>(*cpus);
    constexpr std::string_view kEntries = "entries-in-buffer/entries-written: ";
    constexpr std::int64_t kMostEntries = std::int64_t{1} << 48;
    const auto kept = number_behind(text, kEntries, kMostEntries);
    const std::size_t slash = text.rfind('/');
    if (!kept || slash == std::string_view::npos) return;
    const auto written = number_behind(text.substr(slash), "/", kMostEntries);
    input_.overwritten = input_.overwritten || (written && *written > *kept);
    input_.declared_events = input_.declared_events.value_or(0) + static_cast<std::uint64_t>(*kept);
}

std::optional<std::int64_t> EventReader::nanoseconds_of(const EventLine& line) const {
    if (!line.is_ticks) return line.time;
    const auto ns = static_cast<__int128>(line.time) * 1'000'000'000 / *options_.tick_hz;
    if (ns >= kTimeLimitNs) return std::nullopt;
    return static_cast<std::int64_t>(ns);
}

bool EventReader::put_in_order(TraceEvent& event) {
    if (input_.events == 0) input_.first = input_.last = event.at;
    if (event.at >= input_.last) {
        input_.last = event.at;
        return true;
    }
    if (input_.last - event.at > kClockSkew) {
        input_.out_of_order.add(event.line);
        sink_.lost(event.cpu);
        return false;
    }
    ++input_.clamped;
    event.at = input_.last;
    return true;
}

bool EventReader::event(EventLine& line, std::uint64_t number) {
    if (line.is_ticks && !options_.tick_hz) {
        return fail_at(number, "a time without a fraction", "seconds",
                       "a trace of the clock counter or x86-tsc: --tick-hz says how many ticks are a second");
    }
    const auto ns = nanoseconds_of(line);
    TraceEvent event;
    event.line = number;
    const FieldsRead read = read_fields(line, event);
    if (!ns || read == FieldsRead::damaged) {
        input_.damaged.add(number);
        if (read == FieldsRead::damaged) sink_.lost(line.cpu);
        return true;
    }
    event.at = {*ns};
    input_.flags.meet(line.flags);
    event.migrate_depth = input_.flags.migrate_depth(line.flags);
    if (read == FieldsRead::unknown_event) ++input_.unknown_events;
    const bool in_order = put_in_order(event);
    ++input_.events;
    if (in_order) sink_.event(event);
    return true;
}

bool EventReader::line(std::string_view text, std::uint64_t number, bool overlong) {
    if (number == 1 && text.starts_with("\x17\x08\x44tracing")) {
        return fail_at(1, "a trace.dat file of trace-cmd", "its text", "trace-cmd report FILE > trace.txt");
    }
    if (number == 1 && (text.starts_with("PERFILE2") || text.starts_with("\x7f"
                                                                         "ELF"))) {
        return fail_at(1, "a binary file", "the text of a trace", "");
    }
    if (overlong) {
        input_.damaged.add(number);
        return true;
    }
    if (!text.empty() && text.front() == '#') {
        header(text);
        return true;
    }
    if (is_blank(text)) return true;
    if (auto parsed = parse_event_line(text)) return event(*parsed, number);
    if (const auto notice = parse_lost_notice(text)) {
        input_.lost.add(number);
        input_.lost_events += notice->events.value_or(0);
        sink_.lost(notice->cpu);
    } else if (text.starts_with("cpus=")) {
        input_.declared_cpus = static_cast<int>(number_behind(text, "cpus=", kMaxCpus).value_or(0));
    } else if (!is_preamble(text)) {
        input_.damaged.add(number);
    }
    return true;
}

}  // namespace

Result<TraceInput> read_events(LineSource& source, const std::string& file, const ReadOptions& options, TraceSink& sink,
                               const TraceProgress& progress, const std::stop_token& stop) {
    EventReader reader(file, options, sink);
    std::string_view text;
    while (source.next(text)) {
        if (!reader.line(text, source.number(), source.overlong())) return tl::unexpected(std::move(reader.problems()));
        if (source.number() % kProgressLines != 0) continue;
        if (stop.stop_requested()) break;
        if (progress) progress(source.bytes_done(), source.bytes());
    }
    TraceInput& input = reader.input();
    input.lines = source.number();
    input.end_error = source.end_error();
    if (input.events == 0) {
        const auto line = static_cast<std::uint32_t>(std::min<std::uint64_t>(input.damaged.first_line, UINT32_MAX));
        return tl::unexpected(Problems{{{file, line, 0, ""},
                                        input.end_error.empty() ? "no event" : "no event, and " + input.end_error,
                                        "the text of a trace: `comm-pid [cpu] flags time: event: fields`",
                                        "cat /sys/kernel/tracing/trace, or trace-cmd report"}});
    }
    return std::move(input);
}

}  // namespace pinstack
