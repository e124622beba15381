// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QLabel;
class QPushButton;

namespace hookloupe {

/// What stands in place of the list while there is nothing to list: why, and what to do about it.
class EmptyState final : public QWidget {
    Q_OBJECT

public:
    enum class Kind { Waiting, Paused, NoMatch, NotListening, Reading };

    explicit EmptyState(QWidget* parent = nullptr);

    Kind kind() const { return m_kind; }

    /// Nothing has come yet.
    /// \param note  who can reach the address, in one sentence
    void showWaiting(const QString& url, const QString& note);
    void showPaused();
    /// \param total  deliveries that the filter hides; 1 and up
    void showNoMatch(qint64 total);
    /// \param remedy  text of the button; empty: none beside the settings
    void showNotListening(const QString& title, const QString& text, const QString& remedy);
    /// A session of another program, or one that is being read, without deliveries.
    void showReading(const QString& title, const QString& text);

    QString title() const;

signals:
    void copyUrlRequested();
    void copyCommandRequested(const QString& command);
    void testRequested();
    void resumeRequested();
    void clearFilterRequested();
    void remedyRequested();
    void settingsRequested();

protected:
    void changeEvent(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    void begin(Kind kind, const QString& icon, const QString& title, const QString& text);
    void setButtons(const QString& primary, const QString& secondary);
    void updateLooks();
    void usePrimary();
    void useSecondary();

    Kind m_kind = Kind::Waiting;
    QString m_iconName;
    QLabel* m_icon;
    QLabel* m_title;
    QLabel* m_text;
    QWidget* m_address;
    QLabel* m_url;
    QPushButton* m_copyUrl;
    QLabel* m_commandHint;
    QWidget* m_commandBox;
    QLabel* m_command;
    QPushButton* m_copyCommand;
    QPushButton* m_primary;
    QPushButton* m_secondary;
    QLabel* m_note;
};

} // namespace hookloupe
