// SPDX-License-Identifier: GPL-3.0-or-later
#include "profiles/form/textline.h"

#include "messages/quantities.h"
#include "profiles/form/locatorpicker.h"
#include "theme/theme.h"
#include "theme/tones.h"
#include "widgets/elidedlabel.h"

#include <QHBoxLayout>
#include <QLineEdit>
#include <QPointer>
#include <QSignalBlocker>
#include <QToolButton>
#include <QVBoxLayout>

namespace hookloupe {

using namespace Qt::StringLiterals;

namespace {

constexpr int MaxFieldLength = 4096;

QToolButton* smallButton(QWidget* parent, const QString& text, const QString& hint)
{
    auto* button = new QToolButton(parent);
    button->setText(text);
    button->setToolTip(hint);
    button->setAccessibleName(hint);
    button->setAutoRaise(true);
    button->setMinimumSize(24, 24);
    button->setFocusPolicy(Qt::TabFocus);
    return button;
}

} // namespace

QString liveValueText(const TrialResult& result, const QByteArray& pointer)
{
    const auto found = result.values.find(pointer);
    if (found == result.values.end())
        return {};
    if (!found->second)
        return TextLine::tr("\u2013 no value in this delivery");
    return found->second->isEmpty() ? TextLine::tr("= (empty)") : QString(u"= "_s + shownBytes(*found->second));
}

TextLine::TextLine(
    ProfileDocument& document, const QByteArray& pointer, const QString& name, Options options, QWidget* parent)
    : FormLine(document, pointer, name, parent)
    , m_options(std::move(options))
{
    if (m_options.isList) {
        m_add = smallButton(this, tr("+ Add"), tr("Add another: %1").arg(name));
        column()->addWidget(m_add, 0, Qt::AlignLeft);
        connect(m_add, &QToolButton::clicked, this, [this] {
            setRowCount(m_rows.size() + 1);
            m_rows.back().field->setFocus();
        });
    }
    setRowCount(1);
}

void TextLine::addRow()
{
    Row row;
    row.frame = new QWidget(this);
    row.field = new QLineEdit(row.frame);
    row.field->setMaxLength(MaxFieldLength);
    row.field->setPlaceholderText(m_options.placeholder);
    if (m_options.pick != Pick::Nothing)
        row.field->setFont(fixedFontLike(font()));
    nameEditor(row.field);
    auto* line = new QHBoxLayout;
    line->setContentsMargins(0, 0, 0, 0);
    line->setSpacing(2);
    line->addWidget(row.field, 1);
    auto* frame = new QVBoxLayout(row.frame);
    frame->setContentsMargins(0, 0, 0, 0);
    frame->setSpacing(1);
    frame->addLayout(line);
    QLineEdit* const field = row.field;
    if (m_options.pick != Pick::Nothing) {
        row.pick = smallButton(row.frame, tr("Pick"), tr("Pick a value of the delivery"));
        line->addWidget(row.pick);
        row.value = new ElidedLabel(row.frame);
        row.value->setFont(fixedFontLike(font()));
        row.value->setContentsMargins(4, 0, 0, 0);
        frame->addWidget(row.value);
        connect(row.pick, &QToolButton::clicked, this, [this, field] { openPicker(field); });
    }
    if (m_options.isList) {
        row.remove = smallButton(row.frame, u"\u2715"_s, tr("Remove this one"));
        line->addWidget(row.remove);
        connect(row.remove, &QToolButton::clicked, this, [this, field] {
            field->clear();
            write();
            load();
        });
    }
    connect(field, &QLineEdit::textEdited, this, &TextLine::write);
    column()->insertWidget(static_cast<int>(m_rows.size()), row.frame);
    m_rows.push_back(row);
}

void TextLine::setRowCount(std::size_t count)
{
    while (m_rows.size() < count)
        addRow();
    while (m_rows.size() > count) {
        m_rows.back().frame->hide();
        m_rows.back().frame->deleteLater();
        m_rows.pop_back();
    }
    nameEditor(m_rows.front().field);
    for (std::size_t i = 0; i < m_rows.size(); ++i)
        updateRow(m_rows[i], i, m_rows.size());
}

void TextLine::updateRow(Row& row, std::size_t index, std::size_t count)
{
    const bool canWrite = !document().isReadOnly();
    row.field->setReadOnly(!canWrite);
    row.field->setObjectName(u"field"_s
        + QString::fromUtf8(index == 0 ? pointer() : QByteArray(pointer() + '/' + QByteArray::number(index))));
    if (row.pick)
        row.pick->setEnabled(canWrite);
    if (row.remove) {
        row.remove->setVisible(count > 1);
        row.remove->setEnabled(canWrite);
    }
    if (m_add)
        m_add->setEnabled(canWrite);
}

QByteArrayList TextLine::texts() const
{
    QByteArrayList texts;
    for (const Row& row : m_rows) {
        if (!row.field->text().isEmpty())
            texts.append(row.field->text().toUtf8());
    }
    return texts;
}

QByteArray TextLine::rowPointer(std::size_t index) const
{
    const JsonOutline::Node* const node = document().outline().find(pointer());
    const bool isArray = node && node->kind == JsonOutline::Kind::Array;
    return isArray ? QByteArray(pointer() + '/' + QByteArray::number(index)) : pointer();
}

void TextLine::load()
{
    updateLabel();
    const QByteArrayList strings = stringsAt(document().outline(), pointer());
    // A field that was just emptied, or added and is empty yet, stays
    const bool isTyping = strings == texts() && m_rows.size() >= static_cast<std::size_t>(strings.size());
    if (!isTyping)
        setRowCount(std::max<std::size_t>(1, static_cast<std::size_t>(strings.size())));
    else
        setRowCount(m_rows.size());
    for (std::size_t i = 0; !isTyping && i < m_rows.size(); ++i) {
        const QString text = QString::fromUtf8(strings.value(static_cast<qsizetype>(i)));
        const QSignalBlocker blocker(m_rows[i].field);
        if (m_rows[i].field->text() == text)
            continue;
        m_rows[i].field->setText(text);
        // What is picked for a template goes behind what is there
        if (m_options.pick != Pick::Template)
            m_rows[i].field->setCursorPosition(0);
    }
}

void TextLine::write()
{
    const QByteArrayList given = texts();
    if (m_writer)
        m_writer(given.value(0));
    else if (given.isEmpty() && m_options.isRequired)
        document().apply(withValue(document().outline(), pointer(), "\"\""));
    else if (given.isEmpty())
        document().remove(pointer());
    else
        document().apply(withStrings(document().outline(), pointer(), given));
}

void TextLine::openPicker(QLineEdit* field)
{
    const RequestPtr request = m_options.request ? m_options.request() : nullptr;
    if (!request)
        return;
    auto* picker = new LocatorPicker(*request, this);
    connect(picker, &LocatorPicker::picked, this, [this, field = QPointer(field)](const QByteArray& locator) {
        if (field)
            insertPicked(field, locator);
    });
    picker->openBelow(field);
}

void TextLine::insertPicked(QLineEdit* field, const QByteArray& locator)
{
    const QString text = QString::fromUtf8(locator);
    if (m_options.pick == Pick::Template)
        field->insert(u'{' + text + u'}');
    else
        field->setText(text);
    write();
}

void TextLine::showTrial(const TrialResult& result)
{
    FormLine::showTrial(result);
    for (std::size_t i = 0; i < m_rows.size(); ++i) {
        if (!m_rows[i].value)
            continue;
        const QString text = liveValueText(result, rowPointer(i));
        m_rows[i].value->setText(text);
        m_rows[i].value->setVisible(!text.isEmpty());
        QPalette palette = m_rows[i].value->palette();
        palette.setColor(QPalette::WindowText, quietText(this->palette()));
        m_rows[i].value->setPalette(palette);
    }
}

} // namespace hookloupe
