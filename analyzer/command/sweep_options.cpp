// SPDX-License-Identifier: Apache-2.0
#include "analyzer/command/sweep_options.hpp"

#include <nlohmann/json.hpp>
#include <utility>

#include "analyzer/generate/word_reader.hpp"
#include "model/system/quote.hpp"

namespace pinstack {

namespace {

using Json = nlohmann::ordered_json;

/// "KEY=REST"; a problem where there is no `=`.
std::optional<std::pair<std::string, std::string_view>> key_and_rest(const char* option, std::string_view word,
                                                                     const char* expected, Problems& problems) {
    const std::size_t equals = word.find('=');
    if (equals != std::string_view::npos)
        return std::pair(std::string(word.substr(0, equals)), word.substr(equals + 1));
    Problem& problem = problems.emplace_back();
    problem.where.file = option;
    problem.found = quote(word);
    problem.expected = expected;
    return std::nullopt;
}

Json texts(std::string_view word, char separator) {
    Json list = Json::array();
    for (const std::string_view part : split(word, separator)) list.push_back(std::string(part));
    return list;
}

}  // namespace

Result<std::string> sweep_text(const SweepOptions& options) {
    Problems problems;
    Json json = {{"sweep", 1}};
    if (options.name) json["name"] = *options.name;
    for (const std::string& word : options.generate) {
        if (const auto pair = key_and_rest("--generate", word, "KEY=VALUE", problems))
            json["generate"][pair->first] = std::string(pair->second);
    }
    for (const std::string& word : options.grid) {
        if (const auto pair = key_and_rest("--grid", word, "KEY=VALUE;VALUE;...", problems))
            json["grid"][pair->first] = texts(pair->second, ';');
    }
    if (options.variants) json["variants"] = texts(*options.variants, ',');
    json["compute"] = Json::object();
    if (options.tests) json["compute"]["tests"] = *options.tests == "all" ? Json("all") : texts(*options.tests, ',');
    if (options.simulate) json["compute"]["simulate"] = true;
    if (!problems.empty()) return tl::unexpected(std::move(problems));
    return json.dump(2);
}

}  // namespace pinstack
