// SPDX-License-Identifier: Apache-2.0
#include "analyzer/convert/file_format.hpp"

#include <algorithm>
#include <array>
#include <vector>

#include "model/system/quote.hpp"
#include "model/system/suggestion.hpp"

namespace pinstack {

namespace {

struct Row {
    FileFormat format;
    std::string_view name, ending;
    bool is_read, is_written;
};

constexpr std::array kRows = {
    Row{FileFormat::pinstack, "pinstack", ".pinstack.json", true, true},
    Row{FileFormat::rt_app, "rt-app", ".rt-app.json", true, true},
    Row{FileFormat::schedcat, "schedcat", ".xml", true, false},
    Row{FileFormat::simso, "simso", ".xml", true, false},
    Row{FileFormat::sag, "sag", ".csv", true, true},
    Row{FileFormat::ftrace, "ftrace", ".ftrace", false, true},
    Row{FileFormat::perfetto, "perfetto", ".perfetto.json", false, true},
    Row{FileFormat::dot, "dot", ".dot", false, true},
    Row{FileFormat::rig, "rig", ".rig", false, true},
};

const Row& row_of(FileFormat format) { return kRows[static_cast<std::size_t>(format)]; }

std::vector<std::string_view> names(bool read) {
    std::vector<std::string_view> out;
    for (const Row& row : kRows) {
        if (read ? row.is_read : row.is_written) out.push_back(row.name);
    }
    return out;
}

std::string list(const std::vector<std::string_view>& all) {
    std::string out;
    for (std::size_t i = 0; i < all.size(); ++i) {
        out += i == 0 ? "" : i + 1 == all.size() ? " or " : ", ";
        out += all[i];
    }
    return out;
}

Result<FileFormat> parse(std::string_view text, bool read) {
    const std::vector<std::string_view> known = names(read);
    for (const Row& row : kRows) {
        if (row.name == text && (read ? row.is_read : row.is_written)) return row.format;
    }
    return fail(quote(text), list(known), suggest(text, known, "formats"));
}

/// The name of the first element of an XML text.
std::string_view first_element(std::string_view text) {
    for (std::size_t at = text.find('<'); at != std::string_view::npos && at + 1 < text.size();
         at = text.find('<', at + 1)) {
        const char c = text[at + 1];
        if (text.substr(at, 4) == "<!--") {
            at = std::min(text.find("-->", at), text.size() - 1);
            continue;
        }
        if (c == '?' || c == '!') continue;
        const std::size_t end = text.find_first_of(" \t\r\n/>", at + 1);
        return text.substr(at + 1, std::min(end, text.size()) - at - 1);
    }
    return {};
}

}  // namespace

std::string_view name_of(FileFormat format) { return row_of(format).name; }
bool is_read(FileFormat format) { return row_of(format).is_read; }
bool is_written(FileFormat format) { return row_of(format).is_written; }
std::string readable_formats() { return list(names(true)); }
std::string writable_formats() { return list(names(false)); }
std::string_view ending_of(FileFormat format) { return row_of(format).ending; }

Result<FileFormat> parse_input_format(std::string_view text) { return parse(text, true); }
Result<FileFormat> parse_output_format(std::string_view text) { return parse(text, false); }

Result<FileFormat> recognise_input(std::string_view text, const std::string& file) {
    if (file.ends_with(".pinstack.json")) return FileFormat::pinstack;
    if (text.starts_with("\xef\xbb\xbf")) text.remove_prefix(3);
    const std::size_t first = text.find_first_not_of(" \t\r\n");
    const char start = first == std::string_view::npos ? '\0' : text[first];
    if (start == '<') {
        const std::string_view element = first_element(text);
        if (element == "simulation") return FileFormat::simso;
        if (element == "taskset" || element == "testpoint") return FileFormat::schedcat;
        return tl::unexpected(Problems{{{file, 0, 0, ""},
                                        "XML that begins with <" + std::string(element.substr(0, 40)) + ">",
                                        "<taskset>, <testpoint> (SchedCAT) or <simulation> (SimSo)",
                                        "--from names the format"}});
    }
    if (start == '{' || (start == '/' && text.find('{') != std::string_view::npos)) {
        return text.find("\"pinstack\"") != std::string_view::npos ? FileFormat::pinstack : FileFormat::rt_app;
    }
    if (file.ends_with(".csv")) return FileFormat::sag;
    const std::string_view line = text.substr(0, text.find('\n'));
    if (std::count(line.begin(), line.end(), ',') == 7) return FileFormat::sag;
    return tl::unexpected(
        Problems{{{file, 0, 0, ""}, "a file of no known format", readable_formats(), "--from names the format"}});
}

Result<FileFormat> recognise_output(const std::string& file) {
    const auto ends_with = [&](std::string_view ending) { return file.ends_with(ending); };
    if (ends_with(".pinstack.json")) return FileFormat::pinstack;
    if (ends_with(".rt-app.json") || ends_with(".rtapp.json")) return FileFormat::rt_app;
    if (ends_with(".perfetto.json") || ends_with(".trace.json")) return FileFormat::perfetto;
    if (ends_with(".csv")) return FileFormat::sag;
    if (ends_with(".ftrace")) return FileFormat::ftrace;
    if (ends_with(".dot") || ends_with(".gv")) return FileFormat::dot;
    if (ends_with(".rig")) return FileFormat::rig;
    const bool is_json = ends_with(".json");
    return fail(quote(file) + " as the name of the output",
                is_json
                    ? "a name that tells the format: .pinstack.json, .rt-app.json or .perfetto.json"
                    : "a name that ends with .pinstack.json, .rt-app.json, .csv, .ftrace, .perfetto.json, .dot or .rig",
                "--to names the format: " + writable_formats());
}

}  // namespace pinstack
