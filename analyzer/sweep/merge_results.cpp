// SPDX-License-Identifier: Apache-2.0
#include "analyzer/sweep/merge_results.hpp"

#include <fmt/format.h>

#include <cstdio>
#include <filesystem>
#include <system_error>

#include "analyzer/report/display_text.hpp"
#include "analyzer/sweep/sweep_cells.hpp"

namespace pinstack {

namespace {

namespace fs = std::filesystem;

tl::unexpected<std::string> refuse(const std::string& file, const std::string& why) {
    return tl::unexpected(fmt::format("{}: {}", printable(file), why));
}

/// Adds what `from` has to `into`.
DatabaseDone add_all(const std::string& file, const ResultStore& from, ResultStore& into, std::vector<bool>& done) {
    const std::uint64_t cells = into.spec().cells();
    DatabaseDone added;
    const auto visit = [&](const SetRecord& set) {
        const std::uint64_t place = set.number * cells + set.cell;
        if (place >= done.size()) {
            added = refuse(file, "has a set outside its experiment");
        } else if (!done[place]) {
            done[place] = true;
            added = into.add(set);
        } else if (const auto other = into.find(set.cell, set.number); !other) {
            added = tl::unexpected(other.error());
        } else if (*other != set) {
            added = refuse(file, fmt::format("has other results for set {} of the cell {} than a file before it",
                                             set.number, name_of_cell(into.spec(), set.cell)));
        }
        return added.has_value();
    };
    if (const auto read = from.for_each(visit); !read) return read;
    return added ? into.commit() : added;
}

tl::expected<ResultStore, std::string> merge(const std::vector<std::string>& files, const std::string& target) {
    std::vector<ResultStore> parts;
    for (const std::string& file : files) {
        auto part = ResultStore::open_read(file);
        if (!part) return tl::unexpected(part.error());
        if (part->spec().text != (parts.empty() ? *part : parts.front()).spec().text)
            return refuse(file, "holds another experiment than " + printable(files.front()));
        parts.push_back(std::move(*part));
    }
    auto into =
        target.empty() ? ResultStore::temporary(parts.front().spec()) : ResultStore::open(target, parts.front().spec());
    if (!into) return into;
    std::vector<bool> done(into->spec().sets());
    for (std::size_t i = 0; i < files.size(); ++i) {
        if (const auto added = add_all(files[i], parts[i], *into, done); !added) return tl::unexpected(added.error());
    }
    return into;
}

}  // namespace

tl::expected<ResultStore, std::string> merge_in_memory(const std::vector<std::string>& files) {
    return merge(files, "");
}

DatabaseDone merge_into(const std::vector<std::string>& files, const std::string& target) {
    std::error_code error;
    if (fs::exists(target, error)) return refuse(target, "exists already");
    const std::string unfinished = target + ".part";
    const auto remove_unfinished = [&] {
        std::error_code ignored;
        for (const char* end : {"", "-wal", "-shm", "-journal"}) fs::remove(unfinished + end, ignored);
    };
    remove_unfinished();
    DatabaseDone done;
    {
        auto merged = merge(files, unfinished);
        done = merged ? merged->close() : tl::unexpected(merged.error());
    }
    if (done) {
        fs::rename(unfinished, target, error);
        if (error) done = refuse(target, error.message());
    }
    if (!done) remove_unfinished();
    return done;
}

}  // namespace pinstack
