// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "profiles/profiledocument.h"
#include "profiles/trial/profiletrial.h"

#include <QWidget>

class QComboBox;
class QLabel;
class QSpinBox;
class QVBoxLayout;

namespace hookloupe {

/// One line of the form: a label and the editor of the value at one place of the document, with what is wrong there.
class FormLine : public QWidget {
    Q_OBJECT

public:
    FormLine(ProfileDocument& document, const QByteArray& pointer, const QString& name, QWidget* parent);

    /// To be put beside the line; it names the editor.
    QLabel* label() const { return m_label; }
    const QByteArray& pointer() const { return m_pointer; }
    /// Turns to another place. load() has to follow.
    void setPointer(const QByteArray& pointer) { m_pointer = pointer; }
    /// True when the document has a value there.
    bool exists() const { return m_document.outline().find(m_pointer); }
    /// Takes the value from the document.
    virtual void load() = 0;
    virtual void showTrial(const TrialResult& result);
    /// What is wrong here as it is shown; empty where nothing is.
    QString problemText() const;

protected:
    ProfileDocument& document() const { return m_document; }
    QVBoxLayout* column() const { return m_column; }
    /// Gives the editor its names. \param objectName  "field/schemes/0/hash" and the like
    void nameEditor(QWidget* editor);
    void updateLabel();
    void changeEvent(QEvent* event) override;

private:
    ProfileDocument& m_document;
    QByteArray m_pointer;
    QString m_name;
    QLabel* m_label;
    QVBoxLayout* m_column;
    QLabel* m_problem;
};

/// One of several words. A word that is not known stays, and is shown as it is.
class WordLine final : public FormLine {
    Q_OBJECT

public:
    struct Word {
        QByteArray word; ///< as the file has it; empty: the key is left out
        QString text; ///< for a person
    };

    WordLine(ProfileDocument& document, const QByteArray& pointer, const QString& name, const std::vector<Word>& words,
        QWidget* parent);

    void load() override;
    QByteArray word() const;

private:
    void write();

    QComboBox* m_box;
};

/// A whole number.
class NumberLine final : public FormLine {
    Q_OBJECT

public:
    struct Range {
        int least = 0;
        int most = 100;
        int absent = 0; ///< what holds where the key is left out
        QString unit = {};
    };

    NumberLine(
        ProfileDocument& document, const QByteArray& pointer, const QString& name, const Range& range, QWidget* parent);

    void load() override;

private:
    QSpinBox* m_box;
    int m_absent;
};

} // namespace hookloupe
