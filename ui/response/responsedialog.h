// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "response/reactionoutlook.h"
#include "response/responsesequence.h"

#include <QDialog>

#include <optional>

class QComboBox;
class QLabel;
class QLineEdit;
class QPlainTextEdit;
class QPushButton;
class QSpinBox;
class QTabWidget;

namespace hookloupe {

/// Any response: one plan as a form, or several as the text that `serve --respond` takes. Says at once what is wrong,
/// and what the provider does after it.
class ResponseDialog final : public QDialog {
    Q_OBJECT

public:
    explicit ResponseDialog(const ResponseSequence& current, QWidget* parent = nullptr);

    /// What the provider at hand does after a response: said of what is being entered.
    void setOutlook(const ReactionOutlook& outlook);
    /// What was entered; valid after the dialog was accepted.
    ResponseSequence response() const;

protected:
    void changeEvent(QEvent* event) override;

private:
    QWidget* buildPlan(const ResponsePlan& plan);
    QWidget* buildSequence(const ResponseSequence& current);
    void check();
    void showReaction();
    void tint();
    /// Nothing, with m_problem set, while the input is not valid.
    std::optional<ResponseSequence> read();
    std::optional<ResponseSequence> readPlan();
    std::optional<HeaderList> readHeaders();

    QTabWidget* m_tabs;
    QSpinBox* m_status = nullptr;
    QLineEdit* m_reason = nullptr;
    QComboBox* m_fault = nullptr;
    QSpinBox* m_delayMs = nullptr;
    QComboBox* m_type = nullptr;
    QPlainTextEdit* m_headers = nullptr;
    QPlainTextEdit* m_body = nullptr;
    QLineEdit* m_sequence = nullptr;
    QLabel* m_verdict;
    QLabel* m_reaction;
    ReactionOutlook m_outlook;
    QPushButton* m_ok = nullptr;
    QString m_problem;
    std::optional<ResponseSequence> m_valid;
};

} // namespace hookloupe
