// SPDX-License-Identifier: Apache-2.0
#include "analyzer/report/time_scale.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <numeric>

namespace pinstack {

namespace {

TimeUnit finer(TimeUnit unit) { return static_cast<TimeUnit>(static_cast<int>(unit) - 1); }
TimeUnit coarser(TimeUnit unit) { return static_cast<TimeUnit>(static_cast<int>(unit) + 1); }

}  // namespace

void TimeScale::fit(std::int64_t ns) {
    if (ns < 0) ns = -ns;
    if (ns == 0) return;
    // A division where that does: a table of jobs fits millions of times.
    if (divisor_ == 0 || ns % divisor_ != 0) divisor_ = std::gcd(divisor_, ns);
    largest_ = std::max(largest_, ns);
    smallest_ = smallest_ == 0 ? ns : std::min(smallest_, ns);
    while (exact_ != TimeUnit::ns && ns % (nanoseconds_per(exact_) / 1000) != 0) exact_ = finer(exact_);
}

void TimeScale::fit_mean(double ns) {
    for (std::size_t unit = 0; unit < mean_decimals_.size(); ++unit) {
        double scaled = ns / static_cast<double>(nanoseconds_per(static_cast<TimeUnit>(unit)));
        int decimals = 0;
        // A mean is a quotient: what differs from a short decimal by less than this is one.
        for (; decimals < 3 && std::abs(scaled - std::round(scaled)) > 1e-9 * std::max(1.0, scaled); ++decimals)
            scaled *= 10;
        mean_decimals_[unit] = std::max(mean_decimals_[unit], decimals);
    }
}

TimeUnit TimeScale::unit() const {
    if (largest_ == 0) return TimeUnit::ms;  // 0 in any unit
    TimeUnit unit = exact_;
    while (unit != TimeUnit::ns && smallest_ < nanoseconds_per(unit)) unit = finer(unit);
    const auto most = [&] { return divisor_ % nanoseconds_per(unit) == 0 ? 10'000'000 : 10'000; };
    while (unit != TimeUnit::s && largest_ / nanoseconds_per(unit) >= most()) unit = coarser(unit);
    return unit;
}

std::string TimeScale::text(std::int64_t ns) const {
    std::size_t decimals = 0;
    std::int64_t step = nanoseconds_per(unit());  // of the last decimal
    for (; decimals < 3 && divisor_ % step != 0; step /= 10) ++decimals;
    // In integers: tables are mostly such numbers, and it is exact.
    const std::int64_t rounded = (std::abs(ns) + step / 2) / step;
    std::string digits = std::to_string(rounded);
    if (decimals > 0) {
        if (digits.size() <= decimals) digits.insert(0, decimals + 1 - digits.size(), '0');
        digits.insert(digits.size() - decimals, 1, '.');
    }
    return ns < 0 && rounded > 0 ? "-" + digits : digits;
}

std::string TimeScale::text(double ns) const {
    const int decimals = mean_decimals_[static_cast<std::size_t>(unit())];
    return fmt::format("{:.{}f}", ns / static_cast<double>(nanoseconds_per(unit())), decimals);
}

std::string TimeScale::sum_text(std::int64_t ns) const {
    const double value = static_cast<double>(ns) / static_cast<double>(nanoseconds_per(unit()));
    if (ns > 0 && value < 0.0005) return "<0.001";
    std::string text = fmt::format("{:.3f}", value);
    text.erase(text.find_last_not_of('0') + 1);
    if (text.ends_with('.')) text.pop_back();
    return text;
}

std::string time_text(std::int64_t ns) {
    constexpr std::size_t kShort = 9;
    std::string exact = to_text(Duration{ns});
    if (exact.size() <= kShort) return exact;
    TimeUnit unit = TimeUnit::s;
    while (unit != TimeUnit::ns && ns < nanoseconds_per(unit)) unit = finer(unit);
    return fmt::format("{:.3f}{}", static_cast<double>(ns) / static_cast<double>(nanoseconds_per(unit)), name_of(unit));
}

std::string rounded_time_text(double ns) {
    TimeUnit unit = TimeUnit::s;
    // 999.9996us is 1ms, not 1000us.
    while (unit != TimeUnit::ns && ns < 0.9999995 * static_cast<double>(nanoseconds_per(unit))) unit = finer(unit);
    std::string text = fmt::format("{:.3f}", ns / static_cast<double>(nanoseconds_per(unit)));
    text.erase(text.find_last_not_of('0') + 1);
    if (text.ends_with('.')) text.pop_back();
    return text == "0" ? text : text.append(name_of(unit));
}

std::string instant_text(std::int64_t ns) {
    TimeUnit unit = TimeUnit::s;
    while (unit != TimeUnit::ns && ns < nanoseconds_per(unit)) unit = finer(unit);
    if (ns == 0) return "0";
    const std::int64_t whole = nanoseconds_per(unit);
    std::string text = std::to_string(ns / whole);
    if (ns % whole != 0) {
        const std::string rest = std::to_string(ns % whole);
        text.append(".").append(3 * static_cast<std::size_t>(unit) - rest.size(), '0').append(rest);
        text.erase(text.find_last_not_of('0') + 1);
    }
    return text.append(name_of(unit));
}

std::string percent_text(std::int64_t part, std::int64_t whole) {
    if (whole <= 0) return "0.00 %";
    const double percent = 100.0 * static_cast<double>(part) / static_cast<double>(whole);
    if (part > 0 && percent < 0.005) return "<0.01 %";
    return fmt::format("{:.2f} %", percent);
}

std::string counted(std::uint64_t count, std::string_view singular) {
    return fmt::format("{} {}{}", count, singular, count == 1 ? "" : "s");
}

}  // namespace pinstack
