// SPDX-License-Identifier: Apache-2.0
#include "analyzer/report/junit_writer.hpp"

#include <fmt/format.h>

#include <cstddef>
#include <unordered_set>

#include "analyzer/report/display_text.hpp"
#include "analyzer/run/outcome.hpp"

namespace pinstack {

namespace {

using Verdict = JunitCase::Verdict;

constexpr std::size_t kFlushAt = 1 << 16;

struct Counts {
    std::size_t tests = 0, failures = 0, errors = 0, skipped = 0;

    void add(Verdict verdict) {
        ++tests;
        failures += verdict == Verdict::failed ? 1 : 0;
        errors += verdict == Verdict::error ? 1 : 0;
        skipped += verdict == Verdict::skipped ? 1 : 0;
    }
};

Counts counts_of(const std::vector<JunitSuite>& suites) {
    Counts counts;
    for (const JunitSuite& suite : suites) {
        for (const JunitCase& each : suite.cases) counts.add(each.verdict);
    }
    return counts;
}

Counts counts_of(const JunitSuite& suite) {
    Counts counts;
    for (const JunitCase& each : suite.cases) counts.add(each.verdict);
    return counts;
}

/// A reader makes a blank of a tab or a line break in an attribute, unless it is written as a reference.
std::string attribute(std::string_view text) {
    std::string out;
    for (const char c : xml_escaped(text)) {
        if (c == '\n') {
            out += "&#10;";
        } else if (c == '\t') {
            out += "&#9;";
        } else {
            out += c;
        }
    }
    return out;
}

/// The element in a case that did not pass, and its type.
std::pair<std::string_view, std::string_view> element_of(Verdict verdict) {
    switch (verdict) {
        case Verdict::failed:
            return {"failure", "failed_check"};
        case Verdict::error:
            return {"error", "invalid_file"};
        default:
            return {"skipped", "not_applicable"};
    }
}

class CaseNames {
public:
    /// As it is written, and not yet taken.
    std::string take(const std::string& name) {
        std::string written = attribute(name);
        for (std::size_t i = 2; !taken_.insert(written).second; ++i)
            written = attribute(fmt::format("{} #{}", name, i));
        return written;
    }

private:
    std::unordered_set<std::string> taken_;
};

std::string case_text(const JunitCase& each, const std::string& name, const std::string& classname) {
    std::string out = fmt::format("    <testcase name=\"{}\" classname=\"{}\" time=\"0\"", name, classname);
    if (each.verdict == Verdict::passed) return out + "/>\n";
    const auto [element, type] = element_of(each.verdict);
    out += fmt::format(">\n      <{} type=\"{}\" message=\"{}\">{}", element, type, attribute(each.message),
                       xml_escaped(each.message));
    if (!each.details.empty()) out += "\n" + xml_escaped(each.details);
    return out + fmt::format("</{}>\n    </testcase>\n", element);
}

}  // namespace

JunitSuite junit_error_suite(const std::string& file, const Problems& problems) {
    std::string details = to_text(problems);
    while (details.ends_with('\n')) details.pop_back();
    return {.name = file,
            .classname = file,
            .cases = {{.name = "the system file is valid",
                       .verdict = Verdict::error,
                       .message = why_not_text(problems),
                       .details = details}}};
}

void write_junit(Sink& sink, const std::vector<JunitSuite>& suites) {
    const Counts all = counts_of(suites);
    std::string buffer = fmt::format(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        "<testsuites name=\"pinstack\" tests=\"{}\" failures=\"{}\" errors=\"{}\" time=\"0\">\n",
        all.tests, all.failures, all.errors);
    for (const JunitSuite& suite : suites) {
        const Counts counts = counts_of(suite);
        buffer += fmt::format(
            "  <testsuite name=\"{}\" tests=\"{}\" failures=\"{}\" errors=\"{}\" skipped=\"{}\" time=\"0\">\n",
            attribute(suite.name), counts.tests, counts.failures, counts.errors, counts.skipped);
        if (!suite.properties.empty()) {
            buffer += "    <properties>\n";
            for (const auto& [name, value] : suite.properties) {
                buffer +=
                    fmt::format("      <property name=\"{}\" value=\"{}\"/>\n", attribute(name), attribute(value));
            }
            buffer += "    </properties>\n";
        }
        const std::string classname = attribute(suite.classname);
        CaseNames names;
        for (const JunitCase& each : suite.cases) {
            buffer += case_text(each, names.take(each.name), classname);
            if (buffer.size() < kFlushAt) continue;
            sink.write(buffer);
            buffer.clear();
        }
        buffer += "  </testsuite>\n";
    }
    sink.write(buffer + "</testsuites>\n");
}

}  // namespace pinstack
