// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>
#include <vector>

#include "gui/models/what_if/what_if.hpp"

class QFormLayout;
class QToolButton;

namespace pinstack::gui {

class ChoiceBox;

/// The settings of the mechanisms that the system uses, and a way to compare all those of one.
class MechanismControls : public QWidget {
    Q_OBJECT

public:
    explicit MechanismControls(WhatIf& model, QWidget* parent = nullptr);
    void follow();
    /// Does the system use any?
    bool has_any() const;

signals:
    void comparison_asked_for();

private:
    struct Row {
        const Mechanism* mechanism;
        ChoiceBox* box;  // the first entry: as if the file did not say
        QToolButton* compare;
    };

    void add_row(QFormLayout& form, const Mechanism& mechanism);

    WhatIf& model_;
    std::vector<Row> rows_;
};

}  // namespace pinstack::gui
