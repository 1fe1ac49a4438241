// SPDX-License-Identifier: Apache-2.0
//
// Topics for a terminal of kTextWidth columns and in Markdown.
#pragma once

#include <string>

#include "analyzer/explain/topic.hpp"
#include "analyzer/report/style.hpp"

namespace pinstack {

/// The topic, wrapped; headings stand out where the style has colour.
std::string topic_text(const Topic& topic, const Style& style);

/// Every topic with its gist, by group.
std::string topic_list_text(const Style& style);
std::string topic_list_markdown();

}  // namespace pinstack
