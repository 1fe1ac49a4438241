// SPDX-License-Identifier: Apache-2.0
#include "tests/support/schema.hpp"

#include <fstream>

#include <nlohmann/json.hpp>
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validation_results.hpp>
#include <valijson/validator.hpp>

namespace pinstack::test {

using Json = nlohmann::json;
using Adapter = valijson::adapters::NlohmannJsonAdapter;

namespace {

Json schema_file(const std::string& name) {
    std::ifstream in(PINSTACK_SOURCE_DIR "/data/schema/" + name);
    return Json::parse(in);
}

}  // namespace

struct Schema::Compiled {
    valijson::Schema schema;
};

Schema::Schema(const std::string& file_name) {
    const Json document = schema_file(file_name);
    // The schemas refer to each other by file name, which valijson resolves against the $id.
    const auto fetch = [](const std::string& uri) {
        return std::make_unique<Json>(schema_file(uri.substr(uri.find_last_of('/') + 1))).release();
    };
    const auto release = [](const Json* fetched) { delete fetched; };
    auto compiled = std::make_unique<Compiled>();
    valijson::SchemaParser parser(valijson::SchemaParser::kDraft7);
    parser.populateSchema<Adapter>(Adapter(document), compiled->schema, fetch, release);
    compiled_ = std::move(compiled);
}

Schema::~Schema() = default;

std::string Schema::complaint(const Json& document) const {
    valijson::ValidationResults results;
    valijson::Validator validator(valijson::Validator::kStrongTypes);
    if (validator.validate(compiled_->schema, Adapter(document), &results)) return "";
    std::string out = "invalid";
    valijson::ValidationResults::Error error;
    while (results.popError(error)) {
        for (const std::string& step : error.context) out += step;
        out += ": " + error.description + "\n";
    }
    return out;
}

}  // namespace pinstack::test
