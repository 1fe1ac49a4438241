// SPDX-License-Identifier: Apache-2.0
//
// The results of one experiment in an SQLite file, keyed (cell, number of the set, variant).
//
//   experiment(text)                                  one row: the canonical JSON of the experiment
//   task_set(cell, number, utilization, digest)       millionths of a CPU; NULL = no set could be made
//   result(cell, number, variant, applicable, schedulable, FIGURE...)   bits of the tests; figures of set_record.hpp
//
// The journal is a write-ahead log (WAL), and what belongs to a set is written in one transaction with it: a program
// that is killed loses what it had not committed, and nothing else. After a loss of power the last commits may be
// missing too; the file is whole in either case. A writer keeps a transaction open all the time, so a second writer is
// refused; readers are not disturbed.
//
// The digest of a set covers all that is stored of it (XXH3); what is read is held against it, as SQLite has no
// checksums.
//
// Errors are sentences that name the file.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "analyzer/sweep/database.hpp"
#include "analyzer/sweep/set_record.hpp"
#include "analyzer/sweep/sweep_spec.hpp"

namespace pinstack {

class ResultStore {
public:
    /// For writing: makes the file, or goes on with one of the same experiment. Another experiment, a file of another
    /// program and a damaged one are refused, and left as they are.
    static tl::expected<ResultStore, std::string> open(const std::string& file, const SweepSpec& spec);
    /// In memory.
    static tl::expected<ResultStore, std::string> temporary(const SweepSpec& spec);
    /// For reading, a file with any experiment.
    static tl::expected<ResultStore, std::string> open_read(const std::string& file);

    const SweepSpec& spec() const { return spec_; }

    /// By place: number * cells + cell. The sets there are.
    tl::expected<std::vector<bool>, std::string> done() const;
    tl::expected<std::uint64_t, std::string> sets() const;
    /// Of the file, as far as it is committed.
    tl::expected<std::uint64_t, std::string> bytes() const;

    /// Part of the transaction that is open. REQUIRES: opened for writing; the set is not there yet.
    DatabaseDone add(const SetRecord& record);
    DatabaseDone commit();
    /// Commits, and leaves one file without a journal beside it.
    DatabaseDone close();

    /// One set. REQUIRES: it is there.
    tl::expected<SetRecord, std::string> find(std::uint64_t cell, std::uint64_t number) const;
    /// Every set, by cell and number; ends where `visit` returns false.
    DatabaseDone for_each(const std::function<bool(const SetRecord&)>& visit) const;

private:
    ResultStore(Database database, SweepSpec spec) : database_(std::move(database)), spec_(std::move(spec)) {}
    DatabaseDone prepare_writing();
    DatabaseDone visit_sets(const std::string& only, const std::function<bool(const SetRecord&)>& visit) const;

    Database database_;
    SweepSpec spec_;
    std::vector<Statement> insert_;  // a set, a result; empty where it is only read
};

}  // namespace pinstack
