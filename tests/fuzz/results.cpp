// SPDX-License-Identifier: Apache-2.0
//
// Results of sweeps, SQLite files. The input is one of
//   * a file, as it is: it begins as SQLite's do;
//   * "RECORDS" and numbers: records of a small sweep, stored properly, whatever is in them;
//   * a script of SQL that makes a file.
// Then all that reads results reads them.
#include <sqlite3.h>

#include <cstring>

#include "analyzer/report/sweep/sweep_report.hpp"
#include "analyzer/sweep/sweep_csv.hpp"
#include "tests/analyzer/sweep/small_sweep.hpp"
#include "tests/fuzz/input.hpp"
#include "tests/fuzz/input_file.hpp"

namespace pinstack::fuzz {
namespace {

constexpr std::string_view kFile = "SQLite format 3";
constexpr std::string_view kRecords = "RECORDS";

/// Whole numbers from the input, each of one byte where that is less than 200, else of eight more; 0 at its end.
class Numbers {
public:
    explicit Numbers(std::string_view text) : left_(text) {}

    std::int64_t next() {
        if (left_.empty()) return 0;
        const auto first = static_cast<unsigned char>(left_.front());
        left_.remove_prefix(1);
        std::int64_t out = first;
        if (first >= 200) {
            const std::size_t size = std::min(left_.size(), sizeof out);
            std::memcpy(&out, left_.data(), size);
            left_.remove_prefix(size);
        }
        return out;
    }
    bool is_at_end() const { return left_.empty(); }

private:
    std::string_view left_;
};

SetRecord record_from(Numbers& numbers) {
    SetRecord record;
    record.cell = static_cast<std::uint64_t>(numbers.next());
    record.number = static_cast<std::uint64_t>(numbers.next());
    if (const std::int64_t utilization = numbers.next(); utilization != 199) record.utilization = utilization;
    for (std::int64_t n = numbers.next() % 7; n > 0; --n) {
        VariantRecord& variant = record.variants.emplace_back();
        variant.applicable = static_cast<std::uint64_t>(numbers.next());
        variant.schedulable = static_cast<std::uint64_t>(numbers.next());
        for (auto& figure : variant.figures) {
            if (const std::int64_t value = numbers.next(); value != 199) figure = value;
        }
    }
    return record;
}

void store_records(const std::string& file, std::string_view text) {
    static const SweepSpec spec = test::small_sweep();
    auto store = ResultStore::open(file, spec);
    require(store.has_value(), "an empty file can take results");
    Numbers numbers(text);
    // A set that is there already is refused.
    while (!numbers.is_at_end()) static_cast<void>(store->add(record_from(numbers)));
    require(store->close().has_value(), "results can be closed");
}

void run_script(const std::string& file, std::string_view text) {
    sqlite3* connection = nullptr;
    require(sqlite3_open(file.c_str(), &connection) == SQLITE_OK, "a database can be made");
    sqlite3_limit(connection, SQLITE_LIMIT_ATTACHED, 0);  // no other files
    sqlite3_limit(connection, SQLITE_LIMIT_LENGTH, 1 << 20);
    const auto stop = [](void*) { return 1; };
    sqlite3_progress_handler(connection, 20'000, stop, nullptr);
    sqlite3_exec(connection, std::string(text).c_str(), nullptr, nullptr, nullptr);
    sqlite3_close(connection);
}

void read_results(const std::string& file) {
    const auto store = ResultStore::open_read(file);
    if (!store) return require(!store.error().empty(), "a refusal says why");
    static_cast<void>(store->sets());
    static_cast<void>(store->bytes());
    static_cast<void>(store->find(0, 0));
    if (store->spec().sets() < 1'000'000) static_cast<void>(store->done());
    StringSink csv;
    static_cast<void>(write_sweep_csv(csv, *store));
    if (store->spec().cells() > 1000) return;
    const auto sums = SweepSums::of(*store);
    if (!sums) return require(!sums.error().empty(), "what cannot be summed up says why");
    const auto plots = plots_of(store->spec(), *sums, {});
    if (!plots) return;
    for (const ReportFormat format : {ReportFormat::text, ReportFormat::html}) {
        StringSink report;
        write_sweep(report, format, {store->spec(), *sums, *plots}, Style{false});
    }
}

}  // namespace
}  // namespace pinstack::fuzz

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace pinstack;
    static const fuzz::InputFile file;
    for (const char* beside : {"-journal", "-wal", "-shm"}) ::unlink((file.path() + beside).c_str());
    const std::string_view text = fuzz::text_of(data, size);
    const bool is_file = text.starts_with(fuzz::kFile);
    file.write(is_file ? text : "");
    if (text.starts_with(fuzz::kRecords)) {
        fuzz::store_records(file.path(), text.substr(fuzz::kRecords.size()));
    } else if (!is_file) {
        fuzz::run_script(file.path(), text);
    }
    fuzz::read_results(file.path());
    return 0;
}
