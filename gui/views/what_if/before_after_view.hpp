// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>
#include <array>

#include "gui/models/what_if/before_after_model.hpp"

class QLabel;

namespace pinstack::gui {

/// A BeforeAfterModel as a small table: what got worse in red, what got better in bold.
class BeforeAfterView : public QWidget {
    Q_OBJECT

public:
    explicit BeforeAfterView(BeforeAfterModel& model, QWidget* parent = nullptr);

protected:
    void changeEvent(QEvent* event) override;

private:
    void follow();

    BeforeAfterModel& model_;
    std::array<QLabel*, BeforeAfterModel::kRows> names_{};
    std::array<std::array<QLabel*, BeforeAfterModel::kColumns>, BeforeAfterModel::kRows> cells_{};
};

}  // namespace pinstack::gui
