// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "response/reactionoutlook.h"
#include "response/responsesequence.h"
#include "theme/statuslook.h"

#include <QWidget>

#include <vector>

class QAction;
class QLabel;
class QPushButton;

namespace hookloupe {

class ElidedLabel;
class ResponseButton;

/// What the next requests are answered, one click each; the choice stays pressed, and a line says what it means: to the
/// provider at hand where one is known. Before a click it says that of the button under the pointer or in focus.
class ResponseBar final : public QWidget {
    Q_OBJECT

public:
    explicit ResponseBar(QWidget* parent = nullptr);

    const ResponseSequence& response() const { return m_response; }
    /// Shows what is in force; does not emit chosen().
    void setResponse(const ResponseSequence& response);
    /// Says beside the meaning that some requests are answered otherwise; empty: none are.
    void setException(const QString& sentence);
    /// What the provider at hand does after each response.
    void setOutlook(const ReactionOutlook& outlook);
    const ReactionOutlook& outlook() const { return m_outlook; }
    /// Puts the focus on the pressed button.
    void focusChoice();
    /// The choices with their shortcuts 1 to 9, then "more…"; for the menu.
    QList<QAction*> choiceActions() const { return m_actions; }
    QAction* moreAction() const { return m_more; }
    QAction* backAction() const { return m_back; }

signals:
    void chosen(const hookloupe::ResponseSequence& response);
    void moreRequested();

protected:
    void changeEvent(QEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void addChoice(int number, const ResponsePlan& plan);
    QWidget* buildState();
    void choose(const ResponseSequence& response);
    void lookAt(int choice);
    void updateState();
    void updateMore();
    void updateChoices();
    void updateMeaning();
    void showMeaning(QChar glyph, Tone tone, const QString& text, bool isPlain);

    ResponseSequence m_response;
    QString m_exception;
    ReactionOutlook m_outlook;
    int m_lookedAt = -1; ///< the choice under the pointer or in focus
    std::vector<ResponseSequence> m_choices;
    std::vector<ResponseButton*> m_buttons;
    QList<QAction*> m_actions;
    QAction* m_more;
    QAction* m_back;
    ResponseButton* m_moreButton = nullptr;
    QLabel* m_glyph = nullptr;
    ElidedLabel* m_meaning = nullptr;
    QPushButton* m_backButton = nullptr;
};

} // namespace hookloupe
