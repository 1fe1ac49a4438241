// SPDX-License-Identifier: Apache-2.0
#include "analyzer/report/report_format.hpp"

#include <array>

#include "model/system/suggestion.hpp"

namespace pinstack {

namespace {

// As ReportFormat numbers them.
constexpr std::array<std::string_view, 7> kNames = {"text", "md", "html", "csv", "json", "junit", "svg"};
constexpr std::array<std::string_view, 7> kExtensions = {".txt", ".md", ".html", ".csv", ".json", ".xml", ".svg"};

}  // namespace

std::string_view name_of(ReportFormat format) { return kNames[static_cast<std::size_t>(format)]; }

std::optional<ReportFormat> parse_report_format(std::string_view text) {
    for (std::size_t i = 0; i < kNames.size(); ++i) {
        if (kNames[i] == text) return static_cast<ReportFormat>(i);
    }
    return std::nullopt;
}

std::string report_formats() {
    std::string out;
    for (std::size_t i = 0; i < kNames.size(); ++i) {
        out += i == 0 ? "" : i + 1 == kNames.size() ? " or " : ", ";
        out += kNames[i];
    }
    return out;
}

std::string suggest_report_format(std::string_view text) { return suggest(text, kNames, "supported formats"); }

std::string_view extension_of(ReportFormat format) { return kExtensions[static_cast<std::size_t>(format)]; }

}  // namespace pinstack
