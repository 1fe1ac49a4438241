// SPDX-License-Identifier: Apache-2.0
//
// An XML file with places: pugixml does the reading. Entities that a file declares are not expanded, so a small file
// cannot grow; depth costs no stack.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <pugixml.hpp>

#include "analyzer/convert/conversion_log.hpp"
#include "analyzer/convert/decimal.hpp"

namespace pinstack {

class XmlFile {
public:
    XmlFile(std::string_view text, std::string file, ConversionLog& log);

    /// False where the text is no XML; the log says why.
    bool parse();
    pugi::xml_node root() const { return document_.document_element(); }

    /// Of an element, or of one of its attributes; the pointer is the path, "/taskset/task[3]/@period".
    Place place_of(pugi::xml_node node, std::string_view attribute = {}) const;

    /// A length of time in units of so many ns, rounded with a warning. `fallback` where there is no attribute; without
    /// one that is a problem, as are texts that are no numbers, and numbers below `min`.
    std::optional<std::int64_t> time(pugi::xml_node node, const char* attribute, std::int64_t unit, std::int64_t min,
                                     std::optional<std::int64_t> fallback = {});
    std::optional<std::int64_t> whole(pugi::xml_node node, const char* attribute, std::int64_t min, std::int64_t max,
                                      std::optional<std::int64_t> fallback = {});
    /// Warns of attributes that are not among these.
    void check_attributes(pugi::xml_node node, std::initializer_list<std::string_view> known, const char* hint);
    /// Warns of elements inside that are not among these.
    void check_elements(pugi::xml_node node, std::initializer_list<std::string_view> known, const char* hint);

private:
    void missing(pugi::xml_node node, const char* attribute);

    std::string_view text_;
    std::string file_;
    ConversionLog& log_;
    pugi::xml_document document_;
    std::vector<std::size_t> lines_;
};

}  // namespace pinstack
