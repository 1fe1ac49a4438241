// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/views/trace/no_what_if.hpp"

#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace pinstack::gui {

NoWhatIf::NoWhatIf(QWidget* parent) : QWidget(parent) {
    auto* text = new QLabel(
        tr("A trace is what a kernel did: nothing of it can be changed, compared under other variants or proved.\n\n"
           "A system file can be made of it, with the periods, run times and sections that were seen; that one "
           "can."));
    text->setWordWrap(true);
    auto* fit = new QPushButton(tr("Make a system of it"));
    fit->setObjectName("fit");
    auto* beside = new QPushButton(tr("Compare with a system file..."));
    beside->setObjectName("beside");
    connect(fit, &QPushButton::clicked, this, &NoWhatIf::fit_asked);
    connect(beside, &QPushButton::clicked, this, &NoWhatIf::beside_asked);
    auto* column = new QVBoxLayout(this);
    column->addWidget(text);
    column->addWidget(fit);
    column->addWidget(beside);
    column->addStretch(1);
}

// The panel is not to become wider for it.
QSize NoWhatIf::sizeHint() const {
    const int wide = fontMetrics().averageCharWidth() * 36;
    return {wide, heightForWidth(wide)};
}

}  // namespace pinstack::gui
