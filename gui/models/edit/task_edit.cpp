// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/models/edit/task_edit.hpp"

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

#include "model/platform/cpu_list.hpp"

namespace pinstack::gui {

namespace {

constexpr const char* kWork = "\"wcet\": 1";
constexpr const char* kWorkAndPeriod = "\"period\": 1, \"wcet\": 1";

std::string member(const std::string& key, const std::string& value) { return "\"" + key + "\": " + value; }

/// One that takes what it needs from the task that the value was read into.
template <class Take>
Result<SystemEdit> edit_with(std::size_t task, Result<Task> read, Take take) {
    if (!read) return tl::unexpected<Problems>(std::move(read.error()));
    return [task, from = std::move(*read), take](System& system) { take(system.tasks[task], from); };
}

/// The least distance of releases, which is the deadline where the file gives none. 0: there is none.
Duration distance_of(const Releases& releases) {
    if (const auto* periodic = std::get_if<Periodic>(&releases)) return periodic->period;
    if (const auto* sporadic = std::get_if<Sporadic>(&releases)) return sporadic->interarrival.min;
    return {};
}

void set_releases(Task& task, Releases releases) {
    const auto [offset, jitter] =
        std::visit([](const auto& each) { return std::pair(each.offset, each.jitter); }, task.releases);
    const bool is_implicit = task.deadline == distance_of(task.releases);
    std::visit([&](auto& each) { each.offset = offset, each.jitter = jitter; }, releases);
    task.releases = std::move(releases);
    const Duration distance = distance_of(task.releases);
    if (is_implicit && distance.ns > 0) task.deadline = distance;
}

Result<SystemEdit> edit_release_kind(std::size_t index, const Task& task, const QString& kind) {
    if (kind == text_of(task, TaskColumn::release_kind)) return [](System&) {};
    const Duration distance = distance_of(task.releases).ns > 0 ? distance_of(task.releases) : task.deadline;
    Releases releases;
    if (kind == "period") {
        releases = Periodic{distance, {}, {}};
    } else if (kind == "min_interarrival") {
        releases = Sporadic{{distance, distance, Distribution::constant}, {}, {}};
    } else if (kind == "releases") {
        releases = ExplicitReleases{{Instant{0}}, {}, {}};
    } else {
        return fail("the word \"" + kind.toStdString() + "\"", "period, min_interarrival or releases",
                    "at equal distances, at distances that vary, or at listed instants");
    }
    return [index, releases](System& system) { set_releases(system.tasks[index], releases); };
}

std::string releases_json(const Task& task, const QString& text) {
    if (std::holds_alternative<Periodic>(task.releases)) return member("period", typed_json(text));
    if (std::holds_alternative<Sporadic>(task.releases)) return member("min_interarrival", typed_length_json(text));
    if (text.trimmed().startsWith('[')) return member("releases", typed_json(text)) + ", \"deadline\": 1";
    std::string list;
    for (const QString& each : text.split(',')) {
        if (text.trimmed().isEmpty()) break;
        if (!list.empty()) list += ", ";
        list += typed_json(each);
    }
    return member("releases", "[" + list + "]") + ", \"deadline\": 1";
}

Result<SystemEdit> edit_releases(const System& system, std::size_t index, const QString& text) {
    const Task& task = system.tasks[index];
    // So that the file can say by how much offset and jitter delay the last of listed releases.
    std::string delays;
    for (const TaskColumn column : {TaskColumn::offset, TaskColumn::jitter}) {
        const QString delay = text_of(task, column);
        if (delay.isEmpty()) continue;
        delays += member(column == TaskColumn::offset ? "offset" : "jitter", typed_json(delay)) + ", ";
    }
    return edit_with(index, read_task_around(system, delays + releases_json(task, text) + ", " + kWork),
                     [](Task& to, const Task& from) { set_releases(to, from.releases); });
}

Result<SystemEdit> edit_delay(const System& system, std::size_t index, const char* key, const QString& text) {
    const std::string value = text.trimmed().isEmpty() ? "0" : typed_json(text);
    const bool is_offset = key == std::string_view("offset");
    return edit_with(index, read_task_around(system, member(key, value) + ", " + kWorkAndPeriod),
                     [is_offset](Task& to, const Task& from) {
                         const auto& read = std::get<Periodic>(from.releases);
                         std::visit(
                             [&](auto& each) { is_offset ? each.offset = read.offset : each.jitter = read.jitter; },
                             to.releases);
                     });
}

Result<SystemEdit> edit_deadline(const System& system, std::size_t index, const QString& text) {
    const Duration distance = distance_of(system.tasks[index].releases);
    if (text.trimmed().isEmpty() && distance.ns > 0) {
        return [index, distance](System& edited) { edited.tasks[index].deadline = distance; };
    }
    return edit_with(index, read_task_around(system, member("deadline", typed_json(text)) + ", " + kWorkAndPeriod),
                     [](Task& to, const Task& from) { to.deadline = from.deadline; });
}

Result<SystemEdit> edit_affinity(const System& system, std::size_t index, const QString& text) {
    if (text.trimmed().isEmpty()) {
        return [index](System& edited) { edited.tasks[index].affinity.reset(); };
    }
    std::string list;
    if (text.trimmed().startsWith('[')) {
        list = typed_json(text);
    } else {
        const auto cpus = parse_cpu_list(text.trimmed().toStdString());
        if (!cpus) return tl::unexpected<Problems>(cpus.error());
        for (const CpuId cpu : *cpus) list += (list.empty() ? "[" : ", ") + std::to_string(cpu);
        list += "]";
    }
    return edit_with(index, read_task_around(system, member("affinity", list) + ", " + kWorkAndPeriod),
                     [](Task& to, const Task& from) { to.affinity = from.affinity; });
}

}  // namespace

Result<SystemEdit> edit_task(const System& system, std::size_t index, TaskColumn column, const QString& text) {
    const Task& task = system.tasks[index];
    const bool is_blank = text.trimmed().isEmpty();
    const auto read = [&](const char* key, const std::string& value) {
        return read_task_around(system, member(key, value) + ", " + kWorkAndPeriod);
    };
    switch (column) {
        case TaskColumn::name: {
            Result<System> named = read_around(
                system, "\"tasks\": [{\"name\": " + quoted_json(text.trimmed()) + ", " + kWorkAndPeriod + "}]");
            if (!named) return tl::unexpected<Problems>(std::move(named.error()));
            return edit_with(index, std::move(named->tasks.front()),
                             [](Task& to, const Task& from) { to.name = from.name; });
        }
        case TaskColumn::priority:
            if (is_blank) return [index](System& edited) { edited.tasks[index].priority.reset(); };
            return edit_with(index, read("priority", typed_json(text)),
                             [](Task& to, const Task& from) { to.priority = from.priority; });
        case TaskColumn::policy:
            return edit_with(index, read("policy", typed_json(text)),
                             [](Task& to, const Task& from) { to.policy = from.policy; });
        case TaskColumn::release_kind:
            return edit_release_kind(index, task, text);
        case TaskColumn::releases:
            return edit_releases(system, index, text);
        case TaskColumn::offset:
            return edit_delay(system, index, "offset", text);
        case TaskColumn::jitter:
            return edit_delay(system, index, "jitter", text);
        case TaskColumn::deadline:
            return edit_deadline(system, index, text);
        case TaskColumn::wcet: {
            const std::string json = typed_length_json(text);
            const bool varies = json.starts_with('{');
            return edit_with(
                index,
                read_task_around(system, "\"period\": 1, " +
                                             (varies ? "\"body\": [{\"run\": " + json + "}]" : member("wcet", json))),
                [](Task& to, const Task& from) { to.body = from.body; });
        }
        case TaskColumn::home_cpu:
            if (is_blank) return [index](System& edited) { edited.tasks[index].home_cpu.reset(); };
            return edit_with(index, read("home_cpu", typed_json(text)),
                             [](Task& to, const Task& from) { to.home_cpu = from.home_cpu; });
        case TaskColumn::affinity:
            return edit_affinity(system, index, text);
        case TaskColumn::working_set:
            return edit_with(index, read("working_set", is_blank ? "0" : typed_json(text)),
                             [](Task& to, const Task& from) { to.working_set = from.working_set; });
        case TaskColumn::utilization:
            break;
    }
    return fail("a computed value", "one that is given", "change the period or the body");
}

std::string unused_name(const std::string& name, const std::vector<std::string>& used) {
    const std::set<std::string> taken(used.begin(), used.end());
    if (!taken.contains(name)) return name;
    // T3 goes on with T4 and not with T32.
    const std::size_t stem = name.find_last_not_of("0123456789") + 1;
    const std::string base = stem == 0 ? name : name.substr(0, stem);
    for (std::size_t number = 2;; ++number) {
        std::string next = base + std::to_string(number);
        if (!taken.contains(next)) return next;
    }
}

namespace {

std::vector<std::string> task_names(const System& system) {
    std::vector<std::string> names;
    for (const Task& task : system.tasks) names.push_back(task.name);
    return names;
}

std::ptrdiff_t offset(std::size_t index) { return static_cast<std::ptrdiff_t>(index); }

/// The tasks have other places now: `place_of(old)` says which. Who woke one that is gone wakes nobody.
template <class PlaceOf>
void follow_woken(Body& body, const PlaceOf& place_of) {
    std::erase_if(body, [&](const Operation& each) {
        return each.kind == OperationKind::wake && !place_of(each.task).has_value();
    });
    for (Operation& operation : body) {
        if (operation.kind == OperationKind::wake) operation.task = *place_of(operation.task);
        follow_woken(operation.body, place_of);
    }
}
template <class PlaceOf>
void follow_woken(System& system, const PlaceOf& place_of) {
    for (Task& task : system.tasks) follow_woken(task.body, place_of);
}

/// Places from `at` on are one greater.
void make_room(System& system, std::size_t at) {
    follow_woken(system, [&](std::uint32_t old) { return std::optional(old < at ? old : old + 1); });
}

/// Events name tasks by their places: those from `first` to before `end` have moved by so much.
void move_events(System& system, std::size_t first, std::size_t end, int by) {
    for (SystemEvent& event : system.events) {
        if (event.task >= first && event.task < end) event.task += static_cast<std::uint32_t>(by);
    }
}

}  // namespace

void add_task(System& system, std::size_t at) {
    Task task;
    task.name = unused_name("T" + std::to_string(system.tasks.size()), task_names(system));
    task.releases = Periodic{milliseconds(100), {}, {}};
    task.deadline = milliseconds(100);
    task.body = {{OperationKind::run, {milliseconds(1), milliseconds(1), Distribution::constant}, {}}};
    // All tasks have what these rules ask of all: the least urgent priority, the first CPU.
    const auto all_have = [&](auto has) {
        return !system.tasks.empty() && std::all_of(system.tasks.begin(), system.tasks.end(), has);
    };
    if (all_have([](const Task& each) { return each.priority.has_value(); })) task.priority = 1;
    if (all_have([](const Task& each) { return each.home_cpu.has_value(); })) task.home_cpu = 0;
    make_room(system, at);
    system.tasks.insert(system.tasks.begin() + offset(at), std::move(task));
    move_events(system, at, system.tasks.size(), 1);
}

void duplicate_task(System& system, std::size_t task) {
    make_room(system, task + 1);
    Task copy = system.tasks[task];
    copy.name = unused_name(copy.name, task_names(system));
    system.tasks.insert(system.tasks.begin() + offset(task + 1), std::move(copy));
    move_events(system, task + 1, system.tasks.size(), 1);
}

void remove_task(System& system, std::size_t task) {
    system.tasks.erase(system.tasks.begin() + offset(task));
    follow_woken(system, [&](std::uint32_t old) {
        return old == task ? std::nullopt : std::optional(old < task ? old : old - 1);
    });
    std::erase_if(system.events, [&](const SystemEvent& event) {
        return event.kind == EventKind::set_affinity && event.task == task;
    });
    move_events(system, task + 1, system.tasks.size() + 1, -1);
}

void move_task(System& system, std::size_t from, std::size_t to) {
    const auto at = [&](std::size_t index) { return system.tasks.begin() + offset(index); };
    std::vector<SystemEvent*> of_task;
    for (SystemEvent& event : system.events) {
        if (event.task == from) of_task.push_back(&event);
    }
    from < to ? move_events(system, from + 1, to + 1, -1) : move_events(system, to, from, 1);
    for (SystemEvent* event : of_task) event->task = static_cast<std::uint32_t>(to);
    if (from < to) {
        std::rotate(at(from), at(from + 1), at(to + 1));
    } else {
        std::rotate(at(to), at(from), at(from + 1));
    }
    follow_woken(system, [&](std::uint32_t old) {
        std::size_t place = old;
        if (old == from) {
            place = to;
        } else if (from < old && old <= to) {
            --place;
        } else if (to <= old && old < from) {
            ++place;
        }
        return std::optional(static_cast<std::uint32_t>(place));
    });
}

}  // namespace pinstack::gui
