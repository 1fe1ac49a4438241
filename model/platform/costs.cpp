// SPDX-License-Identifier: Apache-2.0
#include "model/platform/costs.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "model/platform/built_in_costs.hpp"
#include "model/system/field_reader.hpp"
#include "model/system/json_document.hpp"
#include "model/system/quote.hpp"
#include "model/system/suggestion.hpp"

namespace pinstack {

namespace {

constexpr std::array<std::string_view, 5> kModelKeys = {"$schema", "pinstack_costs", "name", "description", "costs"};
constexpr std::array<std::string_view, 4> kCostKeys = {"value", "per_cpu", "range", "source"};
constexpr std::array<std::string_view, 1> kBuiltIn = {"x86-64"};
constexpr std::string_view kOneCost = "write for example {\"ipi\": {\"value\": \"1us\", \"source\": \"measured\"}}";
constexpr std::string_view kOneRange = "write for example [\"500ns\", \"2us\"]";
constexpr JsonId kRoot = JsonDocument::kRoot;

class CostReader {
public:
    explicit CostReader(const JsonDocument& document) : document_(document), reader_(document) {}

    Result<CostModel> read() {
        CostModel model;
        if (!reader_.expect(kRoot, JsonKind::object, "a cost model: a JSON object", "data/costs/x86-64.json is one"))
            return tl::unexpected<Problems>(reader_.take_problems());
        reader_.check_keys(kRoot, kModelKeys, "a cost model");
        reader_.check_duplicates();
        if (const JsonId version = require(kRoot, "pinstack_costs"); version != kNoJson) {
            reader_.integer(version, 1, 1, "1, the version of the format", "this program reads format 1 only");
        }
        model.name = read_text(kRoot, "name");
        if (document_.find(kRoot, "description") != kNoJson) model.description = read_text(kRoot, "description");
        if (const JsonId costs = require(kRoot, "costs");
            costs != kNoJson && reader_.expect(costs, JsonKind::object, "an object of costs", kOneCost)) {
            if (document_[costs].count == 0)
                reader_.report(costs, "an empty object", "at least one cost", std::string(kOneCost));
            for (JsonId id = document_.first(costs); id != kNoJson; id = document_[id].next)
                model.costs.push_back(read_cost(id));
        }
        if (reader_.has_problems()) return tl::unexpected<Problems>(reader_.take_problems());
        return model;
    }

private:
    JsonId require(JsonId object, std::string_view key) {
        const JsonId id = document_.find(object, key);
        if (id == kNoJson)
            reader_.report(object, fmt::format("no `{}`", key), fmt::format("`{}`", key),
                           "data/costs/x86-64.json shows the format");
        return id;
    }

    std::string read_text(JsonId object, std::string_view key) {
        const JsonId id = require(object, key);
        if (id == kNoJson) return "";
        const auto text = reader_.text(id, "a text");
        if (text && text->empty())
            reader_.report(id, "an empty text", fmt::format("a `{}`", key), "say where the number comes from");
        return std::string(text.value_or(""));
    }

    Cost read_cost(JsonId id) {
        Cost cost;
        cost.name = document_[id].key;
        if (!reader_.expect(id, JsonKind::object, "a cost: an object with `value` and `source`", kOneCost)) return cost;
        reader_.check_keys(id, kCostKeys, "a cost");
        if (const JsonId value = require(id, "value"); value != kNoJson)
            cost.value = reader_.duration(value, "a cost", 0).value_or(Duration{});
        if (const JsonId per_cpu = document_.find(id, "per_cpu"); per_cpu != kNoJson) {
            cost.per_cpu = reader_.duration(per_cpu, "a cost per CPU", 0).value_or(Duration{});
        }
        if (const JsonId range = document_.find(id, "range"); range != kNoJson)
            cost.range = read_range(range, cost.value);
        cost.source = read_text(id, "source");
        return cost;
    }

    std::optional<CostRange> read_range(JsonId id, Duration value) {
        if (!reader_.expect(id, JsonKind::array, "a range: [low, high]", kOneRange)) return std::nullopt;
        if (document_[id].count != 2) {
            reader_.report(id, fmt::format("an array of {}", document_[id].count), "a range: [low, high]",
                           std::string(kOneRange));
            return std::nullopt;
        }
        const JsonId low_id = document_.first(id);
        const auto low = reader_.duration(low_id, "a cost", 0);
        const auto high = reader_.duration(document_[low_id].next, "a cost", 0);
        if (!low || !high) return std::nullopt;
        if (*low > value || value > *high) {
            reader_.report(id, fmt::format("a range that {} is not in", to_text(value)), "low <= value <= high",
                           "the range is the one that `value` was seen in");
            return std::nullopt;
        }
        return CostRange{*low, *high};
    }

    const JsonDocument& document_;
    FieldReader reader_;
};

}  // namespace

const Cost* CostModel::find(std::string_view cost) const {
    const auto found = std::find_if(costs.begin(), costs.end(), [&](const Cost& each) { return each.name == cost; });
    return found == costs.end() ? nullptr : &*found;
}

Result<CostModel> parse_cost_model(std::string_view text, const std::string& file) {
    auto document = JsonDocument::parse(text, file);
    if (!document) return tl::unexpected<Problems>(std::move(document.error()));
    return CostReader(*document).read();
}

std::span<const std::string_view> built_in_cost_models() { return kBuiltIn; }

Result<CostModel> find_cost_model(std::string_view name) {
    if (name == "none") return CostModel{};
    if (name == kBuiltIn[0]) return parse_cost_model(kX86Costs, "data/costs/x86-64.json");
    constexpr std::array<std::string_view, 2> kNames = {"none", kBuiltIn[0]};
    return fail(fmt::format("the unknown cost model {}", quote(name)), "the name of a cost model",
                suggest(name, kNames, "cost models"));
}

}  // namespace pinstack
