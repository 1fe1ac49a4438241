// SPDX-License-Identifier: Apache-2.0
//
// Suites of test cases as a JUnit XML document.
//
// There is no standard of it. Elements and attributes are those of the one strict schema in use, junit-10.xsd of
// Jenkins' xUnit plugin, so that it accepts the document; which of them are shown where was read in the sources of
// Jenkins' JUnit plugin (CaseResult.java, SuiteResult.java), GitLab (lib/gitlab/ci/parsers/test/junit.rb) and, for
// GitHub, dorny/test-reporter and mikepenz/action-junit-report. What follows from them:
//
// * GitLab takes class name and name together as the identity of a case and ignores all but the first of the same
//   two: names are made different within a suite (" #2"), after what XML cannot hold has become U+FFFD.
// * GitLab shows the text of a failure and not its attribute `message`: a text begins with the message.
// * `time` is there because some readers show NaN where it is missing; it is 0, like everything about the clock: same
//   input, same bytes.
// * The root has no `skipped`: the schema knows it on suites only.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "analyzer/report/sink.hpp"
#include "model/system/problem.hpp"

namespace pinstack {

struct JunitCase {
    enum class Verdict : std::uint8_t { passed, failed, error, skipped };

    std::string name;
    Verdict verdict = Verdict::passed;
    std::string message{};  ///< one line; why it did not pass
    std::string details{};  ///< further lines, "\n" at the end of each but the last
};

struct JunitSuite {
    std::string name;
    std::string classname;                                          ///< of each case: the file as the user named it
    std::vector<std::pair<std::string, std::string>> properties{};  ///< name, value
    std::vector<JunitCase> cases{};
};

/// A file that could not be read, or is not valid: one case, an error, with every problem.
JunitSuite junit_error_suite(const std::string& file, const Problems& problems);

/// The suites of one file or of many, in one document.
void write_junit(Sink& sink, const std::vector<JunitSuite>& suites);

}  // namespace pinstack
