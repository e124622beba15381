// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "session/sqlite.h"

#include <QByteArray>
#include <QHash>

#include <optional>

namespace hookloupe {

/// Short texts that repeat in a session (ids of profiles and schemes, event types) stand there as numbers, each once
/// in the table `word`. A number is never given to another text, and none is taken away.
struct WordLimits {
    static constexpr qsizetype MaxBytes = 64; ///< of one word
    static constexpr qint64 MaxWords = 4096; ///< the greatest number; the first is 1, and 0 is the empty text
};

/// Gives texts their numbers, within the transactions of the one writer.
class WordWriter {
public:
    Result<Done, SessionError> prepare(Database& database);
    /// \return the number of the text; 0: it has none, being empty, too long, or one too many; none: the database
    ///         failed, and the transaction has to be rolled back
    std::optional<qint64> numberOf(const QByteArray& text);
    /// After a rollback: what was inserted may be gone.
    void forget();

private:
    bool load();

    Statement m_all;
    Statement m_insert;
    QHash<QByteArray, qint64> m_numbers;
    qint64 m_last = 0; ///< the greatest number that is taken
    bool m_isLoaded = false;
};

/// Gives numbers their texts. One thread; equal words share their bytes.
class WordReader {
public:
    Result<Done, SessionError> prepare(Database& database);
    /// Empty for a number that has no text.
    QByteArray text(qint64 number);

private:
    Statement m_one;
    QHash<qint64, QByteArray> m_texts;
};

} // namespace hookloupe
