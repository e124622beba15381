// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "http/body.h"

#include <QFile>

#include <functional>
#include <memory>

namespace hookloupe {

/// Gathers the body of one request: in memory at first, in a file once it grows beyond a bound.
///
/// When the file cannot be written, the body stays in memory up to that bound; what comes after is counted as
/// discarded, and the request says that it is not whole. Removes its file unless the body was taken.
class BodySpool {
public:
    /// \param spillBytes  what is kept in memory at most
    /// \param newFile     gives a path for the file when one is needed; empty when none can be had
    BodySpool(qint64 spillBytes, std::function<QString()> newFile);
    ~BodySpool();

    void append(QByteArray bytes);
    qint64 discarded() const { return m_discarded; }
    /// The body gathered so far; the spool is empty afterwards and can be used again.
    Body take();
    /// Forgets what was gathered.
    void discard();

private:
    bool spill();

    qint64 m_spillBytes;
    std::function<QString()> m_newFile;
    QByteArray m_bytes;
    std::unique_ptr<QFile> m_file;
    qint64 m_fileBytes = 0;
    qint64 m_discarded = 0;
    bool m_hasFailed = false;
};

} // namespace hookloupe
