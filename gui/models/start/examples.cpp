// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/models/start/examples.hpp"

#include <QDirIterator>
#include <QFile>
#include <QStringList>
#include <algorithm>
#include <stdexcept>
#include <tuple>
#include <utility>

#include "model/system/load.hpp"

namespace pinstack::gui {

namespace {

const QString kFolder = QStringLiteral(":/examples/");

// "two-tasks-lose-a-cpu": "Two tasks lose a CPU".
QString title_of(const System& system) {
    QStringList words = QString::fromStdString(system.name).split('-');
    for (QString& word : words) {
        for (const char* name : {"cpu", "edf", "irq", "md", "pd", "rcu"}) {
            if (word == name) word = word.toUpper();
        }
    }
    QString title = words.join(' ');
    if (!title.isEmpty()) title[0] = title[0].toUpper();
    return title;
}

std::vector<Example> read_examples() {
    std::vector<Example> all;
    QDirIterator files(kFolder, QDir::Files, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        const QString path = files.next();
        const QString id = path.mid(kFolder.size());
        QFile file(path);
        if (!file.open(QFile::ReadOnly)) continue;
        auto system = parse_system(file.readAll().toStdString(), id.toStdString());
        // The examples are built in, and tests load each: this is a defect of the program.
        if (!system) throw std::logic_error(to_text(system.error()));
        const QString group = id.contains('/') ? id.section('/', 0, 0) : QString();
        all.push_back({id, title_of(*system), group, std::move(*system)});
    }
    std::sort(all.begin(), all.end(),
              [](const Example& a, const Example& b) { return std::tie(a.group, a.id) < std::tie(b.group, b.id); });
    return all;
}

}  // namespace

const std::vector<Example>& examples() {
    static const std::vector<Example> all = read_examples();
    return all;
}

const Example* find_example(const QString& id) {
    const auto found =
        std::find_if(examples().begin(), examples().end(), [&](const Example& each) { return each.id == id; });
    return found == examples().end() ? nullptr : &*found;
}

const Example& first_example() { return examples().front(); }

}  // namespace pinstack::gui
