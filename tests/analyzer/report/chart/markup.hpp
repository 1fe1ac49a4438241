// SPDX-License-Identifier: Apache-2.0
//
// Reads the markup of pages and drawings, as far as their tests need.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

namespace pinstack::test {

inline std::size_t occurrences(const std::string& text, std::string_view what) {
    std::size_t count = 0;
    for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + what.size())) ++count;
    return count;
}

/// Every element that is opened is closed, in order.
inline bool is_balanced(const std::string& text) {
    const std::vector<std::string> empty{"meta", "!DOCTYPE"};
    std::vector<std::string> open;
    for (std::size_t at = 0; (at = text.find('<', at)) != std::string::npos; ++at) {
        const std::size_t end = text.find('>', at);
        if (end == std::string::npos) return false;
        const bool closes = text[at + 1] == '/';
        const std::size_t name_from = at + (closes ? 2 : 1);
        const std::string name = text.substr(name_from, text.find_first_of(" />", name_from) - name_from);
        if (closes) {
            if (open.empty() || open.back() != name) return false;
            open.pop_back();
        } else if (text[end - 1] != '/' && std::find(empty.begin(), empty.end(), name) == empty.end()) {
            open.push_back(name);
        }
    }
    return open.empty();
}

/// The values of an attribute of all elements whose tag (up to its first '>') holds `marker`.
inline std::vector<std::string> attributes(const std::string& text, std::string_view marker, const std::string& name) {
    std::vector<std::string> values;
    for (std::size_t at = 0; (at = text.find('<', at)) != std::string::npos; ++at) {
        const std::string tag = text.substr(at, text.find('>', at) - at);
        if (tag.find(marker) == std::string::npos) continue;
        const std::size_t from = tag.find(" " + name + "=\"");
        if (from == std::string::npos) continue;
        const std::size_t begin = from + name.size() + 3;
        values.push_back(tag.substr(begin, tag.find('"', begin) - begin));
    }
    return values;
}

}  // namespace pinstack::test
