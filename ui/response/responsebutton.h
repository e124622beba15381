// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "theme/statuslook.h"

#include <QAbstractButton>

namespace hookloupe {

/// One choice of the response bar: a key that stays pressed, filled with the tone of what it stands for.
class ResponseButton final : public QAbstractButton {
    Q_OBJECT

public:
    explicit ResponseButton(QWidget* parent = nullptr);

    /// \param state  gives the pressed button its glyph and tone
    void setLook(const QString& text, ResponseState state);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent* event) override;
    void enterEvent(QEnterEvent* event) override;
    void leaveEvent(QEvent* event) override;

private:
    StatusLook m_look;
};

} // namespace hookloupe
