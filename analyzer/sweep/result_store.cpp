// SPDX-License-Identifier: Apache-2.0
#include "analyzer/sweep/result_store.hpp"

#define XXH_INLINE_ALL
#include <fmt/format.h>
#include <xxhash.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <system_error>
#include <utility>

#include "analyzer/report/display_text.hpp"
#include "analyzer/sweep/record_codec.hpp"

namespace pinstack {

namespace {

constexpr std::int64_t kApplicationId = 0x50494E53;  // "PINS", in the header of the file
constexpr std::int64_t kFormat = 1;

/// Of a run, which has all of them or none.
constexpr std::array kCapacityFigures = {SweepFigure::inversion_np_ns, SweepFigure::inversion_pin_ns,
                                         SweepFigure::stacking_loss_ns, SweepFigure::affinity_loss_ns,
                                         SweepFigure::balancing_loss_ns};

std::string figure_columns(const char* between, const char* behind) {
    std::string out;
    for (const SweepFigure figure : sweep_figures()) out += fmt::format("{}{}{}", between, name_of(figure), behind);
    return out;
}

/// The statements that make the tables, as SQLite keeps them, by name of the table.
std::array<std::string, 3> tables() {
    return {
        "CREATE TABLE experiment(text TEXT NOT NULL)",
        fmt::format("CREATE TABLE result(cell INTEGER, number INTEGER, variant INTEGER, applicable INTEGER NOT NULL, "
                    "schedulable INTEGER NOT NULL{}, PRIMARY KEY(cell, number, variant)) WITHOUT ROWID",
                    figure_columns(", ", " INTEGER")),
        "CREATE TABLE task_set(cell INTEGER, number INTEGER, utilization INTEGER, digest INTEGER NOT NULL, PRIMARY "
        "KEY(cell, number)) WITHOUT ROWID"};
}

std::string create_tables() {
    std::string out = fmt::format("PRAGMA application_id = {}; PRAGMA user_version = {};", kApplicationId, kFormat);
    for (const std::string& table : tables()) out += table + ";";
    return out;
}

/// Has the file our tables and nothing else? A view in place of one could have anything computed, for ever.
tl::expected<bool, std::string> has_own_tables(const Database& database) {
    auto rows = database.prepare("SELECT sql FROM sqlite_schema ORDER BY name");
    if (!rows) return tl::unexpected(rows.error());
    for (const std::string& table : tables()) {
        const auto row = rows->step();
        if (!row) return tl::unexpected(row.error());
        if (!*row || rows->text(0) != table) return false;
    }
    const auto more = rows->step();
    if (!more) return tl::unexpected(more.error());
    return !*more;
}

std::string refusal(const std::string& file, std::string_view why) {
    return fmt::format("{}: {}", printable(file), why);
}

/// Is it a database, whole, and of this program? The sentence that says why not.
DatabaseDone check_file(const std::string& file, const Database& database) {
    const auto refuse = [&](std::string_view why) { return tl::unexpected(refusal(file, why)); };
    const auto id = database.integer("PRAGMA application_id");
    if (!id) return tl::unexpected(id.error());
    if (*id != kApplicationId) return refuse("is not a result of `pinstack sweep`");
    const auto format = database.integer("PRAGMA user_version");
    if (!format) return tl::unexpected(format.error());
    if (*format != kFormat) {
        return refuse(fmt::format("has format {} of results, this program knows format {}", *format, kFormat));
    }
    const auto own = has_own_tables(database);
    if (!own) return tl::unexpected(own.error());
    if (!*own) return refuse("has other tables than those of `pinstack sweep`");
    const auto check = database.text("PRAGMA quick_check(1)");
    if (!check) return tl::unexpected(check.error());
    if (*check != "ok") return refuse("is damaged: " + *check);
    return {};
}

/// What of two experiments differs first, for a sentence.
std::string difference(const SweepSpec& there, const SweepSpec& here) {
    if (there.name != here.name) return fmt::format("its name is \"{}\"", printable(there.name));
    if (there.seed != here.seed) return fmt::format("its seed is {}, not {}", there.seed, here.seed);
    if (there.samples != here.samples)
        return fmt::format("it has {} sets in a cell, not {}", there.samples, here.samples);
    return "its parameters, variants or computations differ";
}

std::int64_t digest_of(const SetRecord& record) {
    const std::vector<std::int64_t> numbers = encode(std::span(&record, 1));
    return static_cast<std::int64_t>(XXH3_64bits(numbers.data(), numbers.size() * sizeof(std::int64_t)));
}

SetRecord set_at(Statement& row) {
    return {.cell = static_cast<std::uint64_t>(row.integer(0)),
            .number = static_cast<std::uint64_t>(row.integer(1)),
            .utilization = row.optional(2),
            .variants = {}};
}

VariantRecord variant_at(Statement& row) {
    VariantRecord record;
    record.applicable = static_cast<std::uint64_t>(row.integer(3));
    record.schedulable = static_cast<std::uint64_t>(row.integer(4));
    for (std::size_t i = 0; i < kSweepFigures; ++i) record.figures[i] = row.optional(static_cast<int>(5 + i));
    return record;
}

/// Can it be a record of the experiment? Others rely on that. A file that was written properly says so of a record that
/// somebody made up, too: a digest keeps no secret.
bool is_of(const SweepSpec& spec, const SetRecord& record) {
    if (record.cell >= spec.cells() || record.number >= spec.samples) return false;
    if (record.variants.size() != (record.utilization ? spec.variants.size() : 0)) return false;
    const auto has_whole_run = [](const VariantRecord& variant) {
        const auto has = [&](SweepFigure figure) { return variant[figure].has_value(); };
        return !has(SweepFigure::total_ns) || std::all_of(kCapacityFigures.begin(), kCapacityFigures.end(), has);
    };
    return std::all_of(record.variants.begin(), record.variants.end(), has_whole_run);
}

}  // namespace

tl::expected<ResultStore, std::string> ResultStore::open(const std::string& file, const SweepSpec& spec) {
    auto database = Database::open(file, Database::Mode::create);
    if (!database) return tl::unexpected(database.error());
    // A program that was killed here before leaves a database with nothing in it.
    const auto tables = database->integer("SELECT count(*) FROM sqlite_schema");
    if (!tables) return tl::unexpected(tables.error());
    if (*tables > 0) {
        if (const auto own = check_file(file, *database); !own) return tl::unexpected(own.error());
    }
    if (const auto done = database->execute("PRAGMA busy_timeout = 0; PRAGMA journal_mode = WAL;"
                                            "PRAGMA synchronous = NORMAL; BEGIN IMMEDIATE");
        !done) {
        return tl::unexpected(done.error());
    }
    if (*tables > 0) {
        const auto text = database->text("SELECT text FROM experiment");
        if (!text) return tl::unexpected(text.error());
        if (*text != spec.text) {
            const auto there = parse_sweep(*text, file);
            return tl::unexpected(
                refusal(file, "holds another experiment: " + (there ? difference(*there, spec) : "it cannot be read")));
        }
    }
    ResultStore store(std::move(*database), spec);
    if (*tables == 0) {
        if (const auto made = store.database_.execute(create_tables()); !made) return tl::unexpected(made.error());
        auto insert = store.database_.prepare("INSERT INTO experiment VALUES (?)");
        if (!insert) return tl::unexpected(insert.error());
        insert->bind(1, spec.text);
        if (const auto done = insert->step(); !done) return tl::unexpected(done.error());
        if (const auto done = store.commit(); !done) return tl::unexpected(done.error());
    }
    if (const auto ready = store.prepare_writing(); !ready) return tl::unexpected(ready.error());
    return store;
}

tl::expected<ResultStore, std::string> ResultStore::temporary(const SweepSpec& spec) { return open(":memory:", spec); }

tl::expected<ResultStore, std::string> ResultStore::open_read(const std::string& file) {
    std::error_code error;
    if (!std::filesystem::exists(file, error)) return tl::unexpected(refusal(file, "there is no such file"));
    auto database = Database::open(file, Database::Mode::read);
    if (!database) return tl::unexpected(database.error());
    if (const auto own = check_file(file, *database); !own) return tl::unexpected(own.error());
    const auto text = database->text("SELECT text FROM experiment");
    if (!text) return tl::unexpected(text.error());
    auto spec = parse_sweep(*text, file);
    if (!spec) return tl::unexpected(refusal(file, "its experiment cannot be read:\n" + to_text(spec.error())));
    return ResultStore(std::move(*database), std::move(*spec));
}

DatabaseDone ResultStore::prepare_writing() {
    std::string values = "?";
    for (std::size_t i = 1; i < 5 + kSweepFigures; ++i) values += ", ?";
    for (const std::string& sql :
         {std::string("INSERT INTO task_set VALUES (?, ?, ?, ?)"), "INSERT INTO result VALUES (" + values + ")"}) {
        auto statement = database_.prepare(sql);
        if (!statement) return tl::unexpected(statement.error());
        insert_.push_back(std::move(*statement));
    }
    return {};
}

tl::expected<std::vector<bool>, std::string> ResultStore::done() const {
    const std::uint64_t cells = spec_.cells();
    std::vector<bool> done(spec_.sets());
    auto rows = database_.prepare("SELECT cell, number FROM task_set");
    if (!rows) return tl::unexpected(rows.error());
    while (true) {
        const auto more = rows->step();
        if (!more) return tl::unexpected(more.error());
        if (!*more) return done;
        const auto cell = static_cast<std::uint64_t>(rows->integer(0));
        const auto number = static_cast<std::uint64_t>(rows->integer(1));
        if (cell < cells && number < spec_.samples) done[number * cells + cell] = true;
    }
}

tl::expected<std::uint64_t, std::string> ResultStore::sets() const {
    const auto count = database_.integer("SELECT count(*) FROM task_set");
    if (!count) return tl::unexpected(count.error());
    return static_cast<std::uint64_t>(*count);
}

tl::expected<std::uint64_t, std::string> ResultStore::bytes() const {
    const auto pages = database_.integer("PRAGMA page_count");
    if (!pages) return tl::unexpected(pages.error());
    const auto size = database_.integer("PRAGMA page_size");
    if (!size) return tl::unexpected(size.error());
    return static_cast<std::uint64_t>(*pages) * static_cast<std::uint64_t>(*size);
}

DatabaseDone ResultStore::add(const SetRecord& record) {
    const auto run = [](Statement& statement) -> DatabaseDone {
        if (const auto done = statement.step(); !done) return tl::unexpected(done.error());
        return {};
    };
    const auto cell = static_cast<std::int64_t>(record.cell), number = static_cast<std::int64_t>(record.number);
    Statement& set = insert_[0];
    set.bind(1, cell);
    set.bind(2, number);
    set.bind(3, record.utilization);
    set.bind(4, digest_of(record));
    if (auto done = run(set); !done) return done;
    Statement& result = insert_[1];
    for (std::size_t variant = 0; variant < record.variants.size(); ++variant) {
        const VariantRecord& own = record.variants[variant];
        result.bind(1, cell);
        result.bind(2, number);
        result.bind(3, static_cast<std::int64_t>(variant));
        result.bind(4, static_cast<std::int64_t>(own.applicable));
        result.bind(5, static_cast<std::int64_t>(own.schedulable));
        for (std::size_t i = 0; i < kSweepFigures; ++i) result.bind(static_cast<int>(6 + i), own.figures[i]);
        if (auto done = run(result); !done) return done;
    }
    return {};
}

DatabaseDone ResultStore::commit() { return database_.execute("COMMIT; BEGIN IMMEDIATE"); }

DatabaseDone ResultStore::close() {
    return database_.execute("COMMIT; PRAGMA wal_checkpoint(TRUNCATE); PRAGMA journal_mode = DELETE");
}

tl::expected<SetRecord, std::string> ResultStore::find(std::uint64_t cell, std::uint64_t number) const {
    SetRecord found;
    const auto only = fmt::format("WHERE cell = {} AND number = {}", cell, number);
    const auto visit = [&](const SetRecord& record) {
        found = record;
        return false;
    };
    if (const auto read = visit_sets(only, visit); !read) return tl::unexpected(read.error());
    return found;
}

DatabaseDone ResultStore::for_each(const std::function<bool(const SetRecord&)>& visit) const {
    // One state of the file for all, though a sweep may be writing.
    if (const auto begun = database_.execute("SAVEPOINT reading"); !begun) return begun;
    auto read = visit_sets("", visit);
    if (!read) return read;
    return database_.execute("RELEASE reading");
}

DatabaseDone ResultStore::visit_sets(const std::string& only,
                                     const std::function<bool(const SetRecord&)>& visit) const {
    auto sets = database_.prepare(
        fmt::format("SELECT cell, number, utilization, digest FROM task_set {} ORDER BY cell, number", only));
    if (!sets) return tl::unexpected(sets.error());
    auto results = database_.prepare(fmt::format("SELECT * FROM result {} ORDER BY cell, number, variant", only));
    if (!results) return tl::unexpected(results.error());
    auto result = results->step();
    while (true) {
        const auto set = sets->step();
        if (!set) return tl::unexpected(set.error());
        if (!*set) return {};
        SetRecord record = set_at(*sets);
        while (result && *result && static_cast<std::uint64_t>(results->integer(0)) == record.cell &&
               static_cast<std::uint64_t>(results->integer(1)) == record.number) {
            record.variants.push_back(variant_at(*results));
            result = results->step();
        }
        if (!result) return tl::unexpected(result.error());
        if (digest_of(record) != sets->integer(3)) {
            return tl::unexpected(refusal(
                database_.file(),
                fmt::format("is damaged: set {} of cell {} is not what was written", record.number, record.cell)));
        }
        if (!is_of(spec_, record)) {
            return tl::unexpected(
                refusal(database_.file(), fmt::format("is damaged: set {} of cell {} cannot be one of its experiment",
                                                      record.number, record.cell)));
        }
        if (!visit(record)) return {};
    }
}

}  // namespace pinstack
