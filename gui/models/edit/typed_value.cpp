// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/models/edit/typed_value.hpp"

#include <QJsonArray>
#include <QJsonDocument>
#include <QStringList>

#include "model/system/json_document.hpp"
#include "model/system/load.hpp"

namespace pinstack::gui {

namespace {

bool has_member(const std::string& members, const char* name) {
    return members.starts_with(std::string("\"") + name + "\"");
}

}  // namespace

std::string quoted_json(const QString& text) {
    const QByteArray list = QJsonDocument(QJsonArray{text}).toJson(QJsonDocument::Compact);
    return list.mid(1, list.size() - 2).toStdString();
}

std::string typed_json(const QString& text) {
    const QString value = text.trimmed();
    const std::string bytes = value.toStdString();
    if (const auto document = JsonDocument::parse(bytes, "")) {
        const JsonKind kind = (*document)[JsonDocument::kRoot].kind;
        // A line of its own: a comment that the text ends with must not swallow what follows.
        if (kind != JsonKind::string && kind != JsonKind::null) return bytes + "\n";
    }
    return quoted_json(value);
}

std::string typed_length_json(const QString& text) {
    const qsizetype dots = text.indexOf("..");
    if (dots < 0) return typed_json(text);
    const QStringList rest = text.mid(dots + 2).simplified().split(' ');
    std::string json = "{\"min\": " + typed_json(text.left(dots)) + ", \"max\": " + typed_json(rest.front());
    if (rest.size() > 1) json += ", \"distribution\": " + quoted_json(QStringList(rest.mid(1)).join(' '));
    return json + "}";
}

Result<System> read_around(const System& system, const std::string& members) {
    std::string file = "{\"pinstack\": 1, " + members;
    if (!has_member(members, "time_unit"))
        file += ", \"time_unit\": \"" + std::string(name_of(system.time_unit)) + "\"";
    if (!has_member(members, "platform"))
        file += ", \"platform\": {\"cpus\": " + std::to_string(system.platform.cpus) + "}";
    if (!has_member(members, "tasks")) file += ", \"tasks\": [{\"name\": \"T\", \"period\": 1, \"wcet\": 1}]";
    file += "}";
    LoadOptions options;
    options.check_variant = false;
    options.check_horizon = false;
    Result<System> read = parse_system(file, "", options);
    if (!read) {
        for (Problem& problem : read.error()) problem.where = {};
    }
    return read;
}

Result<Task> read_task_around(const System& system, const std::string& members) {
    Result<System> read = read_around(system, "\"tasks\": [{\"name\": \"T\", " + members + "}]");
    if (!read) return tl::unexpected<Problems>(std::move(read.error()));
    return std::move(read->tasks.front());
}

}  // namespace pinstack::gui
