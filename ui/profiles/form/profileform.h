// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "profiles/form/formsection.h"

#include <QWidget>

class QLabel;
class QPushButton;
class QStackedLayout;
class QVBoxLayout;

namespace hookloupe {

class RuleCard;
class SchemeSection;

/// The common parts of a profile as fields. It changes the text only where somebody has changed a field, and leaves
/// what it does not know as it is.
class ProfileForm final : public QWidget {
    Q_OBJECT

public:
    /// \param document  outlives the form
    /// \param request   gives the delivery to pick values from; may give null
    ProfileForm(ProfileDocument& document, std::function<RequestPtr()> request, QWidget* parent = nullptr);

    void showTrial(const TrialResult& result);
    void focusFirst();

signals:
    /// Somebody wants to see a place in the JSON text.
    void placeRequested(const QByteArray& pointer);

private:
    QWidget* makeFields();
    FormSection* makeIdentity(QWidget* parent);
    FormSection* makeEvent(QWidget* parent);
    QWidget* makeRules(QWidget* parent);
    QWidget* makeBroken();
    void load();
    void loadRules();
    void addRule();
    void loadOthers();

    ProfileDocument& m_document;
    std::function<RequestPtr()> m_request;
    QStackedLayout* m_pages;
    QLabel* m_brokenText = nullptr;
    std::vector<FormSection*> m_sections;
    SchemeSection* m_schemes = nullptr;
    QVBoxLayout* m_ruleColumn = nullptr;
    std::vector<RuleCard*> m_rules;
    QPushButton* m_addRule = nullptr;
    QLabel* m_others = nullptr;
    QLabel* m_assumed = nullptr;
    TrialResult m_trial; ///< the last one
};

} // namespace hookloupe
