// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "profiles/form/formline.h"

#include <functional>

class QLabel;
class QLineEdit;
class QToolButton;

namespace hookloupe {

class ElidedLabel;

/// One text, or several of which the first that yields a value counts: each in a field of its own, with the value that
/// it gives in the delivery, and a list of the delivery's values to choose from.
class TextLine final : public FormLine {
    Q_OBJECT

public:
    enum class Pick {
        Nothing, ///< any text
        Locator, ///< the field becomes what was picked
        Template, ///< what was picked goes in braces where the cursor is
    };
    struct Options {
        Pick pick = Pick::Nothing;
        bool isList = false; ///< several may stand there
        bool isRequired = false; ///< an empty field stays in the file as an empty text
        QString placeholder = {};
        std::function<RequestPtr()> request = {}; ///< the delivery to pick from; may give null
    };

    TextLine(
        ProfileDocument& document, const QByteArray& pointer, const QString& name, Options options, QWidget* parent);

    void load() override;
    void showTrial(const TrialResult& result) override;
    /// What is written instead of the bare text, where more has to come with it.
    void setWriter(std::function<void(const QByteArray& text)> writer) { m_writer = std::move(writer); }

private:
    struct Row {
        QWidget* frame = nullptr;
        QLineEdit* field = nullptr;
        QToolButton* pick = nullptr;
        QToolButton* remove = nullptr;
        ElidedLabel* value = nullptr;
    };

    void addRow();
    void setRowCount(std::size_t count);
    void updateRow(Row& row, std::size_t index, std::size_t count);
    void openPicker(QLineEdit* field);
    void insertPicked(QLineEdit* field, const QByteArray& locator);
    void write();
    QByteArrayList texts() const;
    QByteArray rowPointer(std::size_t index) const;

    Options m_options;
    std::function<void(const QByteArray&)> m_writer;
    std::vector<Row> m_rows;
    QToolButton* m_add = nullptr;
};

/// The value that a locator gives, as a line under its field: "= 17123456", or that there is none.
QString liveValueText(const TrialResult& result, const QByteArray& pointer);

} // namespace hookloupe
