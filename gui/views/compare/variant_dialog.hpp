// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

#include "gui/models/compare/variant_grid.hpp"

namespace pinstack::gui {

class Session;

/// Ticks which variants are compared. Takes effect at once.
class VariantDialog : public QDialog {
    Q_OBJECT

public:
    explicit VariantDialog(Session& session, QWidget* parent = nullptr);

private:
    VariantGrid grid_;
};

}  // namespace pinstack::gui
