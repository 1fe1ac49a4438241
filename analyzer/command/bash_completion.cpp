// SPDX-License-Identifier: Apache-2.0
#include "analyzer/command/bash_completion.hpp"

#include <fmt/format.h>

namespace pinstack {

namespace {

std::string joined(const std::vector<std::string>& words) {
    std::string out;
    for (const std::string& word : words) out += (out.empty() ? "" : " ") + word;
    return out;
}

/// The pattern of a `case`: the names of the option.
std::string pattern(const OptionHelp& option) {
    return option.short_name().empty() ? option.long_name() : option.short_name() + "|" + option.long_name();
}

}  // namespace

std::string completion_begin(std::span<const Command> commands) {
    std::string names;
    for (const Command& command : commands) names += std::string(command.name) + " ";
    // `kind` is what the word after an option is: "" where it may be anything positional.
    return fmt::format(R"(# SPDX-License-Identifier: Apache-2.0
# Completion of pinstack by bash; made by `pinstack --help=bash`.

_pinstack() {{
    local word=${{COMP_WORDS[COMP_CWORD]}} before=${{COMP_WORDS[COMP_CWORD - 1]}}
    local options="" words="" paths="" value=""
    COMPREPLY=()
    if ((COMP_CWORD == 1)); then
        COMPREPLY=($(compgen -W "{}--help --version" -- "$word"))
        return
    fi
    # bash takes --option=value for three words.
    if [[ $word == "=" ]]; then
        word=""
    elif [[ $before == "=" ]]; then
        before=${{COMP_WORDS[COMP_CWORD - 2]}}
    fi
    case ${{COMP_WORDS[1]}} in
)",
                       names);
}

std::string completion_of(const CommandHelp& help) {
    std::string names;
    std::string values;
    for (const OptionHelp& option : help.options) {
        names += (names.empty() ? "" : " ") + option.long_name();
        if (option.placeholder.empty()) continue;
        const std::vector<std::string> choices = option.choices();
        values += fmt::format("                {}) value=yes{}{} ;;\n", pattern(option),
                              choices.empty() ? "" : fmt::format(" words=\"{}\"", joined(choices)),
                              option.takes_path() ? " paths=yes" : "");
    }
    std::string positional;
    if (help.takes_path()) positional += " paths=yes";
    if (!help.known_words.empty()) positional += fmt::format(" words=\"{}\"", joined(help.known_words));
    return fmt::format(
        "        {})\n"
        "            options=\"{}\"\n"
        "            case $before in\n"
        "{}"
        "                *){} ;;\n"
        "            esac ;;\n",
        help.command, names, values, positional);
}

std::string completion_end() {
    return R"(        *) return ;;
    esac
    if [[ -z $value && $word == -* ]]; then
        COMPREPLY=($(compgen -W "$options" -- "$word"))
        return
    fi
    [[ -z $words ]] || COMPREPLY=($(compgen -W "$words" -- "$word"))
    if [[ -n $paths ]]; then
        compopt -o filenames 2>/dev/null
        local path
        while IFS= read -r path; do COMPREPLY+=("$path"); done < <(compgen -f -- "$word")
    fi
}
complete -F _pinstack pinstack
)";
}

}  // namespace pinstack
