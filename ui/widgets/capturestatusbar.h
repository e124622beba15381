// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "response/responsesequence.h"

#include <QStatusBar>

class QLabel;
class QToolButton;

namespace hookloupe {

/// The facts at the lower edge: where it listens, what it answers, how much was captured, and whether it is kept.
class CaptureStatusBar final : public QStatusBar {
    Q_OBJECT

public:
    enum class Storage { Kept, Failing, ReadOnly };

    explicit CaptureStatusBar(QWidget* parent = nullptr);

    /// \param addresses  "127.0.0.1:8787"; empty: not listening
    void showListening(const QStringList& addresses, bool isLoopbackOnly, bool isPaused);
    void showCaptured(qint64 count);
    void showResponse(const ResponseSequence& response);
    void showStorage(Storage storage);
    void showSize(qint64 bytes);
    /// \param inKeyring  how many of all are kept there
    void showSecrets(qint64 all, qint64 missing, qint64 inKeyring);

signals:
    void backTo200Requested();

protected:
    void changeEvent(QEvent* event) override;

private:
    void tint(QLabel* label, int tone);
    void updateTints();

    QLabel* m_listening;
    QLabel* m_captured;
    QLabel* m_response;
    QToolButton* m_back;
    QLabel* m_secrets;
    QLabel* m_storage;
    QLabel* m_size;
};

} // namespace hookloupe
