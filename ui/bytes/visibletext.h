// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArrayView>
#include <QString>
#include <QStringView>

#include <vector>

namespace hookloupe {

/// Text made from captured bytes in which nothing hides: control bytes, invisible and direction-changing characters
/// show as what they are.
struct VisibleText {
    QString text;
    /// For each UTF-16 unit of \c text the byte it stands for, and one more entry for the end.
    std::vector<qint32> bytes;
    /// True for each unit that is not a character of the bytes but our picture of one.
    std::vector<bool> pictured;

    /// The first unit that stands for a byte at or behind \p byte.
    qsizetype unitOf(qint64 byte) const;
};

enum class LineEnds { Hidden, Shown };
/// How bytes become characters; in Latin-1 each byte is one.
enum class TextCharset { Utf8, Latin1 };

/// Reads \p bytes as UTF-8 (each byte that is not part of it becomes U+FFFD) or as Latin-1.
/// \param lineEnds  whether CR LF and LF at the end show as pictures; anywhere else they always do
VisibleText visibleText(QByteArrayView bytes, LineEnds lineEnds, TextCharset charset = TextCharset::Utf8);

/// For fields of one line: as above, but an odd byte shows as \\xE9.
QString visibleLine(QByteArrayView bytes);
QString visibleLine(QStringView text);

} // namespace hookloupe
