// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "profiles/form/formline.h"
#include "profiles/form/textline.h"

#include <QWidget>

class QComboBox;
class QLabel;
class QLineEdit;
class QToolButton;
class QVBoxLayout;

namespace hookloupe {

/// One recognition rule: marks that must all hold, and its weight.
class RuleCard final : public QWidget {
    Q_OBJECT

public:
    RuleCard(ProfileDocument& document, int rule, std::function<RequestPtr()> request, QWidget* parent);

    void load();
    void showTrial(const TrialResult& result);

private:
    enum Kind { Has, HasNot, Equals };
    /// One mark: a locator that must give a value, none, or a certain one.
    struct Mark {
        QWidget* frame = nullptr;
        QComboBox* kind = nullptr;
        QLineEdit* locator = nullptr;
        QLineEdit* text = nullptr;
        QToolButton* pick = nullptr;
        QToolButton* remove = nullptr;
    };
    struct Content {
        Kind kind = Has;
        QByteArray locator;
        QByteArray text;

        bool operator==(const Content&) const = default;
    };

    void addMark();
    void connectMark(const Mark& mark);
    void removeMark(const QWidget* frame);
    void pick(QLineEdit* field);
    void write();
    void writeList(const char* key, Kind kind, const std::vector<Content>& contents);
    void writeEquals(const std::vector<Content>& contents);
    std::vector<Content> shown() const;
    std::vector<Content> inDocument() const;
    void updateKinds();

    ProfileDocument& m_document;
    QByteArray m_pointer;
    int m_rule;
    std::function<RequestPtr()> m_request;
    QLabel* m_state;
    QVBoxLayout* m_column;
    QVBoxLayout* m_markColumn;
    std::vector<Mark> m_marks;
    NumberLine* m_weight;
    QToolButton* m_add;
    QToolButton* m_drop;
    QLabel* m_problem;
};

} // namespace hookloupe
