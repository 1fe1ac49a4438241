// SPDX-License-Identifier: Apache-2.0
#include "analyzer/convert/xml_file.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "model/system/quote.hpp"
#include "model/system/utf8.hpp"
#include "model/time/duration.hpp"

namespace pinstack {

namespace {

// Of what a path shows; places of many elements must not cost the square of their number.
constexpr std::size_t kMostNesting = 100;
constexpr int kMostSiblings = 1000;

}  // namespace

XmlFile::XmlFile(std::string_view text, std::string file, ConversionLog& log)
    : text_(text), file_(std::move(file)), log_(log), lines_{0} {
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '\n') lines_.push_back(i + 1);
    }
}

bool XmlFile::parse() {
    const auto place = [&](std::size_t at) {
        const auto line = std::upper_bound(lines_.begin(), lines_.end(), at) - lines_.begin();
        return Place{file_, static_cast<std::uint32_t>(line),
                     static_cast<std::uint32_t>(at - lines_[static_cast<std::size_t>(line - 1)] + 1), ""};
    };
    if (const auto bad = find_non_utf8(text_)) {
        log_.fail(place(*bad), "a byte that is no UTF-8", "XML in UTF-8");
        return false;
    }
    const pugi::xml_parse_result result =
        document_.load_buffer(text_.data(), text_.size(), pugi::parse_default, pugi::encoding_utf8);
    if (!result) {
        log_.fail(place(static_cast<std::size_t>(std::max<std::ptrdiff_t>(result.offset, 0))), result.description(),
                  "XML");
        return false;
    }
    if (root()) return true;
    log_.fail(place(0), "no element", "XML");
    return false;
}

Place XmlFile::place_of(pugi::xml_node node, std::string_view attribute) const {
    Place place{file_, 0, 0, ""};
    if (const std::ptrdiff_t offset = node.offset_debug(); offset >= 0) {
        const auto at = static_cast<std::size_t>(offset);
        const auto line = std::upper_bound(lines_.begin(), lines_.end(), at) - lines_.begin();
        place.line = static_cast<std::uint32_t>(line);
        place.column = static_cast<std::uint32_t>(at - lines_[static_cast<std::size_t>(line - 1)] + 1);
    }
    std::size_t depth = 0;
    for (pugi::xml_node at = node; at && at.type() == pugi::node_element && ++depth < kMostNesting; at = at.parent()) {
        int number = 1;
        int looked_at = 0;
        for (pugi::xml_node other = at.previous_sibling(); other && ++looked_at < kMostSiblings;
             other = other.previous_sibling()) {
            number += std::string_view(other.name()) == at.name();
        }
        const bool is_known = looked_at < kMostSiblings;
        const bool several =
            number > 1 || (at.next_sibling() && std::string_view(at.next_sibling().name()) == at.name());
        place.pointer =
            fmt::format("/{}{}", at.name(), several && is_known ? fmt::format("[{}]", number) : "") + place.pointer;
    }
    if (!attribute.empty()) place.pointer += fmt::format("/@{}", attribute);
    return place;
}

void XmlFile::missing(pugi::xml_node node, const char* attribute) {
    log_.fail(place_of(node), fmt::format("no attribute `{}`", attribute),
              fmt::format("`{}` in <{}>", attribute, node.name()));
}

std::optional<std::int64_t> XmlFile::time(pugi::xml_node node, const char* attribute, std::int64_t unit,
                                          std::int64_t min, std::optional<std::int64_t> fallback) {
    const pugi::xml_attribute found = node.attribute(attribute);
    if (!found) {
        if (!fallback) missing(node, attribute);
        return fallback;
    }
    const auto number = parse_decimal_in(found.value(), unit);
    if (!number || number->value < min) {
        log_.fail(place_of(node, attribute), quote(found.value()),
                  min > 0 ? "a time above 0, below 146 years" : "a time that is not negative, below 146 years");
        return std::nullopt;
    }
    if (!number->exact)
        log_.warn(place_of(node, attribute), quote(found.value()), "whole nanoseconds", "it is rounded");
    return number->value;
}

std::optional<std::int64_t> XmlFile::whole(pugi::xml_node node, const char* attribute, std::int64_t min,
                                           std::int64_t max, std::optional<std::int64_t> fallback) {
    const pugi::xml_attribute found = node.attribute(attribute);
    if (!found) {
        if (!fallback) missing(node, attribute);
        return fallback;
    }
    const auto number = parse_whole(found.value());
    if (number && *number >= min && *number <= max) return number;
    log_.fail(place_of(node, attribute), quote(found.value()), fmt::format("a whole number from {} to {}", min, max));
    return std::nullopt;
}

void XmlFile::check_attributes(pugi::xml_node node, std::initializer_list<std::string_view> known, const char* hint) {
    for (const pugi::xml_attribute attribute : node.attributes()) {
        if (std::find(known.begin(), known.end(), attribute.name()) != known.end()) continue;
        log_.warn(place_of(node, attribute.name()), fmt::format("`{}`", attribute.name()),
                  "what a system file has a place for", hint);
    }
}

void XmlFile::check_elements(pugi::xml_node node, std::initializer_list<std::string_view> known, const char* hint) {
    for (const pugi::xml_node child : node.children()) {
        if (child.type() != pugi::node_element) continue;
        if (std::find(known.begin(), known.end(), child.name()) != known.end()) continue;
        log_.warn(place_of(child), fmt::format("<{}>", child.name()), "what a system file has a place for", hint);
    }
}

}  // namespace pinstack
