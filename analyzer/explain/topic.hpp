// SPDX-License-Identifier: Apache-2.0
//
// A word of the reports and what `pinstack explain` says about it. A topic is a Markdown file, data/explain/NAME.md:
//
//     # NAME
//
//     aliases: A, B            (may be missing)
//     group: GROUP
//
//     What it means; the first sentence stands in the list of topics.
//
//     ## Rule
//     ## In the kernel
//     ## Try                   commands to run, indented by four blanks, and what to look at
//     ## See also
//     NAME, NAME
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

namespace pinstack {

/// Views into the text it was parsed from; those of topics() last as long as the program.
struct Topic {
    std::string_view name;
    std::vector<std::string_view> aliases;
    std::string_view group;
    std::string gist;                        ///< the first sentence of its meaning
    std::vector<std::string_view> see_also;  ///< names of topics
    std::string_view text;                   ///< the whole file
};

/// What is wrong with the text where it is no topic.
tl::expected<Topic, std::string> parse_topic(std::string_view text);

/// All topics, by group.
std::span<const Topic> topics();

/// The topic of that name or alias, or nothing. Case does not count, '-', '_', ',' and blanks are the same; "_ns" at
/// the end of a JSON key and a balancer's parameter (bounded-stack:2) may be there or not.
const Topic* find_topic(std::string_view word);

/// The topic, or those of both parts of a variant (migrate_disable/shift). Empty where one is not known.
std::vector<const Topic*> find_topics(std::string_view word);

/// What to try in place of a word that is no topic: "did you mean `pin_wait`?".
std::string suggest_topic(std::string_view word);

}  // namespace pinstack
