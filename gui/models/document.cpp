// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/models/document.hpp"

#include <QFileInfo>
#include <utility>

#include "analyzer/file/output.hpp"
#include "gui/models/scenario_change.hpp"
#include "model/system/load.hpp"

namespace pinstack::gui {

Document::Document(QObject* parent) : QObject(parent) {}

Problems Document::open(const QString& file) {
    auto system = load_system(file.toStdString());
    if (!system) {
        emit refused(file, system.error());
        return std::move(system.error());
    }
    const QString name = QFileInfo(file).fileName();
    file_ = file;
    name_ = name;
    start({std::make_shared<const System>(std::move(*system)), 100});
    return {};
}

void Document::show(const QString& name, System system) {
    file_.clear();
    name_ = name;
    start({std::make_shared<const System>(std::move(system)), 100});
}

void Document::close() {
    file_.clear();
    name_.clear();
    start({});
}

Problems Document::save(const QString& file) {
    const std::string name = file.toStdString();
    Output output;
    auto done = output.open(name);
    if (done) {
        output.write(save_system(*scenario_.effective()));
        done = output.commit();
    }
    if (!done) return {{{name, 0, 0, ""}, done.error(), "a file that can be written", ""}};
    file_ = file;
    name_ = QFileInfo(file).fileName();
    history_.setClean();
    emit saved();
    return {};
}

void Document::change(const QString& words, Scenario scenario, const QString& merge_key) {
    history_.push(new ScenarioChange(*this, words, std::move(scenario), merge_key));
}

void Document::change(const QString& words, System system, const QString& merge_key) {
    change(words, Scenario{std::make_shared<const System>(std::move(system)), scenario_.section_percent}, merge_key);
}

void Document::start(Scenario scenario) {
    history_.clear();
    set(std::move(scenario));
    emit opened();
    emit changed();
}

void Document::replace(Scenario scenario) {
    set(std::move(scenario));
    emit changed();
}

void Document::set(Scenario scenario) {
    scenario_ = std::move(scenario);
    effective_ = nullptr;
    problems_.clear();
    if (is_open()) {
        auto effective = scenario_.effective();
        problems_ = check_system(*effective);
        if (problems_.empty()) effective_ = std::move(effective);
    }
}

}  // namespace pinstack::gui
