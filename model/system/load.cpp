// SPDX-License-Identifier: Apache-2.0
#include "model/system/load.hpp"

#include <array>
#include <cerrno>
#include <charconv>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <memory>
#include <unordered_map>

#include <fmt/format.h>

#include "model/system/events_reader.hpp"
#include "model/system/field_reader.hpp"
#include "model/system/json_document.hpp"
#include "model/system/kernel_reader.hpp"
#include "model/system/locks_reader.hpp"
#include "model/system/quote.hpp"
#include "model/system/suggestion.hpp"
#include "model/system/task_reader.hpp"
#include "model/system/warnings.hpp"

namespace pinstack {

namespace {

constexpr std::array<std::string_view, 12> kKeys = {"$schema",   "pinstack", "name",    "description",
                                                    "time_unit", "platform", "kernel",  "locks",
                                                    "tasks",     "events",   "horizon", "seed"};
constexpr std::array<std::string_view, 4> kTimeUnits = {"ns", "us", "ms", "s"};  // as numbered
constexpr std::array<std::string_view, 2> kHorizons = {"hyperperiod", "drain"};
constexpr std::array<std::string_view, 1> kHyperperiodKeys = {"hyperperiods"};
constexpr std::string_view kOneTask = "write for example [ {\"name\": \"A\", \"period\": 10, \"wcet\": 2} ]";
constexpr std::uint32_t kMaxTasks = 100'000;
constexpr std::size_t kMaxBytes = std::size_t{1} << 30;  // 100,000 tasks with 10 KB each

class SystemReader {
public:
    SystemReader(const JsonDocument& document, const LoadOptions& options)
        : document_(document), options_(options), reader_(document) {}

    Result<System> read() {
        if (!reader_.expect(kRoot, JsonKind::object, "a system: a JSON object", "a file starts with { and ends with }"))
            return tl::unexpected<Problems>(reader_.take_problems());
        reader_.check_keys(kRoot, kKeys, "a system file");
        reader_.check_duplicates();
        read_version();
        read_texts();
        read_time_unit();
        read_platform_and_kernel();
        read_locks();
        read_tasks();
        if (const JsonId events = find("events"); events != kNoJson) {
            system_.events = read_events(reader_, events, cpus_, system_.tasks);
        }
        read_horizon();
        if (const JsonId seed = find("seed"); seed != kNoJson) {
            system_.seed =
                reader_.unsigned_integer(seed, "a seed: a whole number from 0 to 2^64 - 1", "leave it out for 1")
                    .value_or(1);
        }
        check_across_tasks();
        if (reader_.has_problems()) return tl::unexpected<Problems>(reader_.take_problems());
        if (options_.warnings != nullptr) {
            for (Problem& warning : find_warnings(system_)) options_.warnings->push_back(located(std::move(warning)));
        }
        return std::move(system_);
    }

private:
    static constexpr JsonId kRoot = JsonDocument::kRoot;

    JsonId find(std::string_view key) const { return document_.find(kRoot, key); }

    void read_version() {
        const JsonId version = find("pinstack");
        if (version == kNoJson) {
            reader_.report(kRoot, "a file without `pinstack`", "`pinstack`, the version of the format",
                           "write \"pinstack\": 1");
            return;
        }
        reader_.integer(version, 1, 1, "1, the version of the format", "this program reads format 1 only");
    }

    void read_texts() {
        if (const JsonId name = find("name"); name != kNoJson)
            system_.name = reader_.text(name, "the name of the system: a text").value_or("");
        if (const JsonId description = find("description"); description != kNoJson) {
            system_.description = reader_.text(description, "a description: a text").value_or("");
        }
    }

    void read_time_unit() {
        const JsonId unit = find("time_unit");
        if (unit == kNoJson) return;
        if (const auto word = reader_.word(unit, kTimeUnits, "a unit of time")) {
            system_.time_unit = static_cast<TimeUnit>(*word);
            reader_.set_unit(system_.time_unit);
        } else {
            timing_known_ = false;
        }
    }

    void read_platform_and_kernel() {
        MmOptions mm;
        if (const JsonId platform = find("platform"); platform != kNoJson) {
            PlatformReading reading = read_platform(reader_, platform);
            system_.platform = std::move(reading.platform);
            mm = reading.mm;
            if (reading.cpus_known) cpus_ = system_.platform.cpus;
        } else {
            reader_.report(kRoot, "a file without `platform`", "`platform`, the machine",
                           "write for example \"platform\": {\"cpus\": 4}");
        }
        if (const JsonId kernel = find("kernel"); kernel != kNoJson)
            system_.kernel = read_kernel(reader_, kernel, cpus_);
        system_.kernel.mm = mm;
    }

    void read_locks() {
        if (const JsonId locks = find("locks"); locks != kNoJson) locks_.read(reader_, locks);
        system_.locks = locks_.locks();
    }

    void read_tasks() {
        const JsonId list = find("tasks");
        if (list == kNoJson) {
            reader_.report(kRoot, "a file without `tasks`", "`tasks`, a list of at least one task",
                           std::string(kOneTask));
            return;
        }
        if (!reader_.expect(list, JsonKind::array, "a list of tasks", kOneTask)) return;
        const std::uint32_t count = document_[list].count;
        if (count == 0) reader_.report(list, "an empty array", "at least one task", std::string(kOneTask));
        if (count > kMaxTasks) {
            reader_.report(list, fmt::format("{} tasks", count), fmt::format("at most {} tasks", kMaxTasks),
                           "split the system");
            timing_known_ = false;
            return;
        }
        task_ids_.reserve(count);
        system_.tasks.reserve(count);
        std::unordered_map<std::string_view, std::size_t> names;
        names.reserve(count);
        const TaskNames places = names_of(list);
        for (JsonId id = document_.first(list); id != kNoJson; id = document_[id].next) {
            TaskReading reading = read_task(reader_, id, cpus_.value_or(kMaxCpus), {locks_, places});
            if (!reading.releases_known) timing_known_ = false;
            task_ids_.push_back(id);
            system_.tasks.push_back(std::move(reading.task));
            if (!reader_.is(id, JsonKind::object)) {
                // It says nothing about priorities and home CPUs; agreeing with its neighbour has no consequences.
                system_.tasks.back().home_cpu = 0;
                if (system_.tasks.size() > 1)
                    system_.tasks.back().priority = system_.tasks[system_.tasks.size() - 2].priority;
                continue;
            }
            const JsonId name = document_.find(id, "name");
            if (name == kNoJson || !reader_.is(name, JsonKind::string) || document_[name].text.empty()) continue;
            const auto [other, is_new] = names.emplace(document_[name].text, task_ids_.size() - 1);
            if (is_new) continue;
            reader_.report(name,
                           fmt::format("the name {}, which /tasks/{} has", quote(document_[name].text), other->second),
                           "a name that no other task has", "rename one of the two");
        }
    }

    TaskNames names_of(JsonId tasks) const {
        TaskNames names;
        std::uint32_t index = 0;
        for (JsonId id = document_.first(tasks); id != kNoJson; id = document_[id].next, ++index) {
            if (!reader_.is(id, JsonKind::object)) continue;
            const JsonId name = document_.find(id, "name");
            if (name != kNoJson && reader_.is(name, JsonKind::string)) names.emplace(document_[name].text, index);
        }
        return names;
    }

    void read_horizon() {
        const JsonId horizon = find("horizon");
        if (horizon == kNoJson) return;
        constexpr std::string_view kExpected =
            "a horizon: a duration, \"hyperperiod\", {\"hyperperiods\": 3} or \"drain\"";
        const JsonValue& value = document_[horizon];
        const auto is_letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
        if (value.kind == JsonKind::object) {
            reader_.check_keys(horizon, kHyperperiodKeys, "`horizon`");
            const JsonId count = document_.find(horizon, "hyperperiods");
            if (count == kNoJson)
                reader_.report(horizon, "no `hyperperiods`", "`hyperperiods`, how many",
                               "write for example {\"hyperperiods\": 3}");
            const auto number =
                count == kNoJson
                    ? std::nullopt
                    : reader_.integer(count, 1, kTimeLimitNs, "a number of hyperperiods: a whole number of 1 or more",
                                      "write for example {\"hyperperiods\": 3}");
            if (number) system_.horizon = Hyperperiods{*number};
        } else if (value.kind == JsonKind::string && value.text == "hyperperiod") {
            system_.horizon = Hyperperiods{1};
        } else if (value.kind == JsonKind::string && value.text == "drain") {
            system_.horizon = UntilDrained{};
        } else if (value.kind == JsonKind::string && !value.text.empty() && is_letter(value.text.front())) {
            reader_.report_type(horizon, std::string(kExpected), suggest(value.text, kHorizons, "words here"));
        } else if (value.kind == JsonKind::array || value.kind == JsonKind::boolean || value.kind == JsonKind::null) {
            reader_.report_type(horizon, std::string(kExpected), "write for example \"200ms\"");
        } else if (const auto duration = reader_.duration(horizon, "a horizon", 1)) {
            system_.horizon = *duration;
        }
        if (!system_.horizon) timing_known_ = false;
    }

    // Problems of these checks know a JSON pointer; the document knows where it points.
    Problem located(Problem problem) const {
        constexpr std::string_view kTasks = "/tasks/";
        std::string_view pointer = problem.where.pointer;
        JsonId from = kRoot;
        if (pointer.starts_with(kTasks)) {
            // Straight to the task: a walk through the list for each problem would be quadratic.
            std::size_t index = 0;
            const auto [stop, error] =
                std::from_chars(pointer.data() + kTasks.size(), pointer.data() + pointer.size(), index);
            if (error == std::errc{} && index < task_ids_.size()) {
                from = task_ids_[index];
                pointer.remove_prefix(static_cast<std::size_t>(stop - pointer.data()));
            }
        }
        Place place = document_.place_of(document_.at(from, pointer));
        place.pointer = problem.where.pointer;
        problem.where = std::move(place);
        return problem;
    }

    void check_across_tasks() {
        if (system_.tasks.empty()) return;
        if (options_.amend_variant) options_.amend_variant(system_.kernel);
        if (options_.check_variant) {
            for (Problem& problem : check_variant(system_, system_.kernel)) reader_.report(located(std::move(problem)));
        }
        // Harmless values may make a hyperperiod or a drain that the file does not have.
        if (!timing_known_ || !cpus_ || !options_.check_horizon) return;
        if (auto end = resolve_horizon(system_); !end) {
            for (Problem& problem : end.error()) reader_.report(located(std::move(problem)));
        }
    }

    const JsonDocument& document_;
    const LoadOptions& options_;
    FieldReader reader_;
    System system_;
    std::optional<int> cpus_;
    DeclaredLocks locks_;
    std::vector<JsonId> task_ids_;
    bool timing_known_ = true;
};

}  // namespace

Result<std::string> read_system_file(const std::string& file) {
    const auto refuse = [&](std::string found) {
        return tl::unexpected<Problems>(Problems{
            Problem{{file, 0, 0, ""}, std::move(found), "a system file that can be read", "is the path right?"}});
    };
    std::unique_ptr<std::FILE, int (*)(std::FILE*)> owned(nullptr, &std::fclose);
    std::FILE* input = stdin;
    if (file != "-") {
        std::error_code error;
        const auto status = std::filesystem::status(file, error);
        if (status.type() == std::filesystem::file_type::not_found) return refuse("no file of this name");
        if (status.type() == std::filesystem::file_type::directory) return refuse("a directory");
        owned.reset(std::fopen(file.c_str(), "rb"));
        if (!owned) return refuse(fmt::format("a file that cannot be opened: {}", std::strerror(errno)));
        input = owned.get();
    }
    std::string text;
    std::array<char, 65536> buffer;
    while (const std::size_t got = std::fread(buffer.data(), 1, buffer.size(), input)) {
        text.append(buffer.data(), got);
        if (text.size() > kMaxBytes) return refuse("a file of 1 GiB or more");  // an endless device, for example
    }
    if (std::ferror(input) != 0) return refuse("a file that cannot be read");
    return text;
}

Result<System> load_system(const std::string& file, const LoadOptions& options) {
    auto text = read_system_file(file);
    if (!text) return tl::unexpected<Problems>(std::move(text.error()));
    return parse_system(*text, file, options);
}

Result<System> parse_system(std::string_view text, const std::string& file, const LoadOptions& options) {
    auto document = JsonDocument::parse(text, file);
    if (!document) return tl::unexpected<Problems>(std::move(document.error()));
    return SystemReader(*document, options).read();
}

Problems check_system(const System& system) {
    const auto again = parse_system(save_system(system), "");
    Problems problems = again ? Problems{} : again.error();
    for (Problem& problem : problems) problem.where.line = problem.where.column = 0;
    return problems;
}

}  // namespace pinstack
