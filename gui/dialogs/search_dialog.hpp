// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

#include "analyzer/explore/search.hpp"

class QComboBox;
class QSpinBox;

namespace pinstack::gui {

/// What to search for, and for how long.
class SearchDialog : public QDialog {
    Q_OBJECT

public:
    explicit SearchDialog(const System& system, QWidget* parent = nullptr);

    SearchSpec spec() const;

private:
    QComboBox* objective_ = nullptr;
    QComboBox* task_ = nullptr;
    QSpinBox* runs_ = nullptr;
    QSpinBox* seed_ = nullptr;
};

}  // namespace pinstack::gui
