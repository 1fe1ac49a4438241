// SPDX-License-Identifier: Apache-2.0
#include "analyzer/trace/line_parser.hpp"

#include <charconv>

#include "model/time/duration.hpp"

namespace pinstack {

namespace {

/// The name, pid and CPU of a line end before this column: a name has 15 characters at most. It also bounds the work on
/// a line that is no event.
constexpr std::size_t kHeader = 128;

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Characters that stand in a flags column of some kernel.
constexpr bool is_flag(char c) {
    return c == '.' || is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '#';
}

std::string_view without_blanks(std::string_view text) {
    while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
    while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
    return text;
}

void skip_blanks(std::string_view& text) {
    while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
}

/// Takes the digits at the beginning; nothing where there are none, or the number is too large.
std::optional<std::int64_t> take_number(std::string_view& text, std::int64_t max) {
    std::int64_t value = 0;
    std::size_t used = 0;
    for (; used < text.size() && is_digit(text[used]); ++used) {
        if (value > max / 10) return std::nullopt;
        value = value * 10 + (text[used] - '0');
        if (value > max) return std::nullopt;
    }
    if (used == 0) return std::nullopt;
    text.remove_prefix(used);
    return value;
}

/// "61.282435: ", "61282435: ".
bool take_time(std::string_view& text, EventLine& out) {
    const auto whole = take_number(text, kTimeLimitNs - 1);
    if (!whole || text.empty()) return false;
    if (text.front() == ':') {
        out.time = *whole;
        out.is_ticks = true;
        text.remove_prefix(1);
        return true;
    }
    constexpr std::int64_t kSecond = 1'000'000'000;
    if (text.front() != '.' || *whole >= kTimeLimitNs / kSecond) return false;
    text.remove_prefix(1);
    std::int64_t fraction = 0, unit = kSecond;
    std::size_t used = 0;
    for (; used < text.size() && is_digit(text[used]); ++used) {
        if (unit == 1) continue;  // a tenth digit: writers of ns add one against rounding
        fraction = fraction * 10 + (text[used] - '0');
        unit /= 10;
    }
    if (used == 0 || used > 12 || used == text.size() || text[used] != ':') return false;
    text.remove_prefix(used + 1);
    out.time = *whole * kSecond + fraction * unit;
    out.is_ticks = false;
    return true;
}

/// What follows the time.
void take_event(std::string_view text, EventLine& out) {
    skip_blanks(text);
    std::size_t end = 0;
    while (end < text.size() && text[end] != ':' && text[end] != ' ') ++end;
    out.event = text.substr(0, end);
    out.fields = end < text.size() ? without_blanks(text.substr(end + 1)) : std::string_view();
}

/// The time and all behind it, or flags before.
bool take_flags_and_rest(std::string_view text, EventLine& out) {
    skip_blanks(text);
    std::string_view rest = text;
    out.flags = {};
    if (take_time(rest, out)) {
        take_event(rest, out);
        return true;
    }
    std::size_t used = 0;
    while (used < text.size() && is_flag(text[used])) ++used;
    if (used == 0 || used > 12 || used == text.size() || text[used] != ' ') return false;
    out.flags = text.substr(0, used);
    rest = text.substr(used);
    skip_blanks(rest);
    if (!take_time(rest, out)) return false;
    take_event(rest, out);
    return true;
}

/// "comm-pid" or "comm-pid (tgid)" with blanks around.
bool take_thread(std::string_view text, EventLine& out) {
    text = without_blanks(text);
    if (!text.empty() && text.back() == ')') {
        const std::size_t open = text.rfind('(');
        if (open == std::string_view::npos || open == 0) return false;
        text = without_blanks(text.substr(0, open));
    }
    const std::size_t dash = text.rfind('-');
    if (dash == std::string_view::npos || dash == 0) return false;
    const auto pid = parse_decimal(text.substr(dash + 1), 0, kMaxPid);
    if (!pid) return false;
    out.comm = text.substr(0, dash);
    out.pid = static_cast<std::int32_t>(*pid);
    return true;
}

bool parse_with_bracket(std::string_view line, EventLine& out) {
    for (std::size_t open = line.find('['); open < kHeader; open = line.find('[', open + 1)) {
        std::string_view rest = line.substr(open + 1);
        const auto cpu = take_number(rest, kMaxCpus - 1);
        if (!cpu || rest.empty() || rest.front() != ']') continue;
        rest.remove_prefix(1);
        if (!take_thread(line.substr(0, open), out) || !take_flags_and_rest(rest, out)) continue;
        out.cpu = static_cast<CpuId>(*cpu);
        return true;
    }
    return false;
}

/// "comm-pid   3d..2. 61.28: ...": the number of the CPU touches the flags.
bool parse_latency_format(std::string_view line, EventLine& out) {
    for (std::size_t dash = line.find('-'); dash < kHeader; dash = line.find('-', dash + 1)) {
        std::string_view rest = line.substr(dash + 1);
        if (!take_number(rest, kMaxPid) || rest.empty() || rest.front() != ' ') continue;
        if (!take_thread(line.substr(0, line.size() - rest.size()), out)) continue;
        skip_blanks(rest);
        const auto cpu = take_number(rest, kMaxCpus - 1);
        if (!cpu || rest.empty() || rest.front() == ' ' || !take_flags_and_rest(rest, out) || out.flags.empty())
            continue;
        out.cpu = static_cast<CpuId>(*cpu);
        return true;
    }
    return false;
}

}  // namespace

std::optional<std::int64_t> parse_decimal(std::string_view text, std::int64_t min, std::int64_t max) {
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size() || value < min || value > max) return std::nullopt;
    return value;
}

std::optional<EventLine> parse_event_line(std::string_view line) {
    EventLine out;
    if (parse_with_bracket(line, out) || parse_latency_format(line, out)) return out;
    return std::nullopt;
}

std::optional<LostNotice> parse_lost_notice(std::string_view line) {
    line = without_blanks(line);
    if (!line.starts_with("CPU:")) return std::nullopt;
    line.remove_prefix(4);
    const auto cpu = take_number(line, kMaxCpus - 1);
    skip_blanks(line);
    if (!cpu || line.empty() || line.front() != '[' || line.back() != ']') return std::nullopt;
    line = line.substr(1, line.size() - 2);
    LostNotice notice{static_cast<CpuId>(*cpu), std::nullopt};
    if (line == "LOST EVENTS" || line == "EVENTS DROPPED") return notice;
    const bool kernels = line.starts_with("LOST ") && line.ends_with(" EVENTS");
    const bool trace_cmds = line.ends_with(" EVENTS DROPPED");
    if (!kernels && !trace_cmds) return std::nullopt;
    const std::string_view number = kernels ? line.substr(5, line.size() - 12) : line.substr(0, line.size() - 15);
    const auto events = parse_decimal(number, 0, std::int64_t{1} << 48);
    if (events) notice.events = static_cast<std::uint64_t>(*events);
    return notice;
}

}  // namespace pinstack
