// SPDX-License-Identifier: Apache-2.0
#include "analyzer/report/time_scale.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

namespace pinstack {

namespace {

TimeUnit finer(TimeUnit unit) { return static_cast<TimeUnit>(static_cast<int>(unit) - 1); }
TimeUnit coarser(TimeUnit unit) { return static_cast<TimeUnit>(static_cast<int>(unit) + 1); }

}  // namespace

void TimeScale::fit(std::int64_t ns) {
    if (ns < 0) ns = -ns;
    if (ns == 0) return;
    divisor_ = std::gcd(divisor_, ns);
    largest_ = std::max(largest_, ns);
    smallest_ = smallest_ == 0 ? ns : std::min(smallest_, ns);
    while (exact_ != TimeUnit::ns && ns % (nanoseconds_per(exact_) / 1000) != 0) exact_ = finer(exact_);
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
    int decimals = 0;
    for (std::int64_t step = nanoseconds_per(unit()); decimals < 3 && divisor_ % step != 0; step /= 10) ++decimals;
    return fmt::format("{:.{}f}", static_cast<double>(ns) / static_cast<double>(nanoseconds_per(unit())), decimals);
}

std::string TimeScale::text(double ns) const {
    std::string text = fmt::format("{:.3f}", ns / static_cast<double>(nanoseconds_per(unit())));
    while (text.ends_with('0')) text.pop_back();
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
