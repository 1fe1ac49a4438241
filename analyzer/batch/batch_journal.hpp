// SPDX-License-Identifier: Apache-2.0
//
// What earlier batches into a folder found out, so that a batch that was interrupted, or is run again, need not do
// everything again: a file of JSON lines in that folder, one line for each system file. A line is appended when the
// reports of its file are whole; a line that is cut short or damaged counts as absent.
#pragma once

#include <mutex>
#include <string>
#include <unordered_map>
#include <vector>

#include "analyzer/batch/batch_entry.hpp"

namespace pinstack {

class BatchJournal {
public:
    static constexpr const char* kName = ".pinstack-batch.jsonl";

    /// Reads what is there. A journal that cannot be read or written is no error: then everything is done again.
    explicit BatchJournal(const std::string& folder);
    ~BatchJournal();
    BatchJournal(const BatchJournal&) = delete;
    BatchJournal& operator=(const BatchJournal&) = delete;

    /// The entry of an earlier batch, nullptr where there is none.
    const BatchEntry* find(const std::string& file) const;

    /// Any number of threads may call it.
    void append(const BatchEntry& entry);

    /// Puts the entries in place of all lines, but for those of other files whose reports are still there.
    void replace_all(const std::vector<BatchEntry>& entries);

private:
    std::string folder_;
    std::string path_;
    std::unordered_map<std::string, BatchEntry> earlier_;
    std::mutex mutex_;
    int descriptor_ = -1;
};

}  // namespace pinstack
