// SPDX-License-Identifier: GPL-3.0-or-later
#include "profiles/profiledocument.h"

namespace hookloupe {

void ProfileDocument::start(const QByteArray& text, const QString& file, bool isReadOnly)
{
    m_outline = JsonOutline(text);
    m_file = file;
    m_isReadOnly = isReadOnly;
    emit opened();
    emit textChanged();
}

void ProfileDocument::open(const QByteArray& text, const QString& file, bool isReadOnly)
{
    m_saved = text;
    start(text, file, isReadOnly);
    setModified(false);
}

void ProfileDocument::openNew(const QByteArray& text)
{
    m_saved.clear();
    start(text, {}, false);
    setModified(true);
}

void ProfileDocument::markSaved(const QString& file)
{
    m_file = file;
    m_saved = text();
    setModified(false);
}

void ProfileDocument::discard()
{
    if (m_isModified)
        open(m_saved, m_file, m_file.isEmpty());
}

bool ProfileDocument::isObject() const
{
    return m_outline.isWhole() && m_outline.nodes().front().kind == JsonOutline::Kind::Object;
}

void ProfileDocument::setText(const QByteArray& text)
{
    if (m_isReadOnly || text == m_outline.json())
        return;
    m_outline = JsonOutline(text);
    setModified(text != m_saved);
    emit textChanged();
}

bool ProfileDocument::apply(const std::optional<TextChange>& change)
{
    if (m_isReadOnly || !change)
        return false;
    const QByteArray now = applied(text(), *change);
    if (now == text())
        return false;
    m_outline = JsonOutline(now);
    emit changeMade(*change);
    setModified(now != m_saved);
    emit textChanged();
    return true;
}

void ProfileDocument::remove(const QByteArray& pointer)
{
    QByteArrayList assumed = stringsAt(m_outline, "/assumed");
    const qsizetype count = assumed.size();
    assumed.removeIf(
        [&](const QByteArray& fact) { return fact == pointer || fact.startsWith(QByteArray(pointer + '/')); });
    if (assumed.size() != count)
        apply(withStrings(m_outline, "/assumed", assumed));
    apply(withoutValue(m_outline, pointer));
}

void ProfileDocument::setModified(bool isModified)
{
    if (m_isModified == isModified)
        return;
    m_isModified = isModified;
    emit modifiedChanged(isModified);
}

} // namespace hookloupe
