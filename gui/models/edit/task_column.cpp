// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/models/edit/task_column.hpp"

#include <QCoreApplication>

#include "analyzer/report/body_text.hpp"
#include "analyzer/run/utilization.hpp"
#include "model/platform/byte_size.hpp"
#include "model/platform/cpu_list.hpp"

namespace pinstack::gui {

namespace {

struct Row {
    const char* key;  // of the system file
    const char* heading;
    const char* help;
};

constexpr const char* kContext = "TaskColumn";
// As numbered.
constexpr std::array<Row, kTaskColumns> kRows = {{
    {"name", QT_TRANSLATE_NOOP("TaskColumn", "Task"), QT_TRANSLATE_NOOP("TaskColumn", "A name that no other task has")},
    {"priority", QT_TRANSLATE_NOOP("TaskColumn", "Priority"),
     QT_TRANSLATE_NOOP("TaskColumn",
                       "1 to 99, larger is more urgent. All tasks have one, or none has: then tasks are "
                       "ranked by deadline")},
    {"", QT_TRANSLATE_NOOP("TaskColumn", "Released"),
     QT_TRANSLATE_NOOP("TaskColumn",
                       "period: at equal distances; min_interarrival: at distances that vary; releases: "
                       "at listed instants")},
    {"", QT_TRANSLATE_NOOP("TaskColumn", "Every / at"),
     QT_TRANSLATE_NOOP("TaskColumn",
                       "A distance such as 2ms; one that varies such as 2ms..5ms uniform; or instants such "
                       "as 0, 2ms, 4ms. A deadline that equals the period stays equal to it")},
    {"deadline", QT_TRANSLATE_NOOP("TaskColumn", "Deadline"),
     QT_TRANSLATE_NOOP("TaskColumn", "Counted from the instant a job is due. Left blank: the period")},
    {"wcet", QT_TRANSLATE_NOOP("TaskColumn", "WCET"),
     QT_TRANSLATE_NOOP("TaskColumn",
                       "The worst-case execution time; of a body of several operations their sum, "
                       "without suspensions")},
    {"", QT_TRANSLATE_NOOP("TaskColumn", "Utilization"),
     QT_TRANSLATE_NOOP("TaskColumn", "WCET over the least distance of releases")},
    {"offset", QT_TRANSLATE_NOOP("TaskColumn", "Offset"), QT_TRANSLATE_NOOP("TaskColumn", "When the first job is due")},
    {"jitter", QT_TRANSLATE_NOOP("TaskColumn", "Jitter"),
     QT_TRANSLATE_NOOP("TaskColumn", "A job is released up to so much later than it is due")},
    {"home_cpu", QT_TRANSLATE_NOOP("TaskColumn", "Home CPU"),
     QT_TRANSLATE_NOOP("TaskColumn", "Where its first job wakes up; where it stays under partitioned")},
    {"affinity", QT_TRANSLATE_NOOP("TaskColumn", "Affinity"),
     QT_TRANSLATE_NOOP("TaskColumn", "The CPUs it may use, such as 0-3,5. Left blank: all")},
    {"policy", QT_TRANSLATE_NOOP("TaskColumn", "Policy"),
     QT_TRANSLATE_NOOP("TaskColumn", "fifo, or rr: tasks of equal priority take turns (under linux-rt-* only)")},
    {"working_set", QT_TRANSLATE_NOOP("TaskColumn", "Working set"),
     QT_TRANSLATE_NOOP("TaskColumn", "Memory that a migration makes it reload, such as 64KiB")},
}};

const Row& row_of(TaskColumn column) { return kRows[static_cast<std::size_t>(column)]; }

QString release_kind(const Releases& releases) {
    if (std::holds_alternative<Periodic>(releases)) return "period";
    return std::holds_alternative<Sporadic>(releases) ? "min_interarrival" : "releases";
}

std::string releases_text(const Releases& releases) {
    if (const auto* periodic = std::get_if<Periodic>(&releases)) return to_text(periodic->period);
    if (const auto* sporadic = std::get_if<Sporadic>(&releases)) return variable_text(sporadic->interarrival);
    std::string out;
    for (const Instant at : std::get<ExplicitReleases>(releases).instants) {
        if (!out.empty()) out += ", ";
        out += to_text(Duration{at.ns});
    }
    return out;
}

std::string unless_zero(Duration time) { return time.ns == 0 ? std::string() : to_text(time); }

}  // namespace

QString heading_of(TaskColumn column) { return QCoreApplication::translate(kContext, row_of(column).heading); }

QString help_of(TaskColumn column) { return QCoreApplication::translate(kContext, row_of(column).help); }

QString text_of(const Task& task, TaskColumn column) {
    switch (column) {
        case TaskColumn::name:
            return QString::fromStdString(task.name);
        case TaskColumn::priority:
            return task.priority ? QString::number(*task.priority) : QString();
        case TaskColumn::policy:
            return QString::fromUtf8(kPolicies[static_cast<std::size_t>(task.policy)].data());
        case TaskColumn::release_kind:
            return release_kind(task.releases);
        case TaskColumn::releases:
            return QString::fromStdString(releases_text(task.releases));
        case TaskColumn::offset:
            return QString::fromStdString(
                std::visit([](const auto& releases) { return unless_zero(releases.offset); }, task.releases));
        case TaskColumn::jitter:
            return QString::fromStdString(
                std::visit([](const auto& releases) { return unless_zero(releases.jitter); }, task.releases));
        case TaskColumn::deadline:
            return QString::fromStdString(to_text(task.deadline));
        case TaskColumn::wcet:
            return QString::fromStdString(is_editable(task, column) ? variable_text(task.body.front().time)
                                                                    : to_text(worst_case_execution_time(task.body)));
        case TaskColumn::utilization: {
            const auto share = utilization_of(task);
            return share ? QString::number(*share, 'f', 4) : QString();
        }
        case TaskColumn::home_cpu:
            return task.home_cpu ? QString::number(*task.home_cpu) : QString();
        case TaskColumn::affinity:
            return task.affinity ? QString::fromStdString(cpu_list_text(*task.affinity)) : QString();
        case TaskColumn::working_set:
            return task.working_set == 0 ? QString() : QString::fromStdString(byte_size_text(task.working_set));
    }
    return {};
}

QStringList choices_of(TaskColumn column) {
    if (column == TaskColumn::policy) return {"fifo", "rr", "deadline", "other"};
    if (column == TaskColumn::release_kind) return {"period", "min_interarrival", "releases"};
    return {};
}

bool is_editable(const Task& task, TaskColumn column) {
    if (column == TaskColumn::wcet) return task.body.size() == 1 && task.body.front().kind == OperationKind::run;
    return column != TaskColumn::utilization;
}

bool is_number(TaskColumn column) {
    switch (column) {
        case TaskColumn::name:
        case TaskColumn::policy:
        case TaskColumn::release_kind:
        case TaskColumn::releases:
        case TaskColumn::affinity:
            return false;
        default:
            return true;
    }
}

std::optional<TaskColumn> column_of_key(std::string_view key) {
    if (key == "period" || key == "min_interarrival" || key == "releases") return TaskColumn::releases;
    if (key == "body") return TaskColumn::wcet;
    for (std::size_t column = 0; column < kRows.size(); ++column) {
        if (!key.empty() && key == kRows[column].key) return static_cast<TaskColumn>(column);
    }
    return std::nullopt;
}

}  // namespace pinstack::gui
