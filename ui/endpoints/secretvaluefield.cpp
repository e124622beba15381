// SPDX-License-Identifier: GPL-3.0-or-later
#include "endpoints/secretvaluefield.h"

#include "theme/icons.h"
#include "theme/theme.h"

#include <QCheckBox>
#include <QEvent>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QSignalBlocker>
#include <QToolButton>
#include <QVBoxLayout>

namespace hookloupe {

using namespace Qt::StringLiterals;

namespace {

constexpr int MaxChars = 64 << 10;

} // namespace

SecretValueField::SecretValueField(QWidget* parent)
    : QWidget(parent)
    , m_line(new QLineEdit(this))
    , m_eye(new QToolButton(this))
    , m_lines(new QPlainTextEdit(this))
    , m_several(new QCheckBox(tr("A public key, of several &lines"), this))
{
    m_line->setObjectName(u"secretValue"_s);
    m_line->setEchoMode(QLineEdit::Password);
    m_line->setMaxLength(MaxChars);
    m_line->setFont(fixedFontLike(font()));
    m_line->setAccessibleName(tr("Value of the secret"));
    m_line->setInputMethodHints(Qt::ImhHiddenText | Qt::ImhNoPredictiveText | Qt::ImhSensitiveData);
    m_eye->setObjectName(u"secretReveal"_s);
    m_eye->setAutoRaise(true);
    m_eye->setIconSize({ 16, 16 });
    m_eye->setMinimumSize(28, 28);
    m_eye->setFocusPolicy(Qt::TabFocus);
    m_eye->setToolTip(tr("Show what was typed while this is held down"));
    m_eye->setAccessibleName(tr("Show the value while held down"));
    m_lines->setObjectName(u"secretLines"_s);
    m_lines->setAccessibleName(tr("Public key"));
    m_lines->setTabChangesFocus(true);
    m_lines->setLineWrapMode(QPlainTextEdit::NoWrap);
    m_lines->setFont(fixedFontLike(font()));
    m_lines->setFixedHeight(m_lines->fontMetrics().lineSpacing() * 5 + 12);
    m_several->setObjectName(u"secretSeveral"_s);

    auto* row = new QHBoxLayout;
    row->setSpacing(4);
    row->addWidget(m_line, 1);
    row->addWidget(m_eye);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(6);
    column->addLayout(row);
    column->addWidget(m_lines);
    column->addWidget(m_several);
    connect(m_eye, &QToolButton::pressed, this, [this] { reveal(true); });
    connect(m_eye, &QToolButton::released, this, [this] { reveal(false); });
    connect(m_line, &QLineEdit::textEdited, this, &SecretValueField::lineEdited);
    connect(m_lines, &QPlainTextEdit::textChanged, this, &SecretValueField::edited);
    connect(m_several, &QCheckBox::toggled, this, [this] {
        showForm();
        emit edited();
    });
    m_eye->setIcon(symbolicIcon(u"eye", palette()));
    showForm();
}

void SecretValueField::setForm(Form form)
{
    if (m_form == form)
        return;
    const QByteArray kept = value();
    m_form = form;
    setValue(kept);
}

bool SecretValueField::isSeveralLines() const
{
    return m_form == Form::PublicKey || (m_form == Form::Either && m_several->isChecked());
}

void SecretValueField::showForm()
{
    const bool isSeveral = isSeveralLines();
    m_line->setVisible(!isSeveral);
    m_eye->setVisible(!isSeveral);
    m_lines->setVisible(isSeveral);
    m_several->setVisible(m_form == Form::Either);
    setFocusProxy(fieldForFocus());
}

void SecretValueField::lineEdited(const QString& text)
{
    // A key of several lines is never one hidden line: it is shown where its lines can be seen.
    if (m_form == Form::Either && text.startsWith("-----BEGIN "_L1)) {
        const QSignalBlocker quiet(m_lines);
        m_lines->setPlainText(text);
        m_line->clear();
        m_several->setChecked(true);
        m_lines->setFocus();
        return;
    }
    emit edited();
}

void SecretValueField::setPlaceholder(const QString& text)
{
    m_line->setPlaceholderText(text);
    m_lines->setPlaceholderText(text);
}

QByteArray SecretValueField::value() const
{
    return isSeveralLines() ? m_lines->toPlainText().toUtf8() : m_line->text().toUtf8();
}

void SecretValueField::setValue(const QByteArray& value)
{
    const QSignalBlocker quietLine(m_line);
    const QSignalBlocker quietLines(m_lines);
    const QSignalBlocker quietSwitch(m_several);
    reveal(false);
    if (m_form == Form::Either)
        m_several->setChecked(value.startsWith("-----BEGIN "));
    m_line->setText(isSeveralLines() ? QString() : QString::fromUtf8(value));
    m_lines->setPlainText(isSeveralLines() ? QString::fromUtf8(value) : QString());
    showForm();
}

QWidget* SecretValueField::fieldForFocus() const
{
    return isSeveralLines() ? static_cast<QWidget*>(m_lines) : m_line;
}

void SecretValueField::reveal(bool isOn)
{
    m_line->setEchoMode(isOn ? QLineEdit::Normal : QLineEdit::Password);
}

void SecretValueField::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && m_eye)
        m_eye->setIcon(symbolicIcon(u"eye", palette()));
}

} // namespace hookloupe
