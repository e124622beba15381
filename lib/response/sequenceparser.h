// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "response/responsesequence.h"

#include <QByteArray>
#include <QStringList>
#include <QStringView>

#include <optional>

namespace hookloupe {

/// Reads one text of `serve --respond`, by recursive descent; see parseResponseSequence() for the grammar.
///
/// Used once: make it, call parse().
class SequenceParser {
public:
    explicit SequenceParser(QStringView text)
        : m_text(text)
    {
    }

    Result<ResponseSequence, SequenceError> parse();

private:
    bool parseStep(ResponseSequence::Step& step);
    bool parseWord(ResponsePlan& plan);
    bool parseOptions(ResponsePlan& plan);
    bool parseOption(ResponsePlan& plan);
    bool parseTimes(int& times);
    bool parseValue(QByteArray& value);
    bool parseQuoted(QByteArray& value);
    bool parseEscape(QByteArray& value);
    bool applyOption(ResponsePlan& plan, QStringView name, const QByteArray& value, qsizetype valueAt);
    bool applyHeader(ResponsePlan& plan, const QByteArray& value, qsizetype valueAt);
    bool applyStatus(ResponsePlan& plan, const QByteArray& value, qsizetype valueAt);

    bool atEnd() const { return m_at >= m_text.size(); }
    bool at(char16_t character) const { return !atEnd() && m_text[m_at] == character; }
    void skipBlanks();
    QStringView takeWord();
    bool fail(SequenceErrorCode code, qsizetype at, const QString& detail);

    QStringView m_text;
    qsizetype m_at = 0;
    QStringList m_given; ///< options of the step that is being read
    std::optional<SequenceError> m_error;
};

} // namespace hookloupe
