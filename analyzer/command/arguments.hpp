// SPDX-License-Identifier: Apache-2.0
//
// The options of one sub-command, declared and parsed. A thin cover over CLI11, so that only arguments.cpp compiles
// that header. Values land in the variables given, which must outlive parse().
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace pinstack {

/// In place of --help: the manual page of the command, its part of the completion by bash.
inline constexpr std::string_view kManPage = "--help=man";
inline constexpr std::string_view kBashCompletion = "--help=bash";

class Arguments {
public:
    /// `positional`: "FILE"; `examples`: two command lines that the help starts with; `summary`: a sentence or two.
    Arguments(std::string_view command, std::string_view positional, const std::vector<std::string>& examples,
              const std::string& summary);
    ~Arguments();
    Arguments(const Arguments&) = delete;
    Arguments& operator=(const Arguments&) = delete;

    void flag(const std::string& name, bool& value, const std::string& help);
    /// `placeholder`: how the help calls the value, e.g. "DURATION".
    void option(const std::string& name, std::string& value, const std::string& placeholder, const std::string& help);
    void option(const std::string& name, std::optional<std::string>& value, const std::string& placeholder,
                const std::string& help);
    /// May be given several times, one value each.
    void repeated(const std::string& name, std::vector<std::string>& values, const std::string& placeholder,
                  const std::string& help);
    void required_file(std::string& file);
    void required_files(std::vector<std::string>& files);
    /// `known`: words that it makes sense to give.
    void optional_words(std::vector<std::string>& words, std::vector<std::string> known);

    /// Nothing where the command can go on; else the exit code, help or error having been printed.
    std::optional<int> parse(const std::vector<std::string>& words);

private:
    struct Parser;
    std::unique_ptr<Parser> parser_;
};

}  // namespace pinstack
