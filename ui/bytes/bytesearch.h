// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "bytes/bytesource.h"

#include <QFutureWatcher>
#include <QObject>

#include <vector>

namespace hookloupe {

/// Finds a byte string in a source, in the background, from begin to end. Letters of ASCII match in either case.
class ByteSearch final : public QObject {
    Q_OBJECT

public:
    /// Where the search stops: nobody walks through more.
    static constexpr qsizetype MostMatches = 100'000;

    explicit ByteSearch(QObject* parent = nullptr);
    ~ByteSearch() override;

    /// Begins anew. An empty \p needle finds nothing.
    void start(ByteSourcePtr source, const QByteArray& needle);
    void stop();

    const std::vector<qint64>& matches() const { return m_matches; }
    qint64 needleBytes() const { return m_needleBytes; }
    bool isRunning() const { return m_isRunning; }

signals:
    void matchesFound();
    void finished();

private:
    void takeResults();
    void finish();

    std::vector<qint64> m_matches;
    QFutureWatcher<std::vector<qint64>> m_watcher;
    qint64 m_needleBytes = 0;
    int m_taken = 0;
    bool m_isRunning = false;
};

} // namespace hookloupe
