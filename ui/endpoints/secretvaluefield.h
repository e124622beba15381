// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QCheckBox;
class QLineEdit;
class QPlainTextEdit;
class QToolButton;

namespace hookloupe {

/// Takes the value of a secret: hidden, unless the eye beside it is held down; or a public key of several lines, which
/// is no secret and is shown. Nothing that is pasted is changed.
class SecretValueField final : public QWidget {
    Q_OBJECT

public:
    enum class Form {
        Secret, ///< one hidden line
        PublicKey, ///< several lines
        Either, ///< a switch chooses
    };

    explicit SecretValueField(QWidget* parent = nullptr);

    void setForm(Form form);
    void setPlaceholder(const QString& text);
    QByteArray value() const;
    void setValue(const QByteArray& value);
    QWidget* fieldForFocus() const;

signals:
    void edited();

protected:
    void changeEvent(QEvent* event) override;

private:
    bool isSeveralLines() const;
    void showForm();
    void reveal(bool isOn);
    void lineEdited(const QString& text);

    Form m_form = Form::Either;
    QLineEdit* m_line;
    QToolButton* m_eye;
    QPlainTextEdit* m_lines;
    QCheckBox* m_several;
};

} // namespace hookloupe
