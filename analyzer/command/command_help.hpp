// SPDX-License-Identifier: Apache-2.0
//
// What a sub-command says of itself: the one source of --help, the manual page and the completion of its words.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace pinstack {

struct OptionHelp {
    std::string names;        ///< "-o,--output"
    std::string placeholder;  ///< "FILE"; empty for a flag
    std::string help;

    std::string long_name() const;   ///< "--output"
    std::string short_name() const;  ///< "-o", or empty
    /// What it takes is a path.
    bool takes_path() const;
    /// The words it takes, where its help lists them, at the beginning or after a colon: "fp or edf", "text (default),
    /// md; as a trace: ftrace, perfetto". Empty where it does not.
    std::vector<std::string> choices() const;
};

struct CommandHelp {
    std::string command;                ///< "simulate"
    std::string positional;             ///< "FILE"
    std::vector<std::string> examples;  ///< two command lines
    std::string summary;                ///< a sentence or two
    std::vector<OptionHelp> options;
    std::vector<std::string> known_words;  ///< what may stand where there is no file, as far as it is known

    bool takes_path() const;
    /// Can its FILE be `-`?
    bool reads_stdin() const;
    /// What --help prints.
    std::string text() const;
};

}  // namespace pinstack
