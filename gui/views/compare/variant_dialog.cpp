// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/views/compare/variant_dialog.hpp"

#include <QDialogButtonBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QSpinBox>
#include <QTableView>
#include <QVBoxLayout>

#include "gui/models/session.hpp"

namespace pinstack::gui {

VariantDialog::VariantDialog(Session& session, QWidget* parent) : QDialog(parent), grid_(session) {
    setWindowTitle(tr("Variants to compare"));
    auto* text =
        new QLabel(tr("How neutral sections are protected, and who balances the CPUs. Order, costs and options "
                      "are those of the system."));
    text->setWordWrap(true);
    auto* table = new QTableView;
    table->setObjectName("grid");
    table->setModel(&grid_);
    table->setSelectionMode(QAbstractItemView::NoSelection);
    table->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    table->verticalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    table->setSizeAdjustPolicy(QAbstractScrollArea::AdjustToContents);

    auto* parameter = new QSpinBox;
    parameter->setRange(0, 99);
    parameter->setValue(grid_.parameter());
    parameter->setObjectName("parameter");
    connect(parameter, &QSpinBox::valueChanged, &grid_, &VariantGrid::set_parameter);
    auto* row = new QHBoxLayout;
    row->addWidget(new QLabel(tr("K, of bounded-stack")));
    row->addWidget(parameter);
    row->addStretch(1);

    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close);
    auto* usual = buttons->addButton(tr("As on the command line"), QDialogButtonBox::ResetRole);
    usual->setObjectName("default");
    connect(usual, &QPushButton::clicked, this, [&session] { session.set_variants({}); });
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);

    auto* column = new QVBoxLayout(this);
    column->addWidget(text);
    column->addWidget(table, 1);
    column->addLayout(row);
    column->addWidget(buttons);
}

}  // namespace pinstack::gui
