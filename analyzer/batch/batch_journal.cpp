// SPDX-License-Identifier: Apache-2.0
#include "analyzer/batch/batch_journal.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "analyzer/batch/batch_entry_json.hpp"
#include "analyzer/file/output.hpp"

namespace pinstack {

BatchJournal::BatchJournal(const std::string& folder) : folder_(folder), path_(folder + "/" + kName) {
    std::ifstream lines(path_, std::ios::binary);
    std::string line;
    bool is_whole = true;
    while (std::getline(lines, line)) {
        is_whole = !lines.eof();  // else it has no end of line: it was cut short
        if (auto entry = is_whole ? read_batch_entry(line) : std::nullopt) {
            std::string file = entry->file;
            earlier_.insert_or_assign(std::move(file), std::move(*entry));
        }
    }
    descriptor_ = ::open(path_.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
    if (descriptor_ >= 0 && !is_whole && ::write(descriptor_, "\n", 1) != 1) {
        ::close(std::exchange(descriptor_, -1));
    }
}

BatchJournal::~BatchJournal() {
    if (descriptor_ >= 0) ::close(descriptor_);
}

const BatchEntry* BatchJournal::find(const std::string& file) const {
    const auto found = earlier_.find(file);
    return found == earlier_.end() ? nullptr : &found->second;
}

void BatchJournal::append(const BatchEntry& entry) {
    const std::string line = batch_entry_line(entry);
    const std::lock_guard lock(mutex_);
    if (descriptor_ < 0) return;
    // In one piece; where that fails, the damaged line is passed over by the next reader.
    if (::write(descriptor_, line.data(), line.size()) != static_cast<ssize_t>(line.size())) {
        ::close(std::exchange(descriptor_, -1));
    }
}

void BatchJournal::replace_all(const std::vector<BatchEntry>& entries) {
    Output output;
    if (!output.open(path_)) return;
    for (const BatchEntry& entry : entries) {
        if (entry.problems.empty()) output.write(batch_entry_line(entry));
    }
    // Those of other files stay while their reports do: the next batch may be of them again.
    std::set<std::string> files, reports;
    for (const BatchEntry& entry : entries) {
        files.insert(entry.file);
        for (const WrittenReport& report : entry.reports) reports.insert(report.path);
    }
    std::map<std::string, const BatchEntry*> others;  // in an order of their own
    for (const auto& [file, entry] : earlier_) {
        const bool is_there = std::all_of(entry.reports.begin(), entry.reports.end(), [&](const WrittenReport& report) {
            return reports.count(report.path) == 0 && ::access((folder_ + "/" + report.path).c_str(), F_OK) == 0;
        });
        if (is_there && files.count(file) == 0) others.emplace(file, &entry);
    }
    for (const auto& [file, entry] : others) output.write(batch_entry_line(*entry));
    static_cast<void>(output.commit());
}

}  // namespace pinstack
