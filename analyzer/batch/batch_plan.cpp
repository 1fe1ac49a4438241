// SPDX-License-Identifier: Apache-2.0
#include "analyzer/batch/batch_plan.hpp"

#include <sys/stat.h>

#include <algorithm>
#include <filesystem>
#include <set>
#include <system_error>
#include <utility>

namespace pinstack {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view kSuffix = ".pinstack.json";

/// One path for one file, so that it can be recognised; the path itself where that cannot be told.
std::string identity_of(const fs::path& path) {
    std::error_code error;
    const fs::path canonical = fs::weakly_canonical(path, error);
    return error ? path.lexically_normal().string() : canonical.string();
}

/// "kernel/c05.pinstack.json" -> "kernel/c05"; never a way out of the folder.
std::string stem_of(const fs::path& relative) {
    std::string name = relative.filename().string();
    for (const std::string_view suffix : {kSuffix, std::string_view(".json")}) {
        if (!name.ends_with(suffix) || name.size() == suffix.size()) continue;
        name.resize(name.size() - suffix.size());
        break;
    }
    return (relative.parent_path() / name).lexically_normal().generic_string();
}

class Planner {
public:
    explicit Planner(const std::string& output) : output_(identity_of(output)) {}

    void add_file(const fs::path& file, const fs::path& relative) {
        if (!seen_.insert(identity_of(file)).second) return;
        const std::string wished = stem_of(relative);
        std::string stem = wished;
        for (int i = 2; !stems_.insert(stem).second; ++i) stem = wished + "-" + std::to_string(i);
        plan_.inputs.push_back({file.string(), std::move(stem)});
    }

    void add_folder(const fs::path& folder) {
        std::vector<fs::path> files;
        const std::size_t problems = plan_.problems.size();
        collect(folder, files);
        if (files.empty() && plan_.problems.size() == problems) {
            report(folder, "no system file", "files whose names end in " + std::string(kSuffix),
                   "a file of another name is taken when it is named itself");
        }
        std::sort(files.begin(), files.end());
        for (const fs::path& file : files) add_file(file, file.lexically_relative(folder));
    }

    void collect(const fs::path& folder, std::vector<fs::path>& files) {
        std::error_code error;
        auto entry = fs::directory_iterator(folder, error);
        for (; !error && entry != fs::directory_iterator(); entry.increment(error)) {
            const fs::path& path = entry->path();
            const std::string name = path.filename().string();
            std::error_code ignored;
            if (fs::is_directory(entry->symlink_status(ignored))) {
                if (identity_of(path) != output_) collect(path, files);
            } else if (name.ends_with(kSuffix) && name.size() > kSuffix.size()) {
                if (entry->is_directory(ignored)) continue;  // behind a link
                if (entry->is_regular_file(ignored)) {
                    files.push_back(path);
                } else {
                    report(path, "what is no regular file", "a system file", "a pipe is read when it is named itself");
                }
            }
        }
        if (error) report(folder, error.message(), "a folder that can be read", "");
    }

    void report(const fs::path& path, std::string found, std::string expected, std::string hint) {
        plan_.problems.push_back({{path.string(), 0, 0, ""}, std::move(found), std::move(expected), std::move(hint)});
    }

    void add(const std::string& word) {
        std::error_code ignored;
        if (fs::is_directory(word, ignored)) return add_folder(word);
        add_file(word, fs::path(word).filename());  // loading it will tell where there is none
    }

    BatchPlan take() { return std::move(plan_); }

private:
    BatchPlan plan_;
    std::string output_;
    std::set<std::string> seen_;
    std::set<std::string> stems_{"index"};  // the batch's own page
};

}  // namespace

BatchPlan plan_batch(const std::vector<std::string>& words, const std::string& output) {
    Planner planner(output);
    for (const std::string& word : words) planner.add(word);
    return planner.take();
}

std::string overwritten_input(const std::vector<std::string>& targets, const std::vector<BatchInput>& inputs) {
    std::set<std::pair<dev_t, ino_t>> files;
    for (const BatchInput& input : inputs) {
        struct stat it {};
        if (::stat(input.file.c_str(), &it) == 0 && S_ISREG(it.st_mode)) files.emplace(it.st_dev, it.st_ino);
    }
    for (const std::string& target : targets) {
        struct stat it {};
        if (::stat(target.c_str(), &it) == 0 && files.count({it.st_dev, it.st_ino}) > 0) return target;
    }
    return "";
}

}  // namespace pinstack
