// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "profiles/form/formsection.h"

class QComboBox;
class QPushButton;

namespace hookloupe {

/// How the provider signs: one scheme of the profile, which a chooser names.
class SchemeSection final : public FormSection {
    Q_OBJECT

public:
    SchemeSection(ProfileDocument& document, std::function<RequestPtr()> request, QWidget* parent);

    void load() override;
    /// The scheme that is edited: 0 and up.
    int current() const;

signals:
    /// Another scheme is edited now.
    void turned();

private:
    void addLines(const std::function<RequestPtr()>& request);
    void addKeyLines(const std::function<RequestPtr()>& request);
    void addTimeLines(const std::function<RequestPtr()>& request);
    template<typename Line>
    Line* keep(Line* line, const char* place);
    QByteArray schemePointer() const;
    void fillChooser();
    void turnTo(int scheme);
    void updateVisible();
    void addScheme();
    void removeScheme();
    void writeTime(const QByteArray& text);

    ProfileDocument& m_document;
    QComboBox* m_chooser;
    QPushButton* m_addButton;
    QPushButton* m_removeButton;
    std::vector<std::pair<FormLine*, QByteArray>> m_places; ///< each line and its place within a scheme
    WordLine* m_algorithm = nullptr;
    WordLine* m_grammar = nullptr;
};

} // namespace hookloupe
