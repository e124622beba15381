// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "messages/subscriptionsentences.h"
#include "theme/statuslook.h"

#include <QFrame>
#include <QSet>

#include <optional>

class QLabel;
class QPushButton;

namespace hookloupe {

class ElidedLabel;

/// One line on the subscription at hand while there is something to say about it; takes no room otherwise. What is new
/// is announced to screen readers, once.
class SubscriptionStrip final : public QFrame {
    Q_OBJECT

public:
    explicit SubscriptionStrip(QWidget* parent = nullptr);

    /// \param notice  nothing: the strip goes
    void showNotice(const std::optional<SubscriptionNotice>& notice);
    /// False where the state cannot be corrected, because another program writes the session.
    void setCorrectable(bool isCorrectable);
    /// Of another session everything is new.
    void forgetAnnounced() { m_announced.clear(); }

signals:
    void correctionWanted();
    void detailsWanted();
    /// A screen reader is told of it.
    void announced(const QString& text);

protected:
    void paintEvent(QPaintEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void announce();
    void updateLooks();

    std::optional<SubscriptionNotice> m_notice;
    QSet<QString> m_announced;
    QLabel* m_glyph;
    ElidedLabel* m_text;
    QPushButton* m_details;
    QPushButton* m_correct;
};

} // namespace hookloupe
