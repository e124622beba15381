// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>

namespace hookloupe {

/// The body of a request: small ones in memory, large ones in a file of their own.
///
/// A value; copies share the bytes. The file belongs to the session that captured it.
class Body {
public:
    Body() = default;
    explicit Body(QByteArray bytes);
    /// \param path  a file that holds exactly \p size bytes
    static Body inFile(QString path, qint64 size);

    qint64 size() const { return m_size; }
    bool isInFile() const { return !m_path.isEmpty(); }
    /// Where it lies; empty when it is in memory.
    const QString& path() const { return m_path; }
    /// The bytes when they are in memory; empty when they are in a file.
    const QByteArray& bytes() const { return m_bytes; }

    /// Reads a part, from wherever it is.
    /// \param offset  0 and up; a part beyond the end is empty
    /// \param length  at most this many bytes come back; fewer at the end or when the file cannot be read
    QByteArray read(qint64 offset, qint64 length) const;

private:
    QByteArray m_bytes;
    QString m_path;
    qint64 m_size = 0;
};

} // namespace hookloupe
