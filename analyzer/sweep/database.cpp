// SPDX-License-Identifier: Apache-2.0
#include "analyzer/sweep/database.hpp"

#include <fmt/format.h>
#include <sqlite3.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <utility>

#include "analyzer/report/display_text.hpp"

namespace pinstack {

namespace {

std::string failure(const std::string& file, sqlite3* connection) {
    return fmt::format("{}: {}", printable(file), sqlite3_errmsg(connection));
}

/// Why the file cannot be opened, which SQLite does not say; "" where that cannot be found out.
std::string system_reason(const std::string& file, Database::Mode mode) {
    int failed = ::access(file.c_str(), mode == Database::Mode::read ? R_OK : R_OK | W_OK);
    if (failed != 0 && errno == ENOENT && mode == Database::Mode::create) {
        const std::filesystem::path folder = std::filesystem::path(file).parent_path();
        failed = ::access(folder.empty() ? "." : folder.c_str(), W_OK | X_OK);
    }
    return failed != 0 ? fmt::format(": {}", std::strerror(errno)) : "";
}

}  // namespace

void Statement::Finalize::operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }

void Statement::bind(int place, std::int64_t value) { sqlite3_bind_int64(statement_.get(), place, value); }

void Statement::bind(int place, const std::optional<std::int64_t>& value) {
    if (value) {
        bind(place, *value);
    } else {
        sqlite3_bind_null(statement_.get(), place);
    }
}

void Statement::bind(int place, std::string_view text) {
    sqlite3_bind_text64(statement_.get(), place, text.data(), text.size(), SQLITE_TRANSIENT, SQLITE_UTF8);
}

tl::expected<bool, std::string> Statement::step() {
    const int code = sqlite3_step(statement_.get());
    if (code == SQLITE_ROW) return true;
    if (code == SQLITE_DONE) {
        sqlite3_reset(statement_.get());
        return false;
    }
    std::string why = failure(*shown_as_, sqlite3_db_handle(statement_.get()));
    sqlite3_reset(statement_.get());
    return tl::unexpected(std::move(why));
}

std::int64_t Statement::integer(int column) const { return sqlite3_column_int64(statement_.get(), column); }

std::optional<std::int64_t> Statement::optional(int column) const {
    if (sqlite3_column_type(statement_.get(), column) == SQLITE_NULL) return std::nullopt;
    return integer(column);
}

std::string Statement::text(int column) const {
    const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement_.get(), column));
    return text == nullptr ? "" : text;
}

void Database::Close::operator()(sqlite3* connection) const { sqlite3_close(connection); }

std::string Database::reason() const { return failure(*shown_as_, connection_.get()); }

tl::expected<Database, std::string> Database::open(const std::string& file, Mode mode) {
    Database database(file);
    sqlite3* connection = nullptr;
    const int how = mode == Mode::read    ? SQLITE_OPEN_READONLY
                    : mode == Mode::write ? SQLITE_OPEN_READWRITE
                                          : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
    const int code = sqlite3_open_v2(file.c_str(), &connection, how | SQLITE_OPEN_NOMUTEX, nullptr);
    database.connection_.reset(connection);
    if (code != SQLITE_OK) return tl::unexpected(database.reason() + system_reason(file, mode));
    return database;
}

DatabaseDone Database::execute(const std::string& sql) const {
    if (sqlite3_exec(connection_.get(), sql.c_str(), nullptr, nullptr, nullptr) == SQLITE_OK) return {};
    return tl::unexpected(reason());
}

tl::expected<Statement, std::string> Database::prepare(const std::string& sql) const {
    sqlite3_stmt* statement = nullptr;
    const int code =
        sqlite3_prepare_v2(connection_.get(), sql.data(), static_cast<int>(sql.size()), &statement, nullptr);
    if (code != SQLITE_OK) return tl::unexpected(reason());
    return Statement(statement, shown_as_.get());
}

tl::expected<std::int64_t, std::string> Database::integer(const std::string& sql) const {
    auto statement = prepare(sql);
    if (!statement) return tl::unexpected(statement.error());
    const auto row = statement->step();
    if (!row) return tl::unexpected(row.error());
    return statement->integer(0);
}

tl::expected<std::string, std::string> Database::text(const std::string& sql) const {
    auto statement = prepare(sql);
    if (!statement) return tl::unexpected(statement.error());
    const auto row = statement->step();
    if (!row) return tl::unexpected(row.error());
    return statement->text(0);
}

}  // namespace pinstack
