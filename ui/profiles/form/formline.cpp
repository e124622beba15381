// SPDX-License-Identifier: GPL-3.0-or-later
#include "profiles/form/formline.h"

#include "theme/tones.h"

#include <QComboBox>
#include <QEvent>
#include <QLabel>
#include <QSignalBlocker>
#include <QSpinBox>
#include <QVBoxLayout>

namespace hookloupe {

using namespace Qt::StringLiterals;

namespace {

void setInk(QWidget* widget, const QColor& ink)
{
    QPalette palette = widget->palette();
    if (palette.color(QPalette::WindowText) == ink)
        return;
    palette.setColor(QPalette::WindowText, ink);
    widget->setPalette(palette);
}

} // namespace

FormLine::FormLine(ProfileDocument& document, const QByteArray& pointer, const QString& name, QWidget* parent)
    : QWidget(parent)
    , m_document(document)
    , m_pointer(pointer)
    , m_name(name)
    , m_label(new QLabel(name, parent))
    , m_column(new QVBoxLayout(this))
    , m_problem(new QLabel(this))
{
    m_label->setTextFormat(Qt::PlainText);
    m_problem->setTextFormat(Qt::PlainText);
    m_problem->setWordWrap(true);
    m_problem->hide();
    m_column->setContentsMargins(0, 0, 0, 0);
    m_column->setSpacing(2);
    m_column->addWidget(m_problem);
}

void FormLine::nameEditor(QWidget* editor)
{
    editor->setAccessibleName(QString(m_name).remove(u'&'));
    m_label->setBuddy(editor);
    if (!focusProxy())
        setFocusProxy(editor);
}

void FormLine::updateLabel()
{
    const bool isAssumed = stringsAt(m_document.outline(), "/assumed").contains(m_pointer);
    m_label->setText(isAssumed ? tr("%1\n(assumed)").arg(m_name) : m_name);
}

void FormLine::showTrial(const TrialResult& result)
{
    QStringList told;
    for (const ProfileProblem& problem : result.problems) {
        const bool isHere = problem.pointer == m_pointer || problem.pointer.startsWith(QByteArray(m_pointer + '/'));
        if (isHere && !m_pointer.isEmpty())
            told << problem.detail;
    }
    m_problem->setText(told.isEmpty() ? QString() : QString(u"\u2715 "_s + told.join(u"\n\u2715 "_s)));
    m_problem->setVisible(!told.isEmpty());
    setInk(m_problem, toneColor(Tone::Danger, palette()));
}

QString FormLine::problemText() const
{
    return m_problem->text();
}

void FormLine::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        setInk(m_problem, toneColor(Tone::Danger, palette()));
}

WordLine::WordLine(ProfileDocument& document, const QByteArray& pointer, const QString& name,
    const std::vector<Word>& words, QWidget* parent)
    : FormLine(document, pointer, name, parent)
    , m_box(new QComboBox(this))
{
    for (const Word& word : words)
        m_box->addItem(word.text, word.word);
    m_box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_box->setMinimumContentsLength(12);
    column()->insertWidget(0, m_box);
    nameEditor(m_box);
    connect(m_box, &QComboBox::activated, this, &WordLine::write);
}

QByteArray WordLine::word() const
{
    return m_box->currentData().toByteArray();
}

void WordLine::load()
{
    const QSignalBlocker blocker(m_box);
    const QByteArray word = document().outline().string(pointer()).value_or(QByteArray());
    int index = m_box->findData(word);
    if (index < 0) {
        m_box->addItem(word.isEmpty() ? tr("(choose)") : tr("%1 (unknown)").arg(QString::fromUtf8(word)), word);
        index = m_box->count() - 1;
    }
    m_box->setCurrentIndex(index);
    m_box->setEnabled(!document().isReadOnly());
    m_box->setObjectName(u"field"_s + QString::fromUtf8(pointer()));
    updateLabel();
}

void WordLine::write()
{
    if (word().isEmpty())
        document().remove(pointer());
    else
        document().apply(withValue(document().outline(), pointer(), quotedJson(word())));
}

NumberLine::NumberLine(
    ProfileDocument& document, const QByteArray& pointer, const QString& name, const Range& range, QWidget* parent)
    : FormLine(document, pointer, name, parent)
    , m_box(new QSpinBox(this))
    , m_absent(range.absent)
{
    m_box->setRange(range.least, range.most);
    m_box->setSuffix(range.unit);
    column()->insertWidget(0, m_box);
    nameEditor(m_box);
    connect(m_box, &QSpinBox::valueChanged, this, [this, &document](int value) {
        document.apply(withValue(document.outline(), this->pointer(), QByteArray::number(value)));
    });
}

void NumberLine::load()
{
    const QSignalBlocker blocker(m_box);
    const JsonOutline::Node* const node = document().outline().find(pointer());
    bool isNumber = false;
    const int value = node ? document().outline().raw(*node).toInt(&isNumber) : m_absent;
    m_box->setValue(node && !isNumber ? m_absent : value);
    m_box->setReadOnly(document().isReadOnly());
    m_box->setButtonSymbols(document().isReadOnly() ? QSpinBox::NoButtons : QSpinBox::UpDownArrows);
    m_box->setObjectName(u"field"_s + QString::fromUtf8(pointer()));
    updateLabel();
}

} // namespace hookloupe
