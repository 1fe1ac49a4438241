// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractButton>
#include <QPixmap>

#include "gui/models/recorded_run.hpp"

namespace pinstack::gui {

struct Example;

/// An example to click on: its schedule in small, its title, what it shows.
class ExampleCard : public QAbstractButton {
    Q_OBJECT

public:
    explicit ExampleCard(const Example& example, QWidget* parent = nullptr);

    const QString& id() const { return id_; }
    /// To be drawn once it has been computed.
    void set_run(RecordedRunPtr run, Window window);
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    int picture_height() const;

    QString id_, description_;
    RecordedRunPtr run_;
    Window window_{{0}, {1}};
};

}  // namespace pinstack::gui
