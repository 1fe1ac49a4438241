// SPDX-License-Identifier: Apache-2.0
//
// The formats of the reports of `simulate`, `compare` and `batch`, as --format names them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace pinstack {

enum class ReportFormat : std::uint8_t { text, md, html, csv, json, junit, svg };

std::string_view name_of(ReportFormat format);
std::optional<ReportFormat> parse_report_format(std::string_view text);
/// "text, md, html, csv, json, junit or svg".
std::string report_formats();
/// "did you mean `html`?".
std::string suggest_report_format(std::string_view text);

/// Of a file in this format: ".html"; ".txt" and ".xml" where the name says less than the contents.
std::string_view extension_of(ReportFormat format);

}  // namespace pinstack
