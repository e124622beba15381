// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "bytes/lineindex.h"

#include <QFutureWatcher>
#include <QObject>

namespace hookloupe {

/// Builds the line index of a source: small ones at once, the rest of large ones in the background, piece by piece.
class LineIndexer final : public QObject {
    Q_OBJECT

public:
    /// As much as start() looks at before it returns.
    static constexpr qint64 AtOnceBytes = 512 << 10;

    explicit LineIndexer(QObject* parent = nullptr);
    ~LineIndexer() override;

    const LineIndex& index() const { return m_index; }
    /// Begins anew; what ran before is given up. The first rows are known on return.
    void start(ByteSourcePtr source, qint64 wrapBytes);

signals:
    /// More rows are known.
    void grown();

private:
    void takeResults();

    LineIndex m_index;
    QFutureWatcher<LineIndex> m_watcher;
    int m_taken = 0; ///< results of the running search that were appended
};

} // namespace hookloupe
