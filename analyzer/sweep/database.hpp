// SPDX-License-Identifier: Apache-2.0
//
// SQLite as values: a connection and its statements, closed by themselves. Errors are sentences: "R.sqlite: reason".
// Not for several threads at once.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include <tl/expected.hpp>

struct sqlite3;
struct sqlite3_stmt;

namespace pinstack {

using DatabaseDone = tl::expected<void, std::string>;

class Statement {
public:
    /// Values are numbered from 1, columns from 0.
    void bind(int place, std::int64_t value);
    void bind(int place, const std::optional<std::int64_t>& value);  ///< nothing is NULL
    void bind(int place, std::string_view text);

    /// true: there is a row; false: that was all, and the statement can run anew.
    tl::expected<bool, std::string> step();

    std::int64_t integer(int column) const;
    std::optional<std::int64_t> optional(int column) const;
    std::string text(int column) const;

private:
    friend class Database;
    struct Finalize {
        void operator()(sqlite3_stmt* statement) const;
    };
    Statement(sqlite3_stmt* statement, const std::string* shown_as) : statement_(statement), shown_as_(shown_as) {}

    std::unique_ptr<sqlite3_stmt, Finalize> statement_;
    const std::string* shown_as_;
};

class Database {
public:
    enum class Mode { read, write, create };  ///< create: where there is no file

    static tl::expected<Database, std::string> open(const std::string& file, Mode mode);

    const std::string& file() const { return *shown_as_; }

    DatabaseDone execute(const std::string& sql) const;
    tl::expected<Statement, std::string> prepare(const std::string& sql) const;
    /// The first column of the only row.
    tl::expected<std::int64_t, std::string> integer(const std::string& sql) const;
    tl::expected<std::string, std::string> text(const std::string& sql) const;

private:
    struct Close {
        void operator()(sqlite3* connection) const;
    };
    explicit Database(std::string file) : shown_as_(std::make_unique<std::string>(std::move(file))) {}
    std::string reason() const;

    std::unique_ptr<std::string> shown_as_;  // where statements find it
    std::unique_ptr<sqlite3, Close> connection_;
};

}  // namespace pinstack
