// SPDX-License-Identifier: Apache-2.0
//
// A published schema (data/schema), to hold documents against. It hides valijson, which takes long to compile.
#pragma once

#include <memory>
#include <string>

#include <nlohmann/json_fwd.hpp>

namespace pinstack::test {

class Schema {
public:
    explicit Schema(const std::string& file_name);
    ~Schema();

    /// Empty where the document satisfies the schema, else what is wrong. Types are strict: "1" is no number.
    std::string complaint(const nlohmann::json& document) const;

private:
    struct Compiled;
    std::unique_ptr<const Compiled> compiled_;
};

}  // namespace pinstack::test
