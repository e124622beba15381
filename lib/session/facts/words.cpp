// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/facts/words.h"

#include <utility>

namespace hookloupe {

Result<Done, SessionError> WordWriter::prepare(Database& database)
{
    auto all = database.prepare("SELECT id, text FROM word WHERE id BETWEEN 1 AND ?1");
    if (!all)
        return Unexpected(all.error());
    auto insert = database.prepare("INSERT INTO word (id, text) VALUES (?1, ?2)");
    if (!insert)
        return Unexpected(insert.error());
    m_all = std::move(*all);
    m_insert = std::move(*insert);
    forget();
    return Done {};
}

void WordWriter::forget()
{
    m_numbers.clear();
    m_last = 0;
    m_isLoaded = false;
}

bool WordWriter::load()
{
    m_all.bind(1, WordLimits::MaxWords);
    const StatementScope scope(m_all);
    Statement::Step step = m_all.step();
    for (; step == Statement::Step::Row; step = m_all.step()) {
        const qint64 number = m_all.number(0);
        m_last = qMax(m_last, number);
        if (m_all.view(1).size() <= WordLimits::MaxBytes)
            m_numbers.insert(m_all.bytes(1), number);
    }
    m_isLoaded = step == Statement::Step::Done;
    return m_isLoaded;
}

std::optional<qint64> WordWriter::numberOf(const QByteArray& text)
{
    if (text.isEmpty() || text.size() > WordLimits::MaxBytes)
        return 0;
    if (!m_isLoaded && !load())
        return std::nullopt;
    if (const auto known = m_numbers.constFind(text); known != m_numbers.cend())
        return *known;
    if (m_last >= WordLimits::MaxWords)
        return 0;
    m_insert.bind(1, m_last + 1);
    m_insert.bindBytes(2, text);
    if (!m_insert.run())
        return std::nullopt;
    m_numbers.insert(text, ++m_last);
    return m_last;
}

Result<Done, SessionError> WordReader::prepare(Database& database)
{
    auto one = database.prepare("SELECT text FROM word WHERE id = ?1");
    if (!one)
        return Unexpected(one.error());
    m_one = std::move(*one);
    return Done {};
}

QByteArray WordReader::text(qint64 number)
{
    if (number < 1 || number > WordLimits::MaxWords)
        return {};
    if (const auto known = m_texts.constFind(number); known != m_texts.cend())
        return *known;
    m_one.bind(1, number);
    const StatementScope scope(m_one);
    if (m_one.step() != Statement::Step::Row)
        return {};
    const QByteArrayView stored = m_one.view(0);
    return *m_texts.insert(number, stored.first(qMin(stored.size(), WordLimits::MaxBytes)).toByteArray());
}

} // namespace hookloupe
