// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "delivery/reaction/reactionpolicy.h"
#include "theme/statuslook.h"

#include <QAbstractButton>

#include <optional>

namespace hookloupe {

/// One choice of the response bar: a key that stays pressed, filled with the tone of what it stands for. A small glyph
/// behind its text says what the provider would do.
class ResponseButton final : public QAbstractButton {
    Q_OBJECT

public:
    explicit ResponseButton(QWidget* parent = nullptr);

    /// \param state  gives the pressed button its glyph and tone
    void setLook(const QString& text, ResponseState state);
    /// Nothing: no provider is known, and its place stays empty.
    void setReaction(std::optional<ReactionKind> reaction);
    std::optional<ReactionKind> reaction() const { return m_reaction; }
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent* event) override;
    void enterEvent(QEnterEvent* event) override;
    void leaveEvent(QEvent* event) override;

private:
    QFont markFont() const;
    int markWidth() const;
    void paintText(QPainter& painter, const QColor& ink, const QColor& ground) const;

    StatusLook m_look;
    std::optional<ReactionKind> m_reaction;
};

} // namespace hookloupe
