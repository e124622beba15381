// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "delivery/delivery.h"
#include "session/facts/words.h"
#include "session/sqlite.h"

#include <QByteArray>

/// The columns' names; the first ones are all that a summary needs.
#define HOOKLOUPE_SUMMARY_FACTS "endpoint, provider, event_type, verdict, freshness, facts"
#define HOOKLOUPE_FACTS HOOKLOUPE_SUMMARY_FACTS ", event_id, resource, event_time"
/// What stands for them where a session is older than they are.
#define HOOKLOUPE_NO_SUMMARY_FACTS "0, 0, 0, 0, 0, NULL"
#define HOOKLOUPE_NO_FACTS HOOKLOUPE_NO_SUMMARY_FACTS ", '', '', ''"

namespace hookloupe {

/// How the facts of a delivery stand in a session's table `delivery`, both ways.
///
/// A delivery of which nothing is known costs one byte a column. `provider` and `event_type` are the number of a word,
/// or a blob where the text is none; 0 is nothing. `facts` is a blob: a byte of marks (bits 0-2 ProviderOrigin, 3 body
/// covered, 4 challenge, 5 scheme, 6 reason, 7 candidates), then the texts that the marks announce, in that order.
/// Each text is a base-128 number, low digits first: odd, and its half is a word's number; even, and its half is the
/// number of bytes that follow.

/// Puts facts into the parameters of a statement.
class FactsWriter {
public:
    Result<Done, SessionError> prepare(Database& database) { return m_words.prepare(database); }
    /// \param first  the number of the parameter for the first of HOOKLOUPE_FACTS
    /// \param facts  must live until the statement is reset
    /// \return false when the database failed; the transaction has to be rolled back
    bool bind(Statement& row, int first, const DeliveryFacts& facts);
    /// After a rollback: what was inserted may be gone.
    void forgetWords() { m_words.forget(); }

private:
    bool bindWord(Statement& row, int index, const QByteArray& text, qsizetype limit);
    bool encodeRest(const DeliveryFacts& facts);
    bool appendText(const QByteArray& text);

    WordWriter m_words;
    QByteArray m_rest; ///< the column `facts` of the row that was bound last
};

/// Reads facts from a row. Total: values that are impossible become the nearest possible ones.
class FactsReader {
public:
    Result<Done, SessionError> prepare(Database& database) { return m_words.prepare(database); }
    /// \param first  the column that is the first of HOOKLOUPE_FACTS
    DeliveryFacts read(const Statement& row, int first);
    /// \param first  the column that is the first of HOOKLOUPE_SUMMARY_FACTS
    void readInto(DeliverySummary& summary, const Statement& row, int first);

private:
    QByteArray word(const Statement& row, int column, qsizetype limit);
    void decodeRest(QByteArrayView rest, DeliveryFacts& facts);
    bool takeText(QByteArrayView& rest, QByteArray& text);

    WordReader m_words;
};

/// True when the column `facts` says that the request is a challenge.
bool isChallengeFacts(QByteArrayView facts);

} // namespace hookloupe
