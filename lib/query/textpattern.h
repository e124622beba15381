// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QByteArrayView>

#include <cstddef>
#include <vector>

namespace hookloupe {

/// Bytes to look for, with parts that may be anything between them. A value; immutable.
class TextPattern {
public:
    /// \param parts            what must stand there, in this order, with anything between two of them: {"a", "b"} is
    ///                         `a*b`; {"a"} is the text itself; at least one
    /// \param isCaseSensitive  otherwise ASCII letters are compared without regard to case
    explicit TextPattern(std::vector<QByteArray> parts, bool isCaseSensitive = false);
    /// The same with anything before and behind it.
    static TextPattern within(std::vector<QByteArray> parts, bool isCaseSensitive = false);

    bool matches(QByteArrayView text) const;

    bool isCaseSensitive() const { return m_isCaseSensitive; }
    /// The parts, in lower case where case does not count.
    std::vector<QByteArray> parts() const;
    /// The bytes of all parts.
    qsizetype size() const;

    bool operator==(const TextPattern& other) const = default;

private:
    friend class TextScan;
    struct Part {
        QByteArray bytes;
        std::vector<std::size_t> fallback; ///< by bytes matched: how many of them may begin the next match

        bool operator==(const Part&) const = default;
    };

    std::vector<Part> m_parts;
    bool m_isCaseSensitive;
};

/// Compares a text that comes piece by piece with a pattern, in time linear in the text and without keeping any of it
/// (the automaton of Knuth, Morris and Pratt, part after part).
class TextScan {
public:
    /// \param pattern  outlives the scan
    explicit TextScan(const TextPattern& pattern);

    /// \return false when no further piece can change the outcome
    bool write(QByteArrayView piece);
    /// Says that no more comes. \return true when the text matches
    bool finish() const;

private:
    bool isLast() const { return m_part + 1 == m_pattern.m_parts.size(); }
    void enterPart(std::size_t part);
    qsizetype takeBeginning(QByteArrayView piece, qsizetype at);
    qsizetype takeUntilFound(QByteArrayView piece, qsizetype at);

    const TextPattern& m_pattern;
    std::size_t m_part = 0;
    std::size_t m_matched = 0; ///< bytes of the part
    bool m_isDead = false;
};

} // namespace hookloupe
