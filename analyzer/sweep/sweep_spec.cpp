// SPDX-License-Identifier: Apache-2.0
//
// Reads an experiment. The file's own text tells where a problem is; the spec itself is read from the canonical text
// (keys sorted, no comments, no description), so that equal experiments are equal to the last byte.
#include "analyzer/sweep/sweep_spec.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <set>

#include "analyzer/bounds/registry.hpp"
#include "analyzer/sweep/sweep_cells.hpp"
#include "model/system/field_reader.hpp"
#include "model/system/json_document.hpp"
#include "model/system/kernel_reader.hpp"
#include "model/system/load.hpp"
#include "model/system/quote.hpp"
#include "model/system/suggestion.hpp"

namespace pinstack {

namespace {

constexpr std::array<std::string_view, 11> kKeys = {"$schema",  "sweep", "name",  "description", "seed",   "samples",
                                                    "generate", "grid",  "costs", "variants",    "compute"};
constexpr std::array<std::string_view, 3> kComputeKeys = {"tests", "simulate", "explore"};
constexpr std::array<std::string_view, 3> kExploreKeys = {"objective", "evaluations", "window"};
constexpr std::array<std::string_view, 2> kVariantKeys = {"name", "kernel"};
constexpr std::array<std::string_view, 4> kObjectives = {"response", "lateness", "loss", "depth"};  // as numbered

class SweepReader {
public:
    explicit SweepReader(const JsonDocument& document) : document_(document), reader_(document) {}

    Result<SweepSpec> read() {
        if (!reader_.expect(kRoot, JsonKind::object, "an experiment: a JSON object", "a file starts with {"))
            return tl::unexpected(reader_.take_problems());
        reader_.check_keys(kRoot, kKeys, "an experiment");
        reader_.check_duplicates();
        read_head();
        read_parameters("generate", spec_.fixed, false);
        read_parameters("grid", spec_.grid, true);
        if (const JsonId costs = find("costs"); costs != kNoJson) read_costs(reader_, costs, spec_.costs);
        read_variants();
        read_compute();
        if (reader_.has_problems()) return tl::unexpected(reader_.take_problems());
        check_cells();
        if (reader_.has_problems()) return tl::unexpected(reader_.take_problems());
        return std::move(spec_);
    }

private:
    static constexpr JsonId kRoot = JsonDocument::kRoot;

    JsonId find(std::string_view key) const { return document_.find(kRoot, key); }

    void read_head() {
        const JsonId version = find("sweep");
        if (version == kNoJson) {
            reader_.report(kRoot, "a file without `sweep`", "`sweep`, the version of the format", "write \"sweep\": 1");
        } else {
            reader_.integer(version, 1, 1, "1, the version of the format", "this program reads format 1 only");
        }
        if (const JsonId name = find("name"); name != kNoJson)
            spec_.name = reader_.text(name, "the name of the experiment: a text").value_or("sweep");
        if (const JsonId description = find("description"); description != kNoJson)
            static_cast<void>(reader_.text(description, "a description: a text"));
        if (const JsonId seed = find("seed"); seed != kNoJson) {
            spec_.seed =
                reader_.unsigned_integer(seed, "a seed: a whole number from 0 to 2^64 - 1", "leave it out for 1")
                    .value_or(1);
        }
        if (const JsonId samples = find("samples"); samples != kNoJson) {
            spec_.samples = static_cast<std::uint64_t>(
                reader_
                    .integer(samples, 1, static_cast<std::int64_t>(kMostSweepSets),
                             "how many sets a cell has: a whole number of 1 or more", "leave it out for 100")
                    .value_or(100));
        }
    }

    /// A number as it is written, or a text.
    std::optional<std::string> word(JsonId id) {
        const JsonKind kind = document_[id].kind;
        if (kind == JsonKind::string || kind == JsonKind::integer || kind == JsonKind::real)
            return std::string(document_[id].text);
        reader_.report_type(id, "a value of this option of `pinstack generate`: a number or a text",
                            "write for example 4 or \"uniform:0.1:0.5\"");
        return std::nullopt;
    }

    void read_parameters(std::string_view part, std::vector<SweepAxis>& axes, bool is_grid) {
        const JsonId object = find(part);
        if (object == kNoJson) return;
        if (!reader_.expect(object, JsonKind::object, "options of `pinstack generate`",
                            is_grid ? "write for example {\"cpus\": [2, 4, 8]}" : "write for example {\"cpus\": 4}"))
            return;
        const std::vector<std::string> keys = sweep_keys();
        const std::vector<std::string_view> known(keys.begin(), keys.end());
        reader_.check_keys(object, known, fmt::format("`{}`", part));
        for (JsonId id = document_.first(object); id != kNoJson; id = document_[id].next) {
            SweepAxis axis{std::string(document_[id].key), {}};
            if (is_grid) {
                read_axis(id, axis);
            } else if (auto value = word(id)) {
                axis.words.push_back(std::move(*value));
            }
            const auto is_same = [&](const SweepAxis& other) { return other.key == axis.key; };
            if (is_grid && std::any_of(spec_.fixed.begin(), spec_.fixed.end(), is_same)) {
                reader_.report_at_key(id, fmt::format("{}, which `generate` has too", quote(axis.key)),
                                      "each parameter in one of the two", "take it out of one");
            }
            if (!axis.words.empty()) axes.push_back(std::move(axis));
        }
    }

    void read_axis(JsonId list, SweepAxis& axis) {
        if (!reader_.expect(list, JsonKind::array, "a list of values", "write for example [2, 4, 8]")) return;
        if (document_[list].count == 0) reader_.report(list, "an empty array", "at least one value", "");
        for (JsonId id = document_.first(list); id != kNoJson; id = document_[id].next) {
            auto value = word(id);
            if (!value) continue;
            if (std::find(axis.words.begin(), axis.words.end(), *value) != axis.words.end())
                reader_.report(id, fmt::format("{} a second time", quote(*value)), "each value once", "");
            axis.words.push_back(std::move(*value));
        }
    }

    void read_variants() {
        const JsonId list = find("variants");
        if (list == kNoJson) {
            reader_.report(kRoot, "an experiment without `variants`", "`variants`, what is compared",
                           "write for example [\"none/shift\", \"migrate_disable/shift\"]");
            return;
        }
        if (!reader_.expect(list, JsonKind::array, "a list of variants", "write [\"migrate_disable/shift\"]")) return;
        if (document_[list].count == 0) reader_.report(list, "an empty array", "at least one variant", "");
        std::set<std::string> names;
        for (JsonId id = document_.first(list); id != kNoJson; id = document_[id].next) {
            std::optional<SweepVariant> variant = read_variant(id);
            if (!variant) continue;
            if (!names.insert(variant->name).second) {
                reader_.report(id, fmt::format("the variant {} a second time", quote(variant->name)),
                               "a name that no other variant has", "rename one of the two");
            }
            spec_.variants.push_back(std::move(*variant));
        }
    }

    std::optional<SweepVariant> read_variant(JsonId id) {
        if (!reader_.is(id, JsonKind::object)) {
            const auto text = reader_.text(id, "SECTIONS/BALANCER, or an object with `name` and `kernel`");
            if (!text) return std::nullopt;
            auto variant = parse_variant(*text, Variant{});
            if (variant) return SweepVariant{std::string(*text), std::move(*variant), false};
            for (const Problem& problem : variant.error())
                reader_.report(id, problem.found, problem.expected, problem.hint);
            return std::nullopt;
        }
        reader_.check_keys(id, kVariantKeys, "a variant");
        const JsonId name = document_.find(id, "name"), kernel = document_.find(id, "kernel");
        if (name == kNoJson || kernel == kNoJson) {
            reader_.report(id, "a variant without `name` or `kernel`", "both",
                           "write {\"name\": \"hybrid\", \"kernel\": {\"hybrid_below\": \"50us\"}}");
            return std::nullopt;
        }
        SweepVariant variant;
        variant.name = reader_.text(name, "the name of the variant: a text").value_or("?");
        variant.variant = read_kernel(reader_, kernel, std::nullopt);
        variant.has_order = document_.find(kernel, "order") != kNoJson;
        return variant;
    }

    void read_compute() {
        const JsonId object = find("compute");
        constexpr std::string_view kExample = "write for example {\"tests\": [\"rta-bc\"], \"simulate\": true}";
        if (object == kNoJson) {
            reader_.report(kRoot, "an experiment without `compute`", "`compute`, what to find out",
                           std::string(kExample));
            return;
        }
        if (!reader_.expect(object, JsonKind::object, "what to find out", kExample)) return;
        reader_.check_keys(object, kComputeKeys, "`compute`");
        if (const JsonId tests = document_.find(object, "tests"); tests != kNoJson) read_tests(tests);
        if (const JsonId simulate = document_.find(object, "simulate"); simulate != kNoJson)
            spec_.simulate = reader_.boolean(simulate, "whether to simulate: true or false").value_or(false);
        if (const JsonId explore = document_.find(object, "explore"); explore != kNoJson) read_search(explore);
        if (spec_.tests.empty() && !spec_.simulate && !spec_.search && !reader_.has_problems())
            reader_.report(object, "nothing to find out", "`tests`, `simulate` or `explore`", std::string(kExample));
    }

    void read_tests(JsonId list) {
        if (reader_.is(list, JsonKind::string) && document_[list].text == "all") {
            for (const SchedulabilityTest& test : schedulability_tests()) spec_.tests.push_back(&test);
            return;
        }
        if (!reader_.expect(list, JsonKind::array, "a list of tests, or \"all\"", "write for example [\"rta-bc\"]"))
            return;
        std::set<const SchedulabilityTest*> asked;
        for (JsonId id = document_.first(list); id != kNoJson; id = document_[id].next) {
            const auto name = reader_.text(id, "the id of a schedulability test");
            if (!name) continue;
            const SchedulabilityTest* test = find_test(*name);
            if (test == nullptr) {
                std::vector<std::string_view> ids;
                for (const SchedulabilityTest& known : schedulability_tests()) ids.push_back(known.id);
                reader_.report(id, fmt::format("the unknown test {}", quote(*name)), "the id of a schedulability test",
                               suggest(*name, ids, "tests"));
            }
            asked.insert(test);
        }
        for (const SchedulabilityTest& test : schedulability_tests()) {
            if (asked.contains(&test)) spec_.tests.push_back(&test);
        }
        if (spec_.tests.size() > kMostSweepTests)
            reader_.report(list, fmt::format("{} tests", spec_.tests.size()),
                           fmt::format("at most {} tests", kMostSweepTests), "make two experiments of it");
    }

    void read_search(JsonId object) {
        constexpr std::string_view kExample = "write for example {\"objective\": \"response\", \"evaluations\": 1000}";
        if (!reader_.expect(object, JsonKind::object, "a search for a worst case", kExample)) return;
        reader_.check_keys(object, kExploreKeys, "`explore`");
        SearchSpec search;
        if (const JsonId id = document_.find(object, "objective"); id != kNoJson)
            search.objective.kind =
                static_cast<ObjectiveKind>(reader_.word(id, kObjectives, "what is worst").value_or(0));
        if (const JsonId id = document_.find(object, "evaluations"); id != kNoJson)
            search.evaluations = static_cast<std::uint64_t>(
                reader_.integer(id, 1, 1'000'000'000, "a number of runs: a whole number of 1 or more", "").value_or(1));
        if (const JsonId id = document_.find(object, "window"); id != kNoJson)
            search.window = reader_.duration(id, "the time in which jobs are released", 1).value_or(Duration{});
        spec_.search = search;
    }

    void check_cells() {
        std::uint64_t cells = 1;
        for (const SweepAxis& axis : spec_.grid) cells = std::min(cells * axis.words.size(), kMostSweepCells + 1);
        if (cells > kMostSweepCells) {
            reader_.report(find("grid"), "too many cells", fmt::format("at most {}", kMostSweepCells), "");
            return;
        }
        if (spec_.samples > kMostSweepSets / cells) {
            reader_.report(kRoot, fmt::format("{} sets in each of {} cells", spec_.samples, cells),
                           fmt::format("at most {} sets", kMostSweepSets), "ask for fewer samples");
            return;
        }
        for (std::uint64_t cell = 0; cell < cells; ++cell) {
            const auto made = set_spec_of_cell(spec_, cell);
            if (made) continue;
            const JsonId grid = find("grid");
            for (const Problem& problem : made.error())
                reader_.report(grid == kNoJson ? kRoot : grid, problem.found, problem.expected, problem.hint);
            return;  // the other cells would say the same
        }
    }

    const JsonDocument& document_;
    FieldReader reader_;
    SweepSpec spec_;
};

Result<SweepSpec> read(std::string_view text, const std::string& file) {
    const Result<JsonDocument> document = JsonDocument::parse(text, file);
    if (!document) return tl::unexpected(document.error());
    return SweepReader(*document).read();
}

/// REQUIRES: the text is the JSON of an experiment without problems.
std::string canonical(std::string_view text, const SweepOverrides& overrides) {
    // Parameters keep their order, which is that of the cells; the rest has no order.
    auto json = nlohmann::ordered_json::parse(text, nullptr, true, true);
    json.erase("$schema");
    json.erase("description");
    if (overrides.samples) json["samples"] = *overrides.samples;
    if (overrides.seed) json["seed"] = *overrides.seed;
    nlohmann::ordered_json sorted;
    for (const std::string_view key : kKeys) {
        if (const auto found = json.find(key); found != json.end()) sorted[std::string(key)] = *found;
    }
    return sorted.dump();
}

}  // namespace

Result<SweepSpec> parse_sweep(std::string_view text, const std::string& file, const SweepOverrides& overrides) {
    if (const auto own = read(text, file); !own) return own;
    std::string plain = canonical(text, overrides);
    auto spec = read(plain, file);
    if (spec) spec->text = std::move(plain);
    return spec;
}

Result<SweepSpec> load_sweep(const std::string& file, const SweepOverrides& overrides) {
    const auto text = read_system_file(file);
    if (!text) return tl::unexpected(text.error());
    return parse_sweep(*text, file, overrides);
}

}  // namespace pinstack
